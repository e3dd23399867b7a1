"""``python -m ui.walk``: a whole visit offscreen with pictures, or the app on a training facility."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the walk or the training app; the exit code is 0 when all went well."""
    parser = argparse.ArgumentParser(prog="python -m ui.walk", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="go through a whole visit offscreen; leave pictures here")
    what.add_argument("--show", action="store_true", help="open the app on a training facility")
    parser.add_argument("--pictures", type=Path, help="with --out: copy the best pictures here")
    options = parser.parse_args(argv)
    if options.show:
        from ui.walk.training import show

        return show()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.walk.run import walk

    return walk(options.out, pictures=options.pictures)


if __name__ == "__main__":
    sys.exit(main())
