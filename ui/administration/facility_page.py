"""What the facility says about itself; it stands on every form and prescription."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.changes import Written
from emr_desktop.languages import languages
from ui.administration.stations_box import StationsBox
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import TextField
from ui.widgets.fixed import show_fixed
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, row, words
from ui.widgets.place_levels import LEVELS, PlaceLevels
from ui.widgets.scrolled import scrolled_column

_COVER_AFTER = "session.lock_minutes"


class FacilityPage(QWidget):
    """The code stays as it is: patient numbers are made from it."""

    def __init__(self, *, context: ScreenContext, may_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facilityPage")
        self._context = context
        self._facility = context.clinic.facility
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._code = words(role="quiet", parent=self)
        self._places = PlaceLevels(names={level: f"facility{level.title()}" for level in LEVELS}, parent=self)
        self.fields: dict[str, TextField] = {
            "name": TextField("facilityName", required=True, parent=self),
            **self._places.fields,
            "phone": TextField("facilityPhone", parent=self),
        }
        self.kind = ChoiceField("facilityType", parent=self)
        self.language = ChoiceField("facilityLanguage", parent=self)
        self.cover_after = ChoiceField("coverAfter", parent=self)
        self.stations = StationsBox(language=context.language, parent=self)
        self.stations.setEnabled(may_change)
        self._save = Button("saveFacility", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._save.setVisible(may_change)
        self._save.clicked.connect(self._write)
        self._card = Card(self)
        body = self._card.body
        inside = scrolled_column(body)
        inside.addWidget(self._code)
        for names in (("name",), ("ward", "council"), ("region", "phone")):
            line = Flow(self, spacing=2 * GRID)
            for name in names:
                line.add(self.fields[name], 1, least=20 * GRID)
            inside.addWidget(line)
        line = Flow(self, spacing=2 * GRID)
        for choice in (self.kind, self.language, self.cover_after):
            line.add(choice)
        inside.addWidget(line)
        inside.addWidget(self.stations)
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self._save)
        body.addLayout(buttons)
        page = column(self)
        page.addWidget(self.banner)
        page.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)
        page.addStretch(1)
        FormKeys(self._card)
        self._row: FacilityRow | None = None
        self._minutes = ""
        self._translate()

    def read(self) -> None:
        """Read the facility again."""
        self._context.tasks.run(
            self, self._facility.read, done=self._show, failed=self._failed, key="facility"
        )
        self._context.tasks.run(
            self,
            self._facility.settings,
            done=self._show_settings,
            failed=self._failed,
            key="stations",
        )

    def _show(self, facility: FacilityRow) -> None:
        self._row = facility
        for name, field in self.fields.items():
            field.set_text(getattr(facility, name))
            field.set_error(None)
        self.kind.bar.choose(facility.type)
        self.language.bar.choose(facility.language)
        self._translate()

    def _show_settings(self, settings: dict[str, Any]) -> None:
        self.stations.show_settings(settings)
        self._minutes = str(settings[_COVER_AFTER])
        self._offer_minutes()
        self.cover_after.bar.choose(self._minutes)

    def _point_at(self, field: str, text: str) -> bool:
        if field not in self.fields:
            return False
        self.fields[field].set_error(text)
        self.fields[field].editor.setFocus()
        return True

    def _write(self) -> None:
        values: dict[str, str | None] = {name: field.text_or_none() for name, field in self.fields.items()}
        values |= {"type": self.kind.bar.code, "language": self.language.bar.code}

        def done(written: Written[FacilityRow]) -> None:
            self._show(written.value)
            self._context.say(self.tr("Saved."))

        clinic, settings = self._context.clinic, dict[str, bool | int](self.stations.chosen())
        if self.cover_after.bar.code is not None and _COVER_AFTER not in self._facility.fixed():
            settings[_COVER_AFTER] = int(self.cover_after.bar.code)

        def write() -> Written[FacilityRow]:
            written = self._facility.change(**values)
            StationsBox.write(clinic, settings)
            return written

        self._context.tasks.run(self, write, done=done, failed=self._failed)

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._card.set_heading(self.tr("The facility"))
        if self._row is not None:
            self._code.setText(self.tr("HFR code {0}; it cannot change").format(self._row.code))
        labels = {
            "name": self.tr("Name"),
            "region": self.tr("Region"),
            "council": self.tr("Council"),
            "ward": self.tr("Ward"),
            "phone": self.tr("Phone"),
        }
        for name, text in labels.items():
            self.fields[name].set_label(text)
        self.kind.set_label(self.tr("Kind"))
        self.kind.bar.offer(
            (("dispensary", self.tr("Dispensary")), ("health_centre", self.tr("Health centre")))
        )
        self.language.set_label(self.tr("Language of the facility"))
        self.language.bar.offer([(one.code, one.name) for one in languages().values()])
        self.cover_after.set_label(self.tr("Cover the screen after (minutes)"))
        self._offer_minutes()
        self._save.set_text(self.tr("Save"))

    def _offer_minutes(self) -> None:
        """Three to five, and what the administrator of the PC fixed."""
        fixed = _COVER_AFTER in self._facility.fixed()
        offered = {"3", "4", "5"} | ({self._minutes} if fixed and self._minutes else set())
        self.cover_after.bar.offer(tuple((each, each) for each in sorted(offered, key=int)))
        show_fixed(self.cover_after, fixed)
