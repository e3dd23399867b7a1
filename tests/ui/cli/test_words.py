"""How emr-admin is called and how it answers: words, streams, languages, folders of every kind."""

from __future__ import annotations

import json
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
COMMANDS = (
    "setup", "demo", "doctor", "export", "user add", "user list", "user disable", "user reset",
    "import patients", "import visits", "import fhir", "report list", "report show", "report cases",
    "report check",
    "report", "report close", "report reopen", "report versions", "report changes", "report verify",
    "report why", "report bundle", "report register", "report use", "report year", "user", "sync", "form",
    "import", "sync targets",
    "sync add", "sync map", "sync test", "sync send",
    "backup", "backup create", "backup verify", "backup restore", "backup list", "backup drill",
    "sync run", "sync status", "sync show", "sync retry", "sync export", "recovery-key new",
    "recovery-key drill", "recovery-key use", "council-key new", "council-key show", "council-key add",
    "council-key remove", "council-key open", "rekey", "rescue", "support-bundle",
    "audit", "audit show", "audit verify",
)  # fmt: skip


def test_every_command_explains_itself_without_a_data_folder_or_a_password(several: Several) -> None:
    words = ("", *COMMANDS)
    answers = several(
        [[*each.split(), "--help"] for each in words],
        folder=None,
        never=("PySide6", "sqlalchemy", "requests"),
        EMR_PASSWORD="",
    )
    for each, answer in zip(words, answers, strict=True):
        out = answer.out.decode()
        assert answer.code == 0, each
        assert out.startswith(f"Usage: emr-admin {each}".rstrip()), each
        assert "..." not in out.replace("[ARGS]...", ""), each  # nothing is cut short
        options = [line for line in out.splitlines() if line.startswith("  --")]
        assert all(len(line.split(None, 2)) == 3 for line in options), each  # and nothing goes unexplained
    assert all(command.split()[0] in answers[0].out.decode() for command in COMMANDS)


WRONG = {
    "nonsense": "nonsense",
    "report show": "FORM",
    "report show opd": "--period",
    "report show opd --period": "--period",
    "report show opd --period 202610 --format doc": "json csv xlsx pdf",
    "report show opd --period 202610 --format pdf": "--out",
    "report list --nope": "--nope",
    "demo --months 0": "--months",
    "export visits --from 2026-02-30 --to 2026-03-01 --out x": "2026-02-30",
    "export cats --from 2026-02-20 --to 2026-03-01 --out x": "patients visits",
    "sync add dhis2 x --url https://x.example": "--token-stdin",
    "sync retry": "--all",
    "sync show x": "ID",
    "user add asha --full-name Asha --role king": "king",
    "setup --facility-code 1 --facility-name X --admin a --full-name A --type hospital": "health_centre",
}


def test_wrong_usage_leaves_with_two_and_one_sentence_that_names_it(several: Several) -> None:
    calls = [words.split() for words in WRONG]
    english, swahili = (several(calls, EMR_LANGUAGE=language) for language in ("en", "sw"))
    for words, one, other in zip(WRONG, english, swahili, strict=True):
        for answer in (one, other):
            assert (answer.code, answer.out) == (2, b""), (words, answer.err)
            assert WRONG[words] in answer.err, words
        assert one.err != other.err


def test_the_options_of_every_command_stand_anywhere_in_the_line(
    facility: Run, several: Several, folder: Path
) -> None:
    before = facility("--json", "--user", "mkuu", "report", "list")
    after = facility("report", "list", "--user=mkuu", "--json", f"--data-dir={folder}", folder=None)
    by_variable = facility("report", "--json", "list", folder=None, EMR_DATA_DIR=str(folder))
    assert before.code == 0
    assert before.out == after.out == by_variable.out
    (nowhere,) = several([["report", "list"]], folder=None)
    assert (nowhere.code, nowhere.out) == (2, b"")
    assert "--data-dir" in nowhere.err


SETUP = (
    "setup",
    "--facility-code",
    "101168-3",
    "--facility-name",
    "X",
    "--admin",
    "asha",
    "--full-name",
    "A B",
)


def test_sentences_are_in_the_language_of_the_facility_unless_another_is_asked_for(
    facility: Run, several: Several, folder: Path, tmp_path: Path
) -> None:
    words = [["report", "cases", "opd", "--period", "202610", "--row", "999"]]
    own, swahili, english = (several(words, EMR_LANGUAGE=language)[0] for language in ("", "sw", "en"))
    assert own.code == 1
    assert "999" in own.err
    assert own.err == swahili.err != english.err
    # Settings that cannot be read lose nothing but the language.
    (folder / "settings.toml").write_bytes(b"=[\xff")
    assert several([["report", "list"]], EMR_LANGUAGE="")[0].code == 0
    # A set-up that is refused speaks the language that the facility was to have.
    wrong = [*SETUP, "--facility-code", "1"]
    new = tmp_path / "new"
    first, second = several(
        [[*wrong, "--language", "sw"], [*wrong, "--language", "en"]], folder=new, EMR_LANGUAGE=""
    )
    assert [first] == several([wrong], folder=new, EMR_LANGUAGE="sw")
    assert [second] == several([wrong], folder=new, EMR_LANGUAGE="en")


def test_a_folder_that_is_a_file_or_closed_is_refused_in_one_sentence(
    facility: Run, several: Several, folder: Path, tmp_path: Path, without_rights: tuple[str, ...]
) -> None:
    file = tmp_path / "a-file"
    file.write_text("nothing")
    calls = (["report", "list"], [*SETUP], ["demo"], ["doctor"])
    folder.chmod(0)
    try:
        for place in (file, folder, folder / "inside"):
            for answer in several(calls, folder=place, before=without_rights):
                assert (answer.code, answer.out) == (1, b"")
                assert str(folder if place != file else file) in answer.err
    finally:
        folder.chmod(0o700)
    assert file.read_text() == "nothing"
    assert facility("report", "list").code == 0


def test_closed_streams_and_readers_that_go_away_leave_no_traceback(facility: Run, folder: Path) -> None:
    def shell(line: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        environment = {
            **os.environ,
            "EMR_PASSWORD": "paka wanne juu ya paa",
            "EMR_LANGUAGE": "en",
            **variables,
        }
        whole = f'"{sys.executable}" -m ui.cli --data-dir "{folder}" {line}'
        return subprocess.run(
            ["bash", "-c", whole], cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False
        )

    head = shell("--json report show opd --period 202610 | head -1; exit ${PIPESTATUS[0]}")
    assert (head.returncode in (0, 1), head.stdout, head.stderr) == (True, b"{\n", b"")
    closed = shell("report list <&- >&-")
    assert (closed.returncode, closed.stdout, closed.stderr) == (0, b"", b"")
    nobody = shell("report list <&-", EMR_PASSWORD="")
    assert (nobody.returncode, nobody.stdout) == (2, b"")
    assert b"EMR_PASSWORD" in nobody.stderr
    full = shell("--json report list >/dev/full")
    assert full.returncode == 1
    assert b"could not be written" in full.stderr
    assert len(full.stderr.splitlines()) == 1


def test_a_console_that_knows_ascii_alone_still_gets_utf8(facility: Run, tmp_path: Path) -> None:
    ascii_only = {
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    answer = facility("--json", "report", "show", "opd", "--period", "202610", **ascii_only)
    assert answer.code == 0
    assert answer.document["rows"][0]["sw"].startswith("Waliohudhuria")
    wrong = facility("report", "list", EMR_PASSWORD="siri-\u00e9\u4e2d", **ascii_only)
    assert wrong.code == 3


def test_a_month_without_a_visit_is_said_where_a_person_reads_it(
    terminal: str, facility: Run, folder: Path, tmp_path: Path
) -> None:
    words = ("report", "show", "opd", "--period", "202609", "--out", tmp_path / "empty.xlsx")
    said = facility(*words, EMR_LANGUAGE="en").out
    assert b"No visit was recorded in September 2026." in said
    assert facility("--json", *words).document["nothing_recorded"] is True
    line = f'"{sys.executable}" -m ui.cli --data-dir "{folder}" report show opd --period 202609 >/dev/null'
    environment = {**os.environ, "EMR_LANGUAGE": "en", "EMR_PASSWORD": "paka wanne juu ya paa"}
    done = subprocess.run(
        [terminal, "-qec", line, "/dev/null"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert b"No visit was recorded in September 2026." in done.stdout


def test_file_names_that_are_no_utf8_are_written_and_read(
    facility: Run, tmp_path: Path, visits_file: Path
) -> None:
    odd = os.fsencode(tmp_path) + b"/mwezi-\xff"
    try:
        os.rename(visits_file, odd + b".csv")  # noqa: PTH104 - Path has no bytes
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    taken = facility("--json", "import", "visits", odd + b".csv", "--rejects", odd + b".rejects.csv")
    assert taken.code == 0
    assert taken.document["added"] == 3
    assert facility("--json", "report", "show", "opd", "--period", "202610", "--out", odd + b".pdf").code == 0
    assert os.path.getsize(odd + b".pdf") > 1000  # noqa: PTH202
    missing = facility("import", "visits", odd + b"-no.csv")
    assert missing.code == 1
    refused = facility("user", "add", "asha", "--full-name", b"Asha \xff", "--role", "nurse")
    assert refused.code in (1, 2)


def test_progress_goes_to_a_terminal_and_nowhere_else(
    terminal: str, facility: Run, folder: Path, visits_file: Path
) -> None:
    out = visits_file.with_suffix(".out")
    line = f'"{sys.executable}" -m ui.cli --data-dir "{folder}" --json import visits "{visits_file}" >"{out}"'
    environment = {
        **os.environ,
        "EMR_LANGUAGE": "en",
        "EMR_PASSWORD": "paka wanne juu ya paa",
        "TERM": "xterm",
    }
    done = subprocess.run(
        [terminal, "-qec", line, "/dev/null"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert json.loads(out.read_bytes())["added"] == 3
    assert b"visits.csv" in done.stdout
