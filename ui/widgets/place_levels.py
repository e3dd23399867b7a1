"""Ward, council and region as fields that suggest: a ward that is taken fills in what it lies in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from emr_desktop.reference.localities import Place, names_of
from ui.widgets.form_keys import focus_next
from ui.widgets.picker import Choice, at_once
from ui.widgets.suggest_field import SuggestField

LEVELS = ("ward", "council", "region")


class PlaceLevels:
    """``fields`` by level, from the smallest; free text everywhere, for the list is older than the country.

    Args of the constructor:
        names: the objectName of a level, where it is not the level's own.
    """

    def __init__(self, *, names: dict[str, str] | None = None, parent: QWidget | None = None) -> None:
        told = names or {}
        self.fields = {
            level: SuggestField(
                told.get(level, level), search=at_once(self._level(level)), longest=60, parent=parent
            )
            for level in LEVELS
        }
        for level, field in self.fields.items():
            field.picked.connect(self._fill_above(level))
            field.went_on.connect(lambda field=field: focus_next(field.window()))

    def show(self, place: Place) -> None:
        """Put a place into the fields."""
        for name, field in self.fields.items():
            field.set_text(getattr(place, name))
            field.set_error(None)

    def _level(self, level: str) -> Callable[[str], list[Choice]]:
        def find(text: str) -> list[Choice]:
            within = {name: self.fields[name].text() for name in LEVELS}
            above = {"region": (), "council": ("region",), "ward": ("region", "council")}[level]
            place = Place(**{name: within[name] for name in above})
            return [
                Choice(one, getattr(one, level), "  ·  ".join(getattr(one, name) for name in reversed(above)))
                for one in names_of(level, text, within=place)
            ]

        return find

    def _fill_above(self, level: str) -> Callable[[Choice], None]:
        def fill(choice: Choice) -> None:
            if isinstance(choice.key, Place):
                for name in LEVELS[LEVELS.index(level) + 1 :]:
                    self.fields[name].set_text(getattr(choice.key, name))

        return fill
