"""One document on every paper: laid out anew or fitted, copies marked, made once and no more."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from emr_desktop.printing.kinds import PAPERS, document_kinds
from ui.qt.document import Counted, Document, fixed
from ui.qt.pdf_pages import PdfPages
from ui.qt.refit import bind, first_size, fit

pytest.importorskip("pypdfium2")


def pdf(*sizes: tuple[float, float]) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=sizes[0])
    for size in sizes:
        canvas.setPageSize(size)
        canvas.rect(0, size[1] - 72, 72, 72, fill=1)  # black at the upper left
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def turned(paper: str) -> tuple[float, float]:
    return PAPERS[paper][1], PAPERS[paper][0]


def sizes_of(content: bytes) -> list[tuple[int, int]]:
    pages = PdfPages(content)
    found = [(round(width), round(height)) for width, height in pages.sizes]
    pages.close()
    return found


def black_at(content: bytes, x: int, y: int) -> bool:
    pages = PdfPages(content)
    picture = pages.picture(1, dots_per_inch=72)
    pages.close()
    return picture.pixelColor(x, y).lightness() < 60


def test_larger_pages_are_made_smaller_and_lie_as_they_lay() -> None:
    made = fit(pdf(PAPERS["A4"], turned("A4"), PAPERS["A4"]), "A5")
    assert sizes_of(made) == [(420, 595), (595, 420), (420, 595)]
    assert black_at(made, 40, 40)
    assert not black_at(made, 60, 60)  # 72 points became 51


def test_a_small_page_keeps_its_size_at_the_upper_left_of_a_large_paper() -> None:
    made = fit(pdf(PAPERS["A6"]), "A4")
    assert sizes_of(made) == [(595, 842)]
    assert black_at(made, 65, 65)
    assert not black_at(made, 80, 80)


def test_fitted_pages_stay_letters_with_their_typeface() -> None:
    from emr_desktop.printing.fonts import REGULAR, register_fonts

    register_fonts()
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=PAPERS["A4"], initialFontName=REGULAR)  # type: ignore[arg-type]
    canvas.setFont(REGULAR, 12)
    canvas.drawString(100, 700, "Ng'ombe ½ é ± ŋ")
    canvas.save()
    import pypdfium2

    read = pypdfium2.PdfDocument(fit(content.getvalue(), "A6"))
    assert "Ng'ombe ½ é ± ŋ" in read[0].get_textpage().get_text_range()


def test_what_is_laid_out_for_a_paper_is_not_fitted() -> None:
    asked: list[tuple[str, int]] = []

    def make(paper: str, copy: int) -> bytes:
        asked.append((paper, copy))
        return pdf(PAPERS[paper])

    document = Document("referral", name="x", make=make)
    for paper in PAPERS:
        made = document.render(paper, 1)
        assert (first_size(made.content), made.percent) == (pytest.approx(PAPERS[paper], abs=1), 100)
    assert asked == [("A4", 0), ("A5", 0), ("A6", 0)]


def test_a_form_is_fitted_and_says_how_much_smaller_it_is() -> None:
    document = fixed("monthly-form", name="opd", make=lambda: pdf(turned("A4")))
    made = document.render("A5", 1)
    assert (sizes_of(made.content), made.percent) == ([(595, 420)], 70)
    assert document.render("A6", 1).percent == 50
    card = fixed("card", name="card", make=lambda: pdf(PAPERS["A6"]))
    assert card.render("A4", 1).percent == 100


def test_it_is_made_once_however_often_it_is_looked_at() -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)  # making some documents leaves a line in the trail
        return pdf(PAPERS["A4"])

    document = fixed("audit-trail", name="trail", make=make)
    for paper in ("A4", "A5", "A4"):
        document.render(paper, 3)
    assert len(made) == 1


def test_of_a_document_of_which_there_is_one_every_copy_has_its_own_pages() -> None:
    asked: list[int] = []

    def make(paper: str, copy: int) -> bytes:
        asked.append(copy)
        return pdf(PAPERS[paper])

    never: Callable[[int], object] = lambda times: None  # noqa: E731
    document = Document("prescription", name="p", make=make, counted=Counted(0, never, never))
    assert len(sizes_of(document.render("A5", 3).content)) == 3
    assert asked == [0, 1, 2]
    again = Document("prescription", name="p", make=make, counted=Counted(2, never, never))
    again.render("A5", 1)
    assert asked[3:] == [2]


def test_the_paper_asked_for_goes_before_the_remembered_one_and_that_before_the_usual_one() -> None:
    def document(**more: str) -> Document:
        return Document("prescription", name="p", make=lambda _p, _c: b"", **more)  # type: ignore[arg-type]

    assert document(usual="A6").paper() == "A6"
    assert document(usual="A6").paper("A4") == "A4"
    assert document(usual="A6", wanted="A5").paper("A4") == "A5"
    assert document(usual="A3").paper("Letter") == "A5"


def test_every_kind_is_laid_out_on_a_known_paper() -> None:
    for kind in document_kinds().values():
        assert kind.papers
        assert set(kind.papers) <= set(PAPERS)


def test_bound_documents_stand_one_after_the_other() -> None:
    assert sizes_of(bind([pdf(PAPERS["A5"]), pdf(PAPERS["A6"])])) == [(420, 595), (298, 420)]
