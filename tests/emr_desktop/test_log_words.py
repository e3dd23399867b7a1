"""What may be written to the log: walks every call, and looks at a crash report."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from emr_desktop.logs import crash_reports, keep_crash

ROOT = Path(__file__).resolve().parents[2]
_LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
# What an argument of a log call may end in: ids, codes, counts and kinds, never what people typed.
_HARMLESS = {
    "__name__", "__qualname__", "code", "kind", "id", "number", "name", "reason", "patients", "visits",
    "reference", "state", "status", "version", "errno",
}  # fmt: skip


def _log_calls() -> Iterator[tuple[str, ast.Call]]:
    for package in ("db", "emr_desktop", "sync", "ui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in _LEVELS
                    and ast.unparse(node.func.value)
                    in ("log", "logger", "logging", "logging.getLogger(__name__)")
                ):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_log_calls_have_fixed_words_and_harmless_values() -> None:
    calls = list(_log_calls())
    assert len(calls) >= 15
    wrong = []
    for place, call in calls:
        first, *values = call.args
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            wrong.append(f"{place}: the words are put together: {ast.unparse(first)}")
        wrong += [f"{place}: {ast.unparse(each)}" for each in values if not _harmless(each)]
    assert wrong == []


def _harmless(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Attribute):
        return value.attr in _HARMLESS
    if isinstance(value, ast.Call):
        if ast.unparse(value.func) == "getattr":  # of a code, else the kind
            return ast.unparse(value.args[1]) in ("'code'",) and all(map(_harmless, value.args[2:]))
        return ast.unparse(value.func) in ("len", "type", "describe_crash", "sum", "round", "int")
    return isinstance(value, ast.Name) and value.id in _HARMLESS | {
        "count",
        "done",
        "sent",
        "left",
        "seconds",
    }


def test_a_crash_report_has_places_and_no_words_and_the_newest_are_kept(tmp_path: Path) -> None:
    def save(name: str) -> None:
        raise ValueError(f"no such patient: {name}")

    for _ in range(25):
        try:
            save("Zaituni Canarywood")
        except ValueError as error:
            path = keep_crash(tmp_path, error, version="1")
    assert path is not None
    assert len(crash_reports(tmp_path)) == 20
    text = path.read_text(encoding="utf-8")
    assert "Canarywood" not in text
    assert "ValueError" in text
    assert "test_log_words.py" in text


def test_a_report_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    assert keep_crash(tmp_path / "logs", ValueError("x"), version="1") is None
