"""The whole tour with a photographer, once in each language and in each of the colours."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui.pictures.photographer import Photographer
from ui.pictures.place import furnish
from ui.pictures.sheets import make_sheets
from ui.pictures.stage import opened
from ui.pictures.tour import at_work, before_login, setting_up


def take_all(
    out: Path,
    *,
    languages: Sequence[str],
    themes: Sequence[str],
    size: tuple[int, int],
    percent: int,
    only: str,
) -> int:
    """Take every stop in every language and theme; gives how many pictures lie in ``out``."""
    application = QApplication.instance() or QApplication(["emr-desktop"])
    assert isinstance(application, QApplication)  # noqa: S101
    photographer = Photographer(out, only=only)
    with tempfile.TemporaryDirectory(prefix="emr-pictures-", ignore_cleanup_errors=True) as home:
        folder, _made = furnish(Path(home))
        for language, theme in itertools.product(languages, themes):
            with opened(application, Path(home) / "empty", language=language, size=size) as stage:
                stage.theme.use(name=theme, percent=percent)
                photographer.follow(stage, setting_up(stage))
            with opened(application, folder, language=language, size=size) as stage:
                stage.theme.use(name=theme, percent=percent)
                photographer.follow(stage, before_login(stage))
                stage.log_in()
                photographer.follow(stage, at_work(stage))
    sheets = out / "sheets"
    sheets.mkdir(exist_ok=True)
    for look, pictures in photographer.taken.items():
        make_sheets(pictures, sheets, name=look)
    return sum(len(each) for each in photographer.taken.values())
