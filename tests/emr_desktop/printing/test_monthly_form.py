"""The printed month, read back with poppler."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.figures import cells_of, derived_rows, form_info, form_rows
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.rows import FormHeading, FormPaper, FormReport, FormSignature, FormStanding
from emr_desktop.printing.monthly_form import monthly_form_pdf

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext of poppler")


def _report(definition: FormDefinition, **changes: object) -> FormReport:
    """Every open cell has a figure of its own, so that a cell in the wrong place shows."""
    counted = {
        (rule.row, column): 1000 + 10 * line + number
        for line, rule in enumerate(definition.rows)
        for number, column in enumerate(definition.columns.codes)
    }
    cells = cells_of(definition, counted)
    report = FormReport(
        info=form_info(definition),
        period="202610",
        first_day=date(2026, 10, 1),
        last_day=date(2026, 10, 31),
        facility_code="101168-3",
        facility_name="Zahanati ya Buigiri",
        generated=datetime(2026, 11, 2, 5, 15, tzinfo=UTC),
        status="open",
        version=0,
        count="new",
        rows=form_rows(definition, cells),
        misplaced=(),
        derived=derived_rows(definition, cells),
        paper=FormPaper(
            **vars(definition.titles),
            ministry="WIZARA YA AFYA",
            region="Dodoma",
            council="Chamwino DC",
            phone="+255 26 232 0000",
        ),
    )
    return replace(report, **changes)


@pytest.fixture
def opd() -> FormDefinition:
    return shipped_forms()["opd", "2014"]


def _pages(content: bytes, folder: Path) -> list[str]:
    path = folder / "form.pdf"
    path.write_bytes(content)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True
    ).stdout.decode()
    return text.split("\f")[:-1]


def _figures(words: str) -> list[int]:
    return [int(word) for word in words.split() if word.isdigit()]


def _signed(report: FormReport) -> FormReport:
    signature = FormSignature("Asha Komba", "CO", datetime(2026, 11, 2, 5, tzinfo=UTC), "ab" * 32)
    return replace(report, status="closed", version=1, signature=signature)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_zeros_of_an_empty_record_say_on_every_page_that_they_are_no_report(opd, tmp_path, language) -> None:
    cells = cells_of(opd, {})
    empty = _report(opd, rows=form_rows(opd, cells), derived=derived_rows(opd, cells), nothing_recorded=True)
    for page in _pages(monthly_form_pdf(empty, language=language), tmp_path):
        assert ("HAKUNA HUDHURIO LILILOREKODIWA" if language == "sw" else "NO VISIT WAS RECORDED") in page
    full = "".join(_pages(monthly_form_pdf(_report(opd), language=language), tmp_path))
    assert "HAKUNA HUDHURIO" not in full


def test_a_zero_report_that_was_signed_stays_one(tmp_path) -> None:
    week = next(one for one in shipped_forms().values() if one.zero_report)
    cells = cells_of(week, {})
    empty = _report(
        week,
        period="2026W43",
        rows=form_rows(week, cells),
        derived=derived_rows(week, cells),
        nothing_recorded=True,
    )
    text = "".join(_pages(monthly_form_pdf(empty, language="sw"), tmp_path))
    assert "HAKUNA HUDHURIO LILILOREKODIWA" in text
    assert "TAARIFA SIFURI" not in text
    signed = "".join(_pages(monthly_form_pdf(_signed(empty), language="sw"), tmp_path))
    assert "TAARIFA SIFURI" in signed
    assert "HAKUNA HUDHURIO" not in signed


def test_a_form_of_a_month_that_is_not_over_says_so_until_it_is_over_or_signed(opd, tmp_path) -> None:
    last_evening = datetime(2026, 10, 31, 20, 59, tzinfo=UTC)  # 23:59 in East Africa
    for moment, running in ((last_evening, True), (last_evening + timedelta(minutes=1), False)):
        report = _report(opd, generated=moment)
        text = "".join(_pages(monthly_form_pdf(report, language="en"), tmp_path))
        assert ("THE PERIOD IS NOT OVER: up to 31/10/2026 only" in text) is running
        signed = "".join(_pages(monthly_form_pdf(_signed(report), language="en"), tmp_path))
        assert "THE PERIOD IS NOT OVER" not in signed


def test_the_foot_of_the_newer_edition_asks_when_it_was_sent(opd, tmp_path) -> None:
    newer = shipped_forms()["opd", "current"]
    report = _report(newer)
    report = replace(report, paper=replace(report.paper, sent_on=newer.titles.sent_on))
    asked = "Tarehe ya kupokelewa Wilayani / kutumwa kwenye mfumo"
    assert asked in _pages(monthly_form_pdf(report, language="sw"), tmp_path)[-1]
    older = _pages(monthly_form_pdf(_report(opd), language="sw"), tmp_path)[-1]
    assert "Imepokelewa wilayani tarehe" in older
    assert "kutumwa kwenye mfumo" not in older


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_row_is_printed_with_its_figures_and_totals(opd, tmp_path, language) -> None:
    report = _report(opd)
    text = "\n".join(_pages(monthly_form_pdf(report, language=language), tmp_path))
    found = {tuple(_figures(line)) for line in text.splitlines()}
    rest = {figures[1:] for figures in found if figures}  # without the row's number
    for row in (*report.rows, *report.derived):
        printed: list[int] = []
        sums = {"M": 0, "F": 0}
        seen = dict.fromkeys("MF", False)
        for band in ("lt1m", "m1_11", "y1_4", "y5_59", "y60plus"):
            pair = [row.cells[f"{band}.{sex}"] for sex in "MF"]
            known = [figure for figure in pair if figure is not None]
            printed += known + ([sum(known)] if known else [])
            for sex, figure in zip("MF", pair, strict=True):
                sums[sex] += figure or 0
                seen[sex] = seen[sex] or figure is not None
        printed += [sums[sex] for sex in "MF" if seen[sex]]
        printed += [sum(sums.values())] if any(seen.values()) else []
        assert tuple(printed) in found | rest, row.row


def test_every_page_has_the_columns_the_facility_and_its_number(opd, tmp_path) -> None:
    pages = _pages(monthly_form_pdf(_report(opd), language="sw"), tmp_path)
    assert len(pages) == 4
    for number, page in enumerate(pages, 1):
        assert f"Ukurasa {number} kati ya 4 / Page {number} of 4" in page
        assert page.count("JUMLA KUU") == 1
        for wanted in ("Zahanati ya Buigiri", "101168-3", "Miaka 60 na zaidi", "SIRI", "RASIMU"):
            assert wanted in page


def test_the_heading_and_footer_are_those_of_the_paper_form(opd, tmp_path) -> None:
    pages = _pages(monthly_form_pdf(_report(opd), language="sw"), tmp_path)
    for wanted in (
        "JAMHURI YA MUUNGANO WA TANZANIA",
        "WIZARA YA AFYA",
        "MTUHA",
        "TOLEO LA TATU: MWAKA 2014",
        "KITABU CHA 5",
        "Chamwino DC",
        "Dodoma",
        "Oktoba",
        "2026",
        "Mahudhurio ya OPD (2+3)",
        "RASIMU, HAIJASAINIWA: fomu haijafungwa",
        "DRAFT, NOT SIGNED: not closed",
    ):
        assert wanted in pages[0], wanted
    for wanted in (
        "mtayarishaji",
        "Cheo/Kada",
        "Sahihi",
        "Imepitiwa na",
        "Imepokelewa wilayani",
        "+255 26 232 0000",
    ):
        assert wanted in pages[-1], wanted
    assert "MAFUNZO" not in "".join(pages)


def test_a_signed_version_says_who_signed_which_figures(opd, tmp_path) -> None:
    signature = FormSignature(
        "Asha Mrisho", "Afisa Tabibu", datetime(2026, 11, 3, 6, 0, tzinfo=UTC), "ab12cd34ef" + "0" * 54
    )
    report = _report(opd, status="closed", version=2, signature=signature)
    text = "\n".join(_pages(monthly_form_pdf(report, language="sw"), tmp_path))
    assert "IMEFUNGWA: toleo 2, 03/11/2026, Asha Mrisho, msimbo ab12cd34ef" in text
    assert "RASIMU" not in text
    assert "Afisa Tabibu" in text


def test_every_page_of_a_signed_form_has_its_code_and_says_that_it_was_signed_early(opd, tmp_path) -> None:
    signature = FormSignature(
        "Asha Mrisho", "Afisa Tabibu", datetime(2026, 11, 3, 6, 0, tzinfo=UTC), "ab" * 32,
        signed_on=date(2026, 11, 2), code="K7QF-2M9X-C", not_over=True, open_visits=3,
    )  # fmt: skip
    report = _report(opd, status="closed", version=1, signature=signature)
    pages = _pages(monthly_form_pdf(report, language="sw"), tmp_path)
    for page in pages:
        assert "Msimbo / Code K7QF-2M9X-C" in page
        assert "ILISAINIWA KABLA YA KIPINDI KUISHA" in page
        assert "ILISAINIWA MAHUDHURIO 3 YAKIWA HAYAJAKAMILIKA" in page
    assert "SIGNED BEFORE THE PERIOD WAS OVER" in pages[0]
    assert "02/11/2026" in pages[-1]  # the date beside the signature, not that of the computer
    changed = "".join(_pages(monthly_form_pdf(replace(report, status="changed"), language="sw"), tmp_path))
    assert "K7QF" not in changed  # the code stands for the signed figures alone


def test_an_old_version_says_on_every_page_that_it_is_one(opd, tmp_path) -> None:
    when = datetime(2026, 11, 5, 6, 0, tzinfo=UTC)
    signature = FormSignature("Asha Mrisho", None, datetime(2026, 11, 3, 6, 0, tzinfo=UTC), "ab" * 32)
    report = _report(
        opd, status="closed", version=1, signature=signature,
        standing=FormStanding(versions=2, reopened_at=when, replaced_at=when),
    )  # fmt: skip
    for page in _pages(monthly_form_pdf(report, language="sw"), tmp_path):
        assert "TOLEO LA ZAMANI: toleo 1 kati ya 2, lilibadilishwa 05/11/2026" in page
        assert "IMEFUNGWA:" not in page
    opened = replace(report, standing=FormStanding(versions=1, reopened_at=when))
    text = "".join(_pages(monthly_form_pdf(opened, language="en"), tmp_path))
    assert "OLD VERSION: version 1 of 1, opened again on 05/11/2026" in text


def test_changed_figures_are_not_passed_off_as_signed(opd, tmp_path) -> None:
    signature = FormSignature("Asha Mrisho", None, datetime(2026, 11, 3, tzinfo=UTC), "ab" * 32)
    report = _report(opd, status="changed", version=1, signature=signature)
    text = "\n".join(_pages(monthly_form_pdf(report, language="sw"), tmp_path))
    assert "IMEBADILIKA baada ya kufungwa (toleo 1)" in text
    assert "IMEFUNGWA:" not in text
    assert "Asha Mrisho" not in text


def test_figures_counted_otherwise_than_signed_are_a_draft(opd, tmp_path) -> None:
    report = _report(opd, status="closed", version=1, count="all", signature=None)
    text = "\n".join(_pages(monthly_form_pdf(report, language="sw"), tmp_path))
    assert "RASIMU" in text
    assert "pamoja na mahudhurio ya marudio" in text


def test_a_training_facility_and_an_unofficial_edition_are_marked_on_every_page(opd, tmp_path) -> None:
    report = _report(opd)
    report = replace(
        report, info=replace(report.info, official=False), paper=replace(report.paper, training=True)
    )
    for page in _pages(monthly_form_pdf(report, language="sw"), tmp_path):
        assert "MAFUNZO" in page
        assert "Nakala isiyo rasmi" in page


def test_printed_sections_stand_above_their_rows(opd, tmp_path) -> None:
    report = _report(opd)
    sections = (FormHeading("diagnoses", "Diseases", "Magonjwa"),)
    text = _pages(
        monthly_form_pdf(replace(report, paper=replace(report.paper, sections=sections)), language="sw"),
        tmp_path,
    )[0]
    assert (
        text.index("Mahudhurio ya OPD") < text.index("Magonjwa / Diseases") < text.index("Kupooza kwa ghafla")
    )


def test_the_same_report_gives_the_same_bytes_with_embedded_fonts(opd, tmp_path) -> None:
    report = _report(opd)
    content = monthly_form_pdf(report, language="en")
    assert content == monthly_form_pdf(report, language="en")
    path = tmp_path / "form.pdf"
    path.write_bytes(content)
    fonts = (
        subprocess.run(["pdffonts", path], check=True, capture_output=True).stdout.decode().splitlines()[2:]
    )
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), fonts
    box = subprocess.run(["pdfinfo", path], check=True, capture_output=True).stdout.decode()
    assert "841.89 x 595.28 pts (A4)" in box


def test_long_names_stay_inside_the_page(opd, tmp_path) -> None:
    report = _report(opd, facility_name="Kituo cha Afya cha " + "Mtakatifu Fransisko wa Asizi " * 4)
    report = replace(
        report, paper=replace(report.paper, council="Halmashauri ya Wilaya ya " + "Chamwino " * 12)
    )
    path = tmp_path / "form.pdf"
    path.write_bytes(monthly_form_pdf(report, language="en"))
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True).stdout.decode()
    import re

    words = re.findall(
        r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<', boxes
    )
    outside = [
        word for left, top, right, bottom, word in words
        if float(left) < 20 or float(top) < 12 or float(right) > 822 or float(bottom) > 583
    ]  # fmt: skip
    assert outside == []
