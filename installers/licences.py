"""Collects what is shipped, its licences and the bill of materials, for ``licences`` in the program.

    python installers/licences.py OUT [FOLDER]

Leaves ``components.json`` (what the About page lists), one text for each component, and ``sbom.cdx.json``
(CycloneDX 1.6). With FOLDER, the frozen program, the libraries of the build machine in it are named too. The
same environment gives the same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from installers import contents, native, system_libraries  # noqa: E402

TEXTS = Path(__file__).parent / "licences"
_LICENCE_FILE = re.compile(r"(?i)^(licen[cs]e|copying|notice)")
# What packages say in words of their own, as SPDX says it.
_SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "Apache Software License": "Apache-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "zlib/libpng License": "Zlib",
}
# Packages that say nothing a program can read; read by a person in their licence files.
_READ = {"reportlab": "BSD-3-Clause", "sqlcipher3": "Zlib", "markdown-it-py": "MIT", "mdurl": "MIT"}
_OF_QT = ("LGPL-3.0.txt", "GPL-3.0.txt")


@dataclass(frozen=True)
class Component:
    """What comes along: ``kind`` is ``package``, ``library`` or ``typeface``; ``text`` a file name."""

    name: str
    version: str
    licence: str
    supplier: str
    within: str
    kind: str
    text: str


def shipped_packages() -> list[Distribution]:
    """The Python packages that the program needs on this system and that are frozen with it, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    left = [Requirement(each) for each in project["dependencies"]]
    found: dict[str, Distribution] = {}
    excluded = {canonicalize_name(name) for name in contents.EXCLUDED}
    while left:
        wanted = left.pop()
        name = canonicalize_name(wanted.name)
        if name in found or name in excluded or not _applies(wanted, ""):
            continue
        try:
            found[name] = distribution(wanted.name)
        except PackageNotFoundError:
            raise SystemExit(f"{wanted.name} is not installed here") from None
        for line in found[name].requires or ():
            requirement = Requirement(line)
            if any(_applies(requirement, extra) for extra in ("", *wanted.extras)):
                left.append(requirement)
    return [found[name] for name in sorted(found)]


def _applies(requirement: Requirement, extra: str) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def licence_of(package: Distribution) -> str:
    """The licence of a package as an SPDX expression, as far as it says one."""
    told = package.metadata
    name = canonicalize_name(told["Name"])
    if name in _READ:
        return _READ[name]
    said = told.get("License-Expression") or ""
    if not said:
        classes = [each for each in told.get_all("Classifier") or () if each.startswith("License ::")]
        words = (told.get("License") or "").strip()
        said = words if words and len(words) < 80 else classes[-1].rpartition(":: ")[2] if classes else ""
    return _SPDX.get(said, said)


def texts_of(package: Distribution) -> Iterator[tuple[str, str]]:
    """The licence files that a package brings: name, text."""
    for file in package.files or ():
        inside = ".dist-info" in str(file) and file.suffix != ".py"
        if inside and (_LICENCE_FILE.match(file.name) or "licenses" in file.parts):
            path = Path(str(package.locate_file(file)))
            if path.is_file():
                yield file.name, path.read_text(encoding="utf-8", errors="replace")


def _text(parts: list[tuple[str, str]]) -> str:
    if len(parts) == 1:
        return parts[0][1].strip() + "\n"
    return "\n".join(f"---- {name}\n\n{text.strip()}\n" for name, text in sorted(parts))


def _native_texts(part: native.Part, packages: dict[str, Distribution]) -> list[tuple[str, str]]:
    found = []
    for name in part.texts:
        package, _, wanted = name.rpartition(":")
        if package:
            own = list(texts_of(packages[package]))
            found += [each for each in own if wanted in ("*", each[0])]
        else:
            path = _own_text(name)
            found.append((path.name, path.read_text(encoding="utf-8")))
    return found


def _own_text(name: str) -> Path:
    if name == "Apache-2.0.txt":
        return ROOT / "LICENSE"
    if name == "@noto":
        return ROOT / "emr_desktop" / "printing" / "typefaces" / "OFL.txt"
    if name == "@pyinstaller":
        return next(
            Path(str(distribution("pyinstaller").locate_file(file)))
            for file in distribution("pyinstaller").files or ()
            if file.name.startswith("COPYING")
        )
    if name == "@python":
        base = Path(sys.base_prefix)
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        places = (
            base / "lib" / version / "LICENSE.txt",
            base / "LICENSE.txt",
            Path(f"/usr/share/doc/{version}/copyright"),
        )
        return next(path for path in places if path.is_file())
    return TEXTS / name


def components(folder: Path | None = None) -> list[tuple[Component, str]]:
    """Everything that is shipped, each with its licence text; packages, then libraries."""
    packages = shipped_packages()
    by_name = {canonicalize_name(each.metadata["Name"]): each for each in packages}
    found = []
    for package in packages:
        name = package.metadata["Name"]
        texts = list(texts_of(package))
        if canonicalize_name(name) in ("pyside6-essentials", "shiboken6"):
            texts = [
                (each, (TEXTS / each).read_text(encoding="utf-8")) for each in ("LGPL-3.0.txt", "GPL-3.0.txt")
            ]
        told = package.metadata
        supplier = told.get("Author") or told.get("Author-email") or told.get("Maintainer") or ""
        component = Component(
            name=name,
            version=package.version,
            licence=licence_of(package),
            supplier=re.sub(r"\s*<[^>]*>", "", supplier).strip('" '),
            within="",
            kind="package",
            text=f"{canonicalize_name(name)}.txt" if texts else "",
        )
        found.append((component, _text(texts) if texts else ""))
    for part in native.parts():
        texts = _native_texts(part, by_name)
        file = f"{canonicalize_name(part.within)}-{canonicalize_name(part.name)}.txt".replace(
            "the-program-", ""
        )
        component = Component(
            name=part.name,
            version=part.version,
            licence=part.licence,
            supplier=part.supplier,
            within="" if part.within == "the program" else part.within,
            kind="typeface" if part.name.startswith("Noto") else "library",
            text=file if texts else "",
        )
        found.append((component, _text(texts) if texts else ""))
    if folder is not None and sys.platform == "linux":
        found += [
            (
                Component(name, version, "see text", "Debian", "the build machine", "library", f"{name}.txt"),
                text,
            )
            for name, version, text in system_libraries.brought_along(folder)
        ]
    return found


def write(out: Path, folder: Path | None = None) -> None:
    """Write everything into ``out``, made anew."""
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    found = components(folder)
    for component, text in found:
        if component.text:
            (out / component.text).write_text(text, encoding="utf-8", newline="\n")
    listed = [asdict(component) for component, _text_of in found]
    (out / "components.json").write_text(
        json.dumps(listed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
    from installers.bill import bill_of_materials

    (out / "sbom.cdx.json").write_text(
        bill_of_materials([component for component, _ in found]), encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
