"""Papers that go with a saved visit: letters, laboratory papers, the patient's card, the day of return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.access.permissions import may
from emr_desktop.appointments.rows import AppointmentRow
from emr_desktop.clinic import Clinic
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.papers.service import LETTER_SIZES
from emr_desktop.printing.patient_card import patient_card_pdf
from emr_desktop.visits.rows import VisitRow
from ui.papers.documents import answer_document, laboratory_document, referral_document, slip_document
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import column

_EXPECTED = frozenset({"waiting", "today", "overdue"})


@dataclass(frozen=True)
class Beside:
    """What else is kept of a visit and can be printed by who is in."""

    size: str  # of letters
    orders: tuple[OrderRow, ...] = ()  # that the reader may see
    returns: tuple[AppointmentRow, ...] = ()  # made in this visit, to come

    @property
    def is_sensitive(self) -> bool:
        return any(order.sensitive for order in self.orders)

    def to_print(self, *, sensitive: bool) -> tuple[OrderRow, ...]:
        """The orders for a paper; those that are marked only where that was chosen."""
        return tuple(order for order in self.orders if sensitive or not order.sensitive)


def read_beside(clinic: Clinic, visit: VisitRow) -> Beside:
    """Look up what goes with a visit, as far as the roles of who is in reach. Of a voided visit: nothing."""
    roles, size = clinic.work.actor.roles, clinic.papers.letter_size()
    if visit.voided_at is not None:
        return Beside(size)
    orders: tuple[OrderRow, ...] = ()
    returns: tuple[AppointmentRow, ...] = ()
    if may(roles, "laboratory.view"):
        found = clinic.laboratory.of_visit(visit.form.id)
        orders = tuple(order for order in found if not order.hidden and not order.is_void)
    if may(roles, "appointment.view"):
        known = clinic.appointments.of_patient(visit.patient.id)
        returns = tuple(each for each in known if each.visit_id == visit.form.id and each.state in _EXPECTED)
    return Beside(size, orders, returns)


class OtherPapers(QWidget):
    """``show_visit(visit)``, then ``show_beside(read_beside(...))``; each button prints one paper."""

    def __init__(
        self, *, context: ScreenContext, printer: PaperPrinter, failed: Failed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("otherPapers")
        self._context, self._printer, self._failed = context, printer, failed
        self._visit: VisitRow | None = None
        self._beside = Beside(LETTER_SIZES[0])
        self._sensitive = False
        self.letters = {size: Button(f"referral{size}", parent=self) for size in LETTER_SIZES}
        self.answers = {size: Button(f"referralAnswer{size}", parent=self) for size in LETTER_SIZES}
        self.request = Button("labRequest", parent=self)
        self.result = Button("labResult", parent=self)
        self.slip = Button("returnSlip", parent=self)
        self.card = Button("patientCard", parent=self)
        page = column(self, spacing=GRID)
        for size in LETTER_SIZES:
            self.letters[size].clicked.connect(lambda _on=False, size=size: self.print_letter(size))
            self.answers[size].clicked.connect(lambda _on=False, size=size: self.print_answer(size))
        self.request.clicked.connect(lambda: self._print_orders("laboratory-request"))
        self.result.clicked.connect(lambda: self._print_orders("laboratory-result"))
        self.slip.clicked.connect(self.print_slip)
        self.card.clicked.connect(self.print_card)
        for button in (
            *self.letters.values(),
            *self.answers.values(),
            self.request,
            self.result,
            self.slip,
            self.card,
        ):
            page.addWidget(button)
        self._translate()

    def show_visit(self, visit: VisitRow) -> None:
        """Offer what the visit itself tells; the rest follows by ``show_beside``."""
        self._visit, self._beside, self._sensitive = visit, Beside(self._beside.size), False
        self._translate()

    def show_beside(self, beside: Beside) -> None:
        """Offer what else is kept of the visit."""
        self._beside = beside
        self._translate()

    def with_sensitive(self, chosen: bool) -> None:
        """Whether laboratory papers name what is marked sensitive."""
        self._sensitive = chosen
        self._translate()

    # printing ------------------------------------------------------------------------------------------

    def print_letter(self, size: str) -> None:
        """Print the referral letter; letters go on this paper from now on."""
        visit, clinic, language = self._visit, self._context.clinic, self._context.language.code
        if visit is None:
            return

        def read() -> Document:
            referral = clinic.referrals.get(visit.form.id)
            clinic.papers.use_letter_size(size)
            return referral_document(visit, referral, clinic, language=language, wanted=size)

        self._run(read, size=size)

    def print_answer(self, size: str) -> None:
        """Print the answer to whoever sent the patient; letters go on this paper from now on."""
        visit, clinic, language = self._visit, self._context.clinic, self._context.language.code
        if visit is None:
            return

        def read() -> Document:
            clinic.papers.use_letter_size(size)
            return answer_document(visit, clinic, language=language, wanted=size)

        self._run(read, size=size)

    def _print_orders(self, kind: str) -> None:
        clinic, language = self._context.clinic, self._context.language.code
        chosen = tuple(order.id for order in self._beside.to_print(sensitive=self._sensitive))

        def read() -> Document:
            orders = clinic.laboratory.for_paper(chosen)
            return laboratory_document(kind, orders, clinic, language=language)

        self._run(read)

    def print_slip(self) -> None:
        """Print when to come back, as it stands in the appointments now."""
        clinic, language = self._context.clinic, self._context.language.code
        returns = self._beside.returns
        if returns:
            self._run(lambda: slip_document(returns[0], clinic, language=language))

    def print_card(self) -> None:
        """Print the patient's card with the picture, if there is one."""
        visit, clinic = self._visit, self._context.clinic
        if visit is None:
            return
        facility, language = clinic.work.facility, self._context.language.code

        def read() -> Document:
            photo = clinic.photos.for_card(visit.patient.id)
            return Document(
                "card",
                name="card",
                make=lambda _paper, _copy: patient_card_pdf(
                    visit.patient, facility, language=language, photo=photo
                ),
            )

        self._run(read)

    def _run(self, read: Callable[[], Document], *, size: str | None = None) -> None:
        def done(document: Document) -> None:
            if size is not None:
                self.show_beside(Beside(size, self._beside.orders, self._beside.returns))
            self._printer.print_document(document)

        self._context.tasks.run(self, read, done=done, failed=self._failed, stoppable=True)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        visit, roles = self._visit, self._context.clinic.work.actor.roles
        stands = visit is not None and visit.voided_at is None
        letters = stands and may(roles, "referral.print")
        referred = letters and visit is not None and visit.form.outcome == "referred"
        sent_here = letters and visit is not None and visit.form.referred_in is not None
        words = {
            "A5": (self.tr("Referral &letter, A5"), self.tr("A&nswer to the sender, A5")),
            "A4": (self.tr("Referral letter, A&4"), self.tr("Answer to th&e sender, A4")),
        }
        usual = self.tr("usual here")
        for size, texts in words.items():
            buttons = (self.letters[size], self.answers[size])
            for button, text, fits in zip(buttons, texts, (referred, sent_here), strict=True):
                button.set_text(f"{text} ({usual})" if size == self._beside.size else text)
                button.setVisible(fits)
        orders = self._beside.to_print(sensitive=self._sensitive)
        self.request.set_text(self.tr("Laboratory re&quest, A5"))
        self.request.setVisible(bool(orders))
        self.result.set_text(self.tr("Laboratory re&sult, A5"))
        self.result.setVisible(any(order.released is not None for order in orders))
        self.slip.set_text(self.tr("Return sl&ip, A6"))
        self.slip.setVisible(bool(self._beside.returns))
        self.card.set_text(self.tr("Patient &card, A6"))
        self.card.setVisible(visit is not None and may(roles, "patient.view"))
