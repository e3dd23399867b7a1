"""What can be done with the patient who is marked: allergies, card, picture, household, merge, death."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Written
from emr_desktop.patients.rows import PatientRow
from ui.frame.palette import Action
from ui.qt.tasks import Failed
from ui.reception.card_printer import CardPrinter
from ui.reception.chosen_card import ChosenCard
from ui.reception.pages import ReceptionPages
from ui.reception.photo import choose_file, small_jpeg
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

PHOTO_PAUSE_MS = 250


class ChosenActions(QObject):
    """Joins the buttons of the card to what they do.

    Signals:
        correct: the ``PatientRow`` to correct.
    """

    correct = Signal(object)

    def __init__(
        self,
        *,
        context: ScreenContext,
        card: ChosenCard,
        pages: ReceptionPages,
        banner: Banner,
        failed: Failed,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context, self._card, self._pages, self._failed = context, card, pages, failed
        self._owner = parent
        self._printer = CardPrinter(context=context, banner=banner, failed=failed, parent=self)
        self._photo_pause = QTimer(self)
        self._photo_pause.setSingleShot(True)
        self._photo_pause.setInterval(PHOTO_PAUSE_MS)
        self._photo_pause.timeout.connect(self.read_photo)
        card.merge_wanted.connect(lambda: self._with_patient(pages.open_merge))
        card.allergies_wanted.connect(lambda: self._with_patient(pages.open_allergies))
        card.household_wanted.connect(lambda: self._with_patient(pages.open_household))
        card.correct_wanted.connect(lambda: self._with_patient(self.correct.emit))
        card.card_wanted.connect(lambda: self._with_patient(self._printer.print_card))
        card.expect_wanted.connect(lambda: self._with_patient(pages.expect))
        card.death_wanted.connect(lambda: self._with_patient(pages.report_death))
        card.registry_wanted.connect(lambda: self._with_patient(pages.open_registry))
        card.looked_wanted.connect(lambda: self._with_patient(self.show_who_looked))
        card.kept_wanted.connect(lambda: self._with_patient(self.show_everything_kept))
        card.photo_wanted.connect(self._choose_photo)

    def commands(self) -> tuple[Action, ...]:
        """The same for the command palette, while a patient is on the card; and the merges made."""
        roles = self._context.clinic.work.actor.roles
        merges, corrects = may(roles, "patient.merge"), may(roles, "patient.change")
        sees_trail = may(roles, "audit.patients")
        of_patient: tuple[tuple[str, Callable[[], str], object, bool], ...] = (
            ("correctPatient", lambda: self.tr("Correct the record"), self.correct.emit, corrects),
            ("household", lambda: self.tr("Household"), self._pages.open_household, True),
            ("printCard", lambda: self.tr("Print the patient's card"), self._printer.print_card, True),
            ("whoLooked", lambda: self.tr("Who looked at this patient"), self.show_who_looked, sees_trail),
            (
                "everythingKept",
                lambda: self.tr("Everything kept about this person"),
                self.show_everything_kept,
                sees_trail,
            ),
            (
                "findInRegistry",
                lambda: self.tr("Find in the national registry"),
                self._pages.open_registry,
                self._card.offers_registry,
            ),
            ("mergePatient", lambda: self.tr("Merge with another record"), self._pages.open_merge, merges),
        )
        found = [
            Action(name, text, "", lambda do=do: self._with_patient(do))  # type: ignore[misc]
            for name, text, do, offered in of_patient
            if offered and self._card.hit is not None and self._pages.is_front
        ]
        if merges:
            found.append(
                Action("merges", lambda: self.tr("Merges made, and undo"), "", self._pages.open_merges)
            )
        return tuple(found)

    def wait_for_photo(self) -> None:
        """Bring the picture a little later: nobody looks at it while letters are typed."""
        self._photo_pause.start()

    def read_photo(self) -> None:
        """Bring the picture of the patient on the card."""
        hit = self._card.hit
        if hit is None:
            return
        who = hit.patient.id

        def done(content: bytes | None) -> None:
            if self._card.hit is not None and self._card.hit.patient.id == who:
                self._card.show_photo(content)

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.photos.newest(who),
            done=done,
            failed=self._failed,
            key="photo",
        )

    def show_who_looked(self, patient: PatientRow) -> None:
        """Show what anybody did with this patient's record."""
        from ui.trail.who_looked import WhoLookedDialog

        name = f"{patient.number} {patient.full_name}"
        WhoLookedDialog(patient.id, name, context=self._context, parent=self._owner.window()).open()

    def show_everything_kept(self, patient: PatientRow) -> None:
        """Offer the whole record as a paper or a file, for who asks for it."""
        from ui.trail.everything_kept import EverythingKeptDialog

        name = f"{patient.number} {patient.full_name}"
        EverythingKeptDialog(patient.id, name, context=self._context, parent=self._owner.window()).open()

    def _with_patient(self, do: object) -> None:
        if self._card.hit is not None:
            do(self._card.hit.patient)  # type: ignore[operator]

    def _choose_photo(self) -> None:
        path = choose_file(self._owner, title=self.tr("Picture of the patient"), kinds=self.tr("Pictures"))
        if path is not None:
            self.keep_photo(path)

    def keep_photo(self, path: Path) -> None:
        """Make the picture small and keep it with the patient on the card."""
        hit = self._card.hit
        if hit is None:
            return

        def done(_written: Written[None]) -> None:
            self._context.say(self.tr("Picture kept: {0}").format(hit.patient.full_name))
            self.read_photo()

        self._context.tasks.run(
            self,
            lambda: self._context.clinic.photos.keep(hit.patient.id, small_jpeg(path)),
            done=done,
            failed=self._failed,
        )
