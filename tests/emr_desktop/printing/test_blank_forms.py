"""Blank forms, read back from the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import ValidationError
from emr_desktop.printing.blank_forms import KINDS, blank_forms_pdf

Read = Callable[[bytes], list[str]]
LOCAL = (("B54", "Malaria"), ("J06.9", "Maambukizi ya njia ya juu ya hewa"), ("A09", "Kuharisha"))


def test_an_encounter_sheet_has_two_numbered_patients_in_the_order_of_the_screen(
    facility: FacilityRow, read: Read
) -> None:
    pages = read(
        blank_forms_pdf(
            "encounter",
            facility,
            language="sw",
            pages=2,
            first_number=11,
            day=date(2026, 11, 19),
            diagnoses=LOCAL,
        )
    )
    assert len(pages) == 2
    assert [re.findall(r"Na\. (\d{3})", page) for page in pages] == [["011", "012"], ["013", "014"]]
    first = pages[0]
    order = [
        "1. Jina",
        "3. Uzito",
        "4. Malalamiko",
        "7. mRDT",
        "8. Utambuzi",
        "Malaria B54",
        "9. Dawa",
    ]
    places = [first.index(words) for words in order]
    assert places == sorted(places)
    assert "Zahanati ya Buigiri" in first
    assert first.count("19/11/2026") == 2


def test_a_register_has_its_lines_and_a_pad_its_tests(facility: FacilityRow, read: Read) -> None:
    (register,) = read(blank_forms_pdf("register", facility, language="en", pages=1, first_number=21))
    assert all(f" {number} " in f" {register} " for number in (21, 30, 40))
    assert "Diagnosis" in register
    (pad,) = read(blank_forms_pdf("laboratory", facility, language="en", pages=1))
    assert pad.count("Tests wanted") == 4
    assert "HIV" not in pad


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["sw", "en"])
def test_everything_stays_on_its_page_with_the_longest_names(
    facility: FacilityRow, kind: str, language: str
) -> None:
    """Every text is drawn inside the sheet, and the lowest line of a half stays above the cut."""
    from reportlab.lib.units import mm
    from reportlab.pdfgen import canvas as drawing

    long = replace(
        facility, name="Kituo cha Afya cha Mwakalingangasingo " * 3, training=True, ward="Kata " * 9
    )
    lowest: list[tuple[float, float]] = []
    draw = drawing.Canvas.drawString

    def watch(self: drawing.Canvas, x: float, y: float, text: str, *more: object, **named: object) -> None:
        end = x + self.stringWidth(text, self._fontname, self._fontsize)
        lowest.append((end, y))
        draw(self, x, y, text, *more, **named)

    patch = pytest.MonkeyPatch()
    patch.setattr(drawing.Canvas, "drawString", watch)
    try:
        diagnoses = [("A00.9", "Ugonjwa mrefu sana wa kuharisha na kutapika kwa ghafla")] * 18
        blank_forms_pdf(kind, long, language=language, pages=1, diagnoses=diagnoses)
    finally:
        patch.undo()
    width = (297 if kind == "register" else 210) * mm
    assert max(end for end, _ in lowest) <= width - 9 * mm
    assert min(y for _, y in lowest) >= 5 * mm
    if kind != "register":
        middle = 297 * mm / 2
        assert not [y for _, y in lowest if middle - 8 * mm < y < middle + 5 * mm]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"pages": 0}, "pages"), ({"pages": 101}, "pages"), ({"first_number": 0}, "first_number")],
)
def test_impossible_counts_are_refused(facility: FacilityRow, wrong: dict[str, int], field: str) -> None:
    said = {"pages": 1, "first_number": 1} | wrong
    with pytest.raises(ValidationError) as refused:
        blank_forms_pdf("register", facility, language="en", **said)
    assert refused.value.field == field
