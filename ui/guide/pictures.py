"""``python -m ui.guide --pictures``: a day through the real windows, each stop in both languages."""

from __future__ import annotations

import io
import sys
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from emr_desktop.demo.facility import CLINICIAN, IN_CHARGE
from ui.administration.view import AdministrationView
from ui.consultation.view import ConsultationView
from ui.reports.beside import Beside
from ui.reports.view import ReportsView
from ui.walk import logging_in, month, overseeing, registering, sending, treating
from ui.walk.company import Company
from ui.walk.hands import StepFailed, child
from ui.walk.notebook import Notebook
from ui.walk.place import shipped_mapping
from ui.walk.run import gather, open_program

# name in the guide: name in the album of the day
PICTURES = {
    "login": "login",
    "search": "search",
    "duplicate": "duplicate",
    "register": "register",
    "diagnosis": "diagnosis-list",
    "consultation": "consultation",
    "queue": "queue",
    "triage": "triage",
    "growth": "growth",
    "laboratory": "laboratory",
    "pharmacy": "pharmacy",
    "waiting": "waiting",
    "cover": "cover",
    "reports": "reports",
    "check": "check",
    "close": "close",
    "month": "month",
    "sync-target": "sync-target",
    "send": "send-preview",
    "sync": "sync",
    "people": "people",
    "set-up": "set-up",
    "backups": "backups",
    "keys": "keys",
    "doctor": "doctor",
}
MAKER = "ui.guide.pictures"
_COLOURS = 96  # a window has few; more would only make the files bigger
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def take(into: Path) -> int:
    """Take every picture anew into a folder; gives 0, or 1 with what failed on stderr."""
    notebook = Notebook()
    with tempfile.TemporaryDirectory(prefix="emr-guide-", ignore_cleanup_errors=True) as home:
        album = Path(home) / "album"
        album.mkdir()
        try:
            with ExitStack() as stack:
                company = gather(stack, home=Path(home), out=album, notebook=notebook, waiting=True)
                try:
                    open_program(company)
                    _day(company)
                except Exception:
                    company.album.take_failure()
                    (into.parent / "failed.png").write_bytes((album / "failed.png").read_bytes())
                    raise
            _keep(album, into)
        except StepFailed as error:
            failed = notebook.failed
            sys.stderr.write(f"No pictures: “{failed.title if failed else 'keeping them'}”: {error}\n")
            return 1
    return 0


def _day(company: Company) -> None:
    step, mapping = company.notebook.step, shipped_mapping()
    period = f"{company.reader.clinic.work.clock.today():%Y%m}"
    cell = month.CELL
    before = company.reader.cell(cell.form, period, cell.row, cell.column)
    with step("A clinician's day"):
        logging_in.log_in(company, CLINICIAN, picture="login")
        registering.find(company)
        registering.be_warned(company)
        registering.register(company)
        treating.treat(company)
    with step("The stations"):
        _stations(company)
    with step("Leave the computer"):
        company.hands.press(Qt.Key.Key_L, _CTRL)
        keeper = company.shell.keeper
        company.hands.until(lambda: keeper.is_covered, "the cover")
        company.album.take("cover")
        company.hands.click(child(keeper, QPushButton, "endSession"))
        company.hands.until(lambda: company.shell.frame is None, "the session to end")
        company.hands.settle()
    with step("The month"):
        logging_in.log_in(company, IN_CHARGE)
        month.open_month(company, period=period, before=before)
        _month(company)
        sending.add_target(company)
        sending.send(company, period=period, mapping=mapping)
        company.hands.press(Qt.Key.Key_F8)
        company.album.take("sync")
    with step("People and machine"):
        overseeing.look_after(company)
        view = company.screen("administration", AdministrationView)
        for name, part in (("set-up", "set_up"), ("backups", "backup"), ("keys", "keys")):
            company.hands.click(view.sections.buttons[part])
            company.hands.settle()
            company.album.take(name)


def _stations(company: Company) -> None:
    hands = company.hands
    hands.press(Qt.Key.Key_F2)
    hands.settle()
    hands.press(Qt.Key.Key_W, _ALT)
    hands.until(lambda: hands.cursor().objectName() == "whoWaits", "the list of those who wait")
    company.album.take("waiting")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F4)
    company.album.take("queue")
    hands.press(Qt.Key.Key_F3)
    hands.settle()
    hands.press(Qt.Key.Key_Return)
    company.album.take("triage")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F5)
    hands.settle()
    hands.press(Qt.Key.Key_Return)
    company.album.take("laboratory")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F6)
    hands.settle()
    hands.press(Qt.Key.Key_Return)
    company.album.take("pharmacy")
    hands.press(Qt.Key.Key_Escape)
    _grow(company)


def _grow(company: Company) -> None:
    """A child that was weighed before, on the chart."""
    clinic, hands = company.reader.clinic, company.hands
    today = clinic.work.clock.today()
    children = [
        hit.patient
        for hit in clinic.patients.seen_lately(limit=60)
        if timedelta(days=200) < today - hit.patient.birth_date < timedelta(days=1500)
    ]
    if not children:
        raise StepFailed("no child was seen lately")
    company.frame.open_patient(children[0].id)
    view = company.screen("consultation", ConsultationView)
    hands.until(lambda: view.consultation, "the child's page")
    hands.settle()
    hands.type("9.1")
    hands.press(Qt.Key.Key_G, _ALT)
    company.album.take("growth")
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Escape)


def _month(company: Company) -> None:
    hands = company.hands
    view = company.screen("reports", ReportsView)
    hands.click(child(view, QPushButton, "checkForm"))
    hands.settle()
    company.album.take("check")
    hands.press(Qt.Key.Key_Escape)
    hands.click(child(view, QPushButton, "closeForm"))
    hands.settle()
    company.album.take("close")
    hands.click(child(view, QPushButton, "signingBack"))
    child(view, Beside, "beside").open("month")
    hands.settle()
    company.album.take("month")
    hands.press(Qt.Key.Key_Escape)
    hands.settle()


def _keep(album: Path, into: Path) -> None:
    """Put the wanted pictures, made small, into the folder; whatever else lay there goes."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    into.mkdir(parents=True, exist_ok=True)
    kept = set()
    for name, taken in PICTURES.items():
        for language in ("sw", "en"):
            found = sorted(album.glob(f"[0-9][0-9]-{taken}-{language}.png"))
            if not found:
                raise StepFailed(f"no picture of {taken} was taken")
            about = PngInfo()
            about.add_text("Software", MAKER)
            about.add_text("Title", f"{name}-{language}")
            small = Image.open(found[0]).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
            output = io.BytesIO()
            small.save(output, "PNG", optimize=True, pnginfo=about)
            target = into / f"{name}-{language}.png"
            target.write_bytes(output.getvalue())
            kept.add(target)
    for path in set(into.glob("*.png")) - kept:
        path.unlink()
