"""What stands where on a prescription."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.printing.age import age_words
from emr_desktop.printing.dose import dose_sentence, packs_words, quantity_words
from emr_desktop.printing.fonts import REGULAR
from emr_desktop.printing.paper import BETWEEN, GREY, Sheet, Type, line, make_pdf, plain, unbroken
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import (
    answer_name,
    diagnosis_name,
    is_sensitive,
    medicines,
    severity_name,
)
from emr_desktop.reference.rows import Medicine
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitRow

# Without it a table names Helvetica, which no file embeds.
_OUR_FONT = ("FONT", (0, 0), (-1, -1), REGULAR)
_NO_PADDING = [
    _OUR_FONT,
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def lay_out(visit: VisitRow, facility: FacilityRow, *, language: str, sheet: Sheet, copy: int = 0) -> bytes:
    """Build the prescription of a visit on one kind of sheet."""
    page = _Page(visit, facility, language=language, sheet=sheet)
    return make_pdf(
        page.flow(),
        sheet=sheet,
        language=language,
        title=f"{page.texts('title')} {visit.patient.number}",
        running_head=f"{visit.patient.full_name}, {visit.patient.number}",
        training=facility.training,
        void=visit.status == "void",
        copy=copy,
    )


class _Page:
    def __init__(self, visit: VisitRow, facility: FacilityRow, *, language: str, sheet: Sheet) -> None:
        self.texts = Texts("prescription", language)
        self._visit = visit
        self._facility = facility
        self._language = language
        self._sheet = sheet
        self._type = Type(sheet)
        self._width = sheet.width - 2 * sheet.margin
        self._gap = 2 * mm * sheet.scale

    def flow(self) -> list[Flowable]:
        """All there is, from the facility's name to the signatures."""
        flow: list[Flowable] = [
            self._head(),
            Spacer(1, self._gap),
            self._patient(),
            Spacer(1, self._gap),
            self._allergies(),
            Spacer(1, self._gap),
        ]
        diagnoses = self._diagnoses()
        if diagnoses:
            flow += [
                Paragraph(f"<b>{plain(self.texts('diagnoses'))}:</b> {plain(diagnoses)}", self._type.text)
            ]
        *most, last = enumerate(self._visit.form.prescriptions, start=1)
        flow.append(Spacer(1, self._gap / 2))
        if most:
            flow.append(self._medicines(most))
        # The signatures never stand on a page of their own: a signed sheet without a medicine can be misused.
        end: list[Flowable] = [self._medicines([last])]
        advice = (self._visit.form.advice or "").strip()
        if advice:
            end += [
                Spacer(1, self._gap),
                Paragraph(f"<b>{plain(self.texts('advice'))}:</b> {plain(advice)}", self._type.text),
            ]
        again = self._visit.form.follow_up
        if again is not None:
            told = f"{again.due_on:%d/%m/%Y}"
            if again.whole_week:
                told = f"{again.due_on:%d/%m} - {again.due_on + timedelta(days=6):%d/%m/%Y}"
            end.append(Paragraph(f"<b>{plain(self.texts('come_again'))}:</b> {told}", self._type.text))
        end += [Spacer(1, self._gap * 2), self._signatures()]
        flow.append(KeepTogether(end))
        return flow

    def _head(self) -> Flowable:
        facility, style = self._facility, self._type
        place = ", ".join(part for part in (facility.ward, facility.council, facility.region) if part)
        under = [self.texts("facility_code", code=facility.code)]
        if facility.phone:
            under.append(facility.phone)
        date = self._visit.form.visit_date.strftime("%d/%m/%Y")
        left = [
            line(facility.name, style.facility),
            line(place, style.small),
            line(" · ".join(under), style.small),
        ]
        right = [
            line(self.texts("title"), style.title),
            line(f"{self.texts('date')}: {date}", style.text_right),
        ]
        split = self._width * 0.62
        return Table(
            [[left, right]],
            colWidths=[split, self._width - split],
            style=TableStyle(
                [
                    *_NO_PADDING,
                    ("LINEBELOW", (0, 0), (-1, 0), 1.2, black),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ]
            ),
        )

    def _patient(self) -> Flowable:
        visit, patient, style = self._visit, self._visit.patient, self._type
        age = age_words(
            patient.birth_date,
            visit.form.visit_date,
            language=self._language,
            estimated=patient.birth_precision in ("age", "year"),
        )
        facts = [
            (self.texts("age"), age),
            (self.texts("sex"), answer_name("sex", visit.sex, language=self._language)),
        ]
        if visit.form.vitals.weight_kg is not None:
            facts.append((self.texts("weight"), f"{visit.form.vitals.weight_kg:g}\u00a0kg"))
        home = ", ".join(part for part in (patient.village, patient.ward) if part)
        told = BETWEEN.join(f"<b>{plain(label)}:</b>&nbsp;{unbroken(plain(value))}" for label, value in facts)
        left: list[Flowable] = [line(patient.full_name, style.big), Paragraph(told, style.text)]
        if home:
            left.append(Paragraph(f"<b>{plain(self.texts('residence'))}:</b> {plain(home)}", style.text))
        right = [line(self.texts("number"), style.small_right), line(patient.number, style.strong_right)]
        split = self._width - stringWidth(patient.number, style.strong.fontName, style.strong.fontSize) - 8
        split = max(split, self._width * 0.5)
        return Table([[left, right]], colWidths=[split, self._width - split], style=TableStyle(_NO_PADDING))

    def _allergies(self) -> Flowable:
        allergies = self._visit.patient.allergies
        asked = self._visit.patient.none_known_on
        if not allergies and asked is not None:
            return line(self.texts("no_allergy_known", date=f"{asked:%d/%m/%Y}"), self._type.small)
        if not allergies:
            return line(self.texts("no_allergies"), self._type.small)
        words = f"{plain(self.texts('allergies'))}: {plain(', '.join(allergies))}"
        return self._boxed(words)

    def _boxed(self, markup: str) -> Flowable:
        return Table(
            [[Paragraph(markup, self._type.big)]],
            colWidths=[self._width],
            style=TableStyle(
                [
                    _OUR_FONT,
                    ("BOX", (0, 0), (-1, -1), 1.8, black),
                    ("TOPPADDING", (0, 0), (-1, -1), 2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ]
            ),
        )

    def _diagnoses(self) -> str:
        return "; ".join(
            self._diagnosis(entry)
            for entry in self._visit.form.diagnoses
            if not is_sensitive(entry.icd10, entry.concept)
        )

    def _diagnosis(self, entry: DiagnosisEntry) -> str:
        name = diagnosis_name(entry.icd10, entry.concept, language=self._language)
        details = []
        if entry.severity:
            details.append(severity_name(entry.icd10, entry.severity, language=self._language).lower())
        if entry.certainty == "provisional":
            details.append(self.texts("provisional"))
        return f"{name} ({', '.join(details)})" if details else name

    def _medicines(self, entries: list[tuple[int, PrescriptionEntry]]) -> Flowable:
        number_width = 6 * mm * self._sheet.scale
        quantity_width = 26 * mm * self._sheet.scale
        known = medicines()
        rows = [
            [
                line(f"{place}.", self._type.strong),
                self._medicine(entry, known.get(entry.medicine)),
                self._quantity(entry, known.get(entry.medicine)),
            ]
            for place, entry in entries
        ]
        return Table(
            rows,
            colWidths=[number_width, self._width - number_width - quantity_width, quantity_width],
            style=TableStyle(
                [
                    *_NO_PADDING,
                    ("TOPPADDING", (0, 0), (-1, -1), self._gap * 0.6),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), self._gap),
                    ("LINEBELOW", (0, 0), (-1, -1), 0.5, GREY),
                    ("RIGHTPADDING", (1, 0), (1, -1), 4),
                ]
            ),
        )

    def _medicine(self, entry: PrescriptionEntry, medicine: Medicine | None) -> list[Flowable]:
        if medicine is None:
            name = entry.medicine
        elif self._language == "sw":
            name = f"{medicine.name} {medicine.strength}".strip() + f", {medicine.form_sw}"
        else:
            name = medicine.label
        told: list[Flowable] = [
            line(name, self._type.strong),
            line(unbroken(dose_sentence(entry, medicine, language="sw")), self._type.text),
        ]
        if self._language == "en":
            told.append(
                line(
                    dose_sentence(replace(entry, instructions=None), medicine, language="en"),
                    self._type.small,
                )
            )
        return told

    def _quantity(self, entry: PrescriptionEntry, medicine: Medicine | None) -> list[Flowable]:
        packs = packs_words(entry.quantity, medicine, language=self._language)
        return [
            line(self.texts("quantity"), self._type.small_right),
            line(quantity_words(entry.quantity, medicine, language=self._language), self._type.strong_right),
            *([line(packs, self._type.small_right)] if packs else []),
        ]

    def _signatures(self) -> Flowable:
        style = self._type
        half = self._width / 2 - 3 * mm
        signed: list[list[Flowable | str]] = [
            [line(self.texts("prescriber"), style.small), "", line(self.texts("dispenser"), style.small)],
            [line(self._visit.clinician or "", style.strong), "", ""],
            ["", "", ""],
            [line(self.texts("signature"), style.small), "", line(self.texts("signature"), style.small)],
        ]
        return Table(
            signed,
            colWidths=[half, self._width - 2 * half, half],
            rowHeights=[None, None, 7 * mm * self._sheet.scale, None],
            style=TableStyle(
                [
                    *_NO_PADDING,
                    ("LINEBELOW", (0, 2), (0, 2), 0.7, black),
                    ("LINEBELOW", (2, 2), (2, 2), 0.7, black),
                ]
            ),
        )
