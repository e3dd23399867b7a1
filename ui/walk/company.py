"""What every step of the walk is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import VisitRow
from ui.main_window import MainWindow
from ui.qt.language import Language
from ui.screen import ScreenView
from ui.shell import Shell
from ui.walk.album import Album
from ui.walk.hands import Hands, StepFailed
from ui.walk.notebook import Notebook
from ui.walk.place import Place, Reader

V = TypeVar("V", bound=ScreenView)


@dataclass
class Company:
    folder: Path  # where pictures and papers go
    shell: Shell
    language: Language
    hands: Hands
    album: Album
    notebook: Notebook
    place: Place
    reader: Reader
    server: Any  # the stand-in DHIS2; None: an installed program has none
    patient: PatientRow | None = None
    visit: VisitRow | None = None

    @property
    def frame(self) -> MainWindow:
        """The main window of whoever is in.

        Raises:
            StepFailed: nobody is.
        """
        if self.shell.frame is None:
            raise StepFailed("nobody is logged in")
        return self.shell.frame

    def screen(self, name: str, kind: type[V]) -> V:
        """The view of the screen that is in front.

        Raises:
            StepFailed: another one is.
        """
        if self.frame.current_screen != name:
            raise StepFailed(f"{self.frame.current_screen} is in front, not {name}")
        view = self.frame.view(name)
        if not isinstance(view, kind):
            raise StepFailed(f"{name} is a {type(view).__name__}")
        return view
