"""Runs first in each frozen program: its modules lie in one file that both programs of a folder read.

PyInstaller puts the modules into each program; as one file beside the libraries they are there once. Written
against the PyInstaller of the lock (its importer reads ``pyz_archive`` and opens its file at every import).
"""

import os
import sys

import pyimod01_archive  # type: ignore[import-not-found]
import pyimod02_importers  # type: ignore[import-not-found]
import pyimod03_ctypes  # type: ignore[import-not-found]


def _kept_open(path: str) -> str:
    """A name for a file that stays readable when another is put in its place while the program runs."""
    if sys.platform != "linux":
        return path
    handle = os.open(path, os.O_RDONLY)  # until the process ends
    name = f"/proc/self/fd/{handle}"
    return name if os.path.exists(name) else path  # noqa: PTH110 - no pathlib before there are modules


_modules = pyimod01_archive.ZlibArchiveReader(
    _kept_open(os.path.join(sys._MEIPASS, "modules.pyz")),  # type: ignore[attr-defined] # noqa: PTH118, SLF001
    check_pymagic=True,
)
# In place: finders that were made while PyInstaller began hold the empty one.
pyimod02_importers.pyz_archive.__dict__.update(_modules.__dict__)
pyimod02_importers._pyz_tree = None  # noqa: SLF001
pyimod03_ctypes.install()  # there was no ctypes yet
