"""At every stop of the tour, in both languages: controls that can be said, seen whole, hit; Save in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.pictures.faults import clipped, nameless, primary_out_of_sight, small, squeezed
from ui.pictures.stage import Stage, opened
from ui.pictures.tour import at_work, before_login


def _stops(stage: Stage) -> Iterator[str]:
    yield from before_login(stage)
    stage.log_in()
    yield from at_work(stage)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_control_has_a_name_is_whole_and_large_enough(
    qapp: QApplication, place: Path, language: str
) -> None:
    found = []
    with opened(qapp, place, language=language) as stage:
        for name in _stops(stage):
            for look in (nameless, clipped, small, primary_out_of_sight, squeezed):
                found += [f"{name}: {look.__name__}: {fault}" for fault in look(stage.shell)]
        assert (stage.shell.width(), stage.shell.height()) == (1366, 768)
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("language", ["sw", "en"])
def test_on_the_smallest_display_nothing_is_cut_and_save_is_in_sight(
    qapp: QApplication, place: Path, language: str
) -> None:
    found = []
    with opened(qapp, place, language=language, size=(1024, 600)) as stage:
        for name in _stops(stage):
            assert (stage.shell.width(), stage.shell.height()) == (1024, 600), name
            for look in (clipped, primary_out_of_sight, squeezed):
                found += [f"{name}: {look.__name__}: {fault}" for fault in look(stage.shell)]
    assert not found, "\n".join(dict.fromkeys(found))
