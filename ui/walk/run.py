"""The walk itself: builds everything once and goes through the steps in order."""

from __future__ import annotations

import faulthandler
import os
import sys
import tempfile
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.demo.facility import CLINICIAN, IN_CHARGE
from ui.app import build
from ui.qt.language import Language
from ui.qt.tasks import Tasks
from ui.walk import district, logging_in, month, overseeing, registering, sending, treating
from ui.walk.album import Album, clear_folder, keep_pictures
from ui.walk.company import Company
from ui.walk.hands import Hands, StepFailed
from ui.walk.notebook import Notebook
from ui.walk.place import reading, settle_in, shipped_mapping

SIZE = (1366, 768)
_LONGEST_S = 150
# name in the album: name among the pictures that are kept
BEST = {"consultation": "consultation", "reception": "reception", "reports": "reports", "sync": "sync"}


def walk(out: Path, *, pictures: Path | None = None) -> int:
    """Go through a whole visit and leave pictures, papers and summary.md in ``out``.

    Off screen unless QT_QPA_PLATFORM says otherwise: on a desktop the next click elsewhere would take the
    keys away, and a dialog of Windows's own cannot be answered from here.

    Args:
        out: the folder, made when it is not there; what an earlier walk left in it goes.
        pictures: where the best pictures are copied to when all went well.

    Returns:
        0 when every check held, 1 otherwise; what failed is said on stderr and in the summary.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    faulthandler.dump_traceback_later(_LONGEST_S, exit=True)  # a dialog that nobody answers
    clear_folder(out)
    notebook = Notebook()
    error: Exception | None = None
    with tempfile.TemporaryDirectory(prefix="emr-walk-", ignore_cleanup_errors=True) as home:
        try:
            _all_steps(Path(home), out.resolve(), notebook)
            if pictures is not None:
                keep_pictures(out, pictures, wanted=BEST, language="en")
        except Exception as caught:
            error = caught
    if error is not None and notebook.failed is None:
        notebook.steps[-1].failed = str(error)
    faulthandler.cancel_dump_traceback_later()
    notebook.write(out / "summary.md")
    if error is None:
        lines = [f"{name}: {value}" for name, value in notebook.figures.items()]
        lines.append(f"{len(notebook.steps)} steps, {notebook.seconds:.1f} s: {out / 'summary.md'}")
        sys.stdout.write("\n".join(lines) + "\n")
        return 0
    failed = notebook.failed
    sys.stderr.write(f"The walk failed in “{failed.title if failed else ''}”: {error}\n")
    if not isinstance(error, StepFailed):
        traceback.print_exception(error)
    return 1


def _all_steps(home: Path, out: Path, notebook: Notebook) -> None:
    with ExitStack() as stack:
        company = gather(stack, home=home, out=out, notebook=notebook)
        try:
            open_program(company)
            _visit(company, mapping=shipped_mapping())
        except Exception:
            company.album.take_failure()
            raise


def gather(stack: ExitStack, *, home: Path, out: Path, notebook: Notebook, waiting: bool = False) -> Company:
    """Make a training facility and all that a day in it needs; ``stack`` ends it again.

    Args:
        stack: what is begun here ends when it does.
        home: a folder of its own for the record, the device and the printer.
        out: where pictures and papers go.
        notebook: what was done is written there.
        waiting: people wait at the stations.
    """
    with notebook.step("Make a training facility"):
        place = settle_in(home, documents=out, waiting=waiting)
        demo = place.demo
        notebook.check(
            demo.visits,
            f"{demo.facility_name} ({demo.facility_code}): {demo.patients} made-up patients, "
            f"{demo.visits} visits, {demo.first_day} to {demo.last_day}",
        )
    mapping, server = shipped_mapping(), None
    if district.is_here():
        with notebook.step("Start the stand-in of the district's DHIS2"):
            served = district.stand_in(mapping=mapping, code=demo.facility_code, name=demo.facility_name)
            server = stack.enter_context(served)
            notebook.check(server.url.startswith("http://127.0.0.1:"), f"it answers at {server.url}")
    reader = stack.enter_context(reading(place.folder))
    application = QApplication.instance() or QApplication(["emr-desktop"])
    assert isinstance(application, QApplication)  # noqa: S101
    tasks = Tasks()
    shell = build(application, folder=place.folder, language="sw", tasks=tasks)
    stack.callback(shell.close)
    language = application.findChild(Language)
    assert isinstance(language, Language)  # noqa: S101
    hands = Hands(tasks=tasks, trouble=lambda: shell.trouble_page.text if shell.is_in_trouble else "")
    stack.enter_context(hands.watching())
    notebook.hands = hands
    album = Album(out, window=shell, hands=hands, language=language, notebook=notebook)
    return Company(
        folder=out,
        shell=shell,
        language=language,
        hands=hands,
        album=album,
        notebook=notebook,
        place=place,
        reader=reader,
        server=server,
    )


def open_program(company: Company) -> None:
    """Show the window and wait for the login page."""
    with company.notebook.step("Open the program"):
        shell = company.shell
        shell.resize(*SIZE)
        shell.show()
        shell.activateWindow()
        QTest.qWait(1)
        shell.begin()
        company.hands.until(lambda: shell.login, "the login page")
        size = (shell.width(), shell.height())
        company.notebook.same("size of the window", size, SIZE)


def _visit(company: Company, *, mapping: dict[str, Any]) -> None:
    step, clinic = company.notebook.step, company.reader.clinic
    period = f"{clinic.work.clock.today():%Y%m}"
    before = company.reader.cell(month.CELL.form, period, month.CELL.row, month.CELL.column)
    with step("Log in as clinician"):
        logging_in.log_in(company, CLINICIAN, picture="login")
    with step("Find a patient"):
        registering.find(company)
    with step("Be warned of a duplicate"):
        registering.be_warned(company)
    with step("Register a new patient"):
        registering.register(company)
    with step("Write and save the visit"):
        treating.treat(company)
    with step("Print the prescription"):
        treating.print_prescription(company)
    with step("Log in as in-charge"):
        logging_in.leave(company)
        logging_in.log_in(company, IN_CHARGE)
    with step("Open the month"):
        month.open_month(company, period=period, before=before)
    with step("Open the cases behind the figure"):
        month.open_cases(company)
    with step("Save the month as PDF"):
        month.save_pdf(company, period=period)
    if company.server is not None:
        with step("Add the district's DHIS2"):
            sending.add_target(company)
        with step("Send the month"):
            sending.send(company, period=period, mapping=mapping)
        with step("See it arrived"):
            sending.see_arrived(company)
    with step("Look after people and machine"):
        overseeing.look_after(company)
    with step("Look at the letters of Alt"):
        if company.album.clashes:
            raise StepFailed("; ".join(company.album.clashes))
        pictures = len(company.notebook.pictures)
        company.notebook.check(pictures, f"each means one thing on all {pictures} pictures")
