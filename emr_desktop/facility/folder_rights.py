"""Whether others who use this PC may read a folder: by its mode, on Windows by its access list."""

from __future__ import annotations

import ctypes
import os
import stat
from pathlib import Path
from typing import Any

# Everyone, Authenticated Users, Users, Guests: groups that anybody who logs in here belongs to.
_ANYBODY = ("S-1-1-0", "S-1-5-11", "S-1-5-32-545", "S-1-5-32-546")
_FILE, _DACL = 1, 4  # SE_FILE_OBJECT, DACL_SECURITY_INFORMATION
_ALLOWED, _ONLY_PASSED_ON = 0, 0x8  # ACCESS_ALLOWED_ACE_TYPE, INHERIT_ONLY_ACE
_READS = 0x1 | 0x1000_0000 | 0x8000_0000  # FILE_LIST_DIRECTORY, GENERIC_ALL, GENERIC_READ


def others_may_read(folder: Path) -> bool | None:
    """Whether users of this PC other than this one may; None where the system does not tell.

    Raises:
        OSError: the folder is not there.
    """
    if os.name != "nt":
        return bool(folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    try:
        return any(sid in _ANYBODY for sid in _who_may_read(str(folder)))
    except (AttributeError, ctypes.ArgumentError):
        return None


def _who_may_read(path: str) -> list[str]:
    library = getattr(ctypes, "windll")  # noqa: B009 - is there on Windows alone
    rights, system = library.advapi32, library.kernel32
    listed, described = ctypes.c_void_p(), ctypes.c_void_p()
    failed = rights.GetNamedSecurityInfoW(
        ctypes.c_wchar_p(path), _FILE, _DACL, None, None, ctypes.byref(listed), None, ctypes.byref(described)
    )
    if failed:
        raise OSError(failed, "the rights of the folder cannot be read", path)
    try:
        if not listed:  # no list at all: everybody may do everything
            return ["S-1-1-0"]
        count = ctypes.c_ushort.from_address((listed.value or 0) + 4).value  # ACL.AceCount
        return [sid for each in range(count) if (sid := _reader(rights, system, listed, each))]
    finally:
        system.LocalFree(described)


def _reader(rights: Any, system: Any, listed: ctypes.c_void_p, number: int) -> str:
    """The SID of an entry that allows reading; empty for any other."""
    entry = ctypes.c_void_p()
    if not rights.GetAce(listed, number, ctypes.byref(entry)) or not entry.value:
        return ""
    kind, flags = (ctypes.c_ubyte * 2).from_address(entry.value)
    mask = ctypes.c_uint32.from_address(entry.value + 4).value
    if kind != _ALLOWED or flags & _ONLY_PASSED_ON or not mask & _READS:
        return ""
    text = ctypes.c_wchar_p()
    if not rights.ConvertSidToStringSidW(ctypes.c_void_p(entry.value + 8), ctypes.byref(text)):
        return ""
    found = str(text.value)
    system.LocalFree(text)
    return found
