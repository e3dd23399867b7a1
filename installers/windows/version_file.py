"""The version that Windows shows for the programs (VERSIONINFO), as PyInstaller reads it.

python installers/windows/version_file.py OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from emr_desktop import __version__  # noqa: E402

_FORM = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1,
    subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "EMR Desktop"),
      StringStruct("FileDescription", "EMR Desktop"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("ProductName", "EMR Desktop"),
      StringStruct("ProductVersion", "{version}"),
      StringStruct("LegalCopyright", "Apache License 2.0"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def version_file(version: str) -> str:
    """The description for a version like ``1.4.0``."""
    numbers = tuple(int(each) for each in version.split("."))
    return _FORM.format(numbers=(*numbers, 0, 0, 0, 0)[:4], version=version)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(version_file(__version__), encoding="utf-8")
