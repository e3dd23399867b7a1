"""The pages of the set-up, each with its fields and its words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from emr_desktop.answer_file.rows import Answers
from emr_desktop.languages import languages
from ui.qt.language import Language
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import Field, TextField
from ui.widgets.form_keys import FormKeys
from ui.widgets.front_page import FrontPage
from ui.widgets.key_paper import KeyPaper
from ui.widgets.place_levels import LEVELS, PlaceLevels


class LanguagePage(FrontPage):
    """Both languages stand here at once: nobody has chosen yet.

    Signals:
        chosen: a language was taken.
        restore: a backup is to be restored.
        practise: somebody wants to try the program on made-up patients first.
    """

    chosen = Signal()
    restore = Signal()
    practise = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.set_title("Chagua lugha  ·  Choose the language")
        self._first: QWidget = self
        for code, name in ((one.code, one.name) for one in languages().values()):
            button = Button(
                f"choose{code.title()}", kind="primary" if code == "sw" else "secondary", parent=self
            )
            button.set_text(name)
            button.clicked.connect(lambda _checked=False, code=code: self._choose(code))
            self.body.addWidget(button)
            self._first = self._first if code != "sw" else button
        back = Button("restoreBackup", kind="quiet", parent=self)
        back.set_text("Rejesha nakala rudufu  ·  Restore a backup")
        back.clicked.connect(self.restore)
        trial = Button("practise", kind="quiet", parent=self)
        trial.set_text("Fanya mazoezi kwanza  ·  Practise first")
        trial.clicked.connect(self.practise)
        self.body.addWidget(trial)
        self.foot.addStretch(1)
        self.foot.addWidget(back)
        self.foot.addStretch(1)
        FormKeys(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first.setFocus()  # Enter takes Kiswahili, one arrow further stands English

    def _choose(self, code: str) -> None:
        self._language.use(code)
        self.chosen.emit()


class StepPage(FrontPage):
    """A page with Back and Next. Signals: ``went_on``, ``stepped_back``."""

    went_on = Signal()
    stepped_back = Signal()

    def __init__(self, *, language: Language, width: int = 560, parent: QWidget | None = None) -> None:
        super().__init__(language=language, width=width, parent=parent)
        self._back = Button("back", kind="quiet", parent=self)
        self._next = Button("next", kind="primary", parent=self)
        self.foot.addWidget(self._back)
        self.foot.addStretch(1)
        self.foot.addWidget(self._next)
        self._back.clicked.connect(self.stepped_back)
        self._next.clicked.connect(self._go)
        FormKeys(self, save=self._go, back=self._step_back)

    def fields(self) -> dict[str, Field]:
        """Fields by the name that an error carries."""
        return {}

    def show_error(self, field: str, text: str) -> bool:
        """Say what is wrong under the field and go there; False when it is not on this page."""
        found = self.fields().get(field)
        if found is None:
            return False
        found.set_error(text)
        found.editor.setFocus()
        return True

    def clear_errors(self) -> None:
        self.banner.clear()
        for field in self.fields().values():
            field.set_error(None)

    def _go(self) -> None:
        if self._next.isEnabled():
            self.clear_errors()
            self.went_on.emit()

    def _step_back(self) -> None:
        if self._back.isVisible() and self._back.isEnabled():
            self.stepped_back.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._back.set_text(self.tr("Back"))
        self._next.set_text(self.tr("Next"))


class FacilityPage(StepPage):
    """What the facility is."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.code = TextField("facilityCode", required=True, longest=9, parent=self)
        self.name = TextField("facilityName", required=True, longest=100, parent=self)
        self.type = ChoiceField("facilityType", parent=self)
        self.places = PlaceLevels(parent=self)
        self.ward, self.council, self.region = (self.places.fields[name] for name in LEVELS)
        self.phone = TextField("phone", longest=20, parent=self)
        self.training = QCheckBox(self)
        self.training.setObjectName("training")
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.addWidget(self.code, 0, 0)
        grid.addWidget(self.type, 0, 1)
        grid.addWidget(self.name, 1, 0, 1, 2)
        grid.addWidget(self.ward, 2, 0)
        grid.addWidget(self.council, 2, 1)
        grid.addWidget(self.region, 3, 0)
        grid.addWidget(self.phone, 3, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self.training)
        for before, after in (
            (self.code, self.type),
            (self.type, self.name),
            (self.name, self.ward),
            (self.ward, self.council),
            (self.council, self.region),
            (self.region, self.phone),
        ):
            QWidget.setTabOrder(before.editor, after.editor)
        self._translate()
        self.type.bar.choose("dispensary")

    def fields(self) -> dict[str, Field]:
        return {
            "code": self.code,
            "name": self.name,
            "type": self.type,
            "ward": self.ward,
            "council": self.council,
            "region": self.region,
            "phone": self.phone,
        }

    def _translate(self) -> None:
        super()._translate()
        self.set_title(self.tr("Which facility is this?"), self.tr("The code stands on every report."))
        self.code.set_label(self.tr("&HFR code"))
        self.code.set_placeholder("101168-3")
        self.name.set_label(self.tr("&Name of the facility"))
        self.type.set_label(self.tr("Type"))
        self.type.bar.offer(
            (("dispensary", self.tr("Dispensary")), ("health_centre", self.tr("Health centre")))
        )
        self.region.set_label(self.tr("&Region"))
        self.council.set_label(self.tr("&Council"))
        self.ward.set_label(self.tr("&Ward"))
        self.ward.set_help(self.tr("Two letters, then take it from the list: council and region follow."))
        self.phone.set_label(self.tr("Phone of the facility"))
        self.training.setText(self.tr("For training only: made-up patients, nothing is ever sent"))


class PersonPage(StepPage):
    """The first user, who is in charge."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.full_name = TextField("fullName", required=True, longest=100, parent=self)
        self.username = TextField("username", required=True, longest=32, parent=self)
        self.password = TextField("password", required=True, secret=True, longest=256, parent=self)
        self.again = TextField("passwordAgain", required=True, secret=True, longest=256, parent=self)
        for field in self.fields().values():
            self.body.addWidget(field)
        self._suggested = ""
        self._answers: Answers | None = None
        self.full_name.edited.connect(self._suggest)
        self._translate()

    def fields(self) -> dict[str, Field]:
        return {
            "full_name": self.full_name,
            "username": self.username,
            "password": self.password,
            "password_again": self.again,
        }

    def show_person(self, answers: Answers | None) -> None:
        """With answers of IT staff the names stand there already, and only the password is typed."""
        self._answers = answers
        for field in (self.full_name, self.username):
            field.setEnabled(answers is None)
        if answers is not None:
            self.full_name.set_text(answers.in_charge.full_name)
            self.username.set_text(answers.in_charge.username)
        self._translate()

    def _suggest(self) -> None:
        """The first name is the user name until somebody types another."""
        if self.username.text() != self._suggested:
            return
        words = self.full_name.text().casefold().split()
        first = "".join(letter for letter in words[0] if "a" <= letter <= "z") if words else ""
        self._suggested = first
        self.username.set_text(first)

    def _go(self) -> None:
        if self.password.raw_text() != self.again.raw_text():
            self.again.set_error(self.tr("The two passwords differ. Type the same one twice."))
            self.again.editor.setFocus()
            return
        super()._go()

    def _translate(self) -> None:
        super()._translate()
        if self._answers is None:
            self.set_title(
                self.tr("Who is in charge?"),
                self.tr("This person opens the record first and adds the others."),
            )
        else:
            details = self._answers.details
            self.set_title(
                f"{details.name} {details.code}",
                self.tr("IT staff prepared this facility. Choose a password; nobody else ever sees it."),
            )
        self.full_name.set_label(self.tr("&Full name"))
        self.username.set_label(self.tr("&User name"))
        self.password.set_label(self.tr("&Password"))
        self.password.set_help(self.tr("At least 10 characters; three or four words are easy to remember."))
        self.again.set_label(self.tr("Password again"))
        self._next.set_text(self.tr("Make the record"))


class KeyPage(StepPage):
    """The recovery key, once."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self.paper = KeyPaper(self)
        self.body.addWidget(self.paper)
        self._back.hide()
        self._translate()

    def _go(self) -> None:
        if self.paper.is_confirmed():
            super()._go()

    def _translate(self) -> None:
        super()._translate()
        self.set_title(self.tr("The recovery key"))
        self._next.set_text(self.tr("It is on paper: begin work"))
