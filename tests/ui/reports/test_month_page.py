"""All forms of the month in Reports: counted one by one, made one document, stopped, refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from emr_desktop.clinic import Clinic
from emr_desktop.visits.rows import VisitRow
from ui.reports.month_page import MonthPage
from ui.reports.view import ReportsView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def page(
    context: ScreenContext,
    shown: Callable[..., ReportsView],
    settle: Settle,
    visit: Callable[..., VisitRow],
) -> MonthPage:
    visit("B54", mrdt="positive")
    view = shown(ReportsView(context=context))
    settle(context)
    button = view.findChild(QPushButton, "monthPage")
    assert button is not None
    button.click()
    settle(context)
    found = view._pages.currentWidget()
    assert isinstance(found, MonthPage)
    return found


def test_every_form_of_the_month_is_counted_and_says_how_far_it_is(page: MonthPage, clinic: Clinic) -> None:
    assert [(one.info.form, one.period) for one in page.reports] == [
        (one.form, one.period) for one in clinic.months.forms_of("202611")
    ]
    assert {page._state(line) for line in page.table.model.rows} == {"Not signed yet"}


def test_the_whole_is_saved_and_said(
    page: MonthPage, context: ScreenContext, settle: Settle, tmp_path: Path, heard: object
) -> None:
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        path = tmp_path / f"month.{kind}"
        page.save_as(path, kind)
        settle(context)
        assert path.read_bytes().startswith(begins)
    said: list[str] = heard.said  # type: ignore[attr-defined]
    assert [str(tmp_path / "month.xlsx") in text for text in said] == [False, True]


def test_what_is_stopped_leaves_no_file(
    page: MonthPage, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    page.save_as(tmp_path / "month.pdf", "pdf")
    page.stop()
    settle(context)
    assert "Stopped" in page._banner.text
    assert [path for path in tmp_path.iterdir() if "month" in path.name] == []
    page.save_as(tmp_path / "month.pdf", "pdf")  # and again, this time to its end
    settle(context)
    assert (tmp_path / "month.pdf").exists()


def test_a_folder_that_is_not_there_is_said(
    page: MonthPage, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    page.save_as(tmp_path / "gone" / "month.pdf", "pdf")
    settle(context)
    assert str(tmp_path / "gone" / "month.pdf") in page._banner.text


def test_printing_hands_over_the_same_document(
    page: MonthPage, context: ScreenContext, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[tuple[str, bytes]] = []
    monkeypatch.setattr(
        context.paper, "print_pdf", lambda content, *, name, report, job: printed.append((name, content))
    )
    page.print_it()
    settle(context)
    ((name, content),) = printed
    assert name == "month-202611"
    assert content.startswith(b"%PDF")
