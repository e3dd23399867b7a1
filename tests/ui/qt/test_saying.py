"""Where errors are shown, and what happens with those that nobody caught."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from emr_desktop.errors import DatabaseTrouble, EmrError, ValidationError
from ui.qt.crashes import CrashWatch
from ui.qt.messages import Place, message_for, shown_by


@pytest.mark.parametrize(
    ("error", "place"),
    [
        (ValidationError("birth_date", "birth.unreadable"), Place.FIELD),
        (EmrError("login.refused"), Place.BANNER),
        (DatabaseTrouble("busy"), Place.BANNER),
        (DatabaseTrouble("disk_full"), Place.PAGE),
        (DatabaseTrouble("damaged"), Place.PAGE),
        (KeyError("Asha"), Place.CRASH),
    ],
)
def test_each_kind_of_error_has_its_place(error: BaseException, place: Place) -> None:
    message = message_for(error, "sw")
    assert message.place is place
    assert message.text
    assert "Asha" not in message.text


def test_an_error_of_a_field_that_is_not_on_screen_goes_to_the_banner() -> None:
    said: list[str] = []
    failed = shown_by(
        language=lambda: "en",
        field=lambda _field, _text: False,
        banner=said.append,
        trouble=lambda error: pytest.fail(str(error)),
    )
    failed(ValidationError("birth_date", "birth.unreadable"))
    assert len(said) == 1


def test_what_a_thread_did_not_catch_comes_to_the_windows(qapp: object, qtbot: QtBot) -> None:
    watch = CrashWatch()
    watch.install()
    try:
        with qtbot.waitSignal(watch.crashed, timeout=5_000) as told:
            thread = threading.Thread(target=lambda: {}["Asha"])
            thread.start()
            thread.join()
        assert isinstance(told.args[0], KeyError)
    finally:
        watch.remove()
