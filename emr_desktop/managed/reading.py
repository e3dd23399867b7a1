"""Reads ``managed.toml``: what is right in it is in force, what is wrong is told, no work hangs on it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from emr_desktop.managed.rights import written_by_administrators_only

MANAGED_VARIABLE = "EMR_MANAGED_FILE"
FILE_NAME = "managed.toml"
DIRECT = "none"  # no proxy, whatever the system says
SYSTEM = "system"  # the proxy of the system or the environment
_LARGEST = 200_000
_LINE = re.compile(r"\(at line (\d+)")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class Note:
    """Something about the file that the administrator should know.

    Attributes:
        code: ``managed.…``, with a sentence that takes ``path``, ``key`` and what stands in ``params``.
        params: values for the sentence.
    """

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Managed:
    """What is fixed on this PC.

    Attributes:
        path: of the file.
        is_there: there is such a file.
        values: by name; only what was right, and nothing of a file that others could have written.
        notes: what is wrong with it.
    """

    path: Path
    is_there: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def has(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        """The fixed value, or ``default`` where nothing is fixed."""
        return self.values.get(name, default)


def managed_path() -> Path:
    r"""Where the file lies: ``/etc/emr-desktop``, ``%ProgramData%\emr-desktop``, or as the variable says."""
    named = os.environ.get(MANAGED_VARIABLE)
    if named:
        return Path(named)
    if os.name == "nt":
        return Path(os.environ.get("PROGRAMDATA") or r"C:\ProgramData") / "emr-desktop" / FILE_NAME
    return Path("/etc/emr-desktop") / FILE_NAME


def managed() -> Managed:
    """What is fixed now; the file is read again only after it changed."""
    path = managed_path()
    try:
        state = path.stat()
    except OSError:
        return Managed(path)
    return _read(path, (state.st_mtime_ns, state.st_size, state.st_mode, state.st_uid))


_last: tuple[object, Managed] | None = None


def _read(path: Path, mark: tuple[int, ...]) -> Managed:
    global _last
    key = (path, mark)
    if _last is None or _last[0] != key:
        _last = (key, read_managed(path))
    return _last[1]


def read_managed(path: Path) -> Managed:
    """Read one file. Never raises: what cannot be read is a note."""
    where = {"path": str(path)}
    try:
        if not path.exists():
            return Managed(path)
        if not written_by_administrators_only(path, own=bool(os.environ.get(MANAGED_VARIABLE))):
            return Managed(path, is_there=True, notes=(Note("managed.writable", where),))
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise ValueError("too large")
        table = tomllib.loads(content.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = found[1] if found else "-"
        return Managed(path, is_there=True, notes=(Note("managed.syntax", {**where, "line": line}),))
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", "") or str(error)).rstrip(".")
        return Managed(path, is_there=True, notes=(Note("managed.not_read", {**where, "reason": reason}),))
    values: dict[str, Any] = {}
    notes: list[Note] = []
    for name, value in _flat(table):
        known = known_settings().get(name)
        if known is None:
            notes.append(Note("managed.unknown_key", {**where, "key": name}))
        elif not _fits(value, known):
            notes.append(Note("managed.value", {**where, "key": name, "wanted": wanted(known)}))
        else:
            values[name] = value
    hours = [values[name] for name in ("sync.from", "sync.to") if name in values]
    if len(hours) == 1 or (hours and hours[0] == hours[1]):
        notes.append(Note("managed.hours", where))
        values.pop("sync.from", None)
        values.pop("sync.to", None)
    return Managed(path, is_there=True, values=MappingProxyType(values), notes=tuple(notes))


@cache
def known_settings() -> dict[str, dict[str, Any]]:
    """The names that may stand in the file, each with its kind and limits."""
    return tomllib.loads((Path(__file__).parent / "known.toml").read_text(encoding="utf-8"))


def wanted(known: Mapping[str, Any]) -> str:
    """What is taken, in a form that needs no language: ``1-15``, ``sw|en``, ``true|false``."""
    match known["kind"]:
        case "choice":
            return "|".join(known["choices"])
        case "number":
            return f"{known['lowest']}-{known['highest']}"
        case "yes_no":
            return "true|false"
        case "time":
            return "HH:MM"
        case "https":
            return "https://…"
        case "proxy":
            return f"http://host:port|{SYSTEM}|{DIRECT}"
        case "folder":
            return r"C:\…" if os.name == "nt" else "/…"
        case _:
            return "…"


def is_proxy(text: str) -> bool:
    """Whether this names a proxy: ``http://host:port`` without a password in it, ``system`` or ``none``."""
    if text in (SYSTEM, DIRECT):
        return True
    try:
        told = urlsplit(text)
        port = told.port
    except ValueError:
        return False
    plain = told.username is None and told.password is None and not told.query and not told.fragment
    return told.scheme == "http" and bool(told.hostname) and bool(port) and plain and told.path in ("", "/")


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict) and not prefix:
            yield from _flat(value, f"{name}.")
        else:
            yield f"{prefix}{name}", value


def _fits(value: object, known: Mapping[str, Any]) -> bool:
    kind = known["kind"]
    if kind == "number":
        return type(value) is int and known["lowest"] <= value <= known["highest"]
    if kind == "yes_no":
        return isinstance(value, bool)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= 1000:
        return False
    match kind:
        case "choice":
            return value in known["choices"]
        case "folder":
            pure = PureWindowsPath if os.name == "nt" else PurePosixPath
            return pure(value).is_absolute()
        case "https":
            return value.startswith("https://") and bool(urlsplit(value).hostname)
        case "proxy":
            return is_proxy(value)
        case "time":
            return _TIME.fullmatch(value) is not None
        case _:
            return True
