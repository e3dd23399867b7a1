"""Looks for words on buttons that are too long: a button is read at a glance and has a place among others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LONGEST = 36  # letters without the keys; some 280 px at 100 %, what three buttons in a row may have each
_RATIO, _SLACK = 2.0, 12  # a translation longer than this is an explanation and belongs in the tooltip
_KEYS = re.compile(r"\s*\([^()]*\)$")


def button_texts(path: Path) -> Iterator[tuple[str, str]]:
    """The texts that a source file puts on buttons, with the context they are translated in (the class)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for holder in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        for call in (node for node in ast.walk(holder) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "set_text" and call.args:
                text = _translated(call.args[0])
                if text is not None:
                    yield holder.name, text


def _translated(node: ast.expr) -> str | None:
    """The literal of ``self.tr("…")``."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr"):
        return None
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def overlong(sources: Iterable[Path], swahili: Mapping[tuple[str, str], str]) -> list[str]:
    """Say which words on buttons are too long, in either language.

    Args:
        sources: files of the windows.
        swahili: the translation of each context and text.
    """
    found = []
    for path in sources:
        for context, text in button_texts(path):
            translated = swahili.get((context, text), "")
            for words in (text, translated):
                letters = len(_KEYS.sub("", words).replace("&", ""))
                if letters > LONGEST:
                    found.append(f"{context}: {words!r} is too long for a button ({letters} > {LONGEST})")
            if len(translated) > max(_RATIO * len(text), len(text) + _SLACK):
                found.append(f"{context}: {translated!r} is much longer than {text!r} on a button")
    return list(dict.fromkeys(found))
