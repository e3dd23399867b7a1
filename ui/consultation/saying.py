"""What the consultation says in the banner over its page, in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DraftRow, VisitRow
from ui.messages import sentence, sentence_for
from ui.qt.language import Language
from ui.surveillance.telling import condition_name
from ui.widgets.banner import Banner
from ui.widgets.standing_message import StandingMessage


class Saying(QObject):
    """One message stands at a time; ``clear()`` takes it away."""

    def __init__(self, *, banner: Banner, language: Language, parent: QObject) -> None:
        super().__init__(parent)
        self._banner, self._language = banner, language
        self._message = StandingMessage(banner)

    def clear(self) -> None:
        self._message.clear()

    def say(self, text: str) -> None:
        """Say what went wrong."""
        self._message.say_once(text)

    def say_restored(self, draft: DraftRow, *, start_again: Callable[[], object]) -> None:
        """The page goes on from a draft."""

        def say() -> None:
            self._banner.show_message(
                self.tr("This visit was begun on {0} and not saved. It goes on where it stopped.").format(
                    f"{local(draft.updated_at):%d/%m/%Y %H:%M}"
                ),
                kind="info",
                action=self.tr("Start again"),
                then=start_again,
            )

        self._message.say(say)

    def say_taken(self, error: EmrError, *, take_back: Callable[[], object]) -> None:
        """Somebody else has the patient."""

        def say() -> None:
            self._banner.show_message(
                sentence_for(error, self._language.code),
                kind="warn",
                action=self.tr("Take the patient back"),
                then=take_back,
            )

        self._message.say(say)

    def say_unreadable(self) -> None:
        """A draft waited that this program cannot read."""
        unreadable = sentence("consultation.draft_unreadable", {}, self._language.code)
        self._message.say_once(unreadable, kind="warn")

    def say_saved(
        self,
        visit: VisitRow,
        *,
        print_it: Callable[[], object],
        papers: Callable[[], object],
        letter: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """The visit is saved; its letter can be printed, else its prescription, else its other papers."""
        printable = bool(visit.form.prescriptions)

        def say() -> None:
            action, then = self.tr("Papers (Ctrl+Shift+P)"), papers
            if letter is not None:
                action, then = letter
            elif printable:
                action, then = self.tr("Print prescription (Ctrl+P)"), print_it
            self._banner.show_message(
                self.tr("The visit of {0} is saved.").format(visit.patient.full_name),
                kind="good",
                action=action,
                then=then,
            )

        self._message.say(say)

    def say_not_notified(self, conditions: Sequence[str], *, open_it: Callable[[], object]) -> None:
        """The visit is saved, and something in it has to be notified."""

        def say() -> None:
            names = ", ".join(condition_name(each, language=self._language.code) for each in conditions)
            self._banner.show_message(
                self.tr("The visit is saved. Not notified yet: {0}").format(names),
                kind="warn",
                action=self.tr("Open the visit"),
                then=open_it,
            )

        self._message.say(say)

    def say_dead(self, patient: PatientRow, *, look: Callable[[], object]) -> None:
        """Question a visit that was opened for a patient who is on record as dead; else say nothing."""
        died_on = patient.died_on
        if died_on is None:
            return

        def say() -> None:
            self._banner.show_message(
                self.tr("{0} is recorded as dead since {1}. Is this the right patient?").format(
                    patient.full_name, f"{died_on:%d/%m/%Y}"
                ),
                kind="danger",
                action=self.tr("Look at the death"),
                then=look,
            )

        self._message.say(say)

    def say_merged(self, error: EmrError, *, go_on: Callable[[], object]) -> None:
        """The patient became part of another record; one key goes on with that one."""

        def say() -> None:
            self._banner.show_message(
                sentence_for(error, self._language.code),
                kind="warn",
                action=self.tr("Go on with {0}  (Enter)").format(error.params["survivor_number"]),
                then=go_on,
            )
            self._banner.focus_action()

        self._message.say(say)

    def say_save_first(self) -> None:
        """Nothing is printed from a page that may still change."""
        self._message.say(
            lambda: self._banner.show_message(self.tr("Save the visit first, then print it."), kind="info")
        )
