"""One window for a data folder: a second start brings the first window to the front, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emr_desktop.errors import EmrError
from ui.gate import Gate
from ui.given_file import GivenFile
from ui.qt.tasks import Tasks

if TYPE_CHECKING:
    from ui.qt.second_start import Doorbell
    from ui.shell import Shell


class FrontDoor:
    """Rings and answers; the lock of the folder alone decides who works."""

    def __init__(
        self,
        *,
        gate: Gate,
        tasks: Tasks,
        window: Shell,
        given: GivenFile,
    ) -> None:
        """Begin.

        Args:
            gate: the closed facility.
            tasks: runs the knock.
            window: what comes to the front; or ends, when another program answered.
            given: a file that this start, or a second one, was given.
        """
        self._gate, self._tasks, self._window, self._given = gate, tasks, window, given
        self._bell: Doorbell | None = None

    def open(self, lock: Any) -> None:
        """Listen for a second start, once this program holds the lock."""
        if lock is None or self._bell is not None:
            return
        from ui.qt.second_start import Doorbell, bring_to_front

        self._bell = Doorbell(self._gate.folder, self._window)

        def answer(file: str) -> None:
            bring_to_front(self._window)
            if file:
                self._given.open(file)

        self._bell.rung.connect(answer)

    def answer(self, error: BaseException) -> None:
        """The start failed: knock where another program has the folder; without an answer it is said."""
        if not isinstance(error, EmrError) or error.code != "facility.already_open":
            self._window.show_trouble(error)
            return
        from ui.qt.second_start import knock

        folder, file = self._gate.folder, self._given.file
        holder = str(error.params.get("process", ""))

        def done(answered: bool) -> None:
            if answered:
                self._window.close()
            else:
                self._window.show_trouble(error)

        self._tasks.run(
            self._window,
            lambda: knock(folder, holder=holder, file=file),
            done=done,
            failed=self._window.show_trouble,
        )

    def close(self) -> None:
        """Listen no more."""
        if self._bell is not None:
            self._bell.close()
            self._bell = None
