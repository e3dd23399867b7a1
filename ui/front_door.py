"""One window for a data folder: a second start brings the first window to the front, and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from emr_desktop.errors import EmrError
from ui.gate import Gate
from ui.qt.tasks import Tasks

if TYPE_CHECKING:
    from ui.qt.second_start import Doorbell


class FrontDoor:
    """Rings and answers; the lock of the folder alone decides who works."""

    def __init__(
        self,
        *,
        gate: Gate,
        tasks: Tasks,
        window: QWidget,
        trouble: Callable[[BaseException], None],
        leave: Callable[[], object],
    ) -> None:
        self._gate, self._tasks, self._window = gate, tasks, window
        self._trouble, self._leave = trouble, leave
        self._bell: Doorbell | None = None

    def open(self, lock: Any) -> None:
        """Listen for a second start, once this program holds the lock."""
        if lock is None or self._bell is not None:
            return
        from ui.qt.second_start import Doorbell, bring_to_front

        self._bell = Doorbell(self._gate.folder, self._window)
        self._bell.rung.connect(lambda: bring_to_front(self._window))

    def answer(self, error: BaseException) -> None:
        """The start failed: knock where another program has the folder; without an answer it is said."""
        if not isinstance(error, EmrError) or error.code != "facility.already_open":
            self._trouble(error)
            return
        from ui.qt.second_start import knock

        folder, holder = self._gate.folder, str(error.params.get("process", ""))

        def done(answered: bool) -> None:
            if answered:
                self._leave()
            else:
                self._trouble(error)

        self._tasks.run(self._window, lambda: knock(folder, holder=holder), done=done, failed=self._trouble)

    def close(self) -> None:
        """Listen no more."""
        if self._bell is not None:
            self._bell.close()
            self._bell = None
