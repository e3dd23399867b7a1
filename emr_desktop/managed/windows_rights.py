"""Who owns a file on Windows, and whether the person who is logged in could write it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any

_FILE_OBJECT, _OWNER = 1, 1
# SYSTEM, the group of administrators, the service that installs Windows.
_TRUSTED = ("S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")
_TRUSTED_ENDS = ("-500", "-512", "-519")  # the built-in administrator, domain and enterprise administrators


def is_trusted_owner(sid: str) -> bool:
    """Whether this security identifier is one of administrators."""
    return sid in _TRUSTED or (sid.startswith("S-1-5-21-") and sid.endswith(_TRUSTED_ENDS))


def belongs_to_administrators(path: Path) -> bool:
    """Whether administrators own the file.

    ``%ProgramData%`` lets everybody make new files: the owner is what tells them apart.

    Raises:
        OSError: the owner cannot be read.
    """
    return is_trusted_owner(_owner(path))


def opens_for_writing(path: Path) -> bool:
    """Whether somebody who is no administrator could write it now; of an administrator it says nothing."""
    libraries: Any = ctypes
    if libraries.windll.shell32.IsUserAnAdmin():
        return False
    try:
        handle = os.open(path, os.O_WRONLY)
    except OSError:
        return False
    os.close(handle)
    return True


def _owner(path: Path) -> str:
    libraries: Any = ctypes
    security, kernel = libraries.windll.advapi32, libraries.windll.kernel32
    owner, descriptor, text = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_wchar_p()
    code = security.GetNamedSecurityInfoW(
        ctypes.c_wchar_p(str(path)),
        _FILE_OBJECT,
        _OWNER,
        ctypes.byref(owner),
        None,
        None,
        None,
        ctypes.byref(descriptor),
    )
    if code:
        raise OSError(code, "the owner cannot be read", str(path))
    try:
        if not security.ConvertSidToStringSidW(owner, ctypes.byref(text)):
            raise OSError(0, "the owner cannot be read", str(path))
        try:
            return text.value or ""
        finally:
            kernel.LocalFree(text)
    finally:
        kernel.LocalFree(descriptor)
