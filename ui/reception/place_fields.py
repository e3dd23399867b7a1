"""The fields of where somebody lives: each suggests places, and a village fills in what it lies in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.localities import Place, find_places, settled
from ui.widgets.picker import Choice, at_once
from ui.widgets.place_levels import PlaceLevels
from ui.widgets.suggest_field import SuggestField


class PlaceFields:
    """``village`` and the three levels above; free text everywhere.

    Args of the constructor: ``home`` is where the facility lies. ``known`` is set later: where patients live.
    """

    def __init__(self, *, home: Place, parent: QWidget) -> None:
        self._home = home
        self.known: Sequence[Place] = ()
        self.village = SuggestField(
            "village", search=at_once(self._villages), eager=self._surely, longest=120, parent=parent
        )
        self.village.picked.connect(self._fill)
        self._levels = PlaceLevels()
        self.upper = self._levels.fields

    def learn(self, patient: PatientRow) -> None:
        """Suggest where the patient who was just registered lives, before all others."""
        if patient.village:
            names = (getattr(patient, name) or "" for name in ("region", "council", "ward", "village"))
            place = Place(*names)
            self.known = (place, *(other for other in self.known if other != place))

    def settle(self) -> None:
        """Fill in what the village lies in, where it can only be one and nothing else was said."""
        text = self.village.text()
        if not text or any(field.text() for field in self.upper.values()):
            return
        place = settled(text, home=self._home, known=[one for one in self.known if one.ward or one.council])
        if place is not None:
            self._levels.show(place)

    def _villages(self, text: str) -> list[Choice]:
        found = find_places(text, home=self._home, known=self.known)
        return [
            Choice(
                place,
                place.village,
                "  ·  ".join(name for name in (place.ward, place.council, self._foreign(place)) if name),
            )
            for place in found
        ]

    def _foreign(self, place: Place) -> str:
        """The region, where it is not the facility's own."""
        return "" if place.region == self._home.region else place.region

    def _surely(self, _text: str, choice: Choice) -> bool:
        place = choice.key
        return isinstance(place, Place) and (place in self.known or place.closeness(self._home) >= 2)

    def _fill(self, choice: Choice) -> None:
        if isinstance(choice.key, Place) and (choice.key.ward or choice.key.council):
            self._levels.show(choice.key)
