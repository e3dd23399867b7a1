"""Puts documents together, and puts pages on another paper than they were laid out for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from emr_desktop.printing.kinds import PAPERS
from ui.qt.pdf_pages import PDFIUM

_NEAR = 2.0  # points: a paper of this size


def can_refit() -> bool:
    """Whether PDFium is there, which does all of this."""
    try:
        import pypdfium2  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def bind(contents: Sequence[bytes]) -> bytes:
    """One PDF of several, in their order."""
    if len(contents) == 1:
        return contents[0]
    import pypdfium2

    with PDFIUM:
        whole = pypdfium2.PdfDocument.new()
        for content in contents:
            part = pypdfium2.PdfDocument(content)
            whole.import_pages(part)
            part.close()
        return _written(whole)


def fit(content: bytes, paper: str) -> bytes:
    """The same pages on another paper: larger ones are made smaller, smaller ones keep their size.

    A small page stands at the upper left of the large paper, to be cut off there. Letters and lines stay
    letters and lines; nothing becomes a picture.

    Args:
        content: a PDF.
        paper: ``A4 A5 A6``; turned where a page lies across.
    """
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        for at in range(len(document)):
            page = document[at]
            _refit(pypdfium2.raw, page, page.get_size(), paper)
            page.close()
        return _written(document)


def first_size(content: bytes) -> tuple[float, float]:
    """Width and height of the first page, in points."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        width, height = document.get_page_size(0)
        document.close()
    return float(width), float(height)


def percent_on(size: tuple[float, float], paper: str) -> int:
    """How large a page of this size (points) comes out on a paper; 100 where it keeps its size."""
    sheet = _sheet(paper, size)
    return min(100, round(100 * min(sheet[0] / size[0], sheet[1] / size[1])))


def _sheet(paper: str, size: tuple[float, float]) -> tuple[float, float]:
    width, height = PAPERS[paper]
    return (height, width) if size[0] > size[1] else (width, height)


def _refit(raw: Any, page: Any, size: tuple[float, float], paper: str) -> None:
    width, height = _sheet(paper, size)
    if size[0] <= width + _NEAR and size[1] <= height + _NEAR:
        box = (0, size[1] - height, width, size[1])
    else:
        scale = min(width / size[0], height / size[1])
        left, bottom = (width - size[0] * scale) / 2, (height - size[1] * scale) / 2
        matrix = raw.FS_MATRIX(a=scale, b=0, c=0, d=scale, e=left, f=bottom)
        clip = raw.FS_RECTF(left=0, top=height, right=width, bottom=0)
        raw.FPDFPage_TransFormWithClip(page, matrix, clip)
        box = (0, 0, width, height)
    page.set_mediabox(*box)
    page.set_cropbox(*box)


def _written(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
