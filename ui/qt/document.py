"""One document that can be printed: it is made for the paper that is chosen, and knows its copies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from emr_desktop.printing.kinds import PAPERS, DocumentKind, document_kinds
from ui.qt.refit import bind, can_refit, first_size, fit, percent_on

Make = Callable[[str, int], bytes]


@dataclass(frozen=True)
class Counted:
    """Where it is kept how often a document of which there is one was handed out.

    Both are called on the database worker: ``add`` before it goes to the printer, so that there are never
    two originals, ``take_back`` when the printer did not take it.
    """

    printed: int
    add: Callable[[int], object]
    take_back: Callable[[int], object]


@dataclass(frozen=True)
class Rendered:
    """A PDF, and how large the pages are on it: 100 as they were laid out."""

    content: bytes
    percent: int


class Document:
    """What ``make(paper, copy)`` gives is kept: making some documents leaves a line in the trail.

    Copy 0 is the original. ``render`` may be called in any thread, everything else in the GUI thread.
    """

    def __init__(
        self,
        kind: str,
        *,
        name: str,
        make: Make,
        usual: str = "",
        wanted: str = "",
        counted: Counted | None = None,
    ) -> None:
        """Describe a document.

        Args:
            kind: a code of ``document_kinds``.
            name: what a file of it is called, without a patient's name.
            make: gives the PDF for one of the papers of the kind.
            usual: the paper in use at the facility; empty: the usual one of the kind.
            wanted: the paper a person just asked for, which counts more than what is remembered.
            counted: of a kind of which there is one.
        """
        self.kind: DocumentKind = document_kinds()[kind]
        self.name = name
        self.wanted = wanted
        self.counted = counted
        self.printed = 0 if counted is None else counted.printed
        self._usual = usual if usual in self.kind.papers else self.kind.papers[0]
        self._make = make
        self._made: dict[tuple[str, int], bytes] = {}
        self._lock = threading.Lock()

    def paper(self, remembered: str = "") -> str:
        """Which paper to begin with: the one asked for, else the remembered, else the usual one."""
        for paper in (self.wanted, remembered):
            if paper in self.papers:
                return paper
        return self._usual

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers to choose from: all, or without PDFium those it is laid out for."""
        return tuple(PAPERS) if can_refit() else tuple(p for p in PAPERS if p in self.kind.papers)

    @property
    def most_copies(self) -> int:
        return 99 if not self.kind.once or can_refit() else 1

    def lays_out(self, paper: str) -> bool:
        """Whether the text flows anew for this paper; else whole pages are fitted."""
        return self.kind.is_laid_out_on(paper)

    def render(self, paper: str, copies: int) -> Rendered:
        """The pages for a paper; of a document of which there is one, with the pages of every copy."""
        laid_out = paper if self.lays_out(paper) else self._usual
        numbers = range(self.printed, self.printed + copies) if self.kind.once else range(1)
        content = bind([self._one(laid_out, number) for number in numbers])
        if laid_out == paper:
            return Rendered(content, 100)
        return Rendered(fit(content, paper), percent_on(first_size(content), paper))

    def _one(self, paper: str, number: int) -> bytes:
        with self._lock:
            if (paper, number) not in self._made:
                self._made[paper, number] = self._make(paper, number)
            return self._made[paper, number]


def fixed(kind: str, *, name: str, make: Callable[[], bytes]) -> Document:
    """A document that is laid out in one way."""
    return Document(kind, name=name, make=lambda _paper, _copy: make())
