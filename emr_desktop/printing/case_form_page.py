"""What stands where on a case form."""

from __future__ import annotations

from datetime import date, datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.printing.age import age_words
from emr_desktop.printing.form_cells import Cell, FormStyles, band, both, cells, ticked
from emr_desktop.printing.paper import A4, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name
from emr_desktop.reference.notifiable import conditions
from emr_desktop.surveillance.rows import NotificationRow
from emr_desktop.surveillance.rules import OUTCOMES, VACCINATED

_SECTION = "case_form"
_SCALES = (1.0, 0.93, 0.86, 0.8)  # of the type: the form is one page, however much was written
_FINAL = ("confirmed", "probable", "compatible", "discarded")
_BY_HAND = frozenset(("signature", "phoned_to", "received_by", "action"))
_EDGES = 8 * mm  # the training band and the foot


def lay_out(notification: NotificationRow, facility: FacilityRow, *, language: str) -> bytes:
    """Build the page of one case form."""
    width, room = A4.width - 2 * A4.margin, A4.height - 2 * A4.margin - _EDGES
    for scale in _SCALES:
        flow = _CaseForm(notification, facility, language=language, scale=scale).flow(width)
        if sum(each.wrap(width, room)[1] for each in flow) <= room:
            break
    return make_pdf(
        flow,
        sheet=A4,
        language=language,
        title=f"{Texts(_SECTION, language)('title')} {notification.number or ''}".strip(),
        running_head=f"{notification.number or ''} {notification.patient.number}".strip(),
        training=facility.training,
        void=notification.voided_at is not None,
    )


class _CaseForm:
    def __init__(
        self, notification: NotificationRow, facility: FacilityRow, *, language: str, scale: float
    ) -> None:
        self._row, self._facility = notification, facility
        self._first = "sw" if language == "sw" else "en"
        self._second = "en" if language == "sw" else "sw"
        self._styles = FormStyles(scale)

    def flow(self, width: float) -> list[Flowable]:
        """All there is, from the heading to the council's part."""
        parts: list[Flowable] = [*self._heading()]
        for title, rows in (
            ("part_facility", self._of_facility()),
            ("part_condition", self._of_condition()),
            ("part_patient", self._of_patient()),
            ("part_illness", self._of_illness()),
            ("part_vaccine", self._of_vaccine()),
            ("part_specimen", self._of_specimen()),
            ("part_outcome", self._of_outcome()),
            ("part_reporter", self._of_reporter()),
            ("part_council", self._of_council()),
        ):
            parts.append(band(self._both(title), width, self._styles))
            parts += [cells(row, width, self._styles) for row in rows]
        parts += [
            Spacer(1, 1.5 * mm),
            Paragraph(plain(self._both("unofficial")), self._styles.note),
        ]
        return parts

    def _both(self, name: str) -> str:
        return both(Texts(_SECTION, self._first)(name), Texts(_SECTION, self._second)(name))

    def _cell(self, name: str, value: str | None, share: float = 1.0, *, big: bool = False) -> Cell:
        return Cell(self._both(name), value or "", share, big, name in _BY_HAND)

    def _heading(self) -> list[Flowable]:
        words = Texts(_SECTION, "sw")
        return [
            Paragraph(plain(words("country")), self._styles.centre_bold),
            Paragraph(plain(words("ministry")), self._styles.centre_bold),
            Spacer(1, 1 * mm),
            Paragraph(plain(Texts(_SECTION, self._first)("title")), self._styles.title),
            Paragraph(plain(Texts(_SECTION, self._second)("title")), self._styles.centre),
            Spacer(1, 2 * mm),
            *self._taken_back(),
        ]

    def _taken_back(self) -> list[Flowable]:
        if self._row.voided_at is None:
            return []
        words = f"{self._both('void')}: {self._row.void_reason or ''}"
        return [Paragraph(plain(words), self._styles.centre_bold), Spacer(1, 2 * mm)]

    def _of_facility(self) -> list[list[Cell]]:
        facility, row = self._facility, self._row
        return [
            [
                self._cell("facility", facility.name, 2.4, big=True),
                self._cell("hfr", facility.code),
                self._cell("number", row.number, 1.5, big=True),
            ],
            [
                self._cell("ward", facility.ward),
                self._cell("council", facility.council),
                self._cell("region", facility.region),
                self._cell("reported", _moment(row.made_at)),
            ],
        ]

    def _of_condition(self) -> list[list[Cell]]:
        form = self._row.form
        condition = conditions().get(form.condition)
        if condition is None:
            return [[self._cell("condition", form.condition, big=True)]]
        name = both(condition.name(self._first), condition.name(self._second))
        return [
            [
                self._cell("condition", name, 4.2, big=True),
                self._cell("icd10", form.icd10),
                self._cell("deadline", _moment(self._row.deadline), 1.5),
            ],
            [Cell(Texts(_SECTION, lang)("definition"), condition.case(lang)) for lang in self._languages],
        ]

    @property
    def _languages(self) -> tuple[str, str]:
        return self._first, self._second

    def _of_patient(self) -> list[list[Cell]]:
        form, patient = self._row.form, self._row.patient
        age = age_words(
            patient.birth_date,
            form.seen_on,
            language=self._first,
            estimated=patient.birth_precision in ("age", "year"),
        )
        sexes = [(code, self._answer("sex", code)) for code in ("M", "F")]
        return [
            [
                self._cell("name", patient.full_name, 2.6, big=True),
                self._cell("patient_number", patient.number, 1.4),
                self._cell("sex", ticked(sexes, self._row.sex), 1.5),
            ],
            [
                self._cell("age", age, 1.4),
                self._cell("born", _day(patient.birth_date) if patient.birth_precision == "day" else ""),
                self._cell("guardian", patient.guardian, 1.8),
                self._cell("phone", form.phone, 1.2),
            ],
            [
                self._cell("village", form.village, 1.4),
                self._cell("ward", form.ward),
                self._cell("council", form.council),
                self._cell("region", form.region),
            ],
        ]

    def _of_illness(self) -> list[list[Cell]]:
        form = self._row.form
        return [
            [self._cell("onset", _day(form.onset_on)), self._cell("seen", _day(form.seen_on))],
            [self._cell("symptoms", form.symptoms)],
            [self._cell("exposure", form.exposure)],
        ]

    def _of_vaccine(self) -> list[list[Cell]]:
        form = self._row.form
        answers = [(code, self._both(f"vaccinated_{code}")) for code in VACCINATED]
        return [
            [
                self._cell("vaccinated", ticked(answers, form.vaccinated), 3),
                self._cell("doses", "" if form.doses is None else str(form.doses)),
                self._cell("last_dose", _day(form.last_dose_on)),
            ]
        ]

    def _of_specimen(self) -> list[list[Cell]]:
        form = self._row.form
        condition = conditions().get(form.condition)
        advised = (
            ""
            if condition is None
            else both(condition.specimen(self._first), condition.specimen(self._second))
        )
        taken = form.specimen or self._both("specimen_none")
        return [
            [self._cell("specimen_advised", advised)],
            [
                self._cell("specimen", taken, 2),
                self._cell("specimen_on", _day(form.specimen_on)),
                self._cell("specimen_to", form.specimen_to, 1.5),
                self._cell("result", "", 1.5),
            ],
        ]

    def _of_outcome(self) -> list[list[Cell]]:
        answers = [(code, self._both(f"outcome_{code}")) for code in OUTCOMES]
        return [
            [self._cell("outcome", ticked(answers, self._row.form.outcome))],
            [self._cell("action", self._row.form.action)],
        ]

    def _of_reporter(self) -> list[list[Cell]]:
        form, row = self._row.form, self._row
        return [
            [
                self._cell("reporter", form.reporter, 2),
                self._cell("cadre", form.reporter_cadre),
                self._cell("phone", form.reporter_phone),
                self._cell("signature", ""),
            ],
            [
                self._cell("phoned_to", row.phoned_to, 2),
                self._cell("phoned_at", _moment(row.phoned_at)),
            ],
        ]

    def _of_council(self) -> list[list[Cell]]:
        answers = [
            (code, self._both(f"final_{code}"))
            for code in ("confirmed", "probable", "compatible", "discarded")
        ]
        return [
            [
                self._cell("received_by", "", 1.6),
                self._cell("received_on", ""),
                self._cell("epid", "", 1.4),
                self._cell("signature", ""),
            ],
            [self._cell("final", ticked(answers, None))],
        ]

    def _answer(self, kind: str, code: str) -> str:
        return both(
            answer_name(kind, code, language=self._first), answer_name(kind, code, language=self._second)
        )


def _day(value: date | None) -> str:
    return "" if value is None else value.strftime("%d/%m/%Y")


def _moment(value: datetime | None) -> str:
    return "" if value is None else local(value).strftime("%d/%m/%Y %H:%M")
