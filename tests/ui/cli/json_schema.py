"""As much of JSON Schema (draft 2020-12) as our own schema uses; a keyword that is not known is an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "boolean": (bool,),
    "null": (type(None),),
}  # fmt: skip
_ONLY_WORDS = {"$schema", "$defs", "title", "description", "then"}


def problems(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$") -> Iterator[str]:
    """Everything in which a value is not what the schema says."""
    for word, wanted in schema.items():
        if word in _ONLY_WORDS:
            continue
        yield from _WORDS[word](value, wanted, schema, root, at)


def _ref(value: Any, wanted: str, _schema: Any, root: Any, at: str) -> Iterator[str]:
    found = root
    for part in wanted.removeprefix("#/").split("/"):
        found = found[part]
    yield from problems(value, found, root, at)


def _type(value: Any, wanted: Any, _schema: Any, _root: Any, at: str) -> Iterator[str]:
    kinds = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool) and "boolean" not in kinds:
        yield f"{at}: a boolean"
    elif not any(isinstance(value, _KINDS[kind]) for kind in kinds):
        yield f"{at}: {value!r} is no {kinds}"


def _required(value: Any, wanted: Any, _schema: Any, _root: Any, at: str) -> Iterator[str]:
    yield from (f"{at}: without {name}" for name in wanted if isinstance(value, dict) and name not in value)


def _properties(value: Any, wanted: Any, _schema: Any, root: Any, at: str) -> Iterator[str]:
    for name, each in wanted.items():
        if isinstance(value, dict) and name in value:
            yield from problems(value[name], each, root, f"{at}.{name}")


def _further(value: Any, wanted: Any, schema: Any, _root: Any, at: str) -> Iterator[str]:
    if wanted is False and isinstance(value, dict):
        yield from (f"{at}: {name} is not named" for name in value if name not in schema["properties"])


def _items(value: Any, wanted: Any, _schema: Any, root: Any, at: str) -> Iterator[str]:
    for place, each in enumerate(value if isinstance(value, list) else ()):
        yield from problems(each, wanted, root, f"{at}[{place}]")


def _all_of(value: Any, wanted: Any, _schema: Any, root: Any, at: str) -> Iterator[str]:
    for each in wanted:
        yield from problems(value, each, root, at)


def _if(value: Any, wanted: Any, schema: Any, root: Any, at: str) -> Iterator[str]:
    if not list(problems(value, wanted, root, at)):
        yield from problems(value, schema["then"], root, at)


_WORDS: dict[str, Any] = {
    "$ref": _ref, "type": _type, "required": _required, "properties": _properties, "items": _items,
    "additionalProperties": _further, "allOf": _all_of, "if": _if,
    "const": lambda v, w, _s, _r, at: () if v == w and type(v) is type(w) else (f"{at}: {v!r} is not {w!r}",),
    "enum": lambda v, w, _s, _r, at: () if v in w else (f"{at}: {v!r} is none of {w}",),
    "pattern": lambda v, w, _s, _r, at: (
        () if not isinstance(v, str) or re.search(w, v) else (f"{at}: {v!r} has another form",)
    ),
    "minLength": lambda v, w, _s, _r, at: () if len(v) >= w else (f"{at}: too short",),
    "minimum": lambda v, w, _s, _r, at: (
        () if not isinstance(v, int) or v >= w else (f"{at}: {v} is below {w}",)
    ),
}  # fmt: skip
