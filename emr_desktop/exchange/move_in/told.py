"""What one visit of another system tells: cells in our columns, and words for what has no place."""

from __future__ import annotations

from collections.abc import Callable

from emr_desktop.exchange.move_in.codes import Codes
from emr_desktop.exchange.move_in.mapping import SystemMapping
from emr_desktop.exchange.short_forms import escaped
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.visits.counting import normal_result, number_in
from emr_desktop.visits.rules import LONGEST_TEXT


class Told:
    """One visit while its rows are gathered."""

    def __init__(self, mapping: SystemMapping, codes: Codes) -> None:
        self.cells: dict[str, str] = {}
        self._mapping, self._codes = mapping, codes
        self._diagnoses: dict[str, str] = {}
        self._tests: dict[str, str] = {}
        self._texts: dict[str, list[str]] = {}

    def diagnose(self, where: str, code: str, certainty: str) -> None:
        """A diagnosis by its code there; one that is not known is kept in the history."""
        icd10 = self._codes.icd10(code)
        if icd10 is None:
            words = self._codes.words(code)
            self._codes.not_known(where, code, words)
            self.say("history", where.rpartition(".")[2].upper(), f"{code} {words}".strip())
        elif self._diagnoses.get(icd10, "provisional") == "provisional":
            self._diagnoses[icd10] = certainty or "confirmed"

    def measured(self, name: str, said: str) -> None:
        """A measurement or another cell of ours; what was told first stays."""
        number = said[:-2] if said.endswith(".0") else said
        self.cells[name] = self.cells.get(name) or number

    def tested(self, label: str, test: str, said: str) -> None:
        """The result of a test; one that the test does not know is kept in the history."""
        if test not in self._tests and _is_result(test, said):
            self._tests[test] = said
        elif self._tests.get(test) != said:
            self.say("history", label, said)

    def say(self, into: str, label: str, words: str) -> None:
        """Words in a text of the visit, with what they were there."""
        line = f"{self._mapping.name}, {label}: {' '.join(words.split())}"
        lines = self._texts.setdefault(into, [])
        if line not in lines:
            lines.append(line)

    def finish(self, note: Callable[[str, dict[str, object]], None]) -> dict[str, str]:
        """The cells of the visit."""
        self.cells["diagnoses"] = ";".join(f"{icd10}:{sure}" for icd10, sure in self._diagnoses.items())
        self.cells["tests"] = ";".join(f"{test}={escaped(said)}" for test, said in self._tests.items())
        for into, lines in self._texts.items():
            whole = "\n".join(filter(None, (self.cells.get(into), *lines)))
            if len(whole) > LONGEST_TEXT:
                note("move_in.text_cut", {"column": into, "length": len(whole)})
                whole = whole[: LONGEST_TEXT - 1] + "…"
            self.cells[into] = whole
        return self.cells


def _is_result(test: str, said: str) -> bool:
    known = lab_tests().get(test)
    if known is None:
        return False
    if known.kind == "number":
        number = number_in(said)
        return number is not None and said.replace(",", ".").replace(".", "", 1).isdigit()
    return known.kind == "text" or normal_result(said) in known.choices
