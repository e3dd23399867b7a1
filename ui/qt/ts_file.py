"""Says the windows' texts out of a ``.ts`` file as it lies there: a language needs no tool."""

from __future__ import annotations

import logging
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QObject, QTranslator

log = logging.getLogger(__name__)


class TsFile(QTranslator):
    """``read(path)`` gives it; texts that are unfinished or empty stay English."""

    def __init__(self, texts: dict[tuple[str, str], tuple[str, ...]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        forms = self._texts.get((_plain(context), _plain(source)))
        if forms is None:
            return None  # Qt asks the next translator, and says the text of the source in the end
        text = forms[0] if n == 1 or len(forms) == 1 else forms[-1]
        return text.replace("%n", str(n)) if n >= 0 else text


def read(path: Path, parent: QObject | None = None) -> TsFile | None:
    """Read a file of translations; None when it is not there or is none, with a line in the log."""
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314 - put there by who installs the program
    except FileNotFoundError:
        return None
    except (OSError, ElementTree.ParseError) as error:
        log.warning("%s is not read: %s", path.name, type(error).__name__)
        return None
    texts: dict[tuple[str, str], tuple[str, ...]] = {}
    for context in root.iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            told = message.find("translation")
            if told is None or told.get("type"):
                continue
            forms = tuple(form.text or "" for form in told.iter("numerusform")) or (told.text or "",)
            if all(form.strip() for form in forms):
                texts[(name, message.findtext("source") or "")] = forms
    return TsFile(texts, parent)


def _plain(text: str | bytes) -> str:
    return text.decode() if isinstance(text, bytes) else text
