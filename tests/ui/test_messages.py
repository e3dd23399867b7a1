"""Every code that the program can raise has a sentence in both languages, with the same placeholders."""

import ast
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from emr_desktop.errors import DatabaseTrouble, EmrError
from ui.messages import LANGUAGES, catalogue, sentence, sentence_for

ROOT = Path(__file__).resolve().parents[2]

# class -> position of the code among its arguments
RAISED = {"EmrError": 0, "ValidationError": 1, "UsageProblem": 0, "DatabaseTrouble": 0}


def _codes() -> Iterator[tuple[str, str]]:
    for package in ("emr_desktop", "sync", "ui", "db"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                position = RAISED.get(name)
                if position is None or len(node.args) <= position:
                    continue
                argument = node.args[position]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    prefix = "database." if name == "DatabaseTrouble" else ""
                    yield prefix + argument.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_raised_code_has_a_sentence() -> None:
    missing = sorted({f"{code} ({place})" for code, place in _codes() if code not in catalogue()})
    assert missing == []


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_say_it_with_the_same_placeholders(code: str) -> None:
    texts = catalogue()[code]
    assert set(texts) == set(LANGUAGES)
    assert all(text.strip() for text in texts.values())
    assert _fields(texts["en"]) == _fields(texts["sw"])
    assert texts["en"] != texts["sw"]


def test_an_unknown_code_is_named_rather_than_hidden() -> None:
    assert sentence("no.such_code", {"line": 3}, "sw") == "no.such_code (line=3)"


def test_an_error_gets_its_sentence_in_the_language_asked_for() -> None:
    error = EmrError("usage.unknown_role", role="king", roles="nurse")
    assert "king" in sentence_for(error, "en")
    assert sentence_for(error, "en") != sentence_for(error, "sw")
    assert sentence_for(DatabaseTrouble("disk_full"), "en") != "database.disk_full"


@pytest.mark.parametrize("day", ["2026-11-30", date(2026, 11, 30)])
def test_a_day_is_said_as_people_write_it(day: object) -> None:
    assert "30/11/2026" in sentence("form.check.period_not_over", {"last_day": day}, "sw")


@pytest.mark.parametrize("typed", ["2026-02-31", "2026-11", "2026-11-30T08:00"])
def test_what_is_no_day_is_said_as_it_came(typed: str) -> None:
    assert typed in sentence("form.check.period_not_over", {"last_day": typed}, "en")
