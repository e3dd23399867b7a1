"""A new target: what kind, address, credentials, mapping or filter; kept, then tested at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from emr_desktop import reference
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, column, row, words
from ui.widgets.scrolled import scrolled_column

_SHIPPED = Path(reference.__file__).parent / "mappings"
_KINDS = ("dhis2", "hdu", "fhir", "registry-pdqm", "registry-hdu")
_RECORDS = ("hdu", "fhir")
_ASKED = ("registry-pdqm", "registry-hdu")
_NAMES = {**{kind: kind for kind in _KINDS}, **dict.fromkeys(_ASKED, "registry")}


@dataclass(frozen=True)
class NewTarget:
    """What was typed. Exactly one of token and user name with password is given."""

    kind: str
    name: str
    url: str
    token: str | None
    username: str | None
    password: str | None
    ca_pem: str | None
    mapping: Path | None  # only of a target that takes figures
    sensitive: bool = False  # only of a target that takes records

    @property
    def takes_records(self) -> bool:
        return self.kind in _RECORDS

    @property
    def takes_forms(self) -> bool:
        return self.kind not in (*_RECORDS, *_ASKED)

    def read_mapping(self) -> dict[str, Any]:
        """The chosen mapping file.

        Raises:
            OSError, ValueError: it cannot be read, or is no JSON object.
        """
        if self.mapping is None:
            raise ValueError("no mapping was chosen")
        try:
            content = json.loads(self.mapping.read_text(encoding="utf-8"))
        except RecursionError:
            raise ValueError("brackets without end") from None
        if not isinstance(content, dict):
            raise ValueError("a mapping is a JSON object")
        return content


class TargetForm(QWidget):
    """Signals: ``saved`` with a ``NewTarget``; ``left`` when the person goes back."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("targetForm")
        self._own_mapping: Path | None = None
        self._kind_label = words(role="label", parent=self)
        self.kind = QComboBox(self)
        self.kind.setObjectName("targetKind")
        self._kind_label.setBuddy(self.kind)
        for kind in _KINDS:
            self.kind.addItem("", kind)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.fields = {
            "name": TextField("targetName", required=True, longest=40, parent=self),
            "url": TextField("targetUrl", required=True, longest=200, parent=self),
            "token": TextField("targetToken", longest=4000, secret=True, parent=self),
            "username": TextField("targetUser", longest=120, parent=self),
            "password": TextField("targetPassword", longest=400, secret=True, parent=self),
        }
        self._mapping_label = words(role="label", parent=self)
        self.mapping = QComboBox(self)
        self.mapping.setObjectName("targetMapping")
        self._mapping_label.setBuddy(self.mapping)
        self._file = Button("targetMappingFile", parent=self)
        self._file.clicked.connect(self._choose_file)
        self.sensitive = QCheckBox(self)
        self.sensitive.setObjectName("targetSensitive")
        self._sensitive_help = words(role="quiet", wrap=True, parent=self)
        self._save = Button("saveTarget", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._save.clicked.connect(self._take)
        self._back = Button("leaveTarget", parent=self)
        self._back.clicked.connect(self.left)
        card = Card(self)
        self._card = card
        body = scrolled_column(card.body)
        body.addWidget(self._kind_label)
        body.addWidget(self.kind)
        for names in (("name", "url"), ("token",), ("username", "password")):
            line = Flow(self, spacing=2 * GRID)
            for name in names:
                line.add(self.fields[name], 1, least=20 * GRID)
            body.addWidget(line)
        body.addWidget(self._mapping_label)
        choose = row()
        choose.addWidget(self.mapping, 1)
        choose.addWidget(self._file)
        body.addLayout(choose)
        body.addWidget(self.sensitive)
        body.addWidget(self._sensitive_help)
        card.body.addLayout(buttons := row())
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._save)
        page = column(self)
        page.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        FormKeys(self, back=self.left.emit)
        self._translate()
        self._show_kind()

    def start(self) -> None:
        """An empty form."""
        for field in self.fields.values():
            field.set_text("")
            field.set_error(None)
        self.kind.setCurrentIndex(0)
        self.sensitive.setChecked(False)
        self._show_kind()
        self.fields["url"].editor.setFocus()

    def point_at(self, field: str, text: str) -> bool:
        """Show what is wrong with a field; False for a field that is not here."""
        if field not in self.fields:
            return False
        self.fields[field].set_error(text)
        self.fields[field].editor.setFocus()
        return True

    def _take(self) -> None:
        chosen = self.mapping.currentData()
        self.saved.emit(
            NewTarget(
                kind=self.kind.currentData(),
                name=self.fields["name"].text(),
                url=self.fields["url"].text(),
                token=self.fields["token"].text_or_none(),
                username=self.fields["username"].text_or_none(),
                password=self.fields["password"].raw_text() or None,
                ca_pem=None,
                mapping=Path(chosen) if chosen and self._takes_forms else None,
                sensitive=self._takes_records and self.sensitive.isChecked(),
            )
        )

    @property
    def _takes_records(self) -> bool:
        return self.kind.currentData() in _RECORDS

    @property
    def _takes_forms(self) -> bool:
        return self.kind.currentData() not in (*_RECORDS, *_ASKED)

    def _show_kind(self) -> None:
        """Show what belongs to the kind of target that is chosen, and name it after that if nobody did."""
        records = self._takes_records
        for widget in (self._mapping_label, self.mapping, self._file):
            widget.setVisible(self._takes_forms)
        self.sensitive.setVisible(records)
        self._sensitive_help.setVisible(records)
        if self.fields["name"].text() in ("", *_NAMES.values()):
            self.fields["name"].set_text(_NAMES[self.kind.currentData()])
        self._translate_kind()

    def _translate_kind(self) -> None:
        examples = {
            "dhis2": "https://dhis.example.org",
            "hdu": "https://him.example.org",
            "fhir": "https://shr.example.org/fhir",
            "registry-pdqm": "https://cr.example.org/fhir",
            "registry-hdu": "https://him.example.org",
        }
        told = {
            "dhis2": self.tr("From DHIS2: profile, personal access tokens. Kept encrypted."),
            "hdu": self.tr("From those who run the exchange. Kept encrypted."),
            "fhir": self.tr("From those who run the server. Kept encrypted."),
            "registry-pdqm": self.tr("From those who run the server. Kept encrypted."),
            "registry-hdu": self.tr("From those who run the exchange. Kept encrypted."),
        }
        kind = self.kind.currentData()
        self.fields["url"].set_placeholder(examples[kind])
        self.fields["token"].set_help(told[kind])

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Mapping file"), "", "JSON (*.json)")
        if chosen:
            self._own_mapping = Path(chosen)
            self._fill()
            self.mapping.setCurrentIndex(self.mapping.count() - 1)

    def _fill(self) -> None:
        at = max(self.mapping.currentIndex(), 0)
        self.mapping.clear()
        # The monthly OPD form first: it is what a new target is set up for.
        shipped = sorted(
            _SHIPPED.glob("dhis2_*.json"), key=lambda path: ("_opd_" not in path.stem, path.stem)
        )
        for path in shipped:
            name = path.stem.removeprefix("dhis2_").replace("_", " ").upper()
            self.mapping.addItem(self.tr("{0}, as published (not confirmed)").format(name), str(path))
        if self._own_mapping is not None:
            self.mapping.addItem(str(self._own_mapping), str(self._own_mapping))
        self.mapping.setCurrentIndex(min(at, self.mapping.count() - 1))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._card.set_heading(self.tr("New system"))
        self._kind_label.setText(self.tr("What kind of system"))
        self.kind.setAccessibleName(self._kind_label.text())
        names = (
            self.tr("DHIS2: figures of monthly forms"),
            self.tr("HDU, through the national exchange: patients' visits"),
            self.tr("FHIR R4 server: patients' visits"),
            self.tr("National client registry (IHE PDQm): only asked"),
            self.tr("National client registry of the HDU: only asked"),
        )
        for place, name in enumerate(names):
            self.kind.setItemText(place, name)
        self.sensitive.setText(self.tr("HIV, violence and mental health may go there too"))
        self._sensitive_help.setText(
            self.tr("Left unticked, these are taken out of every visit before it is sent.")
        )
        self.fields["name"].set_label(self.tr("Name here"))
        self.fields["url"].set_label(self.tr("Address"))
        self.fields["token"].set_label(self.tr("Access token"))
        self.fields["username"].set_label(self.tr("or user name"))
        self.fields["password"].set_label(self.tr("and password"))
        self._mapping_label.setText(self.tr("Which cell goes where"))
        self.mapping.setAccessibleName(self._mapping_label.text())
        self._file.set_text(self.tr("Another file …"))
        self._save.set_text(self.tr("Save and test"))
        self._back.set_text(self.tr("Back"))
        self._fill()
        self._translate_kind()
