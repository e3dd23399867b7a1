"""What comes along with the program: read from ``licences/``, which a build makes; a checkout has none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "licences"
_LIST, _BILL = "components.json", "sbom.cdx.json"


@dataclass(frozen=True)
class Component:
    """``within`` is the package that carries it, ``text`` the file with its licence; both may be empty."""

    name: str
    version: str
    licence: str
    supplier: str
    within: str
    text: str


def components(folder: Path = FOLDER) -> tuple[Component, ...]:
    """Everything that comes along, by name; nothing in a checkout or when the list cannot be read."""
    try:
        listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        found = [
            Component(**{name: str(each[name]) for name in Component.__dataclass_fields__}) for each in listed
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(sorted(found, key=lambda each: (each.name.lower(), each.within.lower())))


def licence_text(component: Component, folder: Path = FOLDER) -> str:
    """The licence of a component as its makers give it; empty when none came with it."""
    path = folder / component.text
    if not component.text or path.parent != folder:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def bill_of_materials(folder: Path = FOLDER) -> bytes | None:
    """The CycloneDX document of this build; None where there is none."""
    try:
        return (folder / _BILL).read_bytes()
    except OSError:
        return None
