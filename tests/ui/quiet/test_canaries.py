"""Words that stand nowhere else are entered everywhere; then every byte that was written is searched."""

from __future__ import annotations

import base64
import csv
import gzip
import itertools
import logging
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QStandardPaths
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.deaths.rows import DeathForm
from emr_desktop.errors import EmrError
from emr_desktop.exchange.exporting import export_patients
from emr_desktop.exchange.patients_in import import_patients
from emr_desktop.facility.doctor import run_checks
from emr_desktop.facility.support import support_text
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder, ResultForm
from emr_desktop.logs import keep_crash, start_logging, stop_logging
from emr_desktop.papers.rows import SickSheetForm
from emr_desktop.patients.rows import PatientForm
from emr_desktop.printing.patient_card import patient_card_pdf
from emr_desktop.printing.prescription import prescription_pdf
from emr_desktop.queue.rows import StartForm, TriageForm
from emr_desktop.visits.ending_rows import DeathEntry
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, ReferralEntry, VisitForm
from tests.ui.quiet.searching import found_in
from ui.qt.pdf_pages import PdfPages
from ui.shell import Shell

TODAY = date(2026, 11, 18)


class Canaries:
    """Each word is given once and looks like a name: letters only."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._letters = itertools.product("bdfghjklmnprstvw", repeat=4)

    def __call__(self, _field: str) -> str:
        word = "Zyq" + "".join(next(self._letters)) + "xov"
        self.words.append(word)
        return word


@pytest.fixture
def world(tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds all the program may write to: data, home, temporary files, caches."""
    folder = tmp_path / "world"
    for variable in (
        "HOME",
        "TMPDIR",
        "XDG_RUNTIME_DIR",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
    ):
        (folder / variable).mkdir(parents=True, mode=0o700)
        monkeypatch.setenv(variable, str(folder / variable))
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "TMPDIR"))
    data_folder.rename(folder / "data")
    return folder


@pytest.fixture
def at_work(
    open_shell: Callable[..., Shell], world: Path, password: str, qtbot: QtBot
) -> Callable[[], Shell]:
    def log_in() -> Shell:
        shell = open_shell(world / "data")
        assert shell.login is not None
        shell.login.enter_page.password.edit.setText(password)
        with qtbot.waitSignal(shell.opened, timeout=20_000):
            qtbot.keyClick(shell.login.enter_page.password.edit, "\r")
        return shell

    return log_in


def test_nothing_that_was_entered_stands_in_clear_anywhere(
    at_work: Callable[[], Shell], world: Path, tmp_path: Path, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    canary = Canaries()
    handler = start_logging(world / "data" / "logs")
    shell = at_work()
    assert shell.frame is not None
    clinic = shell.frame.context.clinic
    clinic.staff.add(username=canary("username").lower(), full_name=canary("staff"), roles=("nurse",))
    staff_words = {canary.words[0].lower(), canary.words[1]}
    patient, visit = _enter_all(clinic, canary)
    _print_and_look(shell, clinic, patient, visit, world)
    _fail(shell, canary, world)
    _files(clinic, canary, tmp_path, world)
    clinic.backups.make(world / "data" / "backups")
    qtbot.waitUntil(lambda: shell.frame is None or shell._tasks.is_idle, timeout=20_000)
    words = {*canary.words[2:], *staff_words}
    during = found_in(world, words)
    shell.close()
    stop_logging(handler)
    leaks = found_in(world, words)
    # The names of the people who log in stand on their tiles before anything is unlocked, so in the key file.
    named = {path: found for path, found in leaks.items() if not _is_key_file(path) or found - staff_words}
    assert named == {}
    # While a document waits for a viewer it lies in the runtime folder, which is in memory, for this session.
    assert {path.split("/")[0] for path in during if not _is_key_file(path)} <= {"XDG_RUNTIME_DIR"}
    out, err = capfd.readouterr()
    assert not [word for word in words if word in out + err]
    assert {path.split("/")[0] for path in during} > {"data"}  # the search sees what waits there
    assert len(words) >= 39


def _is_key_file(path: str) -> bool:
    return path.startswith("data/keyslots")


def _enter_all(clinic: Clinic, canary: Canaries) -> tuple[Any, Any]:
    """Registration, triage, consultation, laboratory, referral, papers and a death."""
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(),
            birth_date=date(1988, 5, 5),
            sex="F",
            allergies=(canary("allergy"),),
            phone="0712345678",
            **{
                name: canary(name)
                for name in (
                    "first_name", "middle_name", "last_name", "village", "ward", "council", "region",
                    "guardian",
                    "insurance_number",
                )
            },
        )
    ).value  # fmt: skip
    visit_id = new_id()
    clinic.queue.start_visit(StartForm(id=visit_id, patient_id=patient.id))
    clinic.triage.save(TriageForm(visit_id=visit_id, patient_id=patient.id, complaint=canary("triage")))
    order = clinic.laboratory.order(
        [NewOrder(id=new_id(), patient_id=patient.id, test="hb", visit_id=visit_id, note=canary("lab note"))]
    ).value[0]
    order = clinic.laboratory.take_sample(order.id).value
    clinic.laboratory.enter(
        ResultForm(
            id=new_id(),
            order_id=order.id,
            values={"hb": "9.1"},
            expected_version=order.version,
            remark=canary("lab remark"),
        )
    )
    form = VisitForm(
        id=visit_id,
        patient_id=patient.id,
        visit_date=TODAY,
        diagnoses=(DiagnosisEntry(icd10="J18.9"),),
        prescriptions=(
            PrescriptionEntry(
                medicine="par500", dose=1, per_day=3, days=3, quantity=9, instructions=canary("instructions")
            ),
        ),
        outcome="referred",
        referral=ReferralEntry(**{
            name: canary(name) for name in ("unit", "reason", "summary", "treatment", "escort", "informed")
        }),
        **{name: canary(name) for name in ("complaint", "history", "examination", "advice", "referred_to")},
    )  # fmt: skip
    visit = clinic.visits.save(form).value
    clinic.drafts.keep(new_id(), kind="visit", patient_id=patient.id, content={"complaint": canary("draft")})
    clinic.papers.make_sick_sheet(
        SickSheetForm(id=new_id(), visit_id=visit_id, first_day=TODAY, days=2, remarks=canary("sick sheet"))
    )
    other = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name=canary("dead first"),
            last_name=canary("dead last"),
            sex="M",
            birth_date=date(1950, 1, 1),
        )
    ).value
    clinic.deaths.record(
        DeathForm(
            id=new_id(),
            patient_id=other.id,
            entry=DeathEntry(
                died_on=TODAY, place="elsewhere", cause_words=canary("cause"), told_by=canary("told by")
            ),
        )
    )
    clinic.patients.search(canary("searched"))
    return patient, visit


def _print_and_look(shell: Shell, clinic: Clinic, patient: Any, visit: Any, world: Path) -> None:
    """A look before printing stays in memory; what a printer or viewer reads lies where it is cleaned."""
    assert shell.frame is not None
    paper = shell.frame.context.paper
    for name, content in (
        ("card", patient_card_pdf(patient, clinic.work.facility, language="sw")),
        ("prescription", prescription_pdf(visit, clinic.work.facility, language="en")),
    ):
        pages = PdfPages(content)
        if pages.can_draw:
            pages.picture(1, dots_per_inch=60)
        pages.close()
        kept = paper.keep(content, name)
        assert kept.is_relative_to(world)
    assert QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)


def _fail(shell: Shell, canary: Canaries, world: Path) -> None:
    """A bug whose words hold a name: in the log, in the crash report and on the page."""
    try:
        raise ValueError(f"cannot save {canary('crash')}")
    except ValueError as error:
        logging.getLogger("ui.test").error("not caught", exc_info=error)
        keep_crash(world / "data" / "logs", error, version="1")
        shell.show_trouble(error)
    shell._trouble.back.emit()


def _files(clinic: Clinic, canary: Canaries, tmp_path: Path, world: Path) -> None:
    """An import with a bad line, an export to a chosen place, the report for support."""
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    with (chosen / "in.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(
            [
                ("patient_id", "first_name", "last_name", "sex", "birth_date"),
                ("1", canary("imported"), canary("imported last"), "F", "1990-01-01"),
                ("2", canary("refused"), canary("refused last"), "F", "2090-01-01"),
            ]
        )
    for rejects in (None, chosen / "rejects.csv"):
        try:
            import_patients(clinic.work, chosen / "in.csv", rejects=rejects)
        except EmrError as error:
            logging.getLogger("ui.test").warning("refused: %s", error.code)
    export_patients(clinic.work, date(2026, 1, 1), TODAY, chosen / "out.csv")
    text = support_text(
        world / "data",
        work=clinic.work,
        checks=run_checks(work=clinic.work),
        say=lambda code, params: f"{code} {params}",
    )
    (world / "data" / "support.txt").write_text(text, encoding="utf-8")


def test_the_search_itself_finds_what_is_there(tmp_path: Path) -> None:
    """A search that cannot fail proves nothing."""
    word = "Zyqabcdxov"
    (tmp_path / "plain.txt").write_text(f"a {word} b")
    (tmp_path / "wide.bin").write_bytes(word.encode("utf-16-le"))
    for shift in range(3):
        (tmp_path / f"b{shift}.txt").write_bytes(base64.b64encode(b"x" * shift + word.encode() + b"tail"))
    with gzip.open(tmp_path / "log.gz", "wb") as packed:
        packed.write(f"many words and {word}".encode())
    with zipfile.ZipFile(tmp_path / "sheet.xlsx", "w", zipfile.ZIP_DEFLATED) as sheet:
        sheet.writestr("xl/sharedStrings.xml", f"<t>{word}</t>" * 20)
    (tmp_path / f"{word}.pdf").write_bytes(b"")
    assert len(found_in(tmp_path, [word])) == 8
    assert found_in(tmp_path, ["Zyqnothing"]) == {}
