"""What stands where on the printed line list of notifications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.printing.age import age_words
from emr_desktop.printing.fonts import REGULAR
from emr_desktop.printing.form_cells import FormStyles
from emr_desktop.printing.paper import A4_LANDSCAPE, GREY, Type, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name
from emr_desktop.reference.notifiable import conditions
from emr_desktop.surveillance.rows import NotificationRow

_COLUMNS = (
    ("number", 1.85),
    ("condition", 1.75),
    ("name", 1.9),
    ("sex_age", 1.25),
    ("village", 1.35),
    ("onset", 0.9),
    ("seen", 0.9),
    ("vaccinated", 0.9),
    ("specimen", 1.4),
    ("outcome", 0.95),
    ("told", 1.5),
)


def lay_out(
    lines: Sequence[NotificationRow],
    facility: FacilityRow,
    *,
    first: date,
    last: date,
    language: str,
) -> bytes:
    """Build the list; its head stands on every page."""
    page = _Page(facility, language)
    return make_pdf(
        page.flow(lines, first, last),
        sheet=A4_LANDSCAPE,
        language=language,
        title=f"{page.texts('title')} {first.isoformat()} {last.isoformat()}",
        running_head=f"{page.texts('title')}, {facility.name}, {_day(first)} - {_day(last)}",
        training=facility.training,
    )


class _Page:
    def __init__(self, facility: FacilityRow, language: str) -> None:
        self.texts = Texts("notification_list", language)
        self._forms = Texts("case_form", language)
        self._facility, self._language = facility, language
        self._type, self._styles = Type(A4_LANDSCAPE), FormStyles(0.84)
        self._width = A4_LANDSCAPE.width - 2 * A4_LANDSCAPE.margin

    def flow(self, lines: Sequence[NotificationRow], first: date, last: date) -> list[Flowable]:
        facility = self._facility
        place = ", ".join(part for part in (facility.ward, facility.council, facility.region) if part)
        cases = [row for row in lines if row.kind == "case"]
        head = [
            line(self.texts("title"), self._type.big),
            line(f"{facility.name} ({facility.code}) · {place}", self._type.text),
            line(
                self.texts("period", first=_day(first), last=_day(last), count=len(cases)), self._type.strong
            ),
            Spacer(1, 2 * mm),
        ]
        if not lines:
            return [*head, line(self.texts("none"), self._type.text)]
        return [*head, self._table(lines), Spacer(1, 6 * mm), line(self.texts("sign"), self._type.text)]

    def _table(self, lines: Sequence[NotificationRow]) -> Flowable:
        shares = sum(share for _, share in _COLUMNS)
        heading = [Paragraph(plain(self.texts(name)), self._styles.band) for name, _ in _COLUMNS]
        rows = [[Paragraph(plain(text), self._styles.value) for text in self._line(row)] for row in lines]
        return Table(
            [heading, *rows],
            colWidths=[self._width * share / shares for _, share in _COLUMNS],
            repeatRows=1,
            style=TableStyle(
                [
                    ("FONT", (0, 0), (-1, -1), REGULAR),
                    ("BACKGROUND", (0, 0), (-1, 0), Color(0.9, 0.9, 0.9)),
                    ("GRID", (0, 0), (-1, -1), 0.4, GREY),
                    ("BOX", (0, 0), (-1, -1), 0.8, black),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("TOPPADDING", (0, 0), (-1, -1), 1),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                    ("LEFTPADDING", (0, 0), (-1, -1), 3),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ]
            ),
        )

    def _line(self, row: NotificationRow) -> tuple[str, ...]:
        form, patient = row.form, row.patient
        condition = conditions().get(form.condition)
        age = age_words(patient.birth_date, form.seen_on, language=self._language)
        doses = "" if form.doses is None else f" ({form.doses})"
        specimen = form.specimen or self._forms("specimen_none")
        told = self.texts("to_phone")
        if row.kind == "not_a_case":
            told = self.texts("not_a_case", reason=row.reason or "")
        elif row.phoned_at is not None:
            told = f"{row.phoned_to}, {local(row.phoned_at):%d/%m/%Y %H:%M}"
        return (
            row.number or "-",
            form.condition if condition is None else condition.name(self._language),
            f"{patient.full_name}\n{patient.number}",
            f"{answer_name('sex', row.sex, language=self._language)}, {age}",
            ", ".join(part for part in (form.village, form.ward) if part),
            _day(form.onset_on),
            _day(form.seen_on),
            self._forms(f"vaccinated_{form.vaccinated}") + doses,
            f"{specimen} {_day(form.specimen_on)}".strip(),
            self._forms(f"outcome_{form.outcome}"),
            told,
        )


def _day(value: date | None) -> str:
    return "" if value is None else value.strftime("%d/%m/%Y")
