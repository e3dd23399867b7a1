"""Frozen dataclasses as plain values and back, so that what was signed can be kept as text."""

from __future__ import annotations

import json
import types
import typing
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def as_plain(value: Any) -> Any:
    """Lists, dictionaries, text and numbers; what a class keeps for speed (``compare=False``) is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: as_plain(getattr(value, one.name)) for one in fields(value) if one.compare}
    if isinstance(value, Mapping):
        return {str(key): as_plain(each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(as_plain(each) for each in value)
    if isinstance(value, (tuple, list)):
        return [as_plain(each) for each in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def from_plain(kind: type[T], plain: Any) -> T:
    """Make the dataclass again.

    A field that the text does not have gets its default, one that the class no longer has is left out:
    text that an older program kept stays readable.
    """
    made: T = _read(kind, plain)
    return made


def text_of(value: Any) -> str:
    """Canonical JSON: the same value always gives the same text."""
    return json.dumps(as_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 6)


def unpacked(content: bytes) -> str:
    """Raises ``ValueError`` when the content is damaged."""
    try:
        return zlib.decompress(content).decode()
    except zlib.error as error:
        raise ValueError("damaged") from error


@cache
def _kinds(kind: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, plain: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if plain is None:
            return None
        wanted = [each for each in inner if each is not type(None)]
        return _read(wanted[0], plain) if len(wanted) == 1 else plain
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], each) for each in plain)
        return tuple(_read(each, value) for each, value in zip(inner, plain, strict=True))
    if origin is frozenset:
        return frozenset(_read(inner[0], each) for each in plain)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read(inner[1], each) for key, each in plain.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        names = {one.name for one in fields(kind) if one.compare}
        given = {name: plain[name] for name in names if name in plain}
        return kind(**{name: _read(_kinds(kind)[name], each) for name, each in given.items()})
    if kind is uuid.UUID:
        return uuid.UUID(plain)
    return kind.fromisoformat(plain) if kind in (date, datetime) else plain
