"""Reads a facility's own form definition and names everything that is wrong with it, each with its line.

The shipped forms are read by ``loading`` and stop at their first mistake, which is a programmer's. A person
who writes a form wants all of them at once: what is broken is put aside, and the rest is looked at further.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop import reference
from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import (
    FALLBACK,
    ColumnSet,
    FormDefinition,
    RowRule,
    bare_code,
)
from emr_desktop.forms.facts import BY_HAND, CODE_OF_SOURCE, CONCEPT_MARK, SOURCES
from emr_desktop.forms.loading import (
    ROW_FIELDS,
    DefinitionRefused,
    DefinitionText,
    columns_of,
    form_of,
    listed_of,
    open_columns_of,
    shipped_columns,
    shipped_forms,
    source_problem,
)
from emr_desktop.forms.local_shape import MOST_ROWS, Shape
from emr_desktop.forms.local_text import (
    Fault,
    FileFaulty,
    Lines,
    WrittenFile,
    composed,
    parse,
    read_file,
)
from emr_desktop.forms.validation import check_definition
from emr_desktop.reference.catalogue import exemptions, lab_tests, medicines
from emr_desktop.reference.icd10 import icd10_titles
from emr_desktop.visits.rules import VISIT_TYPES

_FORM = re.compile(r"[a-z][a-z0-9_]{0,39}")
_EDITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_ROW = re.compile(r"[^\s+|,-][^\s+|,]{0,19}")
_OLDEST_MONTHS = 150 * 12

# What is only wrong because something before it could not be read.
_CAUSED_BY = {"section_unknown": "sections", "rows_missing": "listed"}


@dataclass(frozen=True)
class ReadForm:
    """What a file turned out to be: a definition, or what is wrong with it.

    Attributes:
        name: of the file.
        text: the one file that is kept, also where the rows came as CSV.
        definition: None when anything is wrong.
        faults: in the order of the lines.
    """

    name: str
    text: str = ""
    definition: FormDefinition | None = None
    faults: tuple[Fault, ...] = ()


def read_form(path: Path) -> ReadForm:
    """Read a definition from a file or a folder.

    Raises:
        EmrError: ``form.local.file_missing``, ``form.local.file_unreadable``; everything else is a fault.
    """
    try:
        return read_written(read_file(path))
    except FileFaulty as error:
        return ReadForm(path.name, faults=(error.fault,))


def read_text(text: str, name: str = "form.toml") -> ReadForm:
    """Read a definition from the text of one file."""
    return read_written(WrittenFile(name, text))


def read_written(file: WrittenFile) -> ReadForm:
    """Read a definition, with its rows in the same text or as CSV beside it."""
    try:
        head = parse(file.text, file.name)
    except FileFaulty as error:
        return ReadForm(file.name, file.text, faults=(error.fault,))
    reader = _Reader(file, head)
    definition = reader.read()
    faults = tuple(sorted(reader.faults, key=lambda fault: (fault.params["file"] != file.name, fault.line)))
    return ReadForm(file.name, reader.kept_text(), None if faults else definition, faults)


def shipped_text(form: str, edition: str) -> str:
    """A shipped form as one file: its head with its rows in it."""
    folder = Path(reference.__file__).parent / "forms" / form / edition
    return read_form(folder).text


class _Reader:
    """Collects faults on its way through one file."""

    def __init__(self, file: WrittenFile, head: dict[str, Any]) -> None:
        self._file = file
        self._text = DefinitionText(file.name, file.text)
        self._lines = Lines(file.text)
        self._shape = Shape(file.name, head, self._lines)
        self._has_rows = "rows" in head
        self._row_cells: list[dict[str, str]] = []
        self._columns_good = True

    @property
    def faults(self) -> list[Fault]:
        return self._shape.faults

    def kept_text(self) -> str:
        return self._file.text if self._file.rows_text is None else composed(self._file.text, self._row_cells)

    def read(self) -> FormDefinition | None:
        self._shape.check()
        head = self._shape.head
        self._names()
        columns = self._columns()
        self._conditions_of_head()
        self._listed()
        rows = tuple(self._rows(columns))
        self._codes(rows)
        filler = {key: "?" for key in ("form", "edition", "name_en", "name_sw") if not head.get(key)}
        if head.get("period") not in ("month", "week"):
            filler["period"] = "month"
        if head.get("paper") is None:
            head["paper"] = dict.fromkeys(("book", "title_en", "title_sw", "edition_en", "edition_sw"), "")
        try:
            definition = form_of(self._text, {"official": False, **head, **filler}, columns, rows)
        except DefinitionRefused as error:
            self._refused(error)
            return None
        self._held_against_each_other(definition)
        return definition

    # the head ------------------------------------------------------------------------------------------

    def _names(self) -> None:
        head, line = self._shape.head, self._lines.of
        for key, pattern in (("form", _FORM), ("edition", _EDITION)):
            word = head.get(key)
            if word and pattern.fullmatch(word) is None:
                self._shape.fault("word_malformed", line("", 0, key), key=key, word=word)
        if head.get("period") and head["period"] not in ("month", "week"):
            self._shape.fault("period_unknown", line("", 0, "period"), word=head["period"])
        known = {doubt.code for form in shipped_forms().values() for doubt in form.doubts}
        for index, doubt in enumerate(head["doubts"]):
            if doubt["code"] not in known:
                self._shape.fault("doubt_unknown", line("doubts", index, "code"), word=doubt["code"])

    def _columns(self) -> ColumnSet:
        head, known = self._shape.head, shipped_columns()
        own = head.get("column_set")
        if own is not None:
            content = self._shape.column_set(own)
            if content is not None:
                try:
                    return columns_of(self._text, "own", content)
                except DefinitionRefused as error:
                    self._refused(error)
        elif head.get("columns") in known:
            return known[head["columns"]]
        elif "columns" in head:
            self._shape.fault("columns_unknown", self._lines.of("", 0, "columns"), columns=head["columns"])
        else:
            self._shape.fault("key_missing", 1, key="columns")
        self._columns_good = False
        return next(iter(known.values()))

    def _conditions_of_head(self) -> None:
        head = self._shape.head
        tables = [("scope", head["scope"]), *((f"count.{key}", by) for key, by in head["count"].items())]
        for name, table in tables:
            for source in list(table):
                at = self._lines.of(name, 0, source)
                if source not in SOURCES or source == BY_HAND:
                    self._shape.fault("source_unknown", at, word=source)
                    del table[source]
                elif self._conditions(table[source], source, at) is None:
                    table[source] = ""

    def _listed(self) -> None:
        head = self._shape.head
        if "listed" not in head:
            return
        line = self._lines.of("listed")
        if self._has_rows or self._file.rows_text is not None:
            self._shape.fault("rows_and_listed", line)
        if (table := head["listed"]) is None:
            del head["listed"]
            return
        try:
            listed = listed_of(self._text, table)
        except DefinitionRefused as error:
            self._refused(error, line=line)
            del head["listed"]
            return
        fact = SOURCES[listed.counts][listed.fact]
        if fact.kind != "word":
            self._shape.fault("fact_not_listed", self._lines.of("listed", 0, "fact"), word=listed.fact)
        if listed.top > MOST_ROWS or not 0 <= listed.letters <= 7:
            key = "top" if listed.top > MOST_ROWS else "letters"
            self._shape.fault("value_unknown", self._lines.of("listed", 0, key), word=table[key])

    # rows ----------------------------------------------------------------------------------------------

    def _rows(self, columns: ColumnSet) -> Iterator[RowRule]:
        if "listed" in self._shape.head:
            return
        found = self._csv_rows() if self._file.rows_text is not None else self._shape.rows()
        for cells, line in found:
            self._row_cells.append(cells)
            yield self._row(cells, line, columns)

    def _csv_rows(self) -> Iterator[tuple[dict[str, str], int]]:
        reader = csv.reader(io.StringIO(self._file.rows_text or "", newline=""), strict=True)
        try:
            header = next(reader, [])
            if tuple(header) != ROW_FIELDS:
                wrong = next((name for name in header if name not in ROW_FIELDS), ",".join(ROW_FIELDS))
                self._fault_in_rows("rows_header", 1, word=wrong)
                return
            for values in reader:
                if len(values) != len(ROW_FIELDS):
                    self._fault_in_rows(
                        "rows_width", reader.line_num, count=len(values), wanted=len(ROW_FIELDS)
                    )
                elif len(self._row_cells) == MOST_ROWS:
                    self._fault_in_rows("too_many_rows", reader.line_num, limit=MOST_ROWS)
                    return
                else:
                    yield dict(zip(ROW_FIELDS, values, strict=True)), reader.line_num
        except csv.Error:
            self._fault_in_rows("not_csv", reader.line_num)

    def _row(self, cells: Mapping[str, str], line: int, columns: ColumnSet) -> RowRule:
        """A row; what cannot be read of it is a fault, and left open so that the rest can be looked at."""
        if cells["row"] and _ROW.fullmatch(cells["row"]) is None:
            self._fault_in_rows("word_malformed", line, key="row", word=cells["row"])
        counts = cells["counts"]
        if counts not in SOURCES:
            self._fault_in_rows(source_problem(counts), line, word=counts)
            counts = "visits" if not cells["icd10"] else "diagnoses"
        shut = counts == BY_HAND
        letters = cells["open_cells"] or ("-" if shut else "B") * len(columns.bands)
        opened = frozenset[str]() if shut else frozenset(columns.codes)
        if self._columns_good:
            try:
                opened = open_columns_of(self._rows_text, letters, columns, line)
            except DefinitionRefused as error:
                self._refused(error)
        return RowRule(
            row=cells["row"],
            section=cells["section"],
            en=cells["en"],
            sw=cells["sw"],
            counts=counts,
            codes=tuple(cells["icd10"].split()),
            group=cells["group"] or None,
            when=self._conditions(cells["when"], counts, line, rows=True) or (),
            open_columns=opened,
            dhis2_data_element=cells["dhis2_data_element"] or None,
            line=line,
        )

    def _codes(self, rows: Iterable[RowRule]) -> None:
        """Codes that no diagnosis, test or medicine can have."""
        for rule in rows:
            for code in rule.codes:
                if code != FALLBACK and rule.counts in CODE_OF_SOURCE and not _is_known(rule.counts, code):
                    self._fault_in_rows("code_unknown", rule.line, word=code, row=rule.row)

    # what rows and head share ----------------------------------------------------------------------------

    def _conditions(
        self, text: str, source: str, line: int, *, rows: bool = False
    ) -> tuple[Condition, ...] | None:
        file = self._rows_text if rows else self._text
        try:
            conditions = file.conditions(text, source, line)
        except DefinitionRefused as error:
            self._refused(error)
            return None
        for condition in conditions:
            for value in condition.values:
                if not _can_be(condition.field, value):
                    self._refused(file.refusal("value_unknown", line, word=value))
        return conditions

    def _held_against_each_other(self, definition: FormDefinition) -> None:
        """Rows that take the same, rows that take nothing, sums of rows that are not there."""
        broken = {fault.line for fault in self.faults if fault.params["file"] == self._rows_text.name}
        for problem in check_definition(definition):
            if _CAUSED_BY.get(problem.code) in self._shape.dropped:
                continue
            if not problem.line:
                self._shape.fault(problem.code, self._text.line_of(problem.words), **problem.params)
            elif problem.line not in broken or problem.code == "row_twice":
                self._fault_in_rows(problem.code, problem.line, **problem.params)

    @property
    def _rows_text(self) -> DefinitionText:
        beside = self._file.rows_text
        return self._text if beside is None else DefinitionText(self._file.rows_name, beside)

    def _fault_in_rows(self, problem: str, line: int, **params: object) -> None:
        self._refused(self._rows_text.refusal(problem, line, **params))

    def _refused(self, error: DefinitionRefused, *, line: int | None = None) -> None:
        params = error.params if line is None else {**error.params, "line": line}
        self.faults.append(Fault(error.code, params))


def _is_known(source: str, code: str) -> bool:
    if source == "tests":
        return code in lab_tests()
    if source == "treatments":
        return code in medicines()
    if source != "diagnoses" or code.startswith(CONCEPT_MARK):
        return True  # looked at with the definition as a whole
    known, wanted = _icd10_codes(), bare_code(code)
    place = bisect_left(known, wanted)
    return place < len(known) and known[place].startswith(wanted)


@cache
def _icd10_codes() -> tuple[str, ...]:
    """The codes of the classification, and the older ones that a published form still names."""
    published = {
        code
        for form in shipped_forms().values()
        for rule in form.rows
        if rule.counts == "diagnoses"
        for code in rule.codes
    }
    return tuple(sorted(bare_code(code) for code in {*icd10_titles(), *published} - {FALLBACK}))


def _can_be(name: str, value: object) -> bool:
    """Whether a fact with free words can have this one."""
    if isinstance(value, bool) or value is None:
        return True
    if isinstance(value, int):
        return value <= _OLDEST_MONTHS
    known: Mapping[str, Iterable[str]] = {
        "visit_type": VISIT_TYPES,
        "exemption": exemptions(),
        "test": lab_tests(),
        "medicine": medicines(),
    }
    return name not in known or str(value) in known[name]
