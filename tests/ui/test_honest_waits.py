"""No wait is silent: what a person asked for is seen to go on, and only what nobody waits for is not."""

from __future__ import annotations

import ast
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from emr_desktop.stopping import WorkStopped, go_on
from ui.qt.felt import FELT_MS, Wait
from ui.qt.tasks import Tasks
from ui.shell import Shell

UI = Path(__file__).resolve().parents[2] / "ui"

# Who runs tasks that nobody waits for, and why no wait is to be seen.
BEHIND = {
    "consultation/draft_keeper.py": "a draft is kept while somebody types on",
    "consultation/lab_watch.py": "results come by themselves",
    "first_visit/panel.py": "an offer that may come or not",
    "first_visit/watch.py": "looks at what somebody did",
    "frame/backup_keeper.py": "the daily backup; its end is said",
    "frame/health_watch.py": "room and pages are looked at by themselves",
    "frame/news_panel.py": "news come by themselves",
    "frame/standing_checks.py": "the bottom line is looked after by itself",
    "frame/waiting.py": "the numbers in the rail come by themselves",
    "kept_look.py": "the look is kept while somebody goes on",
    "laboratory/keeping.py": "a draft is kept while somebody types on",
    "late/keeping.py": "a draft is kept while somebody types on",
    "qt/sync_bridge.py": "the state of sync comes by itself",
    "qt/handing_in.py": "looks after a job that the printer has",
    "qt/page_view.py": "pages are closed when nobody looks at them any more",
    "reception/form_keeper.py": "a draft is kept while somebody types on",
    "surveillance/watching.py": "warnings come by themselves beside a visit",
    "trail/watching.py": "the trail is checked by itself",
    "warming.py": "read ahead before a log-in",
    "widgets/trouble_page.py": "looks for a backup to offer",
}


# Who runs tasks that go on to their end, and why they are not stopped half-way.
KEPT = {
    "the keys of the record change in one piece": {
        "administration/keys_page.py",
        "administration/page_head.py",
        "setup/later_pages.py",
    },
    "a wrong password is counted": {
        "covering/keeper.py",
        "login/view.py",
    },
    "a facility is made as a whole": {
        "practising.py",
        "setup/view.py",
    },
    "short, and the file or the paper is whole or not there": {
        "administration/support_view.py",
        "qt/preview.py",
        "widgets/key_print.py",
    },
    "the record is opened and closed in one piece": {
        "closing.py",
        "front_door.py",
        "shell.py",
    },
    "the record or the program is exchanged: half of one is none": {
        "rescuing.py",
        "restoring.py",
        "updating.py",
    },
    "a file is written in one piece; one that another program holds is waited for some seconds": {
        "qt/printing.py",
    },
    "what went out is counted before it goes": {
        "qt/handing_in.py",
        "sync_view/by_hand_page.py",
    },
    "a form is signed and frozen in one piece": {
        "reports/signing.py",
    },
    "what a person saves is written as one transaction": {
        "administration/backup_page.py",
        "administration/facility_page.py",
        "administration/forms_page.py",
        "administration/printers_page.py",
        "administration/roles_dialog.py",
        "administration/update_ways.py",
        "administration/users_page.py",
        "allergies/editor.py",
        "appointments/page.py",
        "consultation/asking.py",
        "consultation/coming.py",
        "consultation/draft_keeper.py",
        "consultation/emergency.py",
        "consultation/lab_watch.py",
        "consultation/queueing.py",
        "consultation/saving.py",
        "deaths/known_death.py",
        "deaths/page.py",
        "favourites/page.py",
        "laboratory/keeping.py",
        "laboratory/view.py",
        "laboratory/working.py",
        "late/keeping.py",
        "late/page.py",
        "papers/page.py",
        "pharmacy/view.py",
        "prescribing/rules_page.py",
        "prescribing/stock_page.py",
        "problems/editor.py",
        "queue/waiting_page.py",
        "reception/chosen_actions.py",
        "reception/form_keeper.py",
        "reception/household_page.py",
        "reception/merge_page.py",
        "reception/merges_page.py",
        "reception/registering.py",
        "reception/registry_page.py",
        "reception/sending.py",
        "referrals/earlier.py",
        "referrals/page.py",
        "reports/sending.py",
        "setup/first_steps.py",
        "surveillance/case_page.py",
        "surveillance/cluster_rules_page.py",
        "sync_view/allowance_form.py",
        "sync_view/consent_question.py",
        "sync_view/delivery_page.py",
        "sync_view/filter_question.py",
        "sync_view/mapping_page.py",
        "sync_view/target_saving.py",
        "sync_view/view.py",
        "trail/audit_page.py",
        "triage/coming.py",
        "triage/view.py",
    },
}


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def told(tasks: Tasks) -> list[Wait]:
    said: list[Wait] = []
    tasks.waited.connect(said.append)
    return said


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Holds a stand-in for slow work; it is opened at the end, else the worker would wait for ever."""
    event = threading.Event()
    yield event
    event.set()


def _fail(error: BaseException) -> None:
    raise error


def _until_stopped() -> None:
    """Slow work as a long read is: it looks now and then whether it is to go on."""
    while True:
        go_on()
        time.sleep(0.005)


def test_what_takes_longer_than_a_person_waits_is_told_and_its_end_too(
    tasks: Tasks, told: list[Wait], gate: threading.Event, qtbot: QtBot
) -> None:
    begun = time.monotonic()
    tasks.run(tasks, gate.wait, failed=_fail)
    qtbot.waitUntil(lambda: told == [Wait.FELT], timeout=5000)
    assert time.monotonic() - begun >= FELT_MS / 1000
    gate.set()
    qtbot.waitUntil(lambda: told == [Wait.FELT, Wait.NONE], timeout=5000)


def test_what_is_there_at_once_is_not(tasks: Tasks, told: list[Wait], qtbot: QtBot) -> None:
    for _ in range(3):
        tasks.run(tasks, lambda: None, failed=_fail)
        tasks.run_aside(tasks, lambda: None, failed=_fail)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=5000)
    qtbot.wait(FELT_MS + 200)
    assert told == []


def test_many_short_ones_one_after_the_other_are_not_one_long_one(
    tasks: Tasks, told: list[Wait], qtbot: QtBot
) -> None:
    for _ in range(12):
        tasks.run(tasks, lambda: time.sleep(0.05), failed=_fail)
        qtbot.wait(40)
        tasks.run_aside(tasks, lambda: time.sleep(0.05), failed=_fail)
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=5000)
    assert Wait.STOPPABLE not in told
    assert Wait.KEPT not in told


def test_what_nobody_waits_for_is_not_but_whoever_stands_behind_it_is(
    tasks: Tasks, told: list[Wait], gate: threading.Event, qtbot: QtBot
) -> None:
    tasks.run(tasks, gate.wait, failed=_fail, behind=True)
    qtbot.wait(FELT_MS + 200)
    assert told == []
    tasks.run(tasks, lambda: None, failed=_fail)
    qtbot.waitUntil(lambda: told == [Wait.FELT], timeout=5000)
    gate.set()
    qtbot.waitUntil(lambda: told == [Wait.FELT, Wait.NONE], timeout=5000)


def test_one_that_fails_or_whose_page_is_gone_does_not_go_on_for_ever(
    tasks: Tasks, told: list[Wait], gate: threading.Event, qtbot: QtBot
) -> None:
    def break_down() -> None:
        gate.wait()
        raise OSError

    owner = QObject()
    tasks.run(owner, break_down, failed=_fail)
    tasks.run_aside(owner, break_down, failed=_fail)
    qtbot.waitUntil(lambda: told == [Wait.FELT], timeout=5000)
    owner.deleteLater()
    del owner
    qtbot.wait(50)
    gate.set()
    qtbot.waitUntil(lambda: told == [Wait.FELT, Wait.NONE], timeout=5000)
    assert tasks.is_idle


def test_a_long_read_can_be_stopped_after_two_seconds_and_then_truly_ends(
    tasks: Tasks, told: list[Wait], qtbot: QtBot
) -> None:
    failed: list[BaseException] = []
    tasks.run(tasks, _until_stopped, failed=failed.append, key="long")
    qtbot.waitUntil(lambda: told == [Wait.FELT, Wait.STOPPABLE], timeout=5000)
    tasks.stop()
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=2000)
    assert [type(error) for error in failed] == [WorkStopped]
    assert told[-1] is Wait.NONE


def test_a_write_is_not_stopped_and_the_reads_behind_it_are(
    tasks: Tasks, told: list[Wait], gate: threading.Event, qtbot: QtBot
) -> None:
    done, failed, ran = list[object](), list[BaseException](), list[str]()
    tasks.run(tasks, lambda: gate.wait(30), done=done.append, failed=_fail)
    qtbot.waitUntil(lambda: told == [Wait.FELT, Wait.KEPT], timeout=5000)
    tasks.stop()
    tasks.run(tasks, lambda: ran.append("read"), failed=failed.append, key="read")
    qtbot.wait(20)
    tasks.stop()
    qtbot.waitUntil(lambda: bool(failed), timeout=2000)
    assert not done, "the write goes on"
    gate.set()
    qtbot.waitUntil(lambda: done == [True], timeout=2000)
    assert isinstance(failed[0], WorkStopped)
    assert ran == []


def test_work_with_a_way_of_its_own_to_end_is_told_that_way(tasks: Tasks, qtbot: QtBot) -> None:
    ended, asked = list[object](), threading.Event()
    tasks.run_aside(tasks, lambda: asked.wait(30), done=ended.append, failed=_fail, stop=asked.set)
    qtbot.wait(20)
    tasks.stop()
    qtbot.waitUntil(lambda: ended == [True], timeout=2000)


def test_what_counts_a_wrong_password_is_not_stopped(
    tasks: Tasks, gate: threading.Event, qtbot: QtBot
) -> None:
    done: list[object] = []
    tasks.run(tasks, lambda: gate.wait(30), done=done.append, failed=_fail, key="give", stoppable=False)
    qtbot.wait(20)
    tasks.stop()
    gate.set()
    qtbot.waitUntil(lambda: done == [True], timeout=2000)


@pytest.mark.parametrize(
    ("language", "words", "stopped", "kept"),
    [
        ("sw", "Inaendelea", "Imesimamishwa", "haikatizwi"),
        ("en", "Working", "Stopped", "not stopped half-way"),
    ],
)
def test_the_main_window_says_it_and_stops_it_whichever_page_began_it(
    logged_in: Callable[..., Shell],
    gate: threading.Event,
    qtbot: QtBot,
    language: str,
    words: str,
    stopped: str,
    kept: str,
) -> None:
    frame = logged_in(language=language).frame
    assert frame is not None
    tasks, line = frame.context.tasks, frame._status.working
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)
    assert line.text == ""
    tasks.run(frame, _until_stopped, failed=frame.context.trouble, key="long")
    qtbot.waitUntil(lambda: line.text.startswith(words), timeout=5000)
    assert not line.stop_button.isVisible()
    qtbot.waitUntil(line.stop_button.isVisible, timeout=5000)
    assert line.stop_button.height() >= 32
    qtbot.keyClick(frame, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: line.text == "", timeout=5000)
    assert frame._toast.text.startswith(stopped)
    tasks.run(frame, gate.wait, failed=_fail)
    qtbot.waitUntil(lambda: kept in line.text, timeout=5000)
    assert not line.stop_button.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: line.text == "", timeout=5000)


def _asked(path: Path) -> Iterator[set[str | None]]:
    """The names of what each call of ``run`` and ``run_aside`` of a file is given."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("run", "run_aside")
            and len(node.args) >= 2  # the owner and the work
        ):
            yield {each.arg for each in node.keywords}


def _files_where(holds: Callable[[set[str | None]], bool]) -> set[str]:
    windows = (path for path in UI.rglob("*.py") if not path.is_relative_to(UI / "cli"))
    return {
        path.relative_to(UI).as_posix() for path in windows if any(holds(given) for given in _asked(path))
    }


def test_only_what_is_named_here_with_its_reason_goes_on_unseen() -> None:
    assert _files_where(lambda given: "behind" in given) == set(BEHIND)


def test_only_what_is_named_here_with_its_reason_is_not_stopped() -> None:
    kept = _files_where(lambda given: not given & {"key", "behind", "stoppable", "stop"})
    named = [path for paths in KEPT.values() for path in paths]
    assert kept == set(named), "a read has a key or is stoppable; a write is named above with its reason"
    assert len(named) == len(set(named))


def test_no_page_has_a_thread_of_its_own() -> None:
    """What runs beside the window goes through ``Tasks``, which shows it."""
    own = {
        path.relative_to(UI).as_posix()
        for path in UI.rglob("*.py")
        if not path.is_relative_to(UI / "cli")
        and any(name in path.read_text(encoding="utf-8") for name in ("Thread(", "ThreadPoolExecutor("))
    }
    assert own == {"app.py", "qt/tasks.py"}  # app.py: takes old versions away after the start
