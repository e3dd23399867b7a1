"""The environment for programs of the system, whose libraries are not those of a frozen program."""

from __future__ import annotations

import os
import sys

_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def system_environment() -> dict[str, str]:
    """A copy of this process's environment as it was before PyInstaller put its library folder into it."""
    given = dict(os.environ)
    for name in _LIBRARY_PATHS:
        before = given.pop(f"{name}_ORIG", None)
        if before is not None:
            given[name] = before
        elif getattr(sys, "frozen", False):
            given.pop(name, None)
    return given
