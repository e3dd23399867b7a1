"""``python -m ui.gallery``: the window with every widget; ``--out`` takes pictures instead."""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Show the gallery, or leave a picture of each chapter in each language and look."""
    parser = argparse.ArgumentParser(prog="python -m ui.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, help="a folder for pictures")
    options = parser.parse_args(argv)
    if options.out is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui.gallery.window import CHAPTERS, Gallery
    from ui.qt.language import CODES, Language
    from ui.qt.tasks import Tasks
    from ui.theme import Theme
    from ui.theme.tokens import palettes

    application = QApplication.instance() or QApplication(["emr-gallery"])
    assert isinstance(application, QApplication)  # noqa: S101
    language, theme, tasks = Language(application, code="sw"), Theme(application), Tasks(application)
    gallery = Gallery(language=language, theme=theme, tasks=tasks)
    gallery.resize(1366, 1000)
    gallery.show()
    if options.out is None:
        return application.exec()
    options.out.mkdir(parents=True, exist_ok=True)
    for code, name in itertools.product(CODES, palettes()):
        language.use(code)
        theme.use(name=name)
        for at, chapter in enumerate(CHAPTERS):
            gallery.pages.setCurrentIndex(at)
            QTest.qWait(50)
            gallery.grab().save(str(options.out / f"{chapter}-{code}-{name}.png"))
    tasks.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
