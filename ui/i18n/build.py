"""Keeps the Swahili of the windows whole: collects the texts, checks every entry, compiles the catalogue.

``python -m ui.i18n.build --update`` brings the catalogues up to date with the sources, ``--check`` fails on
texts that are missing, unfinished, too long for a button or have other placeholders, ``--compile`` makes the
``.qm`` files where they are stale. ``emr_sw.ts`` holds every text, ``emr_en.ts`` only the plural forms of
English.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from ui.i18n.button_texts import overlong

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
SWAHILI = FOLDER / "emr_sw.ts"
ENGLISH = FOLDER / "emr_en.ts"
_PLACEHOLDER = re.compile(r"\{\w*\}|%n")


@dataclass(frozen=True)
class Entry:
    """One text of the windows and what it is in Swahili."""

    context: str
    source: str
    translations: tuple[str, ...]  # more than one for plural forms
    state: str  # "", unfinished, vanished, obsolete


def sources() -> list[Path]:
    """The files that may hold texts."""
    return sorted(
        path
        for path in (ROOT / "ui").rglob("*.py")
        if not {"cli", "i18n"} & set(path.relative_to(ROOT).parts)
    )


def entries(catalogue: Path) -> Iterator[Entry]:
    """Read a ``.ts`` file."""
    for context in ElementTree.parse(catalogue).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None:
                yield Entry(name, message.findtext("source") or "", (), "unfinished")
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            yield Entry(name, message.findtext("source") or "", tuple(forms), translation.get("type") or "")


def problems(catalogue: Path) -> list[str]:
    """Say what is wrong with each entry of a catalogue; empty when it is whole."""
    found = []
    for entry in entries(catalogue):
        if entry.state in ("vanished", "obsolete"):
            continue
        where = f"{entry.context}: {entry.source!r}"
        if entry.state == "unfinished" or not all(form.strip() for form in entry.translations):
            found.append(f"{where} has no translation")
            continue
        wanted = sorted(_PLACEHOLDER.findall(entry.source))
        for form in entry.translations:
            if sorted(_PLACEHOLDER.findall(form)) != wanted:
                found.append(f"{where} has other placeholders in {form!r}")
            if entry.source.count("&") != form.count("&"):
                found.append(f"{where} has another number of underlined letters in {form!r}")
    return found


def missing(catalogue: Path, *, plurals_only: bool = False) -> list[str]:
    """Texts of the sources that the catalogue does not know."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        collect(fresh, plurals_only=plurals_only)
        known = {(entry.context, entry.source) for entry in entries(catalogue)}
        return [
            f"{entry.context}: {entry.source!r} is not in {catalogue.name}; run with --update"
            for entry in entries(fresh)
            if (entry.context, entry.source) not in known
        ]


def collect(catalogue: Path, *, plurals_only: bool = False) -> None:
    """Bring a catalogue up to date with the sources; texts that are gone leave it."""
    files = [str(path.relative_to(ROOT)) for path in sources()]
    language = ("-pluralonly", "-target-language", "en_GB") if plurals_only else ("-target-language", "sw_TZ")
    _run("lupdate", "-no-obsolete", "-locations", "none", *language, *files, "-ts", str(catalogue))


def compile_stale(catalogue: Path) -> None:
    """Make the file that the windows load, unless it is newer than its source."""
    compiled = catalogue.with_suffix(".qm")
    if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
        _run("lrelease", "-silent", str(catalogue), "-qm", str(compiled))


def _run(tool: str, *arguments: str) -> None:
    program = Path(sys.executable).parent / f"pyside6-{tool}"
    done = subprocess.run(  # noqa: S603 - our own tool with our own files
        [str(program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{program.name}: {done.stderr or done.stdout}")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was asked; 1 when the catalogue is not whole."""
    parser = argparse.ArgumentParser(prog="python -m ui.i18n.build", description=__doc__)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true", dest="compiles")
    options = parser.parse_args(argv)
    catalogues = ((SWAHILI, False), (ENGLISH, True))
    found: list[str] = []
    for catalogue, plurals_only in catalogues:
        if options.update:
            collect(catalogue, plurals_only=plurals_only)
        if options.check:
            found += missing(catalogue, plurals_only=plurals_only) + problems(catalogue)
        if options.compiles:
            compile_stale(catalogue)
    if options.check:
        words = {
            (entry.context, entry.source): entry.translations[0]
            for entry in entries(SWAHILI)
            if entry.translations
        }
        found += overlong(sources(), words)
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
