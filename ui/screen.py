"""What a screen is and what it is given, so that screens plug into the main window without knowing it.

A package offers its screen as ``SCREEN`` in ``ui/<package>/screen.py``::

    SCREEN = Screen(
        name="consultation",
        title=QT_TRANSLATE_NOOP("Screens", "Consultation"),
        icon="consultation",              # ui/theme/icons/consultation.svg
        shortcut="F4",
        verb="visit.view",                # shown in the rail when a role of the person may use this verb
        build=lambda context: ConsultationView(context=context),
    )

``build`` is called once, in the GUI thread, when the screen is first opened; it must be quick and read
nothing itself: reading goes through ``context.tasks``. The view is a ``ScreenView``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from emr_desktop.clinic import Clinic
from sync.service import SyncService
from ui.frame.palette import Action
from ui.qt.language import Language
from ui.qt.printing import Paper
from ui.qt.sync_bridge import SyncBridge
from ui.qt.tasks import Tasks
from ui.theme import Theme

if TYPE_CHECKING:
    from emr_desktop.updates.rows import Prepared


class ScreenView(QWidget):
    """The widget of a screen. Every method may be left as it is."""

    def __init__(self, context: ScreenContext) -> None:
        # In its place from the start: moved later, everything in it would be styled a second time.
        super().__init__(context.home())

    def entered(self) -> None:
        """The screen came to the front: put the cursor where work begins, read again if need be."""

    def leaving(self) -> None:
        """Another screen, the lock or the end comes: keep drafts now. It cannot be refused."""

    def step_back(self) -> bool:
        """Esc: fold, clear or go one step back, losing nothing. False: nothing to step back from."""
        return False

    def commands(self) -> Sequence[Action]:
        """What can be done on this screen now, for the command palette."""
        return ()

    def session_ends(self) -> None:
        """The record is about to be closed: stop long work that uses it."""

    def show_patient(self, patient_id: uuid.UUID) -> None:
        """Show this patient; asked of the consultation by ``context.open_patient``."""

    def show_visit(self, visit_id: uuid.UUID) -> None:
        """Show this saved visit; asked of the consultation by ``context.open_visit``."""

    def explain_visit(self, visit_id: uuid.UUID) -> None:
        """Say where the forms count this visit; asked of the reports by ``context.explain_visit``."""


@dataclass(frozen=True, kw_only=True)
class ScreenContext:
    """The collaborators of every screen."""

    clinic: Clinic
    sync: SyncService
    sync_bridge: SyncBridge  # ``status_changed``, ``pass_finished``; ``run_pass()`` without waiting
    tasks: Tasks  # ``tasks.changed`` tells of every write that went through
    language: Language  # ``language.code``; ``language.changed``
    theme: Theme  # ``theme.icon("print")``, ``theme.palette`` for what is painted by hand
    paper: Paper  # prints, previews and saves PDF bytes
    open_patient: Callable[[uuid.UUID], None]
    open_visit: Callable[[uuid.UUID], None]
    go_to: Callable[[str], None]  # the name of a screen
    say: Callable[[str], None]  # a short "done" that goes away by itself; translated text
    explain_visit: Callable[[uuid.UUID], None] = lambda _visit: None  # where the forms count it, and why not
    # The session ends; then comes the page for restoring a backup (None), or an update that was made ready.
    leave: Callable[[Prepared | None], None] = lambda _for: None
    home: Callable[[], QWidget | None] = lambda: None  # where screens stand
    trouble: Callable[[BaseException], None]  # the page for DatabaseTrouble and bugs


@dataclass(frozen=True, kw_only=True)
class Screen:
    name: str
    title: str
    icon: str
    shortcut: str
    verb: str
    build: Callable[[ScreenContext], ScreenView]
