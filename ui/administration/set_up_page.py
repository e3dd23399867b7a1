"""What is done once in a new facility: each step with its tick, and the button that leads there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from emr_desktop.backups.rows import BackupState
from emr_desktop.clock import local
from emr_desktop.facility.set_up_steps import SetUpState
from ui.practising import Practising
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, PageHeader, column, words

_STEPS = ("people", "backup", "paper", "stations", "files", "sync", "practice")
_TAB_OF = {"people": "users", "backup": "backup", "paper": "keys", "stations": "facility", "files": "data"}
_OFTEN_NOT = ("stations", "files", "sync", "practice")  # a facility may do without


class SetUpPage(QWidget):
    """Signals: ``wanted`` with the name of the part of Administration that a step leads to."""

    wanted = Signal(str)

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("setUpPage")
        self._context = context
        self._state: SetUpState | None = None
        self._backup: BackupState | None = None
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self.practising = Practising(
            folder=context.clinic.work.database.path.parent,
            tasks=context.tasks,
            language=context.language,
            parent=self,
        )
        self.practising.said.connect(lambda text: self.banner.show_message(text, kind="info"))
        self._header = PageHeader(self)
        self._card = Card(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        self._marks, self._names, self._told = {}, {}, {}
        self.buttons: dict[str, Button] = {}
        for place, step in enumerate(_STEPS):
            self._marks[step] = words(role="heading", parent=self)
            self._names[step] = words(role="heading", wrap=True, parent=self)
            self._told[step] = words(role="quiet", wrap=True, parent=self)
            self._told[step].setObjectName(f"{step}Told")
            self.buttons[step] = Button(f"{step}Step", parent=self)
            self.buttons[step].clicked.connect(lambda _checked=False, step=step: self._go(step))
            texts = column(spacing=GRID // 4)
            texts.addWidget(self._names[step])
            texts.addWidget(self._told[step])
            grid.addWidget(self._marks[step], place, 0)
            grid.addLayout(texts, place, 1)
            grid.addWidget(self.buttons[step], place, 2)
        self.practising.busy_changed.connect(self.buttons["practice"].setDisabled)
        self._card.body.addLayout(grid)
        inside = QWidget(self)
        lines = column(inside)
        lines.addWidget(self._card)
        lines.addStretch(1)
        area = QScrollArea(self)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(area, 1)
        self._translate()

    def read(self) -> None:
        """Look how far it is."""
        clinic = self._context.clinic
        self._context.tasks.run(
            self,
            lambda: (clinic.set_up.state(), clinic.backups.state()),
            done=self._show,
            failed=self._failed,
            key="setUp",
        )

    @property
    def done(self) -> frozenset[str]:
        """The steps that are done."""
        state = self._state
        if state is None:
            return frozenset()
        found = {
            "people": state.people > 1,
            "backup": self._backup is not None and self._backup.chosen is not None,
            "paper": state.recovery_tried_at is not None,
            "files": state.patients > 0,
            "sync": state.targets > 0,
        }
        return frozenset(name for name, is_done in found.items() if is_done)

    def _show(self, found: tuple[SetUpState, BackupState]) -> None:
        self._state, self._backup = found
        self._translate()

    def _go(self, step: str) -> None:
        if step == "practice":
            self.practising.begin()
        elif step == "sync":
            self._context.go_to("sync")
        else:
            self.wanted.emit(_TAB_OF[step])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Set-up"))
        self._header.set_line(self.tr("What is done once. Come back here after each step."))
        names = {
            "people": self.tr("Add who works here"),
            "backup": self.tr("Choose where the second backup goes"),
            "paper": self.tr("Try the paper with the recovery key"),
            "stations": self.tr("Say which stations a patient passes"),
            "files": self.tr("Bring in what you have from another program"),
            "sync": self.tr("Set up the national systems"),
            "practice": self.tr("Practise with made-up patients"),
        }
        buttons = {
            "people": self.tr("&Add people"),
            "backup": self.tr("Choose the &place"),
            "paper": self.tr("&Try the key"),
            "stations": self.tr("&Stations"),
            "files": self.tr("Bring in &files"),
            "sync": self.tr("Set &up sync"),
            "practice": self.tr("Pra&ctise"),
        }
        done, told = self.done, self._words()
        for step in _STEPS:
            self._names[step].setText(names[step])
            self._told[step].setText(told[step])
            self.buttons[step].set_text(buttons[step])
            self._marks[step].setText("✓" if step in done else "–" if step in _OFTEN_NOT else "○")
            self._marks[step].setAccessibleName(self._mark_words(step, done))

    def _mark_words(self, step: str, done: frozenset[str]) -> str:
        if step in done:
            return self.tr("Done")
        return self.tr("If you need it") if step in _OFTEN_NOT else self.tr("Still to do")

    def _words(self) -> dict[str, str]:
        state = self._state
        if state is None:
            return dict.fromkeys(_STEPS, "")
        tried = state.recovery_tried_at
        people = self.tr("%n person(s) can log in.", "", state.people)
        place = self._backup.chosen if self._backup is not None else None
        there = self._backup is not None and self._backup.chosen_is_there
        return {
            "people": people
            if state.people > 1
            else self.tr(
                "You are alone so far. Everybody gets an own name and a one-time code: no password is shared."
            ),
            "backup": (
                self.tr("Goes to {0}.").format(place)
                if there
                else self.tr("{0} is not plugged in now.").format(place)
            )
            if place is not None
            else self.tr("A backup on this PC alone is lost with the PC. Put in a USB stick and choose it."),
            "paper": self.tr("It opened on {0}.").format(local(tried).date().isoformat())
            if tried is not None
            else self.tr("Without the paper nobody helps when all passwords are lost. Type it once more."),
            "stations": self.tr("A small place skips what it does not have: one person can do all."),
            "files": self.tr("%n patient(s) are in the record.", "", state.patients)
            if state.patients
            else self.tr(
                "Patients and visits from CSV or FHIR files; a trial run says first what would happen."
            ),
            "sync": self.tr("%n system(s) are set up.", "", state.targets)
            if state.targets
            else self.tr("DHIS2 for the month's figures, HDU or FHIR for records. Work goes on without."),
            "practice": self.tr("A facility of its own in a second window; nothing of it is ever sent."),
        }
