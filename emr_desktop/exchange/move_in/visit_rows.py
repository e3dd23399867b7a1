"""Rows of another table that belong to a visit: measurements, tests, observations, diagnoses."""

from __future__ import annotations

from emr_desktop.exchange.move_in.codes import Codes
from emr_desktop.exchange.move_in.mapping import RowsRule, SystemMapping
from emr_desktop.exchange.move_in.reading import Rows
from emr_desktop.exchange.move_in.tables import Table
from emr_desktop.exchange.move_in.told import Told
from emr_desktop.exchange.move_in.values import read_day

_LAST = "9" * 9


class RowsOfVisits:
    """One such table, ready to be asked for the rows of a visit."""

    def __init__(
        self, rule: RowsRule, table: Table, visits: Table, mapping: SystemMapping, codes: Codes
    ) -> None:
        self._rule, self._table, self._codes = rule, table, codes
        self._rows = Rows(table, {}, {}, mapping)
        self._by_key = table.by(rule.by[0]) if rule.by else {}
        self._ours = visits.columns.get(rule.by[1]) if rule.by else None
        self._by_day: dict[tuple[str, int], list[int]] = {}
        if rule.by is None:
            for number, row in enumerate(table.rows):
                day = read_day(table.cell(row, rule.day or ""), mapping.dates)
                if day is not None:
                    key = (table.cell(row, rule.patient or ""), day.toordinal())
                    self._by_day.setdefault(key, []).append(number)
        self._used: set[int] = set()

    def tell(self, told: Told, visit: tuple[str, ...], patient: str, day: int) -> None:
        """Tell a visit what its rows say. A row of a day belongs to the patient's first visit of that day."""
        if self._rule.by is not None:
            numbers = self._by_key.get(visit[self._ours], []) if self._ours is not None else []
        else:
            numbers = [one for one in self._by_day.get((patient, day), []) if one not in self._used]
        self._used.update(numbers)
        rows = [self._table.rows[number] for number in numbers]
        if self._rule.rank is not None:
            rows.sort(key=lambda row: self._table.cell(row, self._rule.rank or "").zfill(9) or _LAST)
        for row in rows:
            self._tell(told, row)

    @property
    def left_over(self) -> tuple[str, int]:
        """The file, and how many of its rows belong to no visit that was told."""
        return self._table.file, len(self._table.rows) - len(self._used)

    def _tell(self, told: Told, row: tuple[str, ...]) -> None:
        rule, stem = self._rule, self._table.rule.files[0]
        for name, field in rule.fields.items():
            said, _ = self._rows.read(row, field)
            if said:
                told.measured(name, said)
        if rule.diagnosis is not None:
            sure = self._rows.read(row, rule.certainty)[0] if rule.certainty else ""
            code = self._rows.text(row, rule.diagnosis)
            if code:
                told.diagnose(f"{stem}.{rule.diagnosis}", code, sure)
            elif rule.words is not None and (words := self._rows.text(row, rule.words)):
                self._codes.not_known(f"{stem}.{rule.words}", "", words)
                told.say("history", rule.words.upper(), words)
        if rule.code is not None:
            self._fact(told, row, rule.code, f"{stem}.{rule.code}")

    def _fact(self, told: Told, row: tuple[str, ...], column: str, where: str) -> None:
        code = self._rows.text(row, column)
        from_column, said = self._rows.first(row, self._rule.value)
        if not code or not said:
            return
        becomes = self._rule.codes.get(self._codes.own(code).casefold())
        is_code = from_column == self._rule.coded
        words = self._codes.words_of_row(code)
        plain = (self._codes.words(said) or said) if is_code else said
        if becomes is None:
            self._codes.not_known(where, code, words)
            told.say("history", words or code, plain)
            return
        kind, _, name = becomes.partition(":")
        if kind == "diagnosis":
            if is_code:
                told.diagnose(where, said, "")
            else:
                told.say("history", words or code, said)
        elif kind == "test":
            asked = self._codes.own(said) if is_code else said
            told.tested(words or code, name, self._result(name, asked, plain))
        elif kind == "text":
            told.say(name, words or code, plain)
        elif kind != "nothing":
            told.measured(becomes, said)

    def _result(self, test: str, code: str, plain: str) -> str:
        values = self._rule.values.get(test, {})
        return values.get(code.casefold()) or values.get(plain.casefold()) or plain
