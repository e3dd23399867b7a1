"""What stands around the table of a monthly form: heading, marks, signatures, the line at the foot."""

from __future__ import annotations

from collections.abc import Mapping

from emr_desktop.clock import local
from emr_desktop.forms.paper import paper_words, says_nothing, words_against
from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either
from emr_desktop.printing.monthly_layout import HEIGHT, MARGIN, WIDTH
from emr_desktop.printing.monthly_pen import Pen

_HASH_LETTERS = 10
_MARKS_HEIGHT = 56.0  # above the fields of the heading


def _words(language: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    words = paper_words().words
    return (words["sw"], words["en"]) if language == "sw" else (words["en"], words["sw"])


def _both(key: str, language: str, **values: object) -> str:
    first, second = _words(language)
    return f"{first[key].format(**values)} / {second[key].format(**values)}"


def status_words(report: FormReport, language: str) -> str:
    """How far the figures may be trusted: draft, changed since closing, an old version, or signed by whom."""
    if report.status == "changed":
        return _both("changed", language, version=report.version, count=len(report.changed))
    if report.status == "open" or report.signature is None:
        return _both("draft", language)
    signature, standing = report.signature, report.standing
    if standing is not None and not standing.in_force:
        key, instant = "reopened", standing.reopened_at
        if standing.replaced_at is not None:
            key, instant = "replaced", standing.replaced_at
        return _both(
            key,
            language,
            version=report.version,
            versions=standing.versions,
            date="" if instant is None else local(instant).strftime("%d/%m/%Y"),
        )
    return _both(
        "closed",
        language,
        version=report.version,
        date=signature.day.strftime("%d/%m/%Y"),
        signer=signature.signer_name,
        hash=signature.code or signature.visits_hash[:_HASH_LETTERS],
    )


def _doubts(report: FormReport, language: str) -> list[str]:
    """What a reader of a signed form must know: it was signed before everything was there."""
    signature = report.signature
    if signature is None or report.status != "closed":
        return []
    doubts = [_both("not_over", language)] if signature.not_over else []
    if signature.open_visits:
        doubts.append(_both("open_visits", language, count=signature.open_visits))
    return doubts


def _marks(report: FormReport, language: str) -> list[str]:
    marks = [status_words(report, language), *_doubts(report, language)]
    marks += [_both(key, language, **values) for key, values in words_against(report)]
    if not report.is_valid:
        marks.append(_both("not_in_use", language))
    if report.paper.training:
        marks.append(_both("training", language))
    if not report.info.official:
        marks.append(_both("unofficial", language))
    return marks


def draw_watermark(pen: Pen, report: FormReport) -> None:
    """Nothing that is not final looks so, not even from far away or as one page alone."""
    if report.paper.training:
        pen.across(_both("mark_training", "sw"), 64, above=90)
    mark = ""
    if report.status == "open" or report.signature is None:
        mark = "mark_draft"
    elif report.status == "changed":
        mark = "mark_changed"
    elif report.standing is not None and not report.standing.in_force:
        mark = "mark_old"
    if says_nothing(report):
        pen.across(_both("mark_nothing", "sw"), 44, above=18)
    if mark:
        pen.across(_both(mark, "sw"), 44, above=-60)


def draw_first_heading(pen: Pen, report: FormReport, language: str) -> None:
    """The heading as on the paper form, in Swahili; the form's English name under its own."""
    heading, paper, middle = paper_words().heading, report.paper, WIDTH / 2
    first, _ = _words(language)
    pen.text(MARGIN, MARGIN + 9, f"'{heading['confidential']}'", 10, bold=True)
    lines = (
        (heading["country"], 9.5, True),
        (paper.ministry, 9, True),
        (heading["system"], 8, False),
        (paper.edition_sw, 8, False),
        (paper.title_sw, 9.5, True),
        (f"{paper.title_en}, {paper.edition_en}", 7, False),
    )
    y = MARGIN - 2
    for words, size, bold in lines:
        y += size * 1.28
        pen.text(middle, y, words, size, bold=bold, align="centre")
    _draw_marks(pen, _marks(report, language), MARGIN + 14)
    y = MARGIN + 84
    line_1 = [
        (_label("facility", language), report.facility_name, 330.0),
        (_label("facility_code", language), report.facility_code, 170.0),
        (_label("council", language), report.paper.council or "", 294.0),
    ]
    line_2 = [
        (_label("region", language), report.paper.region or "", 330.0),
        *((_label(name, language), value, width) for name, value, width in _period_fields(report, first)),
    ]
    for fields in (line_1, line_2):
        x = MARGIN
        for label, value, width in fields:
            draw_field(pen, x, y, label, value, width - 10)
            x += width
        y += 17


def _period_fields(report: FormReport, first: Mapping[str, str]) -> list[tuple[str, str, float]]:
    if report.info.period_type == "week":
        year, week = report.period.split("W")
        return [("week", week, 170.0), ("year", year, 294.0)]
    months = paper_words().months["sw" if first is paper_words().words["sw"] else "en"]
    return [("month", months[report.first_day.month - 1], 170.0), ("year", str(report.first_day.year), 294.0)]


def _label(key: str, language: str) -> str:
    return _both(key, language)


def draw_field(pen: Pen, x: float, y: float, label: str, value: str, width: float) -> None:
    """A label with its value on a dotted line; empty ones are left to be written on."""
    words = f"{label}:"
    pen.text(x, y, words, 6.5)
    start = x + pen.width_of(words, 6.5) + 4
    pen.dots(start, x + width, y + 1.5)
    if value:
        pen.fitted(start + 2, y, value, 8.5, max(x + width - start - 4, 10), bold=True)


def _draw_marks(pen: Pen, marks: list[str], top: float) -> None:
    """The marks in a box at the right, each on its own lines; many of them stand closer."""
    width = 196.0
    lines = [part for mark in marks for part in mark.split(" / ", 1)]
    step = min(9.0, _MARKS_HEIGHT / len(lines))
    height = len(lines) * step + 5
    pen.box(WIDTH - MARGIN - width, top, width, height)
    for number, words in enumerate(lines):
        baseline = top + step + number * step
        pen.fitted(WIDTH - MARGIN - width + 5, baseline, words, 7 * step / 9, width - 10, bold=True)


def draw_next_heading(pen: Pen, report: FormReport, language: str) -> None:
    """Two lines that tell a lost page where it belongs."""
    paper = report.paper
    first, _ = _words(language)
    period = " ".join(value for _, value, _ in _period_fields(report, first))
    title = either(language, paper.title_sw, paper.title_en)
    pen.fitted(MARGIN, MARGIN + 7, f"{title} - {paper.edition_sw}", 8, 560, bold=True)
    place = f"{report.facility_name} ({report.facility_code})"
    pen.fitted(MARGIN, MARGIN + 18, f"{place} - {report.paper.council or ''} - {period}", 8, 420)
    pen.text(WIDTH - MARGIN, MARGIN + 7, f"'{paper_words().heading['confidential']}'", 8, align="right")
    marks = "  |  ".join(mark.split(" / ", 1)[0] for mark in _marks(report, language))
    size = min(7.5, 7.5 * 380 / max(pen.width_of(marks, 7.5, bold=True), 1))
    pen.text(WIDTH - MARGIN, MARGIN + 18, marks, size, bold=True, align="right")


def draw_closing(pen: Pen, report: FormReport, top: float, language: str) -> None:
    """Notes on how it was counted, then the lines to sign on."""
    y = top + 11
    # Only where there is another way of counting is it worth saying which one this is.
    told = report.count in {"new", "all"} and len(report.info.count_choices) > 1
    notes = [_both(f"counted_{report.count}", language)] if told else []
    notes.append(_both("misplaced", language, count=len(report.misplaced)))
    against = [_both(key, language, **values) for key, values in words_against(report)]
    notes.append("  |  ".join([status_words(report, language), *_doubts(report, language), *against]))
    for note in notes:
        pen.fitted(MARGIN, y, note, 6.5, WIDTH - 2 * MARGIN)
        y += 8.5
    y += 10
    signature = report.signature if report.status == "closed" else None
    name = signature.signer_name if signature else ""
    cadre = (signature.signer_cadre or "") if signature else ""
    day = signature.day.strftime("%d/%m/%Y") if signature else ""
    for fields in (
        (
            ("prepared_by", name, 290.0),
            ("cadre", cadre, 190.0),
            ("signature", "", 170.0),
            ("date", day, 144.0),
        ),
        (("reviewed_by", "", 290.0), ("cadre", "", 190.0), ("signature", "", 170.0), ("date", "", 144.0)),
        (
            ("phone", report.paper.phone or "", 230.0),
            ("received_or_sent" if report.paper.sent_on else "received", "", 420.0),
            ("signature", "", 144.0),
        ),
    ):
        x = MARGIN
        for key, value, width in fields:
            draw_field(pen, x, y, _label(key, language), value, width - 8)
            x += width
        y += 18


def draw_page_line(pen: Pen, report: FormReport, page: int, pages: int, language: str) -> None:
    y = HEIGHT - MARGIN + 4
    made = local(report.generated).strftime("%d/%m/%Y %H:%M")
    place = f"{report.facility_code}  {report.info.form} {report.info.edition}  {report.period}"
    pen.text(MARGIN, y, place, 6.5)
    signature = report.signature if report.status == "closed" else None
    if signature is not None and signature.code:
        words = f"{_both('code', language)} {signature.code}"
        pen.text(MARGIN + pen.width_of(place, 6.5) + 12, y, words, 6.5, bold=True)
    pen.text(WIDTH / 2, y, _both("page", language, page=page, pages=pages), 6.5, align="centre")
    pen.text(WIDTH - MARGIN, y, _both("generated", language, date=made), 6.5, align="right")
