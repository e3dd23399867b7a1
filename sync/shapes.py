"""Takes the answers of other programs by their shape: whatever is of another shape is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def list_of(value: Any) -> list[Any]:
    """A list; an empty one for whatever else it is."""
    return value if isinstance(value, list) else []


def objects_of(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list."""
    return (each for each in list_of(value) if isinstance(each, dict))


def dict_of(value: Any) -> dict[str, Any]:
    """An object; an empty one for whatever else it is."""
    return value if isinstance(value, dict) else {}
