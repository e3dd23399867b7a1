"""Makes another version out of a frozen program, for trials of an update from one frozen program to the next.

    python installers/update/another_version.py FOLDER OUT --version 0.1.1 [--keys FILE] [--broken admin]

OUT is FOLDER with another number (the module that says it is put into ``modules.pyz`` anew), with the public
keys of FILE in place of the release keys, and with a program that does not start, if that is wanted. It is
never released.
"""

from __future__ import annotations

import argparse
import marshal
import re
import shutil
import struct
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_HEAD = (
    8  # "PYZ\0" and the magic of Python; then the place of the table of contents, big-endian (PyInstaller 6)
)
_MODULE = "emr_desktop"


def give_version(archive: Path, version: str) -> None:
    """Put ``emr_desktop/__init__`` with another number into an archive of modules."""
    source = (ROOT / _MODULE / "__init__.py").read_text(encoding="utf-8")
    changed, count = re.subn(r'__version__ = "[^"]+"', f'__version__ = "{version}"', source)
    if count != 1:
        raise SystemExit("the version is not said as expected")
    module = compile(changed, f"{_MODULE}/__init__.py", "exec", dont_inherit=True)
    content = archive.read_bytes()
    (place,) = struct.unpack_from("!i", content, _HEAD)
    table = dict(marshal.loads(content[place:]))  # noqa: S302 - our own build
    entry = zlib.compress(marshal.dumps(module), 0)
    table[_MODULE] = (table[_MODULE][0], place, len(entry))
    head = content[:_HEAD] + struct.pack("!i", place + len(entry)) + content[_HEAD + 4 : place]
    archive.write_bytes(head + entry + marshal.dumps(list(table.items())))


def make(folder: Path, out: Path, *, version: str, keys: Path | None, broken: str) -> None:
    """Copy a frozen program and change what is asked for."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(folder, out, symlinks=True)
    inside = out / "_internal"
    give_version(inside / "modules.pyz", version)
    if keys is not None:
        shutil.copy(keys, inside / "emr_desktop" / "updates" / "release_keys.toml")
    if broken:
        (program,) = out.glob(f"emr-{broken}*")
        # As if the build were of another system: it begins, and ends at once.
        program.write_bytes(program.read_bytes()[: program.stat().st_size // 2])


def main() -> None:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--broken", choices=("desktop", "admin"), default="")
    told = parser.parse_args()
    make(told.folder, told.out, version=told.version, keys=told.keys, broken=told.broken)


if __name__ == "__main__":
    main()
