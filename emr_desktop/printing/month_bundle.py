"""The whole month as one document: a cover with the list of forms, then every form ("book 10")."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormReport

Progress = Callable[[int, int], None]


def month_bundle_pdf(
    reports: Sequence[FormReport], *, period: str, language: str, progress: Progress | None = None
) -> bytes:
    """All forms of a month as one PDF: cover, outline, pages numbered through to the end.

    Args:
        reports: the forms in their order, as ``MonthService.reports`` counted them.
        period: the month, ``202611``.
        language: ``sw`` or ``en`` stands first.
        progress: told after each form how many are drawn, and of how many; what it raises ends the work.

    Raises:
        EmrError: ``form.bundle_empty``: there is no form to print.
    """
    from emr_desktop.forms.periods import parse_period
    from emr_desktop.printing.month_cover import Cover
    from emr_desktop.printing.monthly_form import draw_form, laid_out
    from emr_desktop.printing.monthly_pen import Pen
    from emr_desktop.printing.texts import Texts

    if not reports:
        raise EmrError("form.bundle_empty", period=period)
    month = parse_period(period, "month")
    texts = Texts("month_bundle", language)
    facility = reports[0]
    content = io.BytesIO()
    pen = Pen(content, title=f"{texts('title')} {period}", author=facility.facility_name)
    forms = [laid_out(report, language) for report in reports]
    cover = Cover(reports, month, language=language)
    pages = cover.pages + sum(len(form.pages) for form in forms)
    starts = []
    page = cover.pages + 1
    for form in forms:
        starts.append(page)
        page += len(form.pages)
    cover.draw(pen, starts, of=pages)
    for number, (form, start) in enumerate(zip(forms, starts, strict=True), 1):
        pen.bookmark(f"form{number}", cover.outline_words(form.report))
        draw_form(pen, form, language, first_page=start, of=pages)
        if progress is not None:
            progress(number, len(forms))
    pen.finish()
    return content.getvalue()
