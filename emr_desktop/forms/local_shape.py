"""Which keys a definition file may have and of what kind; finds every wrong one, not the first alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from emr_desktop.forms.definition import (
    ColumnHeading,
    DerivedLine,
    Doubt,
    ListedRows,
    PaperTitles,
    Section,
    SumCheck,
)
from emr_desktop.forms.loading import ROW_FIELDS
from emr_desktop.forms.local_text import Fault, Lines

LONGEST_NAME, LONGEST_TEXT = 300, 3000
MOST_ROWS = 500
MOST_COLUMNS = 40
# key -> what it must be
TEXTS = ("form", "edition", "period", "columns", "name_en", "name_sw", "unmapped")
NEEDED = ("form", "edition", "period", "name_en", "name_sw")
SWITCHES = ("official", "default", "zero_report")
NUMBERS = ("order",)
DAYS = ("valid_from", "valid_to")
ONE_TABLE: Mapping[str, type] = {"paper": PaperTitles, "listed": ListedRows}
MANY_TABLES: Mapping[str, type] = {
    "sections": Section,
    "derived": DerivedLine,
    "checks": SumCheck,
    "doubts": Doubt,
}
_NAMES = ("name_en", "name_sw", "en", "sw", "title_en", "title_sw", "edition_en", "edition_sw", "book")
OTHERS = ("scope", "count", "rows", "column_set")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_KINDS: Mapping[str, type] = {"bool": bool, "int": int}  # of a field; the rest is text


class Shape:
    """Walks over a parsed file; what it finds wrong is left out of ``head``, the rest can be looked at."""

    def __init__(self, file: str, head: dict[str, Any], lines: Lines) -> None:
        self._file, self.lines = file, lines
        self.head = head
        self.faults: list[Fault] = []
        self.dropped: set[str] = set()  # tables, and lists of which an entry, could not be read

    def fault(self, problem: str, line: int, **params: object) -> None:
        self.faults.append(Fault(f"form.definition.{problem}", {"file": self._file, "line": line, **params}))

    def check(self) -> None:
        """Everything but what the rows and conditions mean."""
        head, lines = self.head, self.lines
        known = {*TEXTS, *SWITCHES, *NUMBERS, *DAYS, *ONE_TABLE, *MANY_TABLES, *OTHERS}
        for key in [key for key in head if key not in known]:
            self.fault("key_unknown", lines.of("", 0, key) if key in head else 1, key=key)
            del head[key]
        for names, kind in ((TEXTS, str), (SWITCHES, bool), (NUMBERS, int), (DAYS, date)):
            for key in names:
                if key in head and not self._fits(head[key], kind, lines.of("", 0, key), key):
                    del head[key]
        for key in NEEDED:
            if not head.get(key):
                self.fault("key_missing", lines.of("", 0, key), key=key)
        for key, made in ONE_TABLE.items():
            if key in head:
                head[key] = self._table(key, 0, head[key], made)
                if head[key] is None:
                    self.dropped.add(key)
        for key, made in MANY_TABLES.items():
            read = [self._table(key, index, each, made) for index, each in enumerate(self.tables(key))]
            head[key] = [each for each in read if each is not None]
            if len(read) != len(head[key]):
                self.dropped.add(key)
        if "paper" not in head:
            self.fault("key_missing", 1, key="[paper]")
        if not head["sections"] and "sections" not in self.dropped:
            self.fault("key_missing", 1, key="[[sections]]")
        self._texts_by_source()

    def tables(self, key: str) -> list[Any]:
        """The tables of a list; something else in its place is a fault."""
        found = self.head.get(key, [])
        if isinstance(found, list):
            return found
        self.fault("key_kind", self.lines.of(key), key=key, kind=f"[[{key}]]")
        return []

    def column_set(self, content: Any) -> Mapping[str, Any] | None:
        """The file's own columns when they can be read at all."""
        before = len(self.faults)
        if not isinstance(content, dict):
            self.fault("key_kind", self.lines.of("column_set"), key="column_set", kind="[column_set]")
            return None
        for key in content:
            if key not in ("counts", "blocks", "bands", "parts", "dhis2_option_combos"):
                self.fault("key_unknown", self.lines.of("column_set", 0, key), key=key)
        self.head["column_set"] = content
        if "counts" in content:
            self._fits(content["counts"], str, self.lines.of("column_set", 0, "counts"), "counts")
        for key in ("bands", "parts"):
            each = content.get(key, [])
            name = f"column_set.{key}"
            if not isinstance(each, list) or len(each) > MOST_COLUMNS:
                self.fault("key_kind", self.lines.of(name), key=key, kind=f"[[{name}]]")
                continue
            for index, heading in enumerate(each):
                self._table(name, index, heading, ColumnHeading)
                code = heading.get("code", "") if isinstance(heading, dict) else ""
                if (
                    not str(code).isascii()
                    or not str(code).replace("_", "").isalnum()
                    or code in ("B", "all")
                ):
                    self.fault("word_malformed", self.lines.of(name, index, "code"), key="code", word=code)
        for block in content.get("blocks", []) if isinstance(content.get("blocks", []), list) else [None]:
            if not isinstance(block, dict) or not all(isinstance(one, str) for one in block.values()):
                self.fault("key_kind", self.lines.of("column_set.blocks"), key="blocks", kind="[[…]]")
        combos = content.get("dhis2_option_combos", {})
        if not isinstance(combos, dict) or not all(isinstance(one, str) for one in combos.values()):
            self.fault("key_kind", 1, key="dhis2_option_combos", kind='"…"')
        return content if len(self.faults) == before else None

    def rows(self) -> Iterator[tuple[dict[str, str], int]]:
        """The cells of each row that can be read, and its line; an entry that is left out is empty."""
        found = self.tables("rows")
        if len(found) > MOST_ROWS:
            self.fault("too_many_rows", self.lines.of("rows", MOST_ROWS), limit=MOST_ROWS)
            found = found[:MOST_ROWS]
        for index, each in enumerate(found):
            line = self.lines.of("rows", index)
            if not isinstance(each, dict):
                self.fault("key_kind", line, key="rows", kind="[[rows]]")
                continue
            cells = dict.fromkeys(ROW_FIELDS, "")
            for key, value in each.items():
                at = self.lines.of("rows", index, key)
                if key not in cells:
                    self.fault("key_unknown", at, key=key)
                elif isinstance(value, int) and not isinstance(value, bool) and key == "row":
                    cells[key] = str(value)  # row = 5 means "5"
                elif self._fits(value, str, at, key):
                    cells[key] = value
            yield cells, line

    def _table(self, name: str, index: int, content: Any, made: type) -> dict[str, Any] | None:
        """The entries of one table by the fields of what is made of it; None when one is missing."""
        line = self.lines.of(name, index)
        if not isinstance(content, dict):
            self.fault("key_kind", line, key=name, kind=f"[{name}]")
            return None
        wanted = {each.name: each for each in fields(made)}
        found: dict[str, Any] = {}
        for key, value in content.items():
            at = self.lines.of(name, index, key)
            if key not in wanted:
                self.fault("key_unknown", at, key=key)
            elif self._fits(value, _KINDS.get(str(wanted[key].type), str), at, key):
                found[key] = value
        missing = [
            key
            for key, each in wanted.items()
            if each.default is MISSING and each.default_factory is MISSING and key not in content
        ]
        for key in missing:
            self.fault("key_missing", line, key=key)
        return found if not missing and len(found) == len(content) else None

    def _texts_by_source(self) -> None:
        head, lines = self.head, self.lines
        for key, inner in (("scope", "visits"), ("count", "new")):
            table = head.get(key)
            if not isinstance(table, dict) or inner not in table:
                self.fault("key_missing", lines.of(key), key=f"{key}.{inner}")
                head[key] = {
                    inner: "" if key == "scope" else {},
                    **(table if isinstance(table, dict) else {}),
                }
        for source, text in list(head["scope"].items()):
            if not self._fits(text, str, lines.of("scope", 0, source), source):
                head["scope"][source] = ""
        for choice, by in list(head["count"].items()):
            name = f"count.{choice}"
            if not isinstance(by, dict):
                self.fault("key_kind", lines.of(name), key=name, kind=f"[{name}]")
                head["count"][choice] = {}
                continue
            for source, text in list(by.items()):
                if not self._fits(text, str, lines.of(name, 0, source), source):
                    by[source] = ""

    def _fits(self, value: Any, kind: type, line: int, key: str) -> bool:
        if type(value) is not kind:
            words = {str: '"…"', bool: "true / false", int: "1 2 3", date: "2026-01-01"}
            self.fault("key_kind", line, key=key, kind=words[kind])
            return False
        if isinstance(value, str) and (len(value) > _longest(key) or _CONTROL.search(value)):
            self.fault("text_malformed", line, key=key)
            return False
        return True


def _longest(key: str) -> int:
    return LONGEST_NAME if key in _NAMES else LONGEST_TEXT
