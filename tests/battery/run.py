"""The battery: much of the same trouble, again and again, with everything counted.

    python tests/battery/run.py [--only sync] [--long|--short] [--seed N] [--jobs N]
                                [--trials N] [--minutes M] [--json FILE]

Prints what was tried, how often, how often it failed, and the seed; ends with 1 when anything failed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import secrets
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # run as a file, or loaded by one of the tests

from part import Row, Size

PARTS = {
    "damage": "damage_part",
    "fuzz": "fuzz_part",
    "kill": "kill_part",
    "nth": "nth_part",
    "powercut": "powercut_part",
    "rollback": "rollback_part",
    "sync": "sync_part",
    "update": "update_part",
    "upkeep": "upkeep_part",
}  # name -> module with ``run(size, seed) -> list[Row]``


def run_parts(names: Sequence[str], size: Size, seed: int) -> list[Row]:
    """Run parts of the battery one after the other."""
    return [row for name in names for row in importlib.import_module(PARTS[name]).run(size, seed)]


def table(rows: Sequence[Row]) -> str:
    """The rows for a person."""
    width = max((len(row.what) for row in rows), default=4)
    lines = [f"{'what':{width}}  {'n':>8}  {'failures':>8}  seed"]
    for row in rows:
        lines.append(f"{row.what:{width}}  {row.n:>8,}  {row.failures:>8,}  {row.seed}")
        if row.notes:
            lines.append("    " + ", ".join(f"{name} {count:,}" for name, count in row.notes.items()))
        lines += [f"    FAILED {text}" for text in row.examples]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", choices=sorted(PARTS), action="append")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--short", action="store_true", help="what is done when nothing is said")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--trials", type=int, help="another number than the form of the run asks for")
    parser.add_argument("--minutes", type=float, help="end then, with as many as there are")
    parser.add_argument("--json", type=Path)
    told = parser.parse_args(arguments)
    seed = told.seed if told.seed is not None else secrets.randbelow(10**6)
    size = Size(long=told.long, jobs=told.jobs, n=told.trials, minutes=told.minutes)
    started = time.monotonic()
    rows = run_parts(told.only or sorted(PARTS), size, seed)
    took = round(time.monotonic() - started)
    print(table(rows))
    print(f"{took} s on {platform.machine()}, Python {platform.python_version()}; again with --seed {seed}")
    if told.json is not None:
        document = {"seed": seed, "long": told.long, "seconds": took, "rows": [asdict(row) for row in rows]}
        told.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.failures for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
