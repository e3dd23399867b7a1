"""Work off the GUI thread: order, answers, and who is not called back."""

import sys
import threading
import uuid
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from emr_desktop.changes import Changes, Written
from ui.qt.tasks import Tasks


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.close()


def _fail(error: BaseException) -> None:
    raise AssertionError(error)


def test_work_runs_on_the_worker_and_its_answer_comes_in_the_gui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    seen: list[tuple[str, bool]] = []
    here = threading.current_thread()
    tasks.run(
        tasks,
        lambda: threading.current_thread().name,
        done=lambda name: seen.append((name, threading.current_thread() is here)),
        failed=_fail,
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0].startswith("database")
    assert seen[0][1]


def test_writes_keep_the_order_in_which_they_were_asked(tasks: Tasks, qtbot: QtBot) -> None:
    order: list[int] = []
    for number in range(50):
        tasks.run(tasks, lambda number=number: order.append(number), failed=_fail)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert order == list(range(50))


def test_an_exception_is_handed_to_failed(tasks: Tasks, qtbot: QtBot) -> None:
    caught: list[BaseException] = []

    def work() -> None:
        raise ValueError("no")

    tasks.run(tasks, work, failed=caught.append)
    qtbot.waitUntil(lambda: bool(caught))
    assert isinstance(caught[0], ValueError)


def test_only_the_newest_answer_of_a_key_arrives_and_waiting_older_ones_are_not_even_run(
    tasks: Tasks, qtbot: QtBot
) -> None:
    gate = threading.Event()
    ran: list[str] = []
    shown: list[str] = []
    tasks.run(tasks, lambda: gate.wait(5), failed=_fail)
    for text in ("j", "ju", "jum", "juma"):
        tasks.run(
            tasks, lambda text=text: ran.append(text) or text, done=shown.append, failed=_fail, key="search"
        )
    gate.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert shown == ["juma"]
    assert ran == ["juma"]


def test_keys_of_two_owners_do_not_meet(tasks: Tasks, qtbot: QtBot) -> None:
    one, two = QObject(), QObject()
    shown: list[str] = []
    tasks.run(one, lambda: "one", done=shown.append, failed=_fail, key="search")
    tasks.run(two, lambda: "two", done=shown.append, failed=_fail, key="search")
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert sorted(shown) == ["one", "two"]


def test_nobody_is_called_back_when_the_owner_is_gone(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    gate = threading.Event()
    called: list[object] = []
    tasks.run(owner, lambda: gate.wait(5), done=called.append, failed=called.append)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert called == []


def test_a_forgotten_read_does_not_answer(tasks: Tasks, qtbot: QtBot) -> None:
    gate = threading.Event()
    called: list[object] = []
    tasks.run(tasks, lambda: gate.wait(5), done=called.append, failed=_fail, key="search")
    tasks.forget(tasks, "search")
    gate.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert called == []


def test_a_write_tells_what_changed_before_its_own_answer(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[object] = []
    tasks.changed.connect(heard.append)
    changes = Changes.of("patient", patient_id=uuid.uuid4())
    tasks.run(
        tasks, lambda: Written("row", changes), done=lambda _written: heard.append("done"), failed=_fail
    )
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [changes, "done"]


def test_a_write_that_changed_nothing_tells_nothing(tasks: Tasks, qtbot: QtBot) -> None:
    heard: list[object] = []
    tasks.changed.connect(heard.append)
    tasks.run(tasks, lambda: Written("row", Changes.of()), failed=_fail)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert heard == []


def test_closing_finishes_the_writes_that_wait_and_calls_nobody(qapp: object) -> None:
    tasks = Tasks()
    gate = threading.Event()
    written: list[int] = []
    called: list[object] = []
    tasks.run(tasks, lambda: gate.wait(5), failed=called.append)
    for number in range(3):
        tasks.run(
            tasks, lambda number=number: written.append(number), done=called.append, failed=called.append
        )
    gate.set()
    tasks.close()
    assert written == [0, 1, 2]
    assert called == []


def test_failed_must_be_given(tasks: Tasks) -> None:
    with pytest.raises(TypeError):
        tasks.run(tasks, lambda: None)  # type: ignore[call-arg]


class _Held:
    """Tells in which thread the last hold of it was let go of."""

    def __init__(self, gone: list[int]) -> None:
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(threading.get_ident())


@pytest.fixture
def eager_workers() -> Iterator[None]:
    """Threads that take turns at every chance."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_what_a_task_holds_is_let_go_of_in_the_thread_of_the_windows_alone(
    tasks: Tasks, qtbot: QtBot, eager_workers: None
) -> None:
    gone: list[int] = []
    answers: list[object] = []

    def ask(number: int) -> None:
        held, answer, error = _Held(gone), _Held(gone), _Held(gone)

        def work() -> object:
            if number % 3 == 0:
                raise ValueError(held, error)
            return (held, answer)

        start = tasks.run_aside if number % 2 else tasks.run
        start(
            tasks,
            work,
            done=lambda value: answers.append(len((value, held))),
            failed=lambda failure: answers.append(len((failure, held))),
        )

    many = 300
    for number in range(many):
        ask(number)
    qtbot.waitUntil(lambda: len(answers) == many, timeout=20_000)
    qtbot.waitUntil(lambda: len(gone) == 3 * many, timeout=20_000)
    assert set(gone) == {threading.get_ident()}


def test_a_widget_that_only_a_task_holds_is_taken_down_by_the_thread_of_the_windows(
    tasks: Tasks, qtbot: QtBot, eager_workers: None
) -> None:
    gone: list[int] = []
    asked = 100
    for _ in range(asked):
        panel = QLabel("…")
        panel.destroyed.connect(
            lambda: gone.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )
        weakref.finalize(panel, lambda: gone.append(threading.get_ident()))
        tasks.run(
            tasks, lambda panel=panel: panel and None, done=lambda _none, panel=panel: None, failed=_fail
        )
        del panel
    qtbot.waitUntil(lambda: len(gone) == 2 * asked, timeout=20_000)
    assert set(gone) == {threading.get_ident()}


def test_closing_lets_go_of_what_was_asked(qapp: object) -> None:
    tasks, gone, gate = Tasks(), list[int](), threading.Event()
    held = _Held(gone)
    tasks.run(tasks, lambda: gate.wait(5), failed=_fail)
    tasks.run(tasks, lambda held=held: None, failed=_fail)
    del held
    gate.set()
    tasks.close()
    assert gone == [threading.get_ident()]
