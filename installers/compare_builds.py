"""Two builds of one commit, side by side: which files differ, and where.

    python installers/compare_builds.py FOLDER_A FOLDER_B

The folders are what a build left in dist/ or the frozen program itself; both are walked. Exit code 1 when
anything differs. In a frozen program the first byte that differs is named, and the module that lies there.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def contents(folder: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256, links with where they lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            mode = "x" if path.stat().st_mode & 0o100 else "-"
            found[name] = f"{mode} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return found


def differences(first: Path, second: Path) -> list[str]:
    """A line for each file that is only in one of them, or another in both."""
    one, other = contents(first), contents(second)
    lines = [f"only in {first}: {name}" for name in sorted(one.keys() - other.keys())]
    lines += [f"only in {second}: {name}" for name in sorted(other.keys() - one.keys())]
    for name in sorted(one.keys() & other.keys()):
        if one[name] != other[name]:
            lines.append(f"differs: {name}{where(first / name, second / name)}")
    return lines


def where(first: Path, second: Path) -> str:
    """The first place in which two files differ; for programs the modules too."""
    if first.is_symlink() or second.is_symlink():
        return ", leads elsewhere"
    one, other = first.read_bytes(), second.read_bytes()
    place = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    said = f" ({len(one)} and {len(other)} bytes, from byte {place} on)"
    modules = sorted(_modules(first).items() ^ _modules(second).items())
    if modules:
        said += f", modules: {', '.join(sorted({name for name, _digest in modules})[:10])}"
    return said


def _modules(program: Path) -> dict[str, str]:
    try:
        from PyInstaller.archive.readers import CArchiveReader, ZlibArchiveReader

        if program.suffix == ".pyz":
            inner = ZlibArchiveReader(str(program))
        else:
            inner = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz")
        return {name: hashlib.sha256(inner.extract(name, raw=True) or b"").hexdigest() for name in inner.toc}
    except Exception:
        return {}


def main(first: Path, second: Path) -> int:
    """Say every difference; 1 when there is one."""
    found = differences(first, second)
    print("\n".join(found) or f"{len(contents(first))} files, all equal")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), Path(sys.argv[2])))
