"""The program as a screen reader has it: names, roles, tables, and what is told while somebody works.

Nothing of Qt's own test tools: the program runs for itself on a virtual screen, keys come from the X server,
and what is to be heard comes over the accessibility bus. Takes minutes, so it runs by ``make test-access``
alone; skips where the system has no such bus. ``test_spoken.py`` tests the pieces in every run.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ui.pictures.place import furnish

_SYSTEM_PYTHON = "/usr/bin/python3"
_LIMIT_S = 240
_WITH_FOCUS = {
    "push button",
    "toggle button",
    "radio button",
    "check box",
    "text",
    "entry",
    "password text",
    "combo box",
    "list",
    "list box",
    "table",
    "tree",
    "page tab",
    "page tab list",
    "spin button",
    "panel",  # a bar of answers with its own name; arrows choose in it
}


def _missing() -> str:
    """Why this cannot be tried here; empty when it can."""
    if not os.environ.get("EMR_SCREEN_READER"):
        return "runs by `make test-access`"
    for program in ("Xvfb", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if not Path(_SYSTEM_PYTHON).exists():
        return f"no {_SYSTEM_PYTHON}"
    asked = subprocess.run(
        [
            _SYSTEM_PYTHON,
            "-c",
            "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi",
        ],
        capture_output=True,
        timeout=60,
        check=False,
    )
    return "" if asked.returncode == 0 else "the system's Python has no gi with Atspi 2.0"


@pytest.fixture(scope="module", params=["en", "sw"])
def heard(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``listen.py`` wrote down on a furnished training facility."""
    missing = _missing()
    if missing:
        pytest.skip(missing)
    home = tmp_path_factory.mktemp("heard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMR_DEVICE_DIR", str(home / "device"))
        furnish(home)
    out = home / "heard.json"
    ran = subprocess.run(
        [
            "dbus-run-session",
            "--",
            _SYSTEM_PYTHON,
            str(Path(__file__).with_name("listen.py")),
            sys.executable,
            str(home / "record"),
            request.param,
            str(out),
        ],
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    told: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    assert told["runs"], told["log"]
    return told


def _stops(heard: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (screen, node)
        for screen, nodes in heard["screens"].items()
        for node in nodes
        if node["focusable"] and "showing" in node["states"]
    ]


def _where(screen: str, node: dict[str, Any]) -> str:
    return f"{screen}: {node['role']} {node['name']!r} ({'.'.join(node['id'].split('.')[-3:])})"


def _said(heard: dict[str, Any], step: str) -> list[str]:
    return [str(one["said"]) for one in heard["heard"][step] if "announcement" in one["event"]]


def test_every_stop_has_a_name_in_words(heard: dict[str, Any]) -> None:
    nameless = [
        _where(screen, node)
        for screen, node in _stops(heard)
        if not re.search(r"\w", node["name"]) or re.fullmatch(r"Q[A-Z]\w+", node["name"])
    ]
    assert nameless == []
    assert len(heard["screens"]) > 20
    assert all(len(nodes) > 10 for nodes in heard["screens"].values())


def test_every_stop_has_the_role_of_something_to_work_with(heard: dict[str, Any]) -> None:
    strange = [_where(screen, node) for screen, node in _stops(heard) if node["role"] not in _WITH_FOCUS]
    assert strange == []


def test_no_mark_of_a_key_and_no_markup_is_spoken(heard: dict[str, Any]) -> None:
    marked = [
        _where(screen, node)
        for screen, nodes in heard["screens"].items()
        for node in nodes
        if re.search(r"&\w|</?[a-z]+>", node["name"] + node["description"])
    ]
    assert marked == []


def test_what_is_ticked_or_chosen_says_whether_it_is(heard: dict[str, Any]) -> None:
    dumb = [
        _where(screen, node)
        for screen, node in _stops(heard)
        if node["role"] in ("check box", "radio button") and "checkable" not in node["states"]
    ]
    assert dumb == []
    chosen = [node for node in heard["screens"]["Login"] if "checked" in node["states"]]
    assert [node["role"] for node in chosen] == ["radio button"]


def test_every_table_names_itself_and_its_columns(heard: dict[str, Any]) -> None:
    tables = [(screen, table) for screen, tables in heard["tables"].items() for table in tables]
    assert len(tables) > 5
    for screen, table in tables:
        where = f"{screen}: {table['id'].split('.')[-1]}"
        assert table["name"].strip(), where
        assert table["columns"], where
        assert all(name.strip() for name in table["columns"]), (where, table["columns"])
        assert table["headers"] == table["columns"], where
        assert table["rows"] == 0 or any(table["first"]), (where, table["first"])


def test_what_went_wrong_is_told_at_once(heard: dict[str, Any]) -> None:
    for step in (
        "wrong password",
        "save an empty form",
        "Triage: save an empty form",
        "Consultation: save an empty form",
    ):
        told = [one for one in heard["heard"][step] if "announcement" in one["event"]]
        assert any(one["detail"] == 2 and len(str(one["said"])) > 20 for one in told), (step, told)


def test_what_a_search_found_is_told_while_the_cursor_stays_in_the_box(heard: dict[str, Any]) -> None:
    assert any(re.search(r"Zuhura", said) and re.search(r"\d", said) for said in _said(heard, "search"))
    assert len(_said(heard, "search for nobody")[-1]) > 10


def test_what_was_done_is_told(heard: dict[str, Any]) -> None:
    assert any(len(said) > 5 for said in _said(heard, "done"))
