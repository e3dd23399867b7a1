"""Where the walk takes place: a fresh training facility, a printer that writes files, an eye of its own."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emr_desktop import reference
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, DemoResult, make_demo
from emr_desktop.facility.service import unlock
from emr_desktop.settings import load_settings, save_settings
from sync.service import SyncService

if TYPE_CHECKING:
    from ui.qt.pdf_pages import PdfPages
    from ui.qt.printers import PrintJob

DEMO_MONTHS, DEMO_PER_DAY = 2, 25
MAPPING = Path(reference.__file__).parent / "mappings" / "dhis2_opd_2014.json"

# The last argument of lp is the document.
_LP = '#!/bin/sh\nfor last in "$@"; do :; done\ncp "$last" "$EMR_WALK_PAPER"\n'


@dataclass(frozen=True)
class Place:
    folder: Path
    demo: DemoResult
    paper: Path  # what the stand-in printer printed last


@dataclass(frozen=True)
class Reader:
    """A session beside the windows that reads back from the same encrypted file."""

    clinic: Clinic
    sync: SyncService

    def cell(self, form: str, period: str, row: str, column: str) -> int:
        """The figure of one open cell."""
        report = self.clinic.forms.show(form, period)
        value = next(line for line in report.rows if line.row == row).cells[column]
        if value is None:
            raise LookupError(f"{row} {column} is greyed")
        return value


def settle_in(home: Path, *, documents: Path, waiting: bool = False) -> Place:
    """Make the facility under ``home`` and turn this process's surroundings to it.

    ``documents`` is where a person's documents lie: file dialogs open there. ``waiting``: people wait at the
    stations.
    """
    os.environ["EMR_DEVICE_DIR"] = str(home / "device")
    config = home / "config"
    config.mkdir()
    (config / "user-dirs.dirs").write_text(f'XDG_DOCUMENTS_DIR="{documents}"\n', encoding="utf-8")
    os.environ["XDG_CONFIG_HOME"] = str(config)
    paper = home / "printed.pdf"
    tray = home / "tray"
    tray.mkdir()
    printer = tray / "lp"
    printer.write_text(_LP, encoding="utf-8")
    printer.chmod(printer.stat().st_mode | stat.S_IXUSR)
    os.environ["EMR_WALK_PAPER"] = str(paper)
    os.environ["PATH"] = os.pathsep.join((str(tray), os.environ.get("PATH", "")))
    if sys.platform == "win32":
        _paint_into(paper)
    folder = home / "record"
    demo = make_demo(folder, months=DEMO_MONTHS, per_day=DEMO_PER_DAY, waiting=waiting)
    # The people of the walk were here before: nothing is offered beside their screens.
    save_settings(folder, replace(load_settings(folder), guided=demo.users))
    return Place(folder, demo, paper)


def _paint_into(paper: Path) -> None:
    """Windows has no ``lp``: what would be painted on a printer is painted into a file."""
    from ui.qt import handing_in
    from ui.qt.printers import Printers, paint_on

    def paint(_name: str, pages: PdfPages, job: PrintJob) -> bool:
        part = paper.with_suffix(".part")
        good = paint_on("", pages, job, to_file=str(part))
        part.replace(paper)
        return good

    setattr(handing_in, "known_printers", lambda: Printers(("stand-in",), True))  # noqa: B010
    setattr(handing_in, "paint_on", paint)  # noqa: B010


@contextmanager
def reading(folder: Path) -> Iterator[Reader]:
    """Unlock the record a second time, as the in-charge, for as long as the block lasts."""
    work = unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD)
    try:
        yield Reader(open_clinic(work), SyncService(work=work))
    finally:
        work.database.close()


def shipped_mapping() -> dict[str, Any]:
    """The example mapping of the OPD form, as it ships."""
    content = json.loads(MAPPING.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TypeError(f"{MAPPING.name} is no JSON object")
    return content
