"""Forms to print ahead of a power cut: encounter sheets, register sheets, a pad of laboratory requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import ValidationError

KINDS = ("encounter", "register", "laboratory")
MOST_PAGES = 100


def blank_forms_pdf(
    kind: str,
    facility: FacilityRow,
    *,
    language: str,
    pages: int,
    day: date | None = None,
    first_number: int = 1,
    diagnoses: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Blank pages on A4, in the order of the screen, as a PDF with embedded fonts.

    Args:
        kind: ``encounter`` (two patients a page), ``register`` (lines) or ``laboratory`` (four a page).
        facility: whose paper it is; its head stands on every form.
        language: ``sw`` or ``en``.
        pages: how many, 1 to ``MOST_PAGES``.
        day: printed as the date; None leaves it to be written.
        first_number: of the first form or line; they are numbered on.
        diagnoses: ICD-10 codes and names for the boxes to tick, the commonest first.

    Raises:
        ValidationError: ``blank_forms.kind_unknown``, ``blank_forms.pages_impossible``,
            ``blank_forms.number_impossible``.
    """
    from emr_desktop.printing.blank_forms_page import lay_out

    if kind not in KINDS:
        raise ValidationError("kind", "blank_forms.kind_unknown", kind=kind)
    if not 1 <= pages <= MOST_PAGES:
        raise ValidationError("pages", "blank_forms.pages_impossible", most=MOST_PAGES)
    if not 1 <= first_number <= 9999:
        raise ValidationError("first_number", "blank_forms.number_impossible")
    return lay_out(
        kind,
        facility,
        language=language,
        pages=pages,
        day=day,
        first_number=first_number,
        diagnoses=tuple(diagnoses),
    )
