"""Printing tells the truth: taken, refused, no printer, saved, not saved."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.messages import sentence
from ui.qt.printing import Paper
from ui.qt.tasks import Tasks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for lp, which Windows has not")
PDF = b"%PDF-1.4 made up"


@pytest.fixture
def paper(qapp: object) -> Iterator[Paper]:
    made = Paper()
    yield made
    made.close()


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH; what is put there as ``lp`` is the printer system."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder / "lp"


def _install(lp: Path, script: str) -> None:
    lp.write_text(f"#!/bin/sh\n{script}\n")
    lp.chmod(0o755)


def _print(paper: Paper, qtbot: QtBot) -> tuple[str, dict[str, object]]:
    said: list[tuple[str, dict[str, object]]] = []
    paper.print_pdf(PDF, name="prescription", report=lambda code, params: said.append((code, params)))
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    return said[0]


def test_a_document_that_the_system_took_is_told_as_taken_and_nothing_more(
    paper: Paper, qtbot: QtBot, lp: Path, tmp_path: Path
) -> None:
    _install(lp, f'for last; do :; done; /bin/cp "$last" "{tmp_path}/printed.pdf"')
    assert _print(paper, qtbot) == ("print.sent", {})
    assert (tmp_path / "printed.pdf").read_bytes() == PDF


def test_no_print_system_is_no_printer(paper: Paper, qtbot: QtBot, lp: Path) -> None:
    code, params = _print(paper, qtbot)
    assert code == "print.no_printer"
    assert Path(str(params["path"])).read_bytes() == PDF
    for language in ("sw", "en"):
        assert str(params["path"]) in sentence(code, params, language)
    paper.close()
    assert not Path(str(params["path"])).exists()


def test_no_default_printer_is_no_printer(paper: Paper, qtbot: QtBot, lp: Path) -> None:
    _install(lp, "echo 'lp: Error - no default destination available.' >&2; exit 1")
    assert _print(paper, qtbot)[0] == "print.no_printer"


def test_a_refusal_carries_what_the_printer_said(paper: Paper, qtbot: QtBot, lp: Path) -> None:
    _install(lp, "echo 'lp: out of paper' >&2; exit 1")
    code, params = _print(paper, qtbot)
    assert (code, params["said"]) == ("print.refused", "lp: out of paper")
    assert Path(str(params["path"])).read_bytes() == PDF


def test_a_pdf_is_saved_whole_or_not_at_all(paper: Paper, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    tasks = Tasks()
    for place in (tmp_path / "form.pdf", tmp_path / "gone" / "form.pdf"):
        paper.write_pdf(place, PDF, tasks=tasks, report=lambda code, _params: said.append(code))
        qtbot.waitUntil(lambda: tasks.is_idle, timeout=10_000)
    tasks.close()
    assert said == ["print.saved", "print.not_saved"]
    assert (tmp_path / "form.pdf").read_bytes() == PDF
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["form.pdf"]


def test_a_private_copy_goes_when_the_printer_has_it_and_others_when_the_session_ends(
    paper: Paper, qtbot: QtBot, lp: Path, tmp_path: Path
) -> None:
    _install(
        lp, f'for last; do :; done; echo "$last" > "{tmp_path}/where"; /bin/cp "$last" "{tmp_path}/spooled"'
    )
    _print(paper, qtbot)
    copy = Path((tmp_path / "where").read_text().strip())
    assert (tmp_path / "spooled").read_bytes() == PDF
    assert not copy.exists()
    kept = paper.keep(PDF, "card")
    assert kept.parent.stat().st_mode & 0o077 == 0
    paper.close()
    assert not kept.exists()
