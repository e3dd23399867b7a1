"""``python -m ui.guide``: writes docs/user-guide out of the texts behind F1."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ui.guide.markdown import LANGUAGES, pages

FOLDER = Path(__file__).parents[2] / "docs" / "user-guide"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the pages; 0 when all went well."""
    parser = argparse.ArgumentParser(prog="python -m ui.guide", description=__doc__)
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder of the guide")
    options = parser.parse_args(argv)
    write_pages(options.out)
    return 0


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
