"""Turns diagnoses of another system into ICD-10, and keeps count of those it does not know."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emr_desktop.errors import EmrError
from emr_desktop.exchange.move_in.mapping import CodesRule
from emr_desktop.exchange.move_in.tables import Table
from emr_desktop.reference.icd10 import icd10_title
from emr_desktop.visits.rules import normal_icd10

_CIEL = re.compile(r"(\d+)A+")
UUID_LENGTH = 36


@dataclass(frozen=True, order=True)
class UnknownCode:
    """A code that has no place here: where it stood, what it is called there, what becomes of it."""

    where: str  # TABLE.COLUMN
    code: str
    words: str
    becomes: str  # text: kept in the words of the visit


class Codes:
    """The dictionary of an export."""

    def __init__(self, rule: CodesRule, tables: Mapping[str, Table | None]) -> None:
        """Build it from the mapping's list and from what the export says of its own codes.

        Raises:
            EmrError: ``move_in.list_malformed``.
        """
        self._rule = rule
        self._by_code, self._by_words = _list(rule)
        self._names = _names(rule.names, tables)
        self._row_names = _names(rule.row_names, tables)
        self._own, self._icd10 = _reference(rule.reference, tables)
        self._own = {**_from_uuids(rule.uuid, tables), **self._own}
        self.unknown: Counter[UnknownCode] = Counter()
        self.mapped: Counter[tuple[str, str, str]] = Counter()  # by our list: code, words, icd10
        self.taken_as_they_are = rule.uuid is not None and not self._own

    def icd10(self, code: str) -> str | None:
        """The ICD-10 code of a diagnosis, or None."""
        said = self._icd10.get(code)
        if said is not None:
            return said
        own = self.own(code)
        found = self._by_code.get(own) or self._by_words.get(own.casefold())
        if found is None and (words := self.words(code)):
            found = self._by_words.get(words.casefold())
        if found is not None:
            self.mapped[code, found[0], found[1]] += 1
            return found[1]
        if self._rule.icd10 and icd10_title(normal_icd10(code)) is not None:
            return normal_icd10(code)
        return None

    def own(self, code: str) -> str:
        """The number by which the mapping knows a concept; the code itself where the export does not say."""
        return self._own.get(code, code)

    def words(self, code: str) -> str:
        """What the export calls a diagnosis or a concept; empty when it does not say."""
        return self._names.get(code, "")

    def words_of_row(self, code: str) -> str:
        return self._row_names.get(code, "") or self._names.get(code, "")

    def not_known(self, where: str, code: str, words: str) -> None:
        """Count a code that is kept as text."""
        self.unknown[UnknownCode(where, code, words, "text")] += 1


def _list(rule: CodesRule) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    if rule.list is None:
        return {}, {}
    by_code: dict[str, tuple[str, str]] = {}
    by_words: dict[str, tuple[str, str]] = {}
    try:
        with rule.list.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(line for line in lines if not line.startswith("#")):
                icd10 = normal_icd10(row["icd10"])
                if icd10_title(icd10) is None:
                    raise EmrError("move_in.list_malformed", path=rule.list.name, reason=icd10)
                by_code[row["code"].strip()] = (row["words"], icd10)
                by_words.setdefault(row["words"].strip().casefold(), (row["words"], icd10))
    except (OSError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise EmrError("move_in.list_malformed", path=rule.list.name, reason=str(error)) from error
    return by_code, by_words


def _names(said: tuple[str, str] | None, tables: Mapping[str, Table | None]) -> dict[str, str]:
    table = tables.get(said[0]) if said else None
    if said is None or table is None:
        return {}
    return {key: table.cell(table.rows[place], said[1]) for key, place in table.one_by_key().items()}


def _from_uuids(said: tuple[str, str] | None, tables: Mapping[str, Table | None]) -> dict[str, str]:
    table = tables.get(said[0]) if said else None
    if said is None or table is None:
        return {}
    found = {}
    for row in table.rows:
        uuid = table.cell(row, said[1])
        number = _CIEL.fullmatch(uuid.upper()) if len(uuid) == UUID_LENGTH else None
        # A concept of the facility's own has a number that may be another concept's in CIEL.
        found[table.cell(row, table.rule.key)] = (
            number[1] if number else f"own {table.cell(row, table.rule.key)}"
        )
    return found


def _reference(
    said: Mapping[str, Any] | None, tables: Mapping[str, Table | None]
) -> tuple[dict[str, str], dict[str, str]]:
    """What the export's own reference maps say: its concept -> the number in our list, and -> ICD-10."""
    if said is None:
        return {}, {}
    maps, terms, sources = (tables.get(said[name]) for name in ("map", "term", "source"))
    if maps is None or terms is None or sources is None:
        return {}, {}
    names = {key: sources.cell(sources.rows[place], "name") for key, place in sources.one_by_key().items()}
    coded = {}
    for key, place in terms.one_by_key().items():
        row = terms.rows[place]
        coded[key] = (names.get(terms.cell(row, "concept_source_id"), ""), terms.cell(row, "code"))
    own: dict[str, str] = {}
    icd10: dict[str, str] = {}
    for row in maps.rows:
        concept = maps.cell(row, "concept_id")
        source, code = coded.get(maps.cell(row, "concept_reference_term_id"), ("", ""))
        if source in said["own"]:
            own.setdefault(concept, code)
        elif source in said["icd10"] and icd10_title(normal_icd10(code)) is not None:
            icd10.setdefault(concept, normal_icd10(code))
    return own, icd10
