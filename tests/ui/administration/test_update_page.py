"""The page of updates as a person uses it, the change-over, and what is new afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from emr_desktop.clinic import Clinic
from emr_desktop.updates import service
from emr_desktop.updates.program_folder import ProgramFolder
from emr_desktop.updates.rows import News, Prepared
from tests.emr_desktop.updates.conftest import NEW, OLD, TRUSTED
from tests.emr_desktop.updates.conftest import make_bundle as make_bundle
from tests.emr_desktop.updates.conftest import maker as maker
from tests.emr_desktop.updates.conftest import program as program
from ui.administration.update_page import UpdatePage
from ui.administration.view import AdministrationView
from ui.frame.news_panel import NewsPanel
from ui.screen import ScreenContext
from ui.updating import UpdatingPage

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def left_for() -> list[Any]:
    return []


@pytest.fixture
def context(
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    left_for: list[Any],
    program: ProgramFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> ScreenContext:
    (tmp_path / "updates").mkdir()
    clinic.facility.set("update.folder", str(tmp_path / "updates"))
    monkeypatch.setenv("EMR_PROGRAM_ROOT", str(program.root))
    monkeypatch.setattr(service, "release_keys", lambda: TRUSTED)
    updates = service.UpdateService(work=clinic.work, running=OLD)
    return replace(make_context(replace(clinic, updates=updates)), leave=left_for.append)


@pytest.fixture
def page(open_part: Callable[[str], AdministrationView]) -> UpdatePage:
    return open_part("updates").updates


def press(page: UpdatePage, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()


def test_a_stick_with_an_update_is_found_and_one_button_takes_it(
    page: UpdatePage,
    context: ScreenContext,
    settle: Settle,
    make_bundle: Callable[..., Path],
    left_for: list[Any],
    tmp_path: Path,
    program: ProgramFolder,
) -> None:
    assert not page.findChild(QPushButton, "installUpdate").isEnabled()
    make_bundle().rename(tmp_path / "updates" / "new.emrupdate")
    press(page, "lookForUpdate")
    settle(context)
    assert page.notes.toPlainText() == "New things."
    context.language.use("sw")
    settle(context)
    assert page.notes.toPlainText() == "Mambo mapya."
    assert page.findChild(QPushButton, "installUpdate").text() == f"Sakinisha toleo {NEW}"
    context.language.use("en")
    press(page, "installUpdate")
    press(page, "confirmYes")
    settle(context)
    (prepared,) = left_for
    assert isinstance(prepared, Prepared)
    assert (prepared.new, program.installed()) == (NEW, (NEW, OLD))
    assert "paka" not in repr(prepared)
    assert prepared.key.hex() not in repr(prepared)
    prepared.lock.release()


def test_a_bundle_that_cannot_be_taken_says_why(
    page: UpdatePage, context: ScreenContext, settle: Settle, make_bundle: Callable[..., Path]
) -> None:
    page.look_at(make_bundle(version="1.3.0"))
    settle(context)
    assert "older version is never put over a newer one" in page.banner.text
    assert not page.findChild(QPushButton, "installUpdate").isEnabled()
    page.look_at(make_bundle("one.emrupdate", keys=()))
    settle(context)
    assert "carries 0 of the 2 signatures" in page.banner.text


def test_a_build_without_keys_says_so(
    context: ScreenContext,
    open_part: Callable[[str], AdministrationView],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(context.clinic.updates, "_trusted", tuple)
    assert "built without release keys" in open_part("updates").updates.banner.text


def test_a_program_that_does_not_fit_leaves_the_window_as_it_was(
    page: UpdatePage,
    context: ScreenContext,
    settle: Settle,
    make_bundle: Callable[..., Path],
    program: ProgramFolder,
    qtbot: Any,
) -> None:
    """The stand-in of the new program answers nothing sensible."""
    prepared = context.clinic.updates.prepare(make_bundle()).value
    context.clinic.work.database.close()
    updating = UpdatingPage(prepared, tasks=context.tasks, language=context.language, parent=page)
    with qtbot.waitSignal(updating.stays, timeout=20_000):
        updating.begin()
        qtbot.waitUntil(lambda: updating.go_on.isVisibleTo(updating), timeout=20_000)
        assert "did not find everything" in updating.banner.text
        context.language.use("sw")
        settle(context)
        assert "halikukuta kila kitu sawasawa" in updating.banner.text
        context.language.use("en")
        updating.go_on.click()
    assert program.current() == OLD


@pytest.mark.parametrize(
    ("outcome", "reason", "told"),
    [("kept", "", "New things."), ("went_back", "update.did_not_start", "did not start on this PC")],
)
def test_what_an_update_did_is_shown_over_the_screen(
    page: UpdatePage,
    context: ScreenContext,
    settle: Settle,
    outcome: str,
    reason: str,
    told: str,
    tmp_path: Path,
) -> None:
    news = News(
        outcome=outcome,
        version=NEW,
        reason=reason,
        notes={"sw": "Mambo mapya.", "en": "New things."} if outcome == "kept" else {},
        data=tmp_path,
    )
    panel = NewsPanel(news, language=context.language, over=page)
    panel.show()
    assert told in panel.text.toPlainText()
    context.language.use("sw")
    settle(context)
    assert told not in panel.text.toPlainText()
    context.language.use("en")
    panel.close_button.click()
    assert not panel.isVisible()
