"""``python -m ui.guide``: writes docs/user-guide with its cards, and the page of codes for IT staff.

``--pictures`` takes the pictures anew.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ui.guide.cards import keyboard_card, role_cards
from ui.guide.codes import PAGE, page
from ui.guide.markdown import LANGUAGES, pages
from ui.guide.topics import ROLES

FOLDER = Path(__file__).parents[2] / "docs" / "user-guide"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages; 0 when all went well."""
    parser = argparse.ArgumentParser(prog="python -m ui.guide", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder of the guide")
    parser.add_argument("--pictures", action="store_true", help="take the pictures, from the real windows")
    options = parser.parse_args(argv)
    if options.pictures:
        from ui.guide.pictures import take

        failed = take(options.out / "pictures")
        if failed:
            return failed
    write_pages(options.out)
    write_cards(options.out / "cards")
    if options.out == FOLDER:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return 0


def write_cards(folder: Path) -> None:
    """Write a card for each role and the keyboard card, in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for role in ROLES:
            (folder / f"{role}-{language}.pdf").write_bytes(role_cards((role,), language))
        (folder / f"keyboard-{language}.pdf").write_bytes(keyboard_card(language))


def write_pages(folder: Path) -> None:
    """Write every page in both languages; a page that is no more goes."""
    for language in LANGUAGES:
        into = folder / language
        into.mkdir(parents=True, exist_ok=True)
        wanted = pages(language)
        for stale in set(into.glob("*.md")) - {into / name for name in wanted}:
            stale.unlink()
        for name, text in wanted.items():
            (into / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
