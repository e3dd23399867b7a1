"""Everything kept about one person as a paper: the record in words, then who looked at it."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.clock import local
from emr_desktop.exchange.everything_kept import EverythingKept
from emr_desktop.exchange.kept_before import form_before
from emr_desktop.exchange.record import VisitRecord
from emr_desktop.languages import by_language, either
from emr_desktop.printing.audit_list import AuditLine
from emr_desktop.printing.clinical_words import diagnoses_words, medicines_words, tests_words, vitals_words
from emr_desktop.printing.whole_record import Chapter, Entry, WholeRecord, whole_record_pdf
from emr_desktop.reference.care import care_name
from emr_desktop.reference.catalogue import (
    answer_name,
    diagnosis_name,
    lab_tests,
    medicines,
    payers,
    severity_name,
)
from emr_desktop.visits.rows import VisitForm

# Columns that hold a code of a list: which list.
_ANSWERS = {
    "outcome": "outcome",
    "certainty": "certainty",
    "sex": "sex",
    "specimen": "specimen",
    "flag": "flag",
    "result": "result",
    "rejected_why": "rejected",
}
_CODES = frozenset(("birth_precision", "kind"))
_BARE_ID = re.compile("[0-9a-f]{32}")
_CARE = {"urgency": "urgency", "transport": "transport", "way": "trace_way", "place": "death_place"}


def kept_pdf(kept: EverythingKept, looked: Sequence[AuditLine], *, language: str) -> bytes:
    """The paper, with embedded fonts.

    Args:
        kept: what was put together.
        looked: the rows of the trail in words, as ``kept.looked``.
        language: ``sw`` or ``en``.
    """
    texts = _Words(language, kept.staff)
    chapters = [
        Chapter(
            title=texts.table("patient"), entries=tuple(texts.entries("patient", _table(kept, "patient")))
        ),
        Chapter(title=texts.table("visit"), entries=tuple(_visit(one, texts) for one in kept.visits)),
    ]
    told = _told_in_words()
    for table in kept.tables:
        if table.name not in told and table.name in _words()["tables"]:
            entries = (
                texts.revisions(table.rows)
                if table.name == "visit_revision"
                else texts.entries(table.name, table.rows)
            )
            chapters.append(Chapter(title=texts.table(table.name), entries=tuple(entries)))
    left = {
        table.name: len(table.rows)
        for table in kept.tables
        if table.name not in told and table.name not in _words()["tables"]
    }
    record = WholeRecord(
        facility=kept.facility,
        patient=kept.patient,
        chapters=tuple(chapters),
        only_in_file=", ".join(f"{name} ({number})" for name, number in left.items()),
        looked=tuple(looked),
        head_code=kept.head_code,
        made_at=kept.made_at,
        made_by=kept.made_by,
    )
    return whole_record_pdf(record, language=language)


def _told_in_words() -> frozenset[str]:
    """Tables that the chapters of the person and of the visits tell already."""
    return frozenset(_words()["told"]["in_words"])


def _table(kept: EverythingKept, name: str) -> tuple[dict[str, Any], ...]:
    return next((table.rows for table in kept.tables if table.name == name), ())


@cache
def _words() -> dict[str, Any]:
    words = tomllib.loads((Path(__file__).parent / "kept_words.toml").read_text(encoding="utf-8"))
    return dict(by_language(words))


class _Words:
    """Names of tables and columns, and values as people read them, in one language."""

    def __init__(self, language: str, staff: dict[str, str]) -> None:
        self.language, self._staff = language, staff
        self._hidden = frozenset(_words()["told"]["hidden"])

    def table(self, name: str) -> str:
        return str(_words()["tables"][name][self.language])

    def column(self, name: str) -> str:
        known = _words()["columns"].get(name)
        return str(known[self.language]) if known else name.replace("_", " ")

    def told(self, code: str | None) -> str:
        """A code that the words themselves explain: ``pregnant``."""
        known = _words()["told"].get(code or "")
        return str(known[self.language]) if known else code or ""

    def payer(self, code: str) -> str:
        known = payers().get(code)
        return code if known is None else either(self.language, known.name_sw, known.name_en)

    def entries(self, table: str, rows: Sequence[dict[str, Any]]) -> Iterator[Entry]:
        """One entry a row: what it holds, without numbers that mean something to the program alone."""
        for row in rows:
            facts = tuple(
                (self.column(name), self.value(name, value, row))
                for name, value in row.items()
                if not {name, f"{table}.{name}"} & self._hidden and value not in (None, "", [], {})
            )
            yield Entry(heading="", facts=facts, void=bool(row.get("voided_at")))

    def revisions(self, rows: Sequence[dict[str, Any]]) -> Iterator[Entry]:
        """What a visit said before it was corrected, told as the visit itself is told."""
        for row in rows:
            content = row["content"]
            form = form_before(content)
            if form is None:
                yield from self.entries("visit_revision", [row])
                continue
            until = self.value("replaced_at", row["replaced_at"], row)
            by = self.value("replaced_by", row["replaced_by"], row)
            seen_by = self.value("clinician_id", content.get("clinician_id") or "", row)
            heading = str(_words()["told"]["until"][self.language]).format(
                day=f"{form.visit_date:%d/%m/%Y}", until=until, by=by
            )
            yield Entry(heading=heading, facts=_facts(form, self, clinician=seen_by))

    def inside(self, value: Any) -> str:
        """A list or a record within a record: ``name: value; name: value``, without what is empty."""
        if isinstance(value, dict):
            told = [
                f"{self.column(str(name))}: {self.value(str(name), each, value)}"
                for name, each in value.items()
                if str(name) not in self._hidden and each not in (None, "", [], {})
            ]
            return "; ".join(told)
        records = any(isinstance(each, dict | list) for each in value)
        said = [self.value("", each, {}) for each in value]
        if records:
            return " ".join(f"({number}) {each}" for number, each in enumerate(said, 1))
        return ", ".join(said)

    @staticmethod
    def _member(text: str) -> str:
        """An id as the list of people has it; a row that was kept whole has it without hyphens."""
        return str(uuid.UUID(text)) if _BARE_ID.fullmatch(text) else text

    def value(self, column: str, value: Any, row: dict[str, Any]) -> str:
        """A value in words; a code that no list explains stays a code."""
        if value is True or value is False:
            return str(_words()["told"]["yes" if value else "no"][self.language])
        if isinstance(value, list | dict):
            return self.inside(value)
        text = str(value)
        if self._member(text) in self._staff:
            return self._staff[self._member(text)]
        if column in _CODES and text in _words()["codes"]:
            return str(_words()["codes"][text][self.language])
        if column == "icd10":
            return f"{diagnosis_name(text, row.get('concept'), language=self.language)} [{text}]"
        if column == "medicine" and text in medicines():
            return f"{medicines()[text].name} {medicines()[text].strength}".strip()
        if column == "test" and text in lab_tests():
            test = lab_tests()[text]
            return either(self.language, test.name_sw, test.name_en)
        if column == "payer":
            return self.payer(text)
        if column in _ANSWERS:
            return answer_name(_ANSWERS[column], text, language=self.language)
        if column in _CARE:
            return care_name(_CARE[column], text, language=self.language)
        if column == "severity" and "icd10" in row:
            return severity_name(str(row["icd10"]), text, language=self.language)
        return _moment(text)


def _visit(record: VisitRecord, words: _Words) -> Entry:
    form = record.visit.form
    facts = _facts(
        form, words, clinician=record.visit.clinician or "", void_reason=record.visit.void_reason or ""
    )
    return Entry(heading=f"{form.visit_date:%d/%m/%Y}", facts=facts, void=record.is_void)


def _facts(
    form: VisitForm, words: _Words, *, clinician: str, void_reason: str = ""
) -> tuple[tuple[str, str], ...]:
    language = words.language
    found = (
        ("clinician_id", clinician),
        ("vitals", vitals_words(form.vitals, language=language)),
        ("complaint", form.complaint),
        ("history", form.history),
        ("examination", form.examination),
        ("tests", tests_words(form, language=language, sensitive=True)),
        ("diagnoses", diagnoses_words(form, language=language, sensitive=True)),
        ("treatment", medicines_words(form)),
        ("advice", form.advice),
        ("outcome", answer_name("outcome", form.outcome, language=language)),
        ("referred_to", form.referred_to),
        ("payer", words.payer(form.payer)),
        ("pregnancy", words.told(form.pregnancy)),
        ("void_reason", void_reason),
    )
    return tuple((words.column(name), str(value)) for name, value in found if value)


def _moment(text: str) -> str:
    """A day or an instant as it is written here; anything else as it is."""
    if len(text) < len("2026-11-22") or text[4:5] != "-" or text[7:8] != "-":
        return text
    try:
        if len(text) == len("2026-11-22"):
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        at = datetime.fromisoformat(text)
        return f"{local(at) if at.tzinfo else at:%d/%m/%Y %H:%M}"
    except ValueError:
        return text
