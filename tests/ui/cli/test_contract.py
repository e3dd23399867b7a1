"""The contract that scripts rely on: people, one month from file to paper, what the doctor says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
ROOT = Path(__file__).resolve().parents[3]
NEW = "ndege mweupe juu"


def test_a_month_goes_in_as_a_file_and_comes_out_as_figures_and_cases(
    facility: Run, several: Several, visits_file: Path
) -> None:
    imported, shown, cases = several(
        [
            ["--json", "import", "visits", visits_file],
            ["--json", "report", "show", "opd", "--period", "202610"],
            ["--json", "report", "cases", "opd", "--period", "202610", "--row", "23.2"],
        ]
    )
    assert imported.document["added"] == 3
    rows = {row["row"]: row for row in shown.document["rows"]}
    assert rows["23.2"]["cells"]["y1_4.F"] == 1
    assert rows["20"]["cells"]["y5_59.M"] == 1
    assert rows["90"]["total"]["all"] == 1
    assert rows["1"]["total"]["all"] == 2
    assert rows["5"]["cells"]["lt1m.M"] is None
    (visit,) = cases.document["visits"]
    assert (visit["date"], visit["sex"], visit["diagnoses"]) == ("2026-10-05", "F", ["B54"])


def test_somebody_gets_other_roles_and_the_last_in_charge_stays_one(facility: Run, several: Several) -> None:
    added, changed, unknown, last, listed = several(
        [
            ("user", "add", "asha", "--full-name", "Asha Juma", "--role", "nurse"),
            ("--json", "user", "roles", "asha", "--role", "clinician", "--role", "lab"),
            ("user", "roles", "asha", "--role", "king"),
            ("user", "roles", "mkuu", "--role", "nurse"),
            ("--json", "user", "list"),
        ]
    )
    assert [each.code for each in (added, changed, unknown, last)] == [0, 0, 2, 1]
    assert changed.document == {"user": "asha", "roles": ["clinician", "lab"]}
    people = {row["user"]: row["roles"] for row in listed.document["users"]}
    assert people["asha"] == ["clinician", "lab"]
    assert "in_charge" in people["mkuu"]


def test_users_get_a_code_set_their_own_password_and_lose_it_again(
    facility: Run, several: Several, visits_file: Path
) -> None:
    asha = ("user", "add", "asha", "--full-name", "Asha Juma", "--role", "nurse", "--role", "lab")
    added, twice, bad_name, listed, unknown, last = several(
        [
            ("--json", *asha),
            asha,
            ("user", "add", "Asha Juma", "--full-name", "Asha Juma", "--role", "nurse"),
            ("--json", "user", "list"),
            ("user", "reset", "nobody"),
            ("user", "disable", "mkuu"),
        ]
    )
    assert set(added.document) == {"user", "one_time_code"}
    assert [answer.code for answer in (twice, bad_name, unknown, last)] == [1, 1, 1, 1]
    people = {row["user"]: row for row in listed.document["users"]}
    assert set(people) == {"mkuu", "asha"}
    assert all(set(row) == {"user", "full_name", "roles", "disabled"} for row in people.values())
    assert (people["asha"]["roles"], people["asha"]["disabled"]) == (["nurse", "lab"], False)

    as_asha = [("--user", "asha", "report", "list")]
    code = added.document["one_time_code"]
    (not_yet,) = several(as_asha, EMR_PASSWORD=code)
    assert not_yet.code == 1
    assert "user password" in not_yet.err
    own = [("user", "password", "asha")]
    (weak,) = several(own, EMR_PASSWORD=code, EMR_NEW_PASSWORD="asha")
    assert weak.code == 1
    (changed,) = several(own, EMR_PASSWORD=code, EMR_NEW_PASSWORD=NEW)
    assert changed.code == 0
    (used,) = several(own, EMR_PASSWORD=code, EMR_NEW_PASSWORD=NEW)
    assert used.code == 3
    allowed, *refused = several(
        [*as_asha, ("--user", "asha", "user", "list"), ("--user", "asha", "recovery-key", "new"),
         ("--user", "asha", "import", "visits", visits_file)],
        EMR_PASSWORD=NEW,
    )  # fmt: skip
    assert allowed.code == 0
    assert [answer.code for answer in refused] == [1, 1, 1]

    (reset,) = several([("--json", "user", "reset", "asha")])
    assert reset.document["one_time_code"] != code
    (forgotten,) = several(as_asha, EMR_PASSWORD=NEW)
    (disabled,) = several([("--json", "user", "disable", "asha")])
    assert disabled.document == {"user": "asha", "disabled": True}
    (gone,) = several(own, EMR_PASSWORD=reset.document["one_time_code"], EMR_NEW_PASSWORD=NEW)
    assert (forgotten.code, gone.code) == (3, 3)


def test_the_doctor_looks_at_everything_and_names_what_needs_a_person(
    facility: Run, several: Several, folder: Path
) -> None:
    (well,) = several([["--json", "doctor"]])
    assert well.code == 0
    assert set(well.document) >= {"schema", "facility_code", "state", "healthy", "checks"}
    assert well.document["healthy"] is True
    assert all(set(check) == {"name", "state", "code", "text", "values"} for check in well.document["checks"])
    states = {check["name"]: check["state"] for check in well.document["checks"]}
    assert set(states) >= {
        "version", "engine", "cipher", "integrity", "audit", "keys", "disk", "clock", "backup", "sync"
    }  # fmt: skip
    assert states["integrity"] == states["cipher"] == states["audit"] == "ok"
    assert all(check["text"] and "{" not in check["text"] for check in well.document["checks"])


@pytest.mark.parametrize(("second", "code"), [("siri ya kisima kirefu", 0), ("siri ya kisima kifupi", 2)])
def test_at_a_terminal_the_password_is_asked_for_and_never_shown(
    terminal: str, folder: Path, second: str, code: int
) -> None:
    setup = (
        "setup --facility-code 101168-3 --facility-name Buigiri --admin asha --full-name Asha --language en"
    )
    environment = {name: value for name, value in os.environ.items() if name != "EMR_PASSWORD"}
    process = subprocess.Popen(
        [terminal, "-qec", f'"{sys.executable}" -m ui.cli --data-dir "{folder}" {setup}', "/dev/null"],
        cwd=ROOT, env={**environment, "EMR_LANGUAGE": "en", "TERM": "dumb"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    shown = b""
    for prompt, typed in ((b"New password: ", "siri ya kisima kirefu"), (b"The same again: ", second)):
        while not shown.endswith(prompt):
            more = os.read(process.stdout.fileno(), 1)
            assert more, shown
            shown += more
        process.stdin.write(typed.encode() + b"\n")
        process.stdin.flush()
    shown += process.communicate(timeout=60)[0]
    assert process.returncode == code, shown
    assert b"siri" not in shown
    assert folder.exists() == (code == 0)
