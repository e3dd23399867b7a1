"""Every kind of document on every paper in both languages: its own typeface, the right size, nothing cut off.

With EMR_PAPERS_OUT set to a folder the pages are written there, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emr_desktop.printing.kinds import PAPERS, document_kinds
from ui.qt.document import Document

pdfium = pytest.importorskip("pypdfium2")
Maker = Callable[[str, str], bytes]  # language, paper


def _texts(page: Any) -> list[Any]:
    return list(page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_TEXT], max_depth=9))


def wrong_with(content: bytes, paper: str) -> list[str]:
    """What a person at the printer would complain of."""
    document, wrong = pdfium.PdfDocument(content), []
    upright = PAPERS[paper]
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        if (round(min(width, height)), round(max(width, height))) != tuple(map(round, upright)):
            wrong.append(f"page {number} is {width:.0f} x {height:.0f}")
        left, bottom, right, top = page.get_mediabox()
        if not page.get_textpage().get_text_range().strip():
            wrong.append(f"page {number} is empty")
        for each in _texts(page):
            font = pdfium.raw.FPDFTextObj_GetFont(each.raw)
            if pdfium.raw.FPDFFont_GetIsEmbedded(font) != 1:
                wrong.append(f"page {number}: a typeface is not embedded")
            x1, y1, x2, y2 = each.get_bounds()
            if x2 > x1 and (x1 < left - 1 or y1 < bottom - 1 or x2 > right + 1 or y2 > top + 1):
                wrong.append(f"page {number}: a text at {x1:.0f},{y1:.0f} to {x2:.0f},{y2:.0f} runs off it")
    return sorted(set(wrong))


def test_a_sample_of_every_kind_is_there(makers: dict[str, Maker]) -> None:
    assert set(makers) == set(document_kinds())


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_kind_fits_every_paper_in_its_own_typeface(makers: dict[str, Maker], language: str) -> None:
    out = os.environ.get("EMR_PAPERS_OUT")
    complaints = {}
    for kind, maker in makers.items():
        document = Document(kind, name=kind, make=lambda paper, _copy, m=maker: m(language, paper))  # type: ignore[misc]
        for paper in document.papers:
            content = document.render(paper, 1).content
            if out:
                (Path(out) / f"{kind}-{paper}-{language}.pdf").write_bytes(content)
            wrong = wrong_with(content, paper)
            if wrong:
                complaints[f"{kind} {paper}"] = wrong[:4]
    assert complaints == {}


def test_a_borrowed_typeface_and_a_text_off_the_page_are_found() -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    content = io.BytesIO()
    canvas = Canvas(content, pagesize=PAPERS["A5"])
    canvas.drawString(PAPERS["A5"][0] - 20, 100, "kikatwa pembeni")
    canvas.save()
    found = wrong_with(content.getvalue(), "A4")
    assert [
        words
        for words in ("is 420 x 595", "not embedded", "runs off")
        if not any(words in each for each in found)
    ] == []
