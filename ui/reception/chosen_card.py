"""The patient who is marked in the list: who it is, before anybody presses Enter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from emr_desktop.patients.rows import PatientHit
from emr_desktop.visits.age import age_text
from emr_desktop.visits.rows import VisitSummary
from ui.consultation.timeline import lines_of
from ui.qt.language import Language
from ui.queue.telling import station_name
from ui.reception.photo import pixmap_of
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import column, row, words
from ui.widgets.scrolled import scrolled_column

_VISITS = 3
_IN_A_LINE = 3
_PHOTO_HEIGHT = 96
FIRM = "\u00a0"  # a blank at which no line breaks


class ChosenCard(QWidget):
    """``show_hit(hit)``, then ``show_visits(visits)`` where the person may read visits.

    Signals:
        opened: go on to this patient.
        send_wanted: let this patient wait at the first station.
        new_wanted: it is nobody of these.
        merge_wanted: this patient has another record.
        correct_wanted: something in the record is wrong.
        allergies_wanted: ask about allergies.
        household_wanted: who lives with this patient.
        card_wanted: print the patient's card.
        photo_wanted: choose a picture from a file.
        expect_wanted: make an appointment.
        registry_wanted: look for this patient in the national registry.
        death_wanted: report the death of this patient.
        looked_wanted: who looked at this patient.
        kept_wanted: everything that is kept about this patient.
    """

    opened = Signal()
    send_wanted = Signal()
    new_wanted = Signal()
    merge_wanted = Signal()
    correct_wanted = Signal()
    allergies_wanted = Signal()
    household_wanted = Signal()
    card_wanted = Signal()
    photo_wanted = Signal()
    expect_wanted = Signal()
    death_wanted = Signal()
    registry_wanted = Signal()
    looked_wanted = Signal()
    kept_wanted = Signal()

    def __init__(
        self,
        *,
        language: Language,
        today: date,
        registers: bool,
        merges: bool = False,
        asks_allergies: bool = False,
        sees_trail: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chosenPatient")
        self._language, self._today = language, today
        self._hit: PatientHit | None = None
        self._visits: tuple[VisitSummary, ...] | None = None
        self._name = words(role="title", wrap=True, parent=self)
        self._name.setObjectName("chosenName")
        self._who = words(wrap=True, parent=self)
        self._who.setObjectName("chosenFacts")
        self._allergies = words(role="tagDanger", wrap=True, parent=self)
        self._allergies.setObjectName("chosenAllergies")
        self._not_asked = words(role="quiet", parent=self)
        self._facts = QGridLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(2 * GRID)
        self._facts.setVerticalSpacing(GRID // 2)
        self._facts.setColumnStretch(1, 1)
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}
        for place, name in enumerate(("number", "registry", "phone", "village", "guardian", "last_visit")):
            label, value = words(role="quiet", parent=self), words(wrap=True, parent=self)
            self._facts.addWidget(label, place, 0)
            self._facts.addWidget(value, place, 1)
            self._lines[name] = (label, value)
        self._earlier = words(role="heading", parent=self)
        self._visit_lines = tuple(
            (words(role="small", parent=self), words(wrap=True, parent=self)) for _ in range(_VISITS)
        )
        self._open = Button("openChosen", kind="primary", parent=self)
        self._new = Button("newPatient", parent=self)
        self.send = Button("sendIn", parent=self)
        self.send.clicked.connect(self.send_wanted)
        self.send.hide()
        self._first_station = ""
        self._died = words(role="tagDanger", parent=self)
        self._died.setObjectName("chosenDied")
        self._photo = words(parent=self)
        self._photo.setObjectName("chosenPhoto")
        self._photo.hide()
        self._more: dict[str, Button] = {}
        for name, signal, offered in (
            ("correctChosen", self.correct_wanted, registers),
            ("allergiesChosen", self.allergies_wanted, asks_allergies),
            ("householdChosen", self.household_wanted, True),
            ("cardChosen", self.card_wanted, True),
            ("photoChosen", self.photo_wanted, registers),
            ("mergeChosen", self.merge_wanted, merges),
            ("expectChosen", self.expect_wanted, registers),
            ("deathChosen", self.death_wanted, registers),
            ("registryChosen", self.registry_wanted, False),
            ("lookedChosen", self.looked_wanted, sees_trail),
            ("keptChosen", self.kept_wanted, sees_trail),
        ):
            button = Button(name, parent=self)
            button.clicked.connect(signal)
            button.setVisible(offered)
            self._more[name] = button
        self._registers, self.offers_registry = registers, False
        self._lay_out(registers)
        self._open.clicked.connect(self.opened)
        self._new.clicked.connect(self.new_wanted)
        self._translate()

    def _lay_out(self, registers: bool) -> None:
        page = column(self)
        outer = scrolled_column(page)
        top = row(spacing=2 * GRID)
        about = column()
        for widget in (self._name, self._died, self._who, self._allergies, self._not_asked):
            about.addWidget(widget)
        about.addStretch(1)
        top.addLayout(about, 1)
        top.addWidget(self._photo, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(top)
        outer.addLayout(self._facts)
        outer.addSpacing(GRID)
        outer.addWidget(self._earlier)
        for day, told in self._visit_lines:
            lines = column(spacing=0)
            lines.addWidget(day)
            lines.addWidget(told)
            outer.addLayout(lines)
        outer.addStretch(1)
        more = Flow(self, even=_IN_A_LINE)
        for button in self._more.values():
            more.add(button)
        outer.addWidget(more)
        page.addWidget(self.send)
        buttons = Flow(self)
        buttons.add(self._new)
        buttons.push()
        buttons.add(self._open)
        page.addWidget(buttons)
        self._new.setVisible(registers)

    def show_hit(self, hit: PatientHit) -> None:
        """Show who this is; what was known of another patient's visits goes."""
        if self._hit is None or self._hit.patient.id != hit.patient.id:
            self._visits = None
            self._photo.hide()
        self._hit = hit
        self._translate()

    def offer_sending(self, station: str) -> None:
        """Offer to let patients wait at this station; an empty text where nobody waits anywhere."""
        self._first_station = station
        self.send.setVisible(bool(station))
        self._translate()

    def offer_registry(self, there: bool) -> None:
        """Offer to look in the national registry, where one is set up."""
        self.offers_registry = there and self._registers
        self._more["registryChosen"].setVisible(self.offers_registry)

    def show_photo(self, content: bytes | None) -> None:
        """Show the picture of the patient on the card."""
        pixmap = None if content is None else pixmap_of(content, height=_PHOTO_HEIGHT)
        shown = pixmap is not None and not pixmap.isNull()
        if shown and pixmap is not None:
            self._photo.setPixmap(pixmap)
        self._photo.setVisible(shown)

    def show_visits(self, visits: Sequence[VisitSummary]) -> None:
        """Show the newest visits of the patient on the card."""
        self._visits = tuple(visits[:_VISITS])
        self._translate()

    @property
    def hit(self) -> PatientHit | None:
        return self._hit

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._new.set_text(self.tr("New patient"), tip=self.tr("New patient  (Ctrl+N)"))
        self._photo.setAccessibleName(self.tr("Picture of the patient"))
        for name, text, tip in (
            ("correctChosen", self.tr("&Correct"), self.tr("Correct or complete the record")),
            (
                "allergiesChosen",
                self.tr("Aller&gies"),
                self.tr("Ask about allergies, or say that none is known"),
            ),
            ("householdChosen", self.tr("&Household"), self.tr("Who lives with this patient")),
            ("cardChosen", self.tr("Car&d"), self.tr("Print the card with its QR code")),
            ("photoChosen", self.tr("&Picture"), self.tr("Choose a picture from a file")),
            ("mergeChosen", self.tr("&Merge"), self.tr("This patient has another record")),
            ("expectChosen", self.tr("&Expect"), self.tr("Make an appointment")),
            ("registryChosen", self.tr("Regist&ry"), self.tr("Find in the national registry")),
            ("deathChosen", self.tr("Dea&th"), self.tr("Report the death of this patient")),
            ("lookedChosen", self.tr("&Who looked"), self.tr("Who looked at this patient")),
            (
                "keptChosen",
                self.tr("A&ll kept"),
                self.tr("Everything kept about this person, for who asks for it"),
            ),
        ):
            self._more[name].set_text(text, tip=tip)
        if self._first_station:
            name = station_name(self._first_station, self._language.code)
            self.send.set_text(self.tr("&Send: {0}").format(name), tip=self.tr("Let the patient wait there"))
        self._open.set_text(self.tr("Open  (Enter)"), tip=self.tr("Go on with this patient"))
        self._earlier.setText(self.tr("Earlier visits"))
        if self._hit is None:
            return
        patient = self._hit.patient
        self._name.setText(patient.full_name)
        self._died.setVisible(patient.died_on is not None)
        self._more["expectChosen"].setEnabled(patient.died_on is None)
        if patient.died_on is not None:
            self._died.setText(self.tr("Died {0}").format(f"{patient.died_on:%d/%m/%Y}"))
        self._who.setText(self._told())
        self._allergies.setVisible(bool(patient.allergies))
        self._allergies.setText(self.tr("Allergies: {0}").format(", ".join(patient.allergies)))
        self._not_asked.setVisible(not patient.allergies)
        self._not_asked.setText(
            self.tr("Allergies: not recorded")
            if patient.none_known_on is None
            else self.tr("No allergy known, asked on {0}").format(f"{patient.none_known_on:%d/%m/%Y}")
        )
        last = self._hit.last_visit
        for name, label, value in (
            ("number", self.tr("Number"), patient.number.replace("/", "/\u200b")),  # may go on in a line
            ("registry", self.tr("Registry"), ", ".join(each.value for each in patient.registry_ids)),
            ("phone", self.tr("Phone"), phone_text(patient.phone, blank=FIRM)),
            ("village", self.tr("Village"), patient.village or ""),
            ("guardian", self.tr("Guardian"), patient.guardian or ""),
            ("last_visit", self.tr("Last visit"), "" if last is None else f"{last:%d/%m/%Y}"),
        ):
            shown = bool(value) and not (name == "last_visit" and self._visits)
            for widget, text in zip(self._lines[name], (label, value), strict=True):
                widget.setText(text)
                widget.setVisible(shown)
        self._earlier.setVisible(bool(self._visits))
        visits = self._visits or ()
        for place, (day, told) in enumerate(self._visit_lines):
            known = place < len(visits)
            day.setVisible(known)
            told.setVisible(known)
            if known:
                when, found, _given = lines_of(visits[place], language=self._language.code)
                day.setText(when)
                told.setText(found)

    def _told(self) -> str:
        assert self._hit is not None  # noqa: S101
        patient = self._hit.patient
        sex = self.tr("Female") if patient.sex == "F" else self.tr("Male")
        age = age_text(patient.birth_date, max(self._today, patient.birth_date), self._language.code)
        if patient.birth_precision == "day":
            born = self.tr("born {0}").format(f"{patient.birth_date:%d/%m/%Y}")
            return f"{sex}  ·  {age}  ·  {born}"
        return f"{sex}  ·  ~ {age}"


def phone_text(number: str | None, *, blank: str = " ") -> str:
    """A number of this country the way people here say it: 0754 123 456.

    ``blank``: what stands between the groups; ``FIRM`` where the text may wrap.
    """
    if number is None:
        return ""
    if number.startswith("+255") and len(number) == 13:
        return blank.join((f"0{number[4:7]}", number[7:10], number[10:]))
    return number
