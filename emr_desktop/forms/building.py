"""Writes a form definition from answers picked from lists: no code, and nothing typed but names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop import reference
from emr_desktop.errors import ValidationError
from emr_desktop.forms.fact_words import value_words
from emr_desktop.forms.facts import CODE_OF_SOURCE, SOURCES
from emr_desktop.forms.loading import shipped_columns
from emr_desktop.forms.local_text import toml_string
from emr_desktop.languages import either
from emr_desktop.visits.rules import VISIT_TYPES

MOST_ROWS = 100
_USUAL = "opd_age_sex"  # the columns that are offered first
ALL = ""  # the answer that limits nothing


@dataclass(frozen=True)
class Offer:
    """One answer that can be picked, in both languages."""

    code: str
    en: str
    sw: str

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)


@dataclass(frozen=True)
class Offers:
    """Everything the builder can ask for.

    Attributes:
        counts: what can be counted.
        by: what is counted -> the facts that can make rows.
        columns: the column sets.
        only: fact of a visit -> its values; ``age`` among them.
    """

    counts: tuple[Offer, ...]
    by: Mapping[str, tuple[Offer, ...]]
    columns: tuple[Offer, ...]
    only: Mapping[str, tuple[Offer, ...]]


@dataclass(frozen=True, kw_only=True)
class FormAnswers:
    """What a person picked; ``only`` limits facts: ``{"village": "Buigiri", "age": "under_5"}``."""

    name_en: str
    name_sw: str
    counts: str
    by: str
    top: int
    columns: str
    period: str
    only: Mapping[str, str] = field(default_factory=dict)


@cache
def _words() -> Mapping[str, Any]:
    path = Path(reference.__file__).parent / "forms" / "builder.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def offers(villages: Iterable[str] = ()) -> Offers:
    """What can be picked; a fact that the program does not count by is not offered."""
    words = _words()
    counts = {code: table for code, table in words["counts"].items() if code in SOURCES}
    return Offers(
        counts=tuple(Offer(code, table["en"], table["sw"]) for code, table in counts.items()),
        by={
            code: tuple(
                Offer(fact, words["facts"][fact]["en"], words["facts"][fact]["sw"])
                for fact in table["by"]
                if fact in SOURCES[code]
            )
            for code, table in counts.items()
        },
        columns=tuple(
            _column_offer(name)
            for name, columns in sorted(shipped_columns().items(), key=lambda one: (one[0] != _USUAL, one[0]))
            if columns.counts == "visits"  # everything that can be picked here is known with its visit
        ),
        only={
            **{
                fact: _values_of(fact, villages)
                for fact in words["conditions"]["order"]
                if fact in SOURCES["visits"]
            },
            "age": tuple(Offer(code, age["en"], age["sw"]) for code, age in words["ages"].items()),
        },
    )


def _column_offer(name: str) -> Offer:
    """A column set as its ages: ``Under 1 month, …, 60 years and above``."""
    bands = shipped_columns()[name].bands
    said = []
    for language in ("en", "sw"):
        titles = [getattr(band, language) for band in bands]
        said.append(", ".join(titles) if len(titles) < 3 else f"{titles[0]} … {titles[-1]} ({len(titles)})")
    return Offer(name, *said)


def _values_of(fact: str, villages: Iterable[str]) -> tuple[Offer, ...]:
    known = SOURCES["visits"][fact]
    if fact == "village":
        return tuple(Offer(name, name, name) for name in villages)
    if (words := _words()["yes_no"].get(fact)) is not None:
        return tuple(Offer(code, words[f"{code}_en"], words[f"{code}_sw"]) for code in ("yes", "no"))
    values = VISIT_TYPES if fact == "visit_type" else known.values or ()
    return tuple(Offer(value, _spoken(value, "en"), _spoken(value, "sw")) for value in values)


def _spoken(value: str, language: str) -> str:
    words = value_words(value, language)
    return words[:1].upper() + words[1:]


def form_name(name: str, taken: Iterable[str]) -> str:
    """A form's short name from its English name, not one of those that are taken: ``top_ten_by_village``."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_name).strip("_")
    short = (words if words[:1].isalpha() else f"form_{words}".rstrip("_"))[:32].rstrip("_")
    known = set(taken)
    number, found = 2, short
    while found in known:
        number, found = number + 1, f"{short}_{number}"
    return found


def definition_text(answers: FormAnswers, *, form: str, edition: str = "1") -> str:
    """The file that the answers make.

    Args:
        answers: picked from ``offers``.
        form: its short name.
        edition: its edition.

    Raises:
        ValidationError: a name is missing, or the number of rows cannot be.
    """
    for key in ("name_sw", "name_en"):
        if not getattr(answers, key).strip():
            raise ValidationError(key, "form.local.name_missing")
    if not 1 <= answers.top <= MOST_ROWS:
        raise ValidationError("top", "form.local.rows_refused", most=MOST_ROWS)
    words = _words()
    fact = words["facts"][answers.by]
    names = {key: " ".join(getattr(answers, key).split()) for key in ("name_en", "name_sw")}
    limits = [_limit(name, value) for name, value in answers.only.items() if value != ALL]
    scope = {"visits": " ".join(limits)}
    count: dict[str, dict[str, str]] = {"new": {"visits": ""}}
    if answers.counts == "diagnoses":
        if answers.by != "certainty":
            scope["diagnoses"] = "certainty=confirmed"
        if not answers.only.get("new_problem"):
            count = {"new": {"diagnoses": "new_problem=yes"}, "all": {"diagnoses": ""}}
    listed: dict[str, str | int] = {
        "counts": answers.counts,
        "fact": answers.by,
        "top": answers.top,
        "others_en": fact["others_en"],
        "others_sw": fact["others_sw"],
        "letters": fact.get("letters", 0),
    }
    if CODE_OF_SOURCE.get(answers.counts) != answers.by:
        listed |= {"not_said_en": fact["not_said_en"], "not_said_sw": fact["not_said_sw"]}
    head: dict[str, str | int | bool] = {
        "form": form,
        "edition": edition,
        "default": True,
        "order": 60,
        "official": False,
        "period": answers.period,
        "columns": answers.columns,
        **names,
        "unmapped": "left_out",
    }
    paper = {
        "book": "-",
        "title_en": names["name_en"],
        "title_sw": names["name_sw"].upper(),
        "edition_en": words["paper"]["edition_en"],
        "edition_sw": words["paper"]["edition_sw"],
    }
    section: dict[str, str | int | bool] = {
        "code": "rows",
        "en": names["name_en"],
        "sw": names["name_sw"],
        "printed": False,
    }
    return "\n".join(
        (
            _table("", head),
            _table("[paper]", paper),
            _table("[scope]", scope),
            *(_table(f"[count.{choice}]", by) for choice, by in count.items()),
            _table("[listed]", listed),
            _table("[[sections]]", section),
        )
    )


def _limit(fact: str, value: str) -> str:
    if fact == "age":
        return str(_words()["ages"][value]["when"])
    return f'{fact}="{value}"' if SOURCES["visits"][fact].kind == "word" else f"{fact}={value}"


def _table(header: str, entries: Mapping[str, str | int | bool]) -> str:
    lines = [header] if header else []
    for key, value in entries.items():
        written = toml_string(value) if isinstance(value, str) else str(value).lower()
        lines.append(f"{key} = {written}")
    return "\n".join(lines) + "\n"
