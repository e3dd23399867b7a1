"""The typeface, with signs that it does not hold written in signs that it holds."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

# A sign that is not in the typeface would be an empty box: "give if ≥ 38" must not lose its meaning.
_SPELLED = str.maketrans(
    {
        "≥": ">=",
        "≤": "<=",
        "≠": "=/=",
        "≈": "~",
        "→": "->",
        "←": "<-",
        "↑": "(+)",
        "↓": "(-)",
        "✓": "v",
        "✔": "v",
        "✗": "x",
        "✘": "x",
        "☐": "[ ]",
        "☑": "[v]",
        "☒": "[x]",
        "√": "v",
        "−": "-",
        "∞": "...",
        "\u2010": "-",
        "\u2011": "-",
    }
)


def spelled(text: str) -> str:
    """The text as it is drawn."""
    return text if text.isascii() else text.translate(_SPELLED)


class SpelledFont(TTFont):
    """Measures and draws every text as ``spelled`` gives it, wherever it comes from."""

    def splitString(self, text: str | bytes, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802
        return super().splitString(_words(text, encoding), doc, encoding)

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf-8") -> float:  # noqa: N802
        return float(super().stringWidth(_words(text, encoding), size, encoding))


def _words(text: str | bytes, encoding: str) -> str:
    return spelled(text.decode(encoding, "replace") if isinstance(text, bytes) else text)
