"""When a patient is to come: day or week, why, a note, and how full that day is already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from emr_desktop.appointments.rows import DayLoad
from emr_desktop.errors import ValidationError
from emr_desktop.reference.care import appointment_reasons, monday_of
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.apply import repolish
from ui.widgets.bound_fields import BoundFields
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words
from ui.widgets.spoken_day import day_words, read_day
from ui.widgets.ticks import on_tick, show_tick
from ui.widgets.words_field import ComboField

_PAUSE_MS = 150
_SOON = ("3", "7", "14", "1m")  # days and months that are said most
FIELDS = ("due_on", "whole_week", "reason", "note")


class WhenFields(QWidget):
    """Names of fields begin with ``prefix``; values are texts as a draft keeps them.

    Signals:
        edited: the name and the text of a field that a person changed.
    """

    edited = Signal(str, str)

    def __init__(
        self, *, context: ScreenContext, failed: Failed, prefix: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._failed, self._prefix = context, failed, prefix
        self._from = context.clinic.work.clock.today()
        self._loads: tuple[DayLoad, ...] = ()
        self.soon = ChoiceField("returnSoon", parent=self)
        self.soon.bar.chosen.connect(self._take_soon)
        self.day = TextField("returnDay", required=True, longest=20, parent=self)
        self.week = QCheckBox(self)
        self.week.setObjectName("returnWeek")
        self.reason = ComboField("returnReason", letters=16, parent=self)
        self.note = TextField("returnNote", longest=200, parent=self)
        self._told = words(role="quiet", wrap=True, parent=self)
        self._told.setObjectName("returnLoad")
        self._bound = BoundFields(self)
        self._bound.add(f"{prefix}due_on", self.day)
        self._bound.add(f"{prefix}reason", self.reason)
        self._bound.add(f"{prefix}note", self.note)
        self._bound.edited.connect(self._edited)
        on_tick(self.week, lambda on: self._edited(f"{prefix}whole_week", "yes" if on else ""))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        day = Flow(self, spacing=2 * GRID, bottom=True)
        day.add(self.day, 1, least=14 * GRID)
        day.add(self.week)
        lines = column(self)
        for widget in (self.soon, day, self._told, self.reason, self.note):
            lines.addWidget(widget)
        self._translate()

    def show_values(self, values: Mapping[str, str], *, counted_from: date) -> None:
        """Show what was said; ``7`` is counted from the day given."""
        self._from = counted_from
        self._bound.show({name: values.get(name, "") for name in self._names()})
        if not values.get(f"{self._prefix}reason"):
            self.reason.choose("review")
        self.soon.bar.choose(None)
        show_tick(self.week, values.get(f"{self._prefix}whole_week") == "yes")
        self._ask()

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {**self._bound.values(), f"{self._prefix}whole_week": "yes" if self.week.isChecked() else ""}

    def read_day(self) -> date | None:
        """The day that is meant.

        Raises:
            ValidationError: it cannot be understood.
        """
        return read_day(self.day.text(), f"{self._prefix}due_on", today=self._from, ahead=True)

    def point_at(self, name: str, text: str) -> bool:
        """Say what is wrong at a field and put the cursor there."""
        return self._bound.point_at(name, text)

    @property
    def told(self) -> str:
        """What is said of the day."""
        return self._told.text()

    def _names(self) -> tuple[str, ...]:
        return tuple(f"{self._prefix}{name}" for name in FIELDS)

    def _take_soon(self, code: str) -> None:
        day = read_day(code, f"{self._prefix}due_on", today=self._from, ahead=True)
        if day is not None:
            self.day.set_text(day_words(day))
            self._edited(f"{self._prefix}due_on", self.day.text())

    def _edited(self, name: str, text: str) -> None:
        self._pause.start()
        self.edited.emit(name, text)

    def _ask(self) -> None:
        """Ask how full the day is."""
        self._pause.stop()
        try:
            day = self.read_day()
        except ValidationError:
            day = None
        if day is None:
            self._take(())
            return
        first, days = (monday_of(day), 7) if self.week.isChecked() else (day, 1)
        self._context.tasks.run(
            self,
            lambda: self._context.clinic.appointments.load(first, days=days),
            done=self._take,
            failed=self._failed,
            key="load",
        )

    def _take(self, loads: tuple[DayLoad, ...]) -> None:
        self._loads = loads
        self._say()

    def _say(self) -> None:
        loads = self._loads
        if not loads:
            text, role = self.tr("A date, or in how many days: 7, 2w, 1m"), "quiet"
        elif len(loads) > 1:
            booked = sum(load.booked for load in loads) + loads[0].booked_in_week
            text = self.tr("{0} to {1}: %n expected", "", booked).format(
                day_words(loads[0].day), day_words(loads[-1].day)
            )
            role = "quiet"
        else:
            text, role = self._of_day(loads[0])
        self._told.setText(text)
        if self._told.property("role") != role:
            self._told.setProperty("role", role)
            repolish(self._told)

    def _of_day(self, load: DayLoad) -> tuple[str, str]:
        weekday = self._weekdays()[load.day.weekday()]
        text = self.tr("{0} {1}: %n expected", "", load.booked).format(weekday, day_words(load.day))
        if load.booked_in_week:
            text += "  ·  " + self.tr("%n more in this week", "", load.booked_in_week)
        if load.holiday is not None:
            name = load.holiday.name(self._context.language.code)
            return f"{text}  ·  " + self.tr("Public holiday: {0}").format(name), "warn"
        if load.sunday:
            return f"{text}  ·  " + self.tr("Sunday: is the clinic open?"), "warn"
        return text, "quiet"

    def _weekdays(self) -> tuple[str, ...]:
        return (
            self.tr("Monday"),
            self.tr("Tuesday"),
            self.tr("Wednesday"),
            self.tr("Thursday"),
            self.tr("Friday"),
            self.tr("Saturday"),
            self.tr("Sunday"),
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.soon.set_label(self.tr("In"))
        names = (self.tr("3 days"), self.tr("7 days"), self.tr("14 days"), self.tr("1 month"))
        self.soon.bar.offer(
            list(zip(_SOON, names, strict=True)),
            letters={code: str(place) for place, code in enumerate(_SOON, start=1)},
        )
        self.day.set_label(self.tr("Comes back on"))
        self.day.set_placeholder(self.tr("25/12, or 7"))
        self.week.setText(self.tr("Any day of that week"))
        self.reason.set_label(self.tr("What for"))
        self.note.set_label(self.tr("Note"))
        language = self._context.language.code
        self.reason.offer({code: each.name(language) for code, each in appointment_reasons().items()})
        self._say()
