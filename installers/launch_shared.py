"""Runs first in each frozen program: its modules lie in one file that both programs of a folder read.

PyInstaller puts the modules into each program; as one file beside the libraries they are there once. Written
against the PyInstaller of the lock (its importer reads ``pyz_archive`` at every import).
"""

import os
import sys

import pyimod01_archive  # type: ignore[import-not-found]
import pyimod02_importers  # type: ignore[import-not-found]
import pyimod03_ctypes  # type: ignore[import-not-found]

_modules = pyimod01_archive.ZlibArchiveReader(
    os.path.join(sys._MEIPASS, "modules.pyz"),  # type: ignore[attr-defined] # noqa: PTH118, SLF001
    check_pymagic=True,
)
# In place: finders that were made while PyInstaller began hold the empty one.
pyimod02_importers.pyz_archive.__dict__.update(_modules.__dict__)
pyimod02_importers._pyz_tree = None  # noqa: SLF001
pyimod03_ctypes.install()  # there was no ctypes yet
