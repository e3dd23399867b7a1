"""The kinds of documents that are printed: kinds.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Width and height of the papers that are known here, upright, in points.
PAPERS = {"A4": (595.276, 841.89), "A5": (419.528, 595.276), "A6": (297.638, 419.528)}


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """What is the same for every document of a kind."""

    code: str
    papers: tuple[str, ...]  # it is laid out anew for these; the first is the usual one
    waits: bool = False  # a patient stands and waits for it
    once: bool = False  # there is one of it: the second and later ones are marked as copies

    def is_laid_out_on(self, paper: str) -> bool:
        return paper in self.papers


@cache
def document_kinds() -> dict[str, DocumentKind]:
    """Every kind by its code."""
    table = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
    return {
        code: DocumentKind(
            code=code,
            papers=tuple(kind["papers"]),
            waits=kind.get("waits", False),
            once=kind.get("once", False),
        )
        for code, kind in table.items()
    }
