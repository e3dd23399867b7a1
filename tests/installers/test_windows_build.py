"""What builds the installer on a real Windows, read here where there is none: what it names, pins, keys."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from installers.release_keys import keys_of

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parents[2]
BUILD = (ROOT / "installers" / "windows" / "build.ps1").read_text(encoding="utf-8")
SMOKE = (ROOT / "installers" / "windows" / "smoke.ps1").read_text(encoding="utf-8")
FLOW = (ROOT / ".github" / "workflows" / "windows.yml").read_text(encoding="utf-8")
# What the scripts make or find on that machine.
_MADE = re.compile(r"^(build|dist|\.venv)([\\/]|$)")
_FILE = re.compile(r"(?<![\w\\/{$:.-])((?:[\w.]+[\\/])+[\w.*-]+)")


def _steps() -> list[dict[str, Any]]:
    (job,) = yaml.safe_load(FLOW)["jobs"].values()
    steps: list[dict[str, Any]] = job["steps"]
    return steps


def _named(text: str) -> set[str]:
    """The files of the sources that a script names, with forward slashes."""
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found = {each.replace("\\", "/") for each in _FILE.findall(code)}
    return {each for each in found if (ROOT / each.split("/")[0]).is_dir() and not _MADE.match(each)}


def test_every_file_that_the_workflow_and_the_scripts_name_is_there() -> None:
    runs = "\n".join(step.get("run", "") for step in _steps())
    named = _named(runs) | _named(BUILD)
    assert {"installers/windows/build.ps1", "installers/windows/smoke.ps1", "tests/db"} <= named
    assert {"installers/emr_desktop.spec", "installers/licences.py", "installers/release_keys.py"} <= named
    assert sorted(each for each in named if not (ROOT / each).exists()) == []
    for name in re.findall(r"-r (\S+\.lock)", BUILD):
        assert (ROOT / name).is_file()


def test_every_module_that_is_run_is_there() -> None:
    for name in re.findall(r"-m (ui\.[\w.]+)", BUILD):
        assert (ROOT / f"{name.replace('.', '/')}.py").is_file()


def test_what_comes_from_elsewhere_is_pinned() -> None:
    for step in _steps():
        if "uses" in step:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
    assert "--require-hashes" in BUILD
    for line in re.findall(r"choco install .*", FLOW):
        assert re.search(r"--version \d+\.\d+", line), line


def test_no_secret_reaches_a_change_that_a_stranger_proposes() -> None:
    with_secrets = [step for step in _steps() if "secrets." in str(step)]
    assert with_secrets
    for step in with_secrets:
        assert step["if"] == "github.event_name != 'pull_request'"
        assert "secrets." not in step["run"]  # handed on by the environment, never pasted into a script
    assert yaml.safe_load(FLOW)["permissions"] == {"contents": "read"}


def test_the_programs_are_signed_before_they_are_packed_and_the_installer_after() -> None:
    packed = BUILD.index("makensis /V2")
    assert BUILD.index('Sign @("$program') < packed < BUILD.index("Sign @($out)")
    for name in ("emr-desktop.exe", "emr-admin.exe"):
        assert BUILD.count(f"\\{name}") == 2  # the program and the launcher
    assert BUILD.index("release_keys.py") < packed
    assert BUILD.index("licences.py") < packed


def test_the_options_of_the_installers_are_those_that_their_scripts_ask_for() -> None:
    for script, options in (
        ("emr-desktop.nsi", ("VERSION", "PROGRAM", "ICONS", "OUT")),
        ("emr-desktop.iss", ("VERSION", "PROGRAM", "ICONS")),
    ):
        content = (ROOT / "installers" / "windows" / script).read_text(encoding="utf-8-sig")
        for option in options:
            assert f"/D{option}=" in BUILD
            assert f"{{{option}}}" in content or f"{{#{option}}}" in content


def test_the_smoke_test_uses_switches_that_the_installer_has_and_looks_after_the_record() -> None:
    installer = (ROOT / "installers" / "windows" / "emr-desktop.nsi").read_text(encoding="utf-8-sig")
    for switch in set(re.findall(r'"(/[A-Z]\w+)"', SMOKE)):
        assert switch in installer, switch
    assert "keyslots.json" in SMOKE
    for command in ("setup", "report", "backup", "verify", "--smoke-test", "--walk"):
        assert f'"{command}"' in SMOKE


def test_the_keys_that_the_workflow_hands_over_are_read_by_the_build() -> None:
    assert "EMR_RELEASE_KEYS=" in FLOW
    key = "\n".join(f'  "{number:064x}",' for number in range(3))
    assert len(keys_of(f"keys = [\n{key}\n]\n")) == 3
