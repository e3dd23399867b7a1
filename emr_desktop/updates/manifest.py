"""What a bundle says of itself: its manifest, the one part that is signed; the rest hangs on it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from emr_desktop.errors import EmrError
from emr_desktop.updates.program_folder import version_of

FORMAT, PRODUCT = 1, "emr-desktop"
LANGUAGES = ("sw", "en")
LARGEST_MANIFEST = 8 * 1024 * 1024
_MOST_FILES, _LARGEST_PROGRAM, _LONGEST_NOTES = 20_000, 2_000_000_000, 20_000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PLATFORM = re.compile(r"[a-z0-9]+-[a-z0-9_]+")


@dataclass(frozen=True, kw_only=True)
class ProgramFile:
    """One file of the program: ``path`` below its folder, with ``/``; a link has no content but a target."""

    path: str
    sha256: str = ""
    size: int = 0
    executable: bool = False
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the release people signed.

    Attributes:
        version: of the program in the bundle.
        platform: ``linux-x86_64``, ``windows-x86_64`` ...
        minimum_version: the oldest program that it can follow on.
        schema: of the record, as this program makes it.
        made_on: the day of the release.
        notes: what is new, plain text by language (``sw``, ``en``).
        files: the program.
        package: the file among them that is a package for apt; empty: none.
        smoke: the windows are started once, off screen, before anything changes.
    """

    version: str
    platform: str
    minimum_version: str
    schema: int
    made_on: date
    notes: Mapping[str, str]
    files: tuple[ProgramFile, ...]
    package: str = ""
    smoke: bool = False

    @property
    def size(self) -> int:
        """Bytes of the program when unpacked."""
        return sum(each.size for each in self.files)

    def to_bytes(self) -> bytes:
        """The same bytes for the same manifest."""
        told = {**asdict(self), "format": FORMAT, "product": PRODUCT, "made_on": self.made_on.isoformat()}
        return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def manifest_of(content: bytes) -> Manifest:
    """Read a manifest whose signatures were checked, believing nothing else of it.

    Raises:
        EmrError: ``update.newer_format``, ``update.damaged``.
    """
    try:
        told = json.loads(content)
        if told["product"] != PRODUCT:
            raise EmrError("update.damaged")
        if told["format"] != FORMAT:
            raise EmrError("update.newer_format")
        found = _manifest(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EmrError("update.damaged") from error
    return found


def _manifest(told: dict[str, Any]) -> Manifest:
    notes = {language: _text(told["notes"][language], _LONGEST_NOTES) for language in LANGUAGES}
    files = tuple(_file(each) for each in told["files"])
    found = Manifest(
        version=_version(told["version"]),
        platform=_matching(told["platform"], _PLATFORM),
        minimum_version=_version(told["minimum_version"]),
        schema=_number(told["schema"], 100_000),
        made_on=date.fromisoformat(told["made_on"]),
        notes=notes,
        files=files,
        package=_text(told.get("package", ""), 500),
        smoke=told.get("smoke", False) is True,
    )
    names = [each.path.casefold() for each in files]
    if (
        not files
        or len(files) > _MOST_FILES
        or found.size > _LARGEST_PROGRAM
        or len(set(names)) != len(names)
    ):
        raise ValueError("files")
    if found.package and found.package not in {each.path for each in files}:
        raise ValueError("package")
    return found


def _file(told: dict[str, Any]) -> ProgramFile:
    path, link = told["path"], told.get("link", "")
    if not is_safe(path) or (link and not _stays_inside(path, link)):
        raise ValueError("path")
    return ProgramFile(
        path=path,
        sha256="" if link else _matching(told["sha256"], _SHA256),
        size=0 if link else _number(told["size"], _LARGEST_PROGRAM),
        executable=told.get("executable", False) is True,
        link=link,
    )


def is_safe(path: object) -> bool:
    """Whether a path of a bundle stays inside its folder, on every system."""
    if not isinstance(path, str) or not 0 < len(path) <= 400 or path != path.strip():
        return False
    if any(ord(letter) < 32 or letter in '\\:*?"<>|' for letter in path):
        return False
    return all(part not in ("", ".", "..") and part[-1] not in ". " for part in path.split("/"))


def _stays_inside(path: str, link: object) -> bool:
    if not isinstance(link, str) or link.startswith("/") or "\\" in link or ":" in link:
        return False
    depth = len(PurePosixPath(path).parts) - 1
    for part in link.split("/"):
        depth += -1 if part == ".." else 0 if part in ("", ".") else 1
        if depth < 0:
            return False
    return bool(link)


def _version(given: object) -> str:
    if not isinstance(given, str) or version_of(given) is None:
        raise ValueError("version")
    return given


def _matching(given: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(given, str) or pattern.fullmatch(given) is None:
        raise ValueError("word")
    return given


def _number(given: object, most: int) -> int:
    if type(given) is not int or not 0 <= given <= most:
        raise ValueError("number")
    return given


def _text(given: object, longest: int) -> str:
    if not isinstance(given, str) or len(given) > longest:
        raise ValueError("text")
    return given
