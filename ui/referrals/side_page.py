"""The referral as a side page of the visit: the letter to another facility, and who sent the patient here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from emr_desktop.patients.folding import plain
from emr_desktop.reference.care import care_words
from emr_desktop.reference.catalogue import answer_name
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.referrals.earlier import EarlierReferral
from ui.referrals.prefilling import prefilled
from ui.theme import GRID
from ui.widgets.beside import Beside
from ui.widgets.bound_fields import BoundFields
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, words
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField
from ui.widgets.words_field import ComboField, WordsField

KEYS = "Alt+8"
_SIDE_WIDTH = 352


class ReferralPage(SidePage):
    """What is typed under "referred to" makes the outcome of the visit "referred"."""

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("referralPage")
        self._tools = tools
        self._consultation: Consultation | None = None
        self._places: tuple[str, ...] = ()
        self._header = PageHeader(self)
        self._leave = Button("referralBack", shortcut=None, parent=self)
        self._leave.clicked.connect(self.back)
        self._header.add_action(self._leave)
        self.out = BoundFields(self)
        self.sent = BoundFields(self)
        self._make_fields()
        self._lay_out()
        stops = (
            self.facility, self.unit, self.urgency, self.transport, self.reason, self.summary, self.treatment,
            self.escort, self.informed, self.kind, self.sent_by, self.sent_reason, self.letter_number,
        )  # fmt: skip
        for before, after in pairwise((*(field.editor for field in stops), self._leave)):
            QWidget.setTabOrder(before, after)
        self.out.edited.connect(self._take_out)
        self.sent.edited.connect(self._take_sent)
        FormKeys(self)
        self._translate()

    def _make_fields(self) -> None:
        # Made in the order of Tab: Qt goes from a field to its editor, and would go round in a ring else.
        self.facility = PickerField("referralFacility", self._find_place, free=True, longest=120, parent=self)
        self.unit = TextField("referralUnit", parent=self)
        self.urgency = ChoiceField("referralUrgency", parent=self)
        self.transport = ComboField("referralTransport", parent=self)
        self.reason = WordsField("referralReason", lines=2, required=True, parent=self)
        self.summary = WordsField("referralSummary", lines=3, parent=self)
        self.treatment = WordsField("referralTreatment", lines=2, parent=self)
        self.escort = TextField("referralEscort", parent=self)
        self.informed = TextField("referralInformed", parent=self)
        self.out.add("referred_to", self.facility)
        for name in ("urgency", "unit", "reason", "summary", "treatment", "transport", "escort", "informed"):
            self.out.add(f"referral.{name}", getattr(self, name))
        self.kind = ChoiceField("sentKind", parent=self)
        self.sent_by = PickerField("sentBy", self._find_place, free=True, longest=120, parent=self)
        self.sent_reason = WordsField("sentReason", lines=2, parent=self)
        self.letter_number = TextField("sentNumber", parent=self)
        for name, field in (
            ("kind", self.kind),
            ("sender", self.sent_by),
            ("reason", self.sent_reason),
            ("letter_number", self.letter_number),
        ):
            self.sent.add(f"referred_in.{name}", field)

    def _lay_out(self) -> None:
        self._out_card, self._sent_card = Card(self), Card(self)
        self._outcome = words(role="quiet", wrap=True, parent=self)
        self._outcome.setObjectName("referralOutcome")
        self._out_card.body.addWidget(self._outcome)
        for fields in (
            (self.facility, self.unit),
            (self.urgency, self.transport),
            (self.reason,),
            (self.summary,),
            (self.treatment,),
            (self.escort, self.informed),
        ):
            line = Flow(self, spacing=2 * GRID)
            for field in fields:
                line.add(field, 1, least=20 * GRID)
            self._out_card.body.addWidget(line)
        self._out_card.body.addStretch(1)
        for sent in (self.kind, self.sent_by, self.sent_reason, self.letter_number):
            self._sent_card.body.addWidget(sent)
        self._sent_card.body.addStretch(1)
        self.earlier = EarlierReferral(context=self._tools.context, banner=self._tools.banner, parent=self)
        self.earlier.writing.connect(lambda opened: self._sent_card.setVisible(not opened))
        holder = Beside(least=96 * GRID)
        holder.add(self._out_card, 1)
        side = QWidget(holder)
        holder.watch(side, _SIDE_WIDTH)
        cards = column(side)
        cards.addWidget(self.earlier)
        cards.addWidget(self._sent_card, 1)
        holder.add(side)
        area = QScrollArea(self)
        area.setObjectName("referralArea")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(area, 1)

    # the visit -----------------------------------------------------------------------------------------

    def open(self, consultation: Consultation) -> None:
        self._consultation = consultation
        language = self._tools.context.language.code
        values = dict(consultation.fields)
        if not any(values[f"referral.{name}"].strip() for name in ("reason", "summary", "treatment")):
            values |= prefilled(consultation, language=language)
        if not values["referral.urgency"]:
            values["referral.urgency"] = "routine"
        self.out.show(values)
        self.sent.show(values)
        self._say_outcome()
        self.facility.setFocus()
        self.earlier.read(consultation.patient.id, but=consultation.visit_id)
        self._tools.context.tasks.run(
            self,
            self._tools.context.clinic.referrals.places,
            done=self._take_places,
            failed=self._tools.failed,
            key="places",
        )

    def point_at(self, field: str, text: str) -> bool:
        return self.out.point_at(field, text) or self.sent.point_at(field, text)

    def print_it(self) -> bool:
        self._tools.banner.show_message(
            self.tr("Save the visit first; then Ctrl+P prints the letter."), kind="info"
        )
        return True

    def _take_places(self, places: Sequence[str]) -> None:
        self._places = tuple(places)

    def _find_place(self, text: str) -> Sequence[Choice]:
        wanted = plain(text)
        found = [place for place in self._places if wanted in plain(place)]
        return [Choice(place, place) for place in found[:8]]

    def _take_out(self, name: str, text: str) -> None:
        consultation = self._consultation
        if consultation is None:
            return
        # With the first word of a letter all of it counts, what was filled in for it too.
        consultation.fields.update(self.out.values())
        consultation.fields[name] = text
        consultation.outcome = "referred"
        consultation.fields["outcome_detail"] = ""
        self._say_outcome()
        self.edited.emit()

    def _take_sent(self, name: str, text: str) -> None:
        if self._consultation is not None:
            self._consultation.fields[name] = text
            if not self.kind.code and text:
                self.kind.bar.choose("facility")
                self._consultation.fields["referred_in.kind"] = "facility"
            self.edited.emit()

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _say_outcome(self) -> None:
        if self._consultation is None:
            return
        outcome = answer_name(
            "outcome", self._consultation.outcome, language=self._tools.context.language.code
        )
        self._outcome.setText(self.tr("Outcome of the visit: {0}").format(outcome))

    def _translate(self) -> None:
        language = self._tools.context.language.code
        self._header.set_title(self.tr("Referral"))
        self._header.set_line(self.tr("The letter prints after the visit is saved."))
        self._leave.set_text(self.tr("Back"), tip=self.tr("Back to the page (Esc)"))
        self._out_card.set_heading(self.tr("Referred to another facility"))
        self._sent_card.set_heading(self.tr("Sent here by somebody else"))
        self.facility.set_label(self.tr("Facility"))
        self.unit.set_label(self.tr("Ward or clinic"))
        self.urgency.set_label(self.tr("Urgency"))
        self.reason.set_label(self.tr("Reason"))
        self.summary.set_label(self.tr("History and findings"))
        self.treatment.set_label(self.tr("Treatment given"))
        self.transport.set_label(self.tr("Transport"))
        self.escort.set_label(self.tr("Escort"))
        self.informed.set_label(self.tr("Who was told there"))
        self.kind.set_label(self.tr("Sent by"))
        self.sent_by.set_label(self.tr("Facility or name"))
        self.sent_reason.set_label(self.tr("Why"))
        self.letter_number.set_label(self.tr("Number of their letter"))
        self.urgency.bar.offer(
            [
                ("emergency", self.tr("Emergency")),
                ("urgent", self.tr("Today")),
                ("routine", self.tr("Not urgent")),
            ]
        )
        self.kind.bar.offer(
            [
                ("facility", self.tr("Facility")),
                ("community", self.tr("Health worker")),
                ("other", self.tr("Other")),
            ]
        )
        self.transport.offer(
            {"": ""} | {code: each.name(language) for code, each in care_words("transport").items()}
        )
        self._say_outcome()
