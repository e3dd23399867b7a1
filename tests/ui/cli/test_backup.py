"""emr-admin backup as a script calls it: a copy on a stick, looked into anywhere, and back on a new PC."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
NEW = "ndege mweupe juu"
SETUP = (
    "--json", "setup", "--facility-code", "101168-3", "--facility-name", "Buigiri", "--admin", "mkuu",
    "--full-name", "Neema Mushi",
)  # fmt: skip


def test_a_facility_goes_to_a_stick_and_comes_back_by_paper_or_password(
    admin: Run, several: Several, folder: Path, visits_file: Path, tmp_path: Path
) -> None:
    paper = admin(*SETUP).document["recovery_key"]
    stick, new = tmp_path / "stick", tmp_path / "new"
    stick.mkdir()
    imported, made, again, verified, listed, drilled, doctor = several(
        [
            ["import", "visits", visits_file],
            ["--json", "backup", "create", stick],
            ["backup", "create", stick / "named.emrbackup"],
            ["--json", "backup", "verify", stick / "named.emrbackup"],
            ["--json", "backup", "list", stick],
            ["--json", "backup", "drill", stick],
            ["--json", "doctor"],
        ]
    )
    assert [one.code for one in (imported, made, again, verified, listed, drilled)] == [0] * 6, made.err
    file = Path(made.document["file"])
    assert file.parent == stick
    assert file.name.startswith("EMR-101168-3-")
    assert (made.document["visits"], made.document["patients"], made.document["verified"]) == (3, 2, True)
    assert verified.document["rows"]["visit"] == 3
    assert {Path(row["file"]).name for row in listed.document["backups"]} == {file.name, "named.emrbackup"}
    states = {check["name"]: check["state"] for check in doctor.document["checks"]}
    assert (states["backup"], states["drill"]) == ("ok", "ok")

    (looked,) = several(
        [["--json", "backup", "verify", file]], folder=None, EMR_RECOVERY_KEY=paper, EMR_PASSWORD=""
    )
    assert looked.document["rows"]["visit"] == 3
    device = {"EMR_DEVICE_DIR": str(tmp_path / "another pc")}
    nothing, wrong, restored = (
        several([["backup", "restore", file]], folder=new, EMR_PASSWORD=NEW, **device)
        + several(
            [["backup", "restore", file], ["--json", "backup", "restore", file]][:1],
            folder=new,
            EMR_RECOVERY_KEY=paper[:-1] + ("0" if paper[-1] != "0" else "1"),
            **device,
        )
        + several(
            [["--json", "backup", "restore", file]],
            folder=new,
            EMR_RECOVERY_KEY=paper,
            EMR_PASSWORD=NEW,
            **device,
        )
    )
    assert (nothing.code, wrong.code, restored.code) == (1, 1, 0), restored.err
    assert "EMR_RECOVERY_KEY" in nothing.err
    assert "8" in wrong.err
    assert (restored.document["user"], restored.document["visits"]) == ("mkuu", 3)
    shown, full = several(
        [["--json", "report", "show", "opd", "--period", "202610"], ["backup", "restore", file]],
        folder=new,
        EMR_PASSWORD=NEW,
        **device,
    )
    assert {row["row"]: row for row in shown.document["rows"]}["1"]["total"]["all"] == 2
    assert full.code == 1
    assert "--replace" in full.err
    bad_password, here = several(
        [["backup", "restore", file]], folder=tmp_path / "x", EMR_PASSWORD="not this one"
    ) + several([["--json", "backup", "restore", file]], folder=tmp_path / "second")
    assert (bad_password.code, here.code) == (3, 0), here.err
    assert not (tmp_path / "x").exists()
    assert here.document["one_time_code"] is None  # everybody keeps the password


def test_what_is_no_backup_or_no_place_is_one_sentence(
    facility: Run, several: Several, tmp_path: Path
) -> None:
    text = tmp_path / "x.emrbackup"
    text.write_text("nothing")
    answers = several(
        [
            ["backup", "verify", text],
            ["backup", "verify", tmp_path / "gone.emrbackup"],
            ["backup", "verify", tmp_path],
            ["backup", "create", text],
            ["backup", "create", tmp_path / "no" / "such" / "place"],
            ["backup", "drill"],
        ]
    )
    for answer in answers:
        assert (answer.code, answer.out) == (1, b""), answer.err
        assert len(answer.err.strip().splitlines()) == 1
    assert text.read_text() == "nothing"
