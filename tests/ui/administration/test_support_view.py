"""The report for who helps from outside is read before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from emr_desktop.clinic import Clinic
from ui.administration.doctor_page import DoctorPage
from ui.screen import ScreenContext


def test_what_was_read_is_what_is_saved(
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
    heard: Any,
) -> None:
    context = make_context(clinic)
    page = DoctorPage(context=context)
    page.show_support()
    settle(context)
    shown = page.support.text.toPlainText()
    assert "== Doctor" in shown
    page.support.save_to(tmp_path / "support.txt")
    settle(context)
    assert (tmp_path / "support.txt").read_text(encoding="utf-8") == shown
    assert str(tmp_path / "support.txt") in heard.said[-1]
    page.deleteLater()
