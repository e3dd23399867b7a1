"""At every stop of the tour, in both languages and at every size: controls that can be said, whole, hit.

With large text the stops are walked in Swahili, whose words are longer, and with ``EMR_EVERY_SIZE`` (as
``make proof`` sets it) in English too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ui.pictures.faults import clipped, nameless, primary_out_of_sight, small, squeezed
from ui.pictures.room import cut_words, overlapping, sideways
from ui.pictures.stage import Stage, opened
from ui.pictures.tour import at_work, before_login, setting_up

Look = Callable[[QWidget], list[str]]
_ROOM: tuple[Look, ...] = (clipped, primary_out_of_sight, squeezed, sideways, cut_words, overlapping)
_LARGE = ("sw", "en") if os.environ.get("EMR_EVERY_SIZE") else ("sw",)


def _stops(stage: Stage, percent: int) -> Iterator[str]:
    yield from before_login(stage)
    stage.log_in()
    stage.theme.use(percent=percent)  # the person has a size of text of their own
    yield from at_work(stage)


def _faults(
    qapp: QApplication,
    place: Path,
    *,
    language: str,
    size: tuple[int, int],
    looks: tuple[Look, ...],
    percent: int = 100,
) -> list[str]:
    """What the looks find, each once; the window never grows."""
    found: dict[str, None] = {}

    def look(stage: Stage, stops: Iterator[str]) -> None:
        for name in stops:
            stage.lay_out()
            assert (stage.shell.width(), stage.shell.height()) == size, name
            for each in looks:
                found.update(
                    dict.fromkeys(f"{name}: {each.__name__}: {fault}" for fault in each(stage.shell))
                )

    for folder, tour in (
        (place.parent / "empty", setting_up),
        (place, lambda stage: _stops(stage, percent)),
    ):
        with opened(qapp, folder, language=language, size=size) as stage:
            stage.theme.use(percent=percent)
            look(stage, tour(stage))
            stage.theme.use(percent=100)
    return list(found)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_control_has_a_name_is_whole_and_large_enough(
    qapp: QApplication, place: Path, language: str
) -> None:
    found = _faults(qapp, place, language=language, size=(1366, 768), looks=(nameless, small, *_ROOM))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_on_the_smallest_display_nothing_is_cut_and_save_is_in_sight(
    qapp: QApplication, place: Path, language: str
) -> None:
    found = _faults(qapp, place, language=language, size=(1024, 600), looks=_ROOM)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", _LARGE)
def test_with_text_of_twice_the_size_nothing_is_cut_and_save_is_in_sight(
    qapp: QApplication, place: Path, language: str
) -> None:
    found = _faults(qapp, place, language=language, size=(1366, 768), looks=_ROOM, percent=200)
    assert not found, "\n".join(found)
