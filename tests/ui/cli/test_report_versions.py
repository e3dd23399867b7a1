"""Signed versions through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
MONTH = ("opd", "--period", "202610")


def test_versions_are_listed_shown_compared_and_verified(
    facility: Run, several: Several, visits_file: Path, tmp_path: Path
) -> None:
    later = tmp_path / "later.csv"
    header, line = visits_file.read_text(encoding="utf-8").splitlines()[:2]
    later.write_text(f"{header}\n{line.replace('v1', 'v9').replace('p1', 'p9')}\n", encoding="utf-8")
    old = tmp_path / "old.pdf"
    signing = ["--name", "Asha Mrisho", "--cadre", "Afisa Tabibu", "--date", "2026-11-02", "--confirm", "ok"]
    none, _, closed, _, changes, first, _, _, listed, version, printed, between = several(
        [
            ["--json", "report", "versions", *MONTH],
            ["import", "visits", visits_file],
            ["report", "close", *MONTH, *signing],
            ["import", "visits", later],
            ["--json", "report", "changes", *MONTH],
            ["--json", "report", "show", *MONTH, "--version", "1"],
            ["report", "reopen", *MONTH, "--reason", "Mgonjwa alisahauliwa"],
            ["report", "close", *MONTH],
            ["--json", "report", "versions", *MONTH],
            ["report", "show", *MONTH, "--version", "1"],
            ["report", "show", *MONTH, "--version", "1", "--out", old],
            ["--json", "report", "changes", *MONTH, "--version", "1", "--against", "2"],
        ]
    )
    assert none.document["versions"] == []
    assert closed.code == 0
    came = changes.document
    assert (came["version"], came["against"], came["list_kept"]) == (1, None, True)
    assert [one["how"] for one in came["visits"]] == ["entered"]
    steps = {(step["row"], step["column"]): step["step"] for step in came["visits"][0]["cells"]}
    assert steps == {(cell["row"], cell["column"]): cell["now"] - cell["closed"] for cell in came["cells"]}
    second, before = listed.document["versions"]
    code = before["code"]
    assert closed.out.decode().splitlines()[-1] == code  # said at once, to be written down
    assert (second["version"], second["in_force"], second["versions"]) == (2, True, 2)
    assert (before["signer"], before["cadre"], before["signed_on"]) == (
        "Asha Mrisho",
        "Afisa Tabibu",
        "2026-11-02",
    )
    assert before["reopen_reason"] == "Mgonjwa alisahauliwa"
    assert json.loads(version.out)["rows"] == first.document["rows"]
    assert json.loads(version.out)["signature"]["in_force"] is False
    assert printed.code == 0
    assert old.read_bytes().startswith(b"%PDF")
    assert between.document["cells"] == came["cells"]

    found, said, mistyped, unknown, missing = several(
        [
            ["--json", "report", "verify", code],
            ["report", "verify", code.lower()],
            ["report", "verify", "2222-2222-3"],
            ["report", "changes", *MONTH, "--version", "7"],
            ["report", "show", *MONTH, "--version", "7"],
        ]
    )
    assert (found.document["form"], found.document["version"], found.document["record_fits"]) == (
        "opd",
        1,
        True,
    )
    assert found.document["visits_changed"] == 1
    assert "Asha Mrisho" in said.out.decode()
    for answer, named in ((mistyped, "2222-2222-3"), (unknown, "7"), (missing, "202610")):
        assert (answer.code, answer.out) == (1, b"")
        assert named in answer.err


def test_a_signature_that_cannot_be_is_refused(facility: Run, several: Several) -> None:
    future, words, empty = several(
        [
            ["report", "close", *MONTH, "--name", "Asha", "--cadre", "CO", "--date", "2999-01-01"],
            ["report", "close", *MONTH, "--date", "leo"],
            ["report", "close", *MONTH, "--name", " ", "--cadre", "CO"],
        ]
    )
    assert (future.code, words.code, empty.code) == (1, 2, 1)
    assert "leo" in words.err
