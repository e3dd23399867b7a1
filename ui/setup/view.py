"""The set-up until there is a record: language, facility, first user, recovery key; then ``first_steps``."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from emr_desktop.answer_file.rows import Answers, AnswersFaulty
from emr_desktop.errors import EmrError, ValidationError
from ui.answers_words import fault_text
from ui.gate import Gate
from ui.messages import sentence, sentence_for
from ui.practising import Practising
from ui.qt.language import Language
from ui.qt.messages import Place, message_for
from ui.qt.tasks import Tasks
from ui.setup import typed_so_far
from ui.setup.pages import FacilityPage, KeyPage, LanguagePage, PersonPage, StepPage
from ui.widgets.field import TextField


class SetupView(QStackedWidget):
    """Signals: ``unlocked`` with the ``WorkSession``; ``restore``; ``trouble`` for a page of its own."""

    given_file = "restores"  # a backup from outside: see ui.given_file
    unlocked = Signal(object)
    restore = Signal()
    trouble = Signal(object)

    def __init__(
        self, *, gate: Gate, tasks: Tasks, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("setup")
        self._answers: Answers | None = None
        self._gate, self._tasks, self._language = gate, tasks, language
        self.language_page = LanguagePage(language=language, parent=self)
        self.facility_page = FacilityPage(language=language, parent=self)
        self.person_page = PersonPage(language=language, parent=self)
        self.key_page = KeyPage(language=language, parent=self)
        self.key_page.paper.offer_print(
            tasks=tasks,
            language=language,
            facility=lambda: (
                f"{self.facility_page.code.text()} {self.facility_page.name.text()}",
                self.facility_page.training.isChecked(),
            ),
        )
        for page in (self.language_page, self.facility_page, self.person_page, self.key_page):
            self.addWidget(page)
        self.language_page.restore.connect(self.restore)
        practising = Practising(folder=gate.folder, tasks=tasks, language=language, parent=self)
        practising.said.connect(lambda text: self.language_page.banner.show_message(text, kind="info"))
        practising.busy_changed.connect(self.language_page.show_busy)
        self.language_page.practise.connect(practising.begin)
        self.language_page.chosen.connect(self._look_for_answers)
        self.facility_page.stepped_back.connect(lambda: self.setCurrentWidget(self.language_page))
        self.facility_page.went_on.connect(self._check_facility)
        self.facility_page.code.edit.editingFinished.connect(self._check_code)
        self.person_page.stepped_back.connect(self._leave_person)
        self.person_page.went_on.connect(self._create)
        self.key_page.went_on.connect(self._begin)
        self._go_on_where_it_was()
        for edit in self._typed().values():
            edit.editingFinished.connect(self._keep)

    def _typed(self) -> dict[str, QLineEdit]:
        """What is kept while there is no record; no password."""
        place, person = self.facility_page, self.person_page
        fields = {**place.fields(), "full_name": person.full_name, "username": person.username}
        return {name: field.edit for name, field in fields.items() if isinstance(field, TextField)}

    def _go_on_where_it_was(self) -> None:
        found = typed_so_far.kept(self._gate.folder)
        if found is None:
            return
        page, code, typed = found
        self._language.use(code)
        for name, edit in self._typed().items():
            edit.setText(typed.get(name, ""))
        self.facility_page.type.bar.choose(typed.get("type", "dispensary"))
        self.facility_page.training.setChecked(typed.get("training") == "yes")
        self.setCurrentWidget(self.person_page if page == "person" else self.facility_page)

    def _keep(self) -> None:
        """The power may go at any time: keep what was typed."""
        page = self.currentWidget()
        if page not in (self.facility_page, self.person_page):
            return
        typed_so_far.keep(
            self._gate.folder,
            page="person" if page is self.person_page else "facility",
            language=self._language.code,
            typed={
                **{name: edit.text() for name, edit in self._typed().items()},
                "type": self.facility_page.type.code or "",
                "training": "yes" if self.facility_page.training.isChecked() else "",
            },
        )

    def _turn_to(self, page: StepPage) -> None:
        self.setCurrentWidget(page)
        self._keep()
        first = next(iter(page.fields().values()), None)
        if first is not None:
            first.editor.setFocus()

    # answers of IT staff -------------------------------------------------------------------------------

    def _look_for_answers(self) -> None:
        """With answers laid down for this PC only the password is left to type."""
        self._turn_to(self.facility_page)
        self._tasks.run(
            self, self._gate.answers, done=self._found_answers, failed=self._faulty_answers, key="answers"
        )

    def _found_answers(self, answers: Answers | None) -> None:
        if answers is not None and self.currentWidget() is not self.facility_page:
            return  # somebody went back meanwhile
        self._answers = answers
        self.person_page.show_person(answers)
        if answers is None:
            return
        place, details = self.facility_page, answers.details
        place.code.set_text(details.code)  # what the paper of the recovery key names
        place.name.set_text(details.name)
        place.training.setChecked(details.training)
        self._turn_to(self.person_page)
        self.person_page.password.editor.setFocus()

    def _faulty_answers(self, error: BaseException) -> None:
        self._answers = None
        self.facility_page.banner.show_message(
            self.tr("The answers that IT staff laid down cannot be used: {0}").format(self._why(error))
        )

    def _why(self, error: BaseException) -> str:
        if isinstance(error, AnswersFaulty):
            return fault_text(error.faults[0], self._language.code)
        return message_for(error, self._language.code).text

    def _leave_person(self) -> None:
        if self._answers is not None:
            self.setCurrentWidget(self.language_page)
        else:
            self._turn_to(self.facility_page)

    # the facility --------------------------------------------------------------------------------------

    def _check_code(self) -> bool:
        """Say at once whether the check digit fits."""
        page = self.facility_page
        if not page.code.text():
            return False
        try:
            page.code.set_text(self._gate.check_code(page.code.text()))
        except ValidationError as error:
            page.code.set_error(sentence_for(error, self._language.code))
            return False
        page.code.set_error(None)
        return True

    def _check_facility(self) -> None:
        page = self.facility_page
        if not self._check_code():
            if not page.code.text():
                page.code.set_error(self.tr("Type the code of the facility."))
            page.code.editor.setFocus()
        elif not page.name.text():
            page.show_error("name", self.tr("Type the name of the facility."))
        else:
            self._turn_to(self.person_page)

    # making it -----------------------------------------------------------------------------------------

    def _create(self) -> None:
        from emr_desktop.facility.rows import FacilityDetails, FirstUser

        place, person = self.facility_page, self.person_page
        details = FacilityDetails(
            code=place.code.text(),
            name=place.name.text(),
            type=place.type.code or "dispensary",
            region=place.region.text_or_none(),
            council=place.council.text_or_none(),
            ward=place.ward.text_or_none(),
            phone=place.phone.text_or_none(),
            language=self._language.code,
            training=place.training.isChecked(),
        )
        first_user = FirstUser(
            username=person.username.text(),
            full_name=person.full_name.text(),
            password=person.password.raw_text(),
        )
        answers = self._answers
        person.show_busy(True)

        def make() -> str:
            if answers is not None:
                return self._gate.create_answered(answers, password=first_user.password)
            return self._gate.create(details=details, first_user=first_user)

        self._tasks.run(
            self,
            make,
            done=self._created,
            failed=self._not_created,
        )

    def _created(self, recovery_key: str) -> None:
        self.person_page.show_busy(False)
        typed_so_far.forget(self._gate.folder)
        self.key_page.paper.show_key(recovery_key)
        self.setCurrentWidget(self.key_page)
        self.key_page.paper.answers[0].editor.setFocus()

    def _not_created(self, error: BaseException) -> None:
        self.person_page.show_busy(False)
        if isinstance(error, AnswersFaulty):
            fault = error.faults[0]
            if fault.code.startswith("password."):
                said = sentence(fault.code, fault.params, self._language.code)
                self.person_page.show_error("password", said)
            else:
                self.person_page.banner.show_message(self._why(error))
            return
        message = message_for(error, self._language.code)
        if message.field is not None:
            for page in (self.person_page, self.facility_page):
                if message.field in page.fields():
                    self.setCurrentWidget(page)
                    page.show_error(message.field, message.text)
                    return
        if message.place is Place.CRASH or (
            isinstance(error, EmrError) and error.code == "facility.already_there"
        ):
            self.trouble.emit(error)
        else:  # nothing was left behind: correct what is wrong and press again
            self.person_page.banner.show_message(message.text)

    def _begin(self) -> None:
        username, password = self.person_page.username.text(), self.person_page.password.raw_text()
        self.key_page.show_busy(True)

        def failed(error: BaseException) -> None:
            self.key_page.show_busy(False)
            self.trouble.emit(error)

        self._tasks.run(
            self, lambda: self._gate.begin_work(username, password), done=self.unlocked.emit, failed=failed
        )
