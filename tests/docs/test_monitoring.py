"""The page about watching many PCs names every figure of the document, and its units are units of systemd."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from emr_desktop.monitoring.rows import names_of, schema_text

GUIDE = Path(__file__).parents[2] / "docs" / "it-guide"
PAGE = (GUIDE / "13-monitoring.md").read_text(encoding="utf-8")
TEXT = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)


def test_every_figure_stands_on_the_page() -> None:
    schema = json.loads(schema_text())
    checks = [name.removeprefix("values_") for name in schema["$defs"] if name.startswith("values_")]
    assert len(checks) > 12
    names = {*checks, *(value for check in checks for value in names_of(check))}
    names |= {*schema["properties"], *schema["$defs"]["target"]["properties"]}
    told = set(re.findall(r"[a-z][a-z0-9_]+", " ".join(re.findall(r"`([^`]+)`", TEXT))))
    assert sorted(names - told) == []


def test_what_the_page_calls_a_figure_is_one() -> None:
    schema = json.loads(schema_text())
    table = PAGE.split("| check | values |")[1].split("\n\n")[0]
    checks = [name.removeprefix("values_") for name in schema["$defs"] if name.startswith("values_")]
    known = {value for check in checks for value in names_of(check)}
    words = set(re.findall(r"[a-z]+(?:_[a-z0-9]+)+", " ".join(re.findall(r"`([^`]+)`", table))))
    outcomes = {"not_done", "went_back", "under_way"}
    assert words - known - outcomes == set()


def test_the_units_are_units_of_systemd(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("there is no systemd here")
    for name in ("emr-doctor.service", "emr-doctor.timer"):
        text = (GUIDE / "monitoring" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/usr/bin/emr-admin", "/bin/true"))
    done = subprocess.run(
        [program, "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_line_for_windows_is_not_too_long() -> None:
    line = next(each for each in PAGE.splitlines() if each.startswith("schtasks"))
    task = re.search(r'/TR "((?:\\"|[^"])*)"', line)
    assert task is not None
    assert len(task[1].replace('\\"', '"')) <= 261  # what schtasks takes
