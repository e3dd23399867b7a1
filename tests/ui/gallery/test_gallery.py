"""The gallery shows every widget there is, in both languages and all looks."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import ui.widgets
from ui.gallery import fields
from ui.gallery.window import CHAPTERS, Gallery
from ui.pictures.faults import nameless
from ui.qt.language import Language
from ui.qt.tasks import Tasks
from ui.theme import Theme
from ui.theme.tokens import palettes


def widget_classes() -> dict[str, type[QWidget]]:
    """Every widget class that a module of ``ui.widgets`` defines."""
    found = {}
    for info in pkgutil.iter_modules(ui.widgets.__path__):
        module = importlib.import_module(f"ui.widgets.{info.name}")
        for name, each in inspect.getmembers(module, inspect.isclass):
            if each.__module__ == module.__name__ and issubclass(each, QWidget):
                found[f"{info.name}.{name}"] = each
    return found


@pytest.fixture
def gallery(qapp: QApplication, qtbot: QtBot) -> Iterator[Gallery]:
    tasks = Tasks()
    made = Gallery(language=Language(qapp, code="en"), theme=Theme(qapp), tasks=tasks)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    yield made
    made._samples.language.use("en")
    made._samples.theme.use(name="light")
    tasks.close()


def test_every_widget_is_in_the_gallery(gallery: Gallery) -> None:
    shown = {type(each) for each in gallery.findChildren(QWidget)}
    missing = [
        name for name, each in widget_classes().items() if not any(issubclass(kind, each) for kind in shown)
    ]
    assert missing == []


def test_every_field_is_there_in_every_state(gallery: Gallery) -> None:
    names = {each.objectName() for each in gallery.findChildren(QWidget)}
    wanted = {f"{kind}{state.title()}" for kind in fields.MAKERS for state in fields.STATES}
    assert wanted <= names


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_chapter_is_drawn_in_every_look_and_each_looks_different(
    gallery: Gallery, qtbot: QtBot, language: str
) -> None:
    gallery._samples.language.use(language)
    for at, chapter in enumerate(CHAPTERS):
        gallery.pages.setCurrentIndex(at)
        seen = []
        for name in palettes():
            gallery._samples.theme.use(name=name)
            qtbot.wait(10)
            image = gallery.grab().toImage()
            assert all(image != before for before in seen), f"{chapter} in {name}"
            seen.append(image)
        assert nameless(gallery) == [], chapter
