"""``python -m ui.i18n.new_language CODE --name NAME --locale LOCALE --into FOLDER``: a language to fill in.

Writes ``FOLDER/CODE`` with ``language.toml``, ``windows.ts`` and ``texts.toml``; every text stands there in
English with an empty place beside it. Run on a folder that is there, it keeps what was translated, adds what
the program says since, and tells how much is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
_WINDOWS = Path(__file__).parent / "emr_sw.ts"  # it has every text of the windows


def main(argv: Sequence[str] | None = None) -> int:
    """Write or refresh the folder; the exit code is 0."""
    parser = argparse.ArgumentParser(prog="python -m ui.i18n.new_language", description=__doc__)
    parser.add_argument("code", help="of two or three letters: lg")
    parser.add_argument("--name", required=True, help="what its speakers call it")
    parser.add_argument("--locale", required=True, help="how it writes numbers: lg_UG")
    parser.add_argument("--into", type=Path, required=True, help="the folder of languages")
    options = parser.parse_args(argv)
    folder: Path = options.into / options.code
    folder.mkdir(parents=True, exist_ok=True)
    table = {"name": options.name, "locale": options.locale}
    _write(folder / "language.toml", "".join(f"{key} = {json.dumps(each)}\n" for key, each in table.items()))
    missing = refresh_windows(folder / "windows.ts", options.code) + refresh_texts(folder / "texts.toml")
    sys.stdout.write(f"{folder}: {missing} texts have no translation yet and are shown in English\n")
    return 0


def refresh_windows(path: Path, code: str) -> int:
    """Bring the windows' texts up to date; gives how many have no translation."""
    before = _translations(path) if path.exists() else {}
    tree = ElementTree.parse(_WINDOWS)  # noqa: S314 - the program's own file
    tree.getroot().set("language", code)
    missing = 0
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name"), message.findtext("source"))
            old, told = before.get(key), message.find("translation")
            if told is None:
                told = ElementTree.SubElement(message, "translation")
            if old is not None:
                message.remove(told)
                message.append(old)
                continue
            told.clear()
            told.set("type", "unfinished")
            if message.get("numerus") == "yes":
                for _ in range(2):
                    ElementTree.SubElement(told, "numerusform")
            missing += 1
    tree.write(path, encoding="utf-8", xml_declaration=True)
    return missing


def refresh_texts(path: Path) -> int:
    """Bring all other texts up to date; gives how many have no translation."""
    before = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    texts = {english: str(before.get(english, "")) for english in sorted(set(english_texts()))}
    lines = (
        f"{json.dumps(each, ensure_ascii=False)} = {json.dumps(told, ensure_ascii=False)}"
        for each, told in texts.items()
    )
    _write(path, "\n".join(lines) + "\n")
    return sum(not told.strip() for told in texts.values())


def english_texts() -> Iterator[str]:
    """The English of every text outside the windows: messages, papers, help, names."""
    for folder in ("emr_desktop", "ui"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            yield from english_of(tomllib.loads(path.read_text(encoding="utf-8")))


def english_of(table: Any) -> Iterator[str]:
    if isinstance(table, list):
        for each in table:
            yield from english_of(each)
    elif isinstance(table, dict):
        if {"sw", "en"} <= table.keys():
            yield from _leaves(table["en"])
        for name, each in table.items():
            if name not in ("sw", "en"):
                yield from english_of(each)


def _leaves(text: Any) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    elif isinstance(text, dict | list):
        for each in text.values() if isinstance(text, dict) else text:
            yield from _leaves(each)


def _translations(path: Path) -> dict[tuple[str | None, str | None], ElementTree.Element]:
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):  # noqa: S314 - the translator's own file
        for message in context.iter("message"):
            told = message.find("translation")
            if told is not None and not told.get("type"):
                found[(context.findtext("name"), message.findtext("source"))] = told
    return found


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
