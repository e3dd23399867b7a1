"""``python -m ui.pictures``: every screen in both languages and all colours, and contact sheets."""

from __future__ import annotations

import argparse
import faulthandler
import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LONGEST_S = 1200
THEMES = ("light", "dark", "high_contrast")


def main(argv: Sequence[str] | None = None) -> int:
    """Take all pictures; the exit code is 0 when every stop was reached."""
    parser = argparse.ArgumentParser(prog="python -m ui.pictures", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--language", choices=("sw", "en"), action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--size", default="1366x768", help="of the window: 1024x600")
    parser.add_argument("--percent", type=int, default=100, help="size of the text")
    parser.add_argument("--only", default="", help="stops whose name begins like this")
    options = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    width, height = (int(part) for part in options.size.split("x"))
    if options.out.exists():
        shutil.rmtree(options.out)
    options.out.mkdir(parents=True)
    from ui.pictures.run import take_all

    faulthandler.dump_traceback_later(_LONGEST_S, exit=True)  # a dialog that nobody answers
    began = time.monotonic()
    count = take_all(
        options.out,
        languages=options.language or ("sw", "en"),
        themes=options.theme or THEMES,
        size=(width, height),
        percent=options.percent,
        only=options.only,
    )
    sys.stdout.write(f"{count} pictures in {time.monotonic() - began:.0f} s: {options.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
