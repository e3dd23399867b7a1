"""After a log-out nothing in memory leads to the record any more, nor to the key that opened it."""

import weakref
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from ui.shell import Shell


def test_a_session_that_ended_is_let_go_of_with_its_key(
    logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    shell = logged_in()
    assert shell.frame is not None
    work = shell.frame.clinic.work
    kept = {
        "database": weakref.ref(work.database),
        "door": weakref.ref(work.database.door),
        "vault": weakref.ref(work.vault),
        "window": weakref.ref(shell.frame),
    }
    del work
    shell.frame.log_out_asked.emit()

    def nothing_left() -> None:
        assert [name for name, what in kept.items() if what() is not None] == []

    qtbot.waitUntil(nothing_left, timeout=20_000)
