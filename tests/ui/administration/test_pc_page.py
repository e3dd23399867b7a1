"""This PC: what is fixed stands there and on its own screen, and nobody changes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from sync.proxy import proxy_of
from ui.administration.view import AdministrationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]
FIXED = """\
data_folder = "/srv/emr"
[session]
lock_minutes = 10
[update]
folder = "/srv/updates"
by_itself = true
[backup]
folder = "/mnt/{code}"
[network]
proxy = "http://proxy.example.go.tz:3128"
"""


def _rows(view: AdministrationView) -> dict[str, tuple[str, str]]:
    page = view.pc
    return {row.name: (page._value(row), page._source(row)) for row in page.table.model.rows}


@pytest.mark.parametrize("language", ["sw", "en"])
def test_each_setting_says_who_decided_it(
    open_part: Callable[[str], AdministrationView], context: ScreenContext, managed_file: Path, language: str
) -> None:
    context.language.use(language)
    managed_file.write_text(FIXED)
    rows = _rows(open_part("pc"))
    by = {"sw": "msimamizi wa kompyuta hii", "en": "administrator of this PC"}[language]
    assert rows["session.lock_minutes"] == ("10", by)
    assert rows["backup.folder"] == ("/mnt/101168-3", by)
    assert rows["network.proxy"] == ("http://proxy.example.go.tz:3128", by)
    assert rows["log.files"][0] == "5"
    context.language.use("sw")


def test_a_broken_file_is_said_on_the_page(
    open_part: Callable[[str], AdministrationView], managed_file: Path
) -> None:
    managed_file.write_text("[session]\nlock_minutes = 99\ncolour = 1\n")
    told = open_part("pc").pc.banner.text
    assert "session.lock_minutes" in told
    assert "session.colour" in told


def test_what_is_fixed_is_closed_on_its_own_screens(
    open_part: Callable[[str], AdministrationView], context: ScreenContext, settle: Settle, managed_file: Path
) -> None:
    managed_file.write_text(FIXED)
    view = open_part("facility")
    cover = view.facility.cover_after
    assert (cover.isEnabled(), cover.bar.code) == (False, "10")
    assert cover.note
    view.facility.findChild(QPushButton, "saveFacility").click()  # the rest can be saved
    settle(context)
    assert view.facility.banner.text == ""
    view.sections.buttons["updates"].click()
    settle(context)
    ways = view.updates.ways if hasattr(view.updates, "ways") else view.updates._ways
    assert (ways.folder.isEnabled(), ways.folder.text()) == (False, "/srv/updates")
    assert ways.address.isEnabled()
    assert (ways.by_itself.isEnabled(), ways.by_itself.isChecked()) == (False, True)
    view.sections.buttons["backup"].click()
    settle(context)
    assert not view.backup.findChild(QPushButton, "chooseBackupFolder").isEnabled()
    view.sections.buttons["pc"].click()
    settle(context)
    fields = view.pc.proxy.fields
    assert not fields["address"].isEnabled()
    assert fields["user"].isEnabled()


def test_a_proxy_is_chosen_and_its_password_never_shown(
    open_part: Callable[[str], AdministrationView], context: ScreenContext, settle: Settle
) -> None:
    form = open_part("pc").pc.proxy
    form.fields["address"].set_text("proxy:3128")
    form.save()
    settle(context)
    assert form.fields["address"].error
    for name, text in (
        ("address", "http://proxy.example.go.tz:3128"),
        ("exceptions", ".go.tz"),
        ("user", "kituo"),
        ("password", "neno la siri"),
    ):
        form.fields[name].set_text(text)
    form.save()
    settle(context)
    held = proxy_of(context.clinic.work)
    assert (held.user, held.password, held.exceptions) == ("kituo", "neno la siri", ".go.tz")
    assert form.fields["password"].raw_text() == ""
    form.fields["exceptions"].set_text("")
    form.save()  # an empty password keeps the one that is there
    settle(context)
    assert proxy_of(context.clinic.work).password == "neno la siri"
    assert all(not field.error for field in form.fields.values())
