"""Every verb leaves a row in the trail, or stands here with the reason why it does not."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from ui.messages import catalogue

ROOT = Path(__file__).resolve().parents[3]
_WRITES = {"audit", "audit_all", "append_entry", "append_entries"}

# Names that many unlike things carry: following them would find a row for anything.
_TOO_COMMON = {"read", "get", "show", "execute", "begin", "write", "add", "run", "save", "load", "check"}

# verb -> why it leaves no row of its own
WITHOUT_A_ROW = {
    "BackupService.choose_folder": "a setting; its change has its row",
    "BackupService.list_all": "files and counts, of nobody",
    "BackupService.places": "folders, of nobody",
    "BackupService.state": "days and folders, of nobody",
    "UpdateService.state": "versions of the program, of nobody",
    "UpdateService.check": "a file of the program, of nobody",
    "UpdateService.may_begin_by_itself": "settings and the clock, of nobody",
    "PaperService.prescription_print": "part of an opened visit, which has its row; printing has its own",
    ".move_in": "each batch that it writes has its row; a trial writes nothing",
    "PatientService.known_places": "names of villages, of nobody",
    "PhotoService.newest": "stands beside the search or the opened record, which has its row",
    "ReferralService.get": "part of an opened visit, which has its row; printing has its own",
    "ReferralService.places": "names of facilities, of nobody",
    "FavouriteService.all": "lists of usual treatments, of nobody",
    "FavouriteService.in_use": "lists of usual treatments, of nobody",
    "IndicatorService.use_of_data": "counts, of nobody",
    "IndicatorService.row_year": "counts, of nobody",
    "SetUpService.state": "counts and dates of the set-up, of nobody",
    "StaffService.list_all": "people who work here; changes to them have their rows",
    "PrescribingService.severe_allergies": "part of an opened visit, which has its row",
    "PrescribingService.stock": "medicines, of nobody",
    "PrescribingService.rules": "rules, of nobody",
    "PrescribingService.look_at": "what is on the form already; saving has its row",
    "RegisterService.lines": "part of an opened register, which has its row",
    "RegisterService.lines_of_day": "part of an opened register, which has its row",
    "NotificationService.begin": "fills a form from what is on the screen; saving it has its row",
    ".support_text": "a report on program and PC, of nobody; a person reads it before it goes anywhere",
    "._check": "inside an export, which has its row",
    "AppointmentService.load": "counts, of nobody",
    "PaperService.sick_sheets": "part of an opened visit, which has its row",
    "PaperService.commonest_diagnoses": "counts, of nobody",
    "AuditService.last_review": "who reviewed a month last, of no patient",
    "AuditService.patient_numbered": "an id for a number; what it is asked for has its row",
    "AuditService.people": "names of people who work here",
    "DistrictService.receipt": "figures sent, of nobody",
    "DistrictService.mapping": "codes, of nobody",
    "DistrictService.mapping_sheet": "codes, of nobody",
    "DraftService.keep": "a form as far as it is typed, for its own writer; saving it has its row",
    "FormService.is_closed": "a state of a report",
    "LocalFormService.villages": "names of villages, of nobody",
    "SurveillanceService.cluster_settings": "settings",
    "SurveillanceService.clusters": "counts, of nobody",
    "SurveillanceService.watch": "part of an opened visit, which has its row",
    "UsageService.of_facility": "counts, of nobody",
    "VisitService.suggest_flags": "part of an opened visit, which has its row",
    "WriterService.of": "a setting",
    "WriterService.all": "settings",
    "KeyService.overview": "how the keys stand, of nobody",
    "RecordDesk.preview_filter": "counts, of nobody",
    "RecordDesk.unconfirmed": "codes, of nobody",
    "SyncService.targets": "names of national systems",
    "AllowanceService.read": "settings of sending, of nobody",
}


def _called(node: ast.AST) -> set[str]:
    found = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and each.attr not in _TOO_COMMON:
            found.add(each.attr)
        elif isinstance(each, ast.Name):
            found.add(each.id)
    return found


def _verbs() -> Iterator[tuple[str, bool]]:
    """Every function that asks for permission, and whether what it calls in its package writes a row."""
    for folder in {path.parent for base in ("emr_desktop", "sync") for path in (ROOT / base).rglob("*.py")}:
        calls: dict[str, set[str]] = {}
        asking: list[tuple[str, set[str]]] = []
        for path in folder.glob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    calls.setdefault(node.name, set()).update(_called(node))
            for top in tree.body:
                owner = top.name if isinstance(top, ast.ClassDef) else ""
                body = top.body if isinstance(top, ast.ClassDef) else [top]
                for function in body:
                    if isinstance(function, ast.FunctionDef) and _asks(function):
                        asking.append((f"{owner}.{function.name}", _called(function)))
        for name, ahead in asking:
            seen: set[str] = set()
            todo = set(ahead)
            while todo and not todo & _WRITES:
                each = todo.pop()
                if each not in seen:
                    seen.add(each)
                    todo |= calls.get(each, set())
            yield name, bool(todo & _WRITES)


def _asks(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "require"
        for node in ast.walk(function)
    )


def test_every_verb_writes_a_row_or_says_why_not() -> None:
    found = dict(_verbs())
    assert len(found) > 150
    silent = {name for name, writes in found.items() if not writes}
    assert sorted(silent - set(WITHOUT_A_ROW)) == []
    assert sorted(set(WITHOUT_A_ROW) - silent) == []


def _rows(clinic: Clinic) -> list[AuditEntry]:
    with clinic.work.database.read() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def _simple_verbs(clinic: Clinic) -> list[tuple[str, Any]]:
    """The verbs that need nothing, or a patient: those that can be called without knowing what they do."""
    found = []
    for field in dataclasses.fields(clinic):
        service = getattr(clinic, field.name)
        if field.name == "work":
            continue
        for name, verb in inspect.getmembers(type(service), inspect.isfunction):
            needed = [
                each.name
                for each in list(inspect.signature(verb).parameters.values())[1:]
                if each.default is inspect.Parameter.empty
            ]
            if not name.startswith("_") and needed in ([], ["patient_id"]):
                found.append((f"{type(service).__name__}.{name}", (getattr(service, name), needed)))
    return found


def test_a_look_leaves_exactly_one_row(clinic: Clinic) -> None:
    """Called one after the other on an empty facility with one patient."""
    writes = dict(_verbs())
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", age_years=30)
    patient = clinic.patients.register(form).value
    tried, wrong = 0, []
    for name, (verb, needed) in _simple_verbs(clinic):
        if name not in writes or name in _CHANGES:
            continue
        before = len(_rows(clinic))
        try:
            verb(*([patient.id] if needed else []))
        except EmrError:
            continue
        tried += 1
        after = len(_rows(clinic)) - before
        if after != (1 if writes[name] else 0) and not (name in _NONE_WHERE_NOTHING_IS and after == 0):
            wrong.append((name, after))
    assert tried >= 20
    assert wrong == []


# Called elsewhere: they change what the others need.
_CHANGES = {"KeyService.rekey", "KeyService.renew_recovery_key"}
# Here there is nothing to see or to change; or they tell states and names of staff alone.
_NONE_WHERE_NOTHING_IS = {
    "BackupService.make_if_due",
    "UpdateService.note_outcome",
    "UpdateService.take_news",
    "PatientService.likely_duplicates_of",
    "MergeService.list_merges",
    "HouseholdService.leave",
    "PhotoService.remove",
    "VisitService.open_visit",
    "FormService.signed",
    "LocalFormService.all",
    "DeathService.of_patient",
    "QueueService.colleagues",
    "QueueService.counts",
    "QueueService.everywhere",
}


def test_no_verb_changes_a_record_without_a_word(clinic: Clinic) -> None:
    """``record.changed`` is what the trail says of a change that no verb told."""
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", age_years=30)
    clinic.patients.register(form)
    clinic.staff.add(username="asha", full_name="Asha Juma", roles=("nurse",))
    assert "record.changed" not in {row.action for row in _rows(clinic)}


def _actions() -> set[str]:
    """The words of ``<kind>.<done>`` that are handed to the trail in code."""
    found: set[str] = set()
    for base in ("emr_desktop", "sync"):
        for path in (ROOT / base).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                if name not in (*_WRITES, "_audit", "_note", "end"):
                    continue
                for given in [*node.args, *(each.value for each in node.keywords if each.arg == "action")]:
                    for part in [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]:
                        if isinstance(part, ast.Constant) and re.fullmatch(
                            r"[a-z_]+\.[a-z_]+|login|refused", str(part.value)
                        ):
                            found.add(str(part.value))
    return found


def test_every_action_has_a_sentence() -> None:
    actions = _actions()
    assert len(actions) > 80
    assert {action for action in actions if f"audit.did.{action}" not in catalogue()} == set()


@pytest.mark.parametrize("language", ["en", "sw"])
def test_no_two_actions_say_the_same(language: str) -> None:
    said = [texts[language] for code, texts in catalogue().items() if code.startswith("audit.did.")]
    assert len(said) == len(set(said))
