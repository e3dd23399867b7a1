"""Reads form definitions from their files and refuses a broken one, naming the file and the line."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from emr_desktop import reference
from emr_desktop.errors import EmrError
from emr_desktop.forms.column_checks import check_columns
from emr_desktop.forms.conditions import Condition, ConditionRefused, parse_conditions
from emr_desktop.forms.definition import (
    ColumnBlock,
    ColumnHeading,
    ColumnSet,
    DerivedLine,
    Doubt,
    FormDefinition,
    ListedRows,
    PaperTitles,
    RowRule,
    Section,
    SumCheck,
)
from emr_desktop.forms.facts import RESERVED, SOURCES
from emr_desktop.forms.validation import check_definition

ROW_FIELDS = (
    "row",
    "section",
    "en",
    "sw",
    "counts",
    "icd10",
    "group",
    "when",
    "open_cells",
    "dhis2_data_element",
)


class DefinitionRefused(EmrError):
    """A definition file is broken; ``params`` has ``file``, ``line`` and what the sentence needs."""

    def __init__(self, problem: str, *, file: str, line: int, **params: object) -> None:
        super().__init__(f"form.definition.{problem}", file=file, line=line, **params)


@cache
def shipped_forms() -> Mapping[tuple[str, str], FormDefinition]:
    """The definitions that come with the program, by form and edition; read once."""
    return load_forms(Path(reference.__file__).parent / "forms")


@cache
def shipped_columns() -> Mapping[str, ColumnSet]:
    """The column sets that come with the program, by name; read once."""
    folder = Path(reference.__file__).parent / "forms" / "columns"
    return {path.stem: _load_columns(path) for path in sorted(folder.glob("*.toml"))}


def load_forms(folder: Path) -> dict[tuple[str, str], FormDefinition]:
    """Read every ``<form>/<edition>/form.toml`` with the ``rows.csv`` beside it.

    Args:
        folder: holds ``columns/<column set>.toml`` and one folder for each form.

    Raises:
        DefinitionRefused: the first thing that is wrong.
    """
    column_sets = {path.stem: _load_columns(path) for path in sorted((folder / "columns").glob("*.toml"))}
    forms: dict[tuple[str, str], FormDefinition] = {}
    for path in sorted(folder.glob("*/*/form.toml")):
        definition = _load_form(path, column_sets)
        forms[definition.form, definition.edition] = definition
    for form in {form for form, _ in forms}:
        defaults = [one for one in forms.values() if one.form == form and one.is_default]
        # Several follow each other in time; on no day may two be the one that is meant.
        if not defaults or any(_meet(one, other) for one, other in combinations(defaults, 2)):
            raise DefinitionRefused("default_edition", file=form, line=1, count=len(defaults))
    return forms


def _meet(one: FormDefinition, other: FormDefinition) -> bool:
    """Whether two editions are in use on the same day."""
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    return begins <= min(one.valid_to or date.max, other.valid_to or date.max)


class DefinitionText:
    """One definition file: its text, and where in it a thing is written."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @classmethod
    def at(cls, path: Path) -> DefinitionText:
        return cls("/".join(path.parts[-3:]), path.read_text(encoding="utf-8"))

    def toml(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            raise self.refusal("unreadable", int(found[1]) if found else self.text.count("\n") + 1) from error

    def line_of(self, words: str) -> int:
        """The first line that holds these words; 1 when none does."""
        lines = self.text.splitlines()
        return next((number for number, line in enumerate(lines, 1) if words in line), 1)

    def conditions(self, text: str, source: str, line: int) -> tuple[Condition, ...]:
        try:
            return parse_conditions(text, source)
        except ConditionRefused as error:
            raise self.refusal(error.problem, line, word=error.word) from error

    def refusal(self, problem: str, line: int, **params: object) -> DefinitionRefused:
        return DefinitionRefused(problem, file=self.name, line=line, **params)


def _load_columns(path: Path) -> ColumnSet:
    file = DefinitionText.at(path)
    return columns_of(file, path.stem, file.toml())


def columns_of(file: DefinitionText, code: str, content: Mapping[str, Any]) -> ColumnSet:
    """Read a column set from its table.

    Raises:
        DefinitionRefused: the first thing that is wrong.
    """
    counts = content.get("counts", "visits")
    if counts not in SOURCES:
        raise file.refusal(source_problem(counts), file.line_of("counts ="), word=counts)

    def headings(table: str) -> tuple[ColumnHeading, ...]:
        found = []
        for entry in content.get(table, ()):
            line = file.line_of(f'code = "{entry.get("code", "")}"')
            try:
                when = file.conditions(entry["when"], counts, line)
                found.append(
                    ColumnHeading(entry["code"], entry["en"], entry["sw"], when, entry.get("block", ""))
                )
            except KeyError as error:
                raise file.refusal("key_missing", line, key=str(error.args[0])) from error
        return tuple(found)

    blocks = tuple(
        ColumnBlock(
            entry.get("code", ""),
            file.conditions(entry.get("when", ""), counts, file.line_of(f'code = "{entry.get("code", "")}"')),
        )
        for entry in content.get("blocks", ({},))
    )
    combos = content.get("dhis2_option_combos", {})
    columns = ColumnSet(code, blocks, headings("bands"), headings("parts"), combos, counts)
    for problem in check_columns(columns):
        raise file.refusal(problem.code, file.line_of(problem.words), **problem.params)
    return columns


def _load_form(path: Path, column_sets: Mapping[str, ColumnSet]) -> FormDefinition:
    file = DefinitionText.at(path)
    head = file.toml()
    # Where rows are made from what was seen there is no file of rows.
    rows_file = file if head.get("listed") is not None else DefinitionText.at(path.with_name("rows.csv"))
    if "columns" in head and head["columns"] not in column_sets:
        raise file.refusal("columns_unknown", file.line_of("columns ="), columns=head["columns"])
    try:
        columns = column_sets[head["columns"]]
        rows = () if head.get("listed") is not None else _load_rows(rows_file, columns)
    except KeyError as error:
        raise file.refusal("key_missing", 1, key=str(error.args[0])) from error
    definition = form_of(file, head, columns, rows)
    for problem in check_definition(definition):
        where, line = (rows_file, problem.line) if problem.line else (file, file.line_of(problem.words))
        raise where.refusal(problem.code, line, **problem.params)
    return definition


def form_of(
    file: DefinitionText, head: Mapping[str, Any], columns: ColumnSet, rows: tuple[RowRule, ...]
) -> FormDefinition:
    """Put a definition together from its head; its rows are not held against each other yet.

    Raises:
        DefinitionRefused: the first thing in the head that is wrong.
    """
    listed = head.get("listed")
    try:
        return FormDefinition(
            form=head["form"],
            edition=head["edition"],
            is_default=head.get("default", False),
            official=head["official"],
            period_type=head["period"],
            name_en=head["name_en"],
            name_sw=head["name_sw"],
            titles=PaperTitles(**head["paper"]),
            columns=columns,
            sections=tuple(Section(**section) for section in head["sections"]),
            rows=rows,
            derived=tuple(DerivedLine(**line) for line in head.get("derived", ())),
            checks=tuple(SumCheck(**check) for check in head.get("checks", ())),
            doubts=tuple(
                Doubt(
                    doubt["code"],
                    doubt["row"],
                    file.conditions(doubt["when"], "diagnoses", file.line_of(doubt["when"])),
                )
                for doubt in head.get("doubts", ())
            ),
            scope=conditions_by_source(file, head["scope"]),
            listed=listed_of(file, listed) if listed is not None else None,
            order=head.get("order", 100),
            zero_report=head.get("zero_report", False),
            unmapped=head.get("unmapped", ""),
            valid_from=_day(file, head, "valid_from"),
            valid_to=_day(file, head, "valid_to"),
            count_choices={choice: conditions_by_source(file, by) for choice, by in head["count"].items()},
        )
    except KeyError as error:
        raise file.refusal("key_missing", 1, key=str(error.args[0])) from error
    except TypeError as error:  # a table has a key too many or too few
        raise file.refusal("unreadable", 1) from error


def _day(file: DefinitionText, head: Mapping[str, Any], key: str) -> date | None:
    day = head.get(key)
    if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
        raise file.refusal("day_malformed", file.line_of(f"{key} ="), word=day)
    return day


def source_problem(word: str) -> str:
    """Why something cannot be counted: it is nothing, or the record does not keep it yet."""
    return "source_reserved" if word in RESERVED else "source_unknown"


def listed_of(file: DefinitionText, table: Mapping[str, Any]) -> ListedRows:
    listed = ListedRows(**table)
    if listed.counts not in SOURCES:
        raise file.refusal(source_problem(listed.counts), file.line_of("counts ="), word=listed.counts)
    if listed.fact not in SOURCES[listed.counts]:
        raise file.refusal("fact_unknown", file.line_of("fact ="), word=listed.fact)
    if listed.top < 1:
        raise file.refusal("value_unknown", file.line_of("top ="), word=listed.top)
    return listed


def conditions_by_source(file: DefinitionText, table: Mapping[str, str]) -> dict[str, tuple[Condition, ...]]:
    for source in table:
        if source not in SOURCES:
            raise file.refusal(source_problem(source), file.line_of(f"{source} ="), word=source)
    return {
        source: file.conditions(text, source, file.line_of(f'{source} = "{text}"'))
        for source, text in table.items()
    }


def _load_rows(file: DefinitionText, columns: ColumnSet) -> tuple[RowRule, ...]:
    reader = csv.reader(io.StringIO(file.text, newline=""), strict=True)
    rows: list[RowRule] = []
    try:
        header = next(reader, [])
        if tuple(header) != ROW_FIELDS:
            wrong = next((name for name in header if name not in ROW_FIELDS), ",".join(ROW_FIELDS))
            raise file.refusal("rows_header", 1, word=wrong)
        for values in reader:
            if len(values) != len(ROW_FIELDS):
                raise file.refusal("rows_width", reader.line_num, count=len(values), wanted=len(ROW_FIELDS))
            rows.append(_row(file, dict(zip(ROW_FIELDS, values, strict=True)), columns, reader.line_num))
    except csv.Error as error:
        raise file.refusal("unreadable", reader.line_num) from error
    return tuple(rows)


def _row(file: DefinitionText, cells: dict[str, str], columns: ColumnSet, line: int) -> RowRule:
    if cells["counts"] not in SOURCES:
        raise file.refusal(source_problem(cells["counts"]), line, word=cells["counts"])
    return RowRule(
        row=cells["row"],
        section=cells["section"],
        en=cells["en"],
        sw=cells["sw"],
        counts=cells["counts"],
        codes=tuple(cells["icd10"].split()),
        group=cells["group"] or None,
        when=file.conditions(cells["when"], cells["counts"], line),
        open_columns=open_columns_of(file, cells["open_cells"], columns, line),
        dhis2_data_element=cells["dhis2_data_element"] or None,
        line=line,
    )


def open_columns_of(file: DefinitionText, letters: str, columns: ColumnSet, line: int) -> frozenset[str]:
    """Read one letter for each band: B all parts, - none, else the code of the one part that is open."""
    parts = {part.code for part in columns.parts}
    if len(letters) != len(columns.bands) or not set(letters) <= {"B", "-"} | parts:
        raise file.refusal("open_cells", line, letters=letters, count=len(columns.bands))
    return frozenset(
        f"{band.code}.{part.code}"
        for band, letter in zip(columns.bands, letters, strict=True)
        for part in columns.parts
        if letter in {"B", part.code}
    )
