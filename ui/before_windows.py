"""Starts the windows; where this PC lacks what they need, says so before Qt aborts in words of its own.

Loads no Qt by itself. Speaks Swahili and English, on the terminal or in a window of the desktop.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from emr_desktop.streams import fill_closed_streams, speak_utf8

_MISSING = re.compile(r"(\S+\.so[.\d]*): cannot open shared object file")
_UNFIT = re.compile(
    r"version `[^']+' not found|undefined symbol|wrong ELF class|invalid ELF header|file too short"
)
_NEEDS = (
    "needs.txt"  # beside the modules of a frozen program: a library and the package that brings it, a line
)
_SAID_IN = ("sw", "en")


class CannotOpen(Exception):
    """Why there will be no window; ``code`` and ``params`` are those of a message."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def main(argv: Sequence[str] | None = None) -> int:
    """Open the windows; 1 and a sentence where that cannot be."""
    fill_closed_streams()
    speak_utf8()
    try:
        try:
            if sys.platform == "linux" and _needs_screen(sys.argv[1:] if argv is None else argv):
                _look_at_platform()
            from ui.app import main as open_windows
        except (ImportError, OSError) as error:
            raise _of_library(error) from error
    except CannotOpen as reason:
        _tell(reason)
        return 1
    return open_windows(argv)


def _needs_screen(argv: Sequence[str]) -> bool:
    """Whether what was asked for opens a window on a screen: the walk does not unless it is told to."""
    if {"-h", "--help"} & set(argv):
        return False
    return bool(os.environ.get("QT_QPA_PLATFORM")) or not any(each.startswith("--walk") for each in argv)


def _look_at_platform() -> None:
    """Try what Qt is going to load for the screen, because Qt aborts where it cannot.

    Raises:
        CannotOpen: there will be no window.
        OSError: the plug-in cannot be loaded.
    """
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        return
    plugins = Path(spec.origin).parent / "Qt" / "plugins" / "platforms"
    given = os.environ.get("QT_QPA_PLATFORM", "")
    asked = [name.split(":")[0] for name in given.split(";") if name]
    there = [name for name in asked if (plugins / f"libq{name}.so").exists()]
    if asked and not there and not all(name.startswith("wayland") for name in asked):
        raise CannotOpen("start.no_platform", asked=given)
    if there and there[0] != "xcb":
        return
    session = os.environ.get("XDG_SESSION_TYPE") == "wayland" or "WAYLAND_DISPLAY" in os.environ
    if not there and session and (plugins / "libqwayland.so").exists():
        return
    plugin = plugins / "libqxcb.so"
    if plugin.exists():
        ctypes.CDLL(str(plugin))
        _look_at_display()
        if not there:  # in a Wayland session Qt would look for what is not there: it goes through XWayland
            os.environ["QT_QPA_PLATFORM"] = "xcb"


def _look_at_display() -> None:
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise CannotOpen("start.no_display")
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if refused:
        raise CannotOpen("start.display_refused", display=display)


def _of_library(error: ImportError | OSError) -> CannotOpen:
    """The reason in words, of a library that was not loaded; anything else is a fault, and raised."""
    said = f"{error} {error.__cause__ or ''}"  # a frozen ctypes wraps what the system said
    named = _MISSING.search(said)
    if named is None:
        if _UNFIT.search(said):
            return CannotOpen("start.library_unfit", details=said.strip())
        raise error
    listed = _missing_ones()
    if not listed:
        return CannotOpen("start.library_missing_unnamed", libraries=named[1])
    return CannotOpen(
        "start.library_missing",
        libraries=", ".join(listed),
        packages=" ".join(dict.fromkeys(listed.values())),
    )


def _missing_ones() -> dict[str, str]:
    """All libraries of the system that this PC lacks, with their packages: they are told together."""
    try:
        lines = (Path(getattr(sys, "_MEIPASS", "")) / _NEEDS).read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return {}
    missing = {}
    for library, package in (line.split() for line in lines):
        if ".so" not in library:
            continue
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def _tell(reason: CannotOpen) -> None:
    from ui.messages import sentence
    from ui.system_dialog import show_by_system

    text = "\n\n".join(sentence(reason.code, reason.params, language) for language in _SAID_IN)
    sys.stderr.write(f"{text}\n")
    if not sys.stderr.isatty():
        show_by_system(text)
