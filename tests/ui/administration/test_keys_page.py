"""The keys as a person sees them: who can open, the paper, the council, another key."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from db.key_file import CHEAPEST
from emr_desktop.facility.council import make_council_files
from ui.administration.keys_page import KeysPage
from ui.administration.view import AdministrationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def view(open_part: Callable[[str], AdministrationView]) -> AdministrationView:
    return open_part("keys")


def _press(page: KeysPage, name: str) -> None:
    page.findChild(QPushButton, name).click()


def test_a_new_paper_key_is_shown_once_and_tried(
    view: AdministrationView, context: ScreenContext, settle: Settle
) -> None:
    page = view.keys
    assert [each.username for each in page.table.model.rows] == ["mkuu"]
    _press(page, "newRecoveryKey")
    page.confirm.yes.click()
    settle(context)
    assert page.shows_new_key
    key = "-".join(page.paper.groups)
    _press(page, "keyOnPaper")  # nothing was typed back yet
    assert page.shows_new_key
    for field, place in zip(page.paper.answers, page.paper.asked, strict=True):
        field.set_text(page.paper.groups[place])
    _press(page, "keyOnPaper")
    settle(context)
    assert not page.shows_new_key
    page.typed.set_text(key[:-1] + ("0" if key[-1] != "0" else "1"))
    _press(page, "drill")
    settle(context)
    assert page.typed.error
    page.typed.set_text(key)
    _press(page, "drill")
    settle(context)
    assert page.banner.text
    assert context.clinic.keys.overview().drilled_at is not None


def test_another_key_by_button(view: AdministrationView, context: ScreenContext, settle: Settle) -> None:
    before = context.clinic.work.vault.database_key
    _press(view.keys, "rekey")
    assert context.clinic.work.vault.database_key == before
    view.keys.confirm.yes.click()
    settle(context)
    assert context.clinic.work.vault.database_key != before
    assert view.keys.banner.text
    assert view.keys.bar.isHidden()


def test_a_council_comes_in_by_its_file_and_goes_again(
    view: AdministrationView, context: ScreenContext, settle: Settle, tmp_path: Path
) -> None:
    page = view.keys
    key, private = make_council_files(
        tmp_path / "c.key", name="Chamwino", passphrase="halmashauri mbili tatu", parameters=CHEAPEST
    )
    page.read_council(private)
    settle(context)
    assert page.banner.text  # the private file is refused in words
    page.read_council(tmp_path / "c.key")
    settle(context)
    assert key.fingerprint in page.confirm.text
    page.confirm.yes.click()
    settle(context)
    assert key.fingerprint in page.council_line.text()
    _press(page, "removeCouncil")
    page.confirm.yes.click()
    settle(context)
    assert context.clinic.keys.overview().council is None
    assert context.clinic.keys.rekey_is_due()


@pytest.mark.parametrize("later", [False, True])
def test_who_is_disabled_makes_another_key_now_or_when_closing(
    view: AdministrationView, context: ScreenContext, settle: Settle, later: bool
) -> None:
    context.clinic.staff.add(username="juma", full_name="Juma", roles=("nurse",))
    view.tabs.setCurrentWidget(view.users)
    settle(context)
    before = context.clinic.work.vault.database_key
    view.users.findChild(QCheckBox, "rekeyLater").setChecked(later)
    rows = [row.username for row in view.users.table.model.rows]
    view.users.table.view.selectRow(rows.index("juma"))
    _press(view.users, "disableUser")  # type: ignore[arg-type]
    view.users.confirm.yes.click()
    settle(context)
    settle(context)
    assert (context.clinic.work.vault.database_key == before) is later
    assert context.clinic.keys.known_due is later
    assert "Juma" in view.users.banner.text


def test_a_long_name_is_shown_whole(view: AdministrationView, context: ScreenContext, settle: Settle) -> None:
    """In further lines of its row."""
    long = "Mwanahamisi Athumani Abdulrahman Mwinyimkuu Kipingu wa Kwanza"
    context.clinic.staff.add(username="mwana", full_name=long, roles=("nurse", "clinician", "lab"))
    view.keys.read()
    settle(context)
    table = view.keys.table
    high = table.view.rowHeight(1)
    metrics = table.view.fontMetrics()
    lines = -(-metrics.horizontalAdvance(long) // table.view.columnWidth(0))
    assert lines > 1
    assert high >= lines * metrics.height()
