"""Prints how fast and how big the program is beside what it should be: ``make bench``.

Exit code 0 also when a figure is over its target: a busy machine is no fault of the program. Anything that
does not run at all ends with a traceback.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from auditing import audit_figures
from backing_up import backup_figures
from checking import checking_figures
from counting import counting_figures
from draining import drain_figures
from duplicates import duplicate_figures
from figures import Figure
from forms import form_figures
from keystrokes import diagnosis_figures, search_figures
from machine import machine, sync_ms
from measured_facility import MeasuredFacility, copied, measured_facility, opened
from opening import opening_figures, stall_figures
from papers import paper_figures
from plain_visit import key_figures
from rates import rate_figures
from rich.console import Console
from rich.table import Table
from saving import saving_figures
from sending import sending_figures
from sizes import FULL, QUICK, Size
from slow_line import slow_line_figures
from starting import starting_figures
from switching import switching_figures
from unlocking import unlocking_figures
from use_of_data import use_figures
from working_day import day_figures

_PARTS = (
    "search",
    "save",
    "month",
    "use",
    "forms",
    "papers",
    "start",
    "rates",
    "unlock",
    "switch",
    "duplicates",
    "opening",
    "checks",
    "stall",
    "sending",
    "backup",
    "audit",
    "line",
    "drain",
    "day",
    "keys",
)
_NEEDS_NO_RECORD = {
    "checks",
    "unlock",
    "switch",
    "duplicates",
    "rates",
    "sending",
    "line",
    "drain",
    "day",
    "keys",
}
_USUAL = tuple(each for each in _PARTS if each != "line")  # that takes a quarter of an hour by its nature


def main() -> int:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="5,000 patients and 25,000 visits")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument(
        "--only",
        choices=_PARTS,
        nargs="+",
        default=_USUAL,
        help="measure these alone",
    )
    asked = parser.parse_args()
    size = QUICK if asked.quick else FULL
    telling = Console(stderr=True)

    def say(text: str) -> None:
        if text.startswith("\r") and not telling.is_terminal:
            return
        telling.print(text, end="" if text.startswith("\r") else "\n", highlight=False, soft_wrap=True)

    named = machine()
    parts, figures, made = tuple(asked.only), [], {}
    if set(parts) - _NEEDS_NO_RECORD:
        facility = measured_facility(size, say=say)
        named["disk"] = f"a sync of 4 KiB takes {sync_ms(facility.plain.parent):.2f} ms"
        made = facility.made
        figures += _measure(facility, size, parts, say=say) + _size_figures(facility)
    figures += _without_record(size, parts, say=say)
    _print(figures, named, made)
    if asked.json:
        content = {"machine": named, "made": made, "figures": [_as_json(one) for one in figures]}
        asked.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return 0


def _measure(
    facility: MeasuredFacility, size: Size, parts: tuple[str, ...], *, say: Callable[[str], None]
) -> list[Figure]:
    figures: list[Figure] = []
    with copied(facility) as copy:
        if "start" in parts:
            say("Starting the program")
            figures += starting_figures(copy.folder, size)
        with opened(copy) as (work, plain):
            if "search" in parts:
                say("Typing at the reception")
                figures += search_figures(work, size) + diagnosis_figures()
            if "month" in parts:
                say("Counting a month")
                figures += counting_figures(copy, work, plain, size)
            if "forms" in parts:
                say("Counting every form")
                figures += form_figures(facility, work, size, say=say)
            if "papers" in parts:
                say("Making the papers of a month")
                figures += paper_figures(work)
            if "use" in parts:
                say("Showing the use of the data")
                figures += use_figures(work, size)
            if "save" in parts:
                say("Saving visits")
                figures += saving_figures(work, plain, size)
            if "opening" in parts:
                say("Opening a long record")
                figures += opening_figures(work, size)
            if "stall" in parts:
                say("Watching the window during visits")
                figures += stall_figures(work, size)
            if "audit" in parts:
                say("Checking the audit trail, and what it costs a save")
                figures += audit_figures(work, size)
            if "backup" in parts:
                say("Making a backup")
                figures += backup_figures(work, say=say)
    return figures


def _without_record(size: Size, parts: tuple[str, ...], *, say: Callable[[str], None]) -> list[Figure]:
    """What needs no large record, or makes its own."""
    figures: list[Figure] = []
    if "checks" in parts:
        say("Checking prescriptions")
        figures += checking_figures()
    if "unlock" in parts:
        say("Unlocking")
        figures += unlocking_figures()
    if "switch" in parts:
        say("Switching to a colleague")
        figures += switching_figures()
    if "duplicates" in parts:
        say("Looking for duplicates")
        figures += duplicate_figures()
    if "rates" in parts:
        say("Making, taking out and bringing in visits")
        figures += rate_figures(size)
    if "sending" in parts:
        say("Sending a backlog of visits")
        figures += sending_figures(size)
    if "line" in parts:
        say("Sending a month over a bad line")
        figures += slow_line_figures(size, say=say)
    if "drain" in parts:
        say("Working while a backlog drains")
        figures += drain_figures(size)
    if "day" in parts:
        say("Working for a day")
        figures += day_figures(size)
    if "keys" in parts:
        say("Counting the keys of a visit")
        figures += key_figures()
    return figures


def _size_figures(facility: MeasuredFacility) -> list[Figure]:
    made = facility.made
    size = facility.encrypted.stat().st_size
    return [
        Figure(
            "database",
            size / 1e6,
            "MB",
            note=f"{size / made['visits']:.0f} bytes a visit, patients and indexes in it",
        ),
        Figure("database, encrypted : plain", size / facility.plain.stat().st_size, "x"),
        Figure(
            "writing in batches, encrypted : plain",
            made["encrypted_s"] / made["plain_s"],
            "x",
            note=f"{made['visits'] / made['encrypted_s']:,.0f} visits/s when the database was made",
        ),
    ]


def _print(figures: list[Figure], named: dict[str, str], made: dict[str, float]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 150)
    title = f"{made['patients']:,.0f} patients, {made['visits']:,.0f} visits, SQLCipher" if made else ""
    table = Table(title=title)
    table.add_column("what")
    table.add_column("target", justify="right")
    table.add_column("figure", justify="right")
    table.add_column("processor", justify="right")
    table.add_column("")
    table.add_column("note", overflow="fold")
    for one in figures:
        colour = {"ok": "green", "over": "red", "waiting": "yellow"}.get(one.verdict, "")
        table.add_row(
            one.what,
            "" if one.target is None else f"≤ {one.target:g} {one.unit}",
            f"{_number(one.value)} {one.unit}",
            "" if one.cpu is None else f"{_number(one.cpu)}",
            f"[{colour}]{one.verdict}[/]" if colour else "",
            one.note,
        )
    console.print(table)
    console.print(
        "Column processor: processor time in the same unit. Waiting: over the target by the clock, within it"
        " by processor time (the machine had other work, or waited for its disk).",
        highlight=False,
    )
    for name, value in named.items():
        console.print(f"{name}: {value}", highlight=False)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _as_json(figure: Figure) -> dict[str, object]:
    return asdict(figure) | {"verdict": figure.verdict}


if __name__ == "__main__":
    raise SystemExit(main())
