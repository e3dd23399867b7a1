"""What keeps the windows from opening is said in both languages, before Qt gives up."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui import before_windows
from ui.before_windows import CannotOpen, _missing_ones, _of_library
from ui.messages import catalogue
from ui.system_dialog import show_by_system

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux finds its libraries otherwise")
_START = "import sys; from ui.before_windows import main; sys.exit(main(['--smoke-test']))"


def _started(tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    given = {
        **os.environ,
        "EMR_DATA_DIR": str(tmp_path / "record"),
        "EMR_DEVICE_DIR": str(tmp_path),
        **changes,
    }
    given = {name: value for name, value in given.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", _START], env=given, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"QT_QPA_PLATFORM": "nothing-like-it"}, "start.no_platform"),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": None}, "start.no_display"),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":199"}, "start.display_refused"),
    ],
)
def test_no_screen_is_a_sentence_in_both_languages(
    tmp_path: Path, changes: dict[str, str | None], code: str
) -> None:
    told = _started(tmp_path, PATH=str(tmp_path), **changes)
    assert told.returncode == 1
    for language in ("sw", "en"):
        assert catalogue()[code][language].split("{")[0] in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "record").exists()


def test_with_a_screen_the_windows_open(tmp_path: Path) -> None:
    told = _started(tmp_path, QT_QPA_PLATFORM="offscreen")
    assert told.returncode == 0
    assert '"page": "setup"' in told.stdout


@pytest.mark.parametrize("asked", ["wayland", "", "wayland-egl;wayland"])
def test_a_wayland_session_is_served_through_xwayland(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    platforms = tmp_path / "Qt" / "plugins" / "platforms"
    platforms.mkdir(parents=True)
    (platforms / "libqxcb.so").touch()
    monkeypatch.setattr(before_windows, "find_spec", lambda _name: _Spec(tmp_path / "__init__.py"))
    tried: list[str] = []
    monkeypatch.setattr(before_windows.ctypes, "CDLL", tried.append)
    monkeypatch.setattr(before_windows, "_look_at_display", lambda: tried.append("display"))
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    monkeypatch.setenv("QT_QPA_PLATFORM", asked)
    before_windows._look_at_platform()
    assert os.environ["QT_QPA_PLATFORM"] == "xcb"
    assert tried == [str(platforms / "libqxcb.so"), "display"]
    monkeypatch.setenv("QT_QPA_PLATFORM", "eglfs")
    with pytest.raises(CannotOpen, match=r"start\.no_platform"):
        before_windows._look_at_platform()


def test_the_walk_and_the_help_need_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    assert not before_windows._needs_screen(["--walk", "x"])
    assert not before_windows._needs_screen(["--help"])
    assert before_windows._needs_screen(["--data-dir", "x"])
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert before_windows._needs_screen(["--walk=x"])


class _Spec:
    def __init__(self, origin: Path) -> None:
        self.origin = str(origin)


def test_every_missing_library_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = "glibc 2.35\nlibc.so.6 libc6\nlibnone-such.so.0 libnone0\nlibnor-this.so.1 libnor1\n"
    (tmp_path / "needs.txt").write_text(needs)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert _missing_ones() == {"libnone-such.so.0": "libnone0", "libnor-this.so.1": "libnor1"}
    with pytest.raises(OSError, match="libnone-such") as raised:
        ctypes.CDLL("libnone-such.so.0")
    reason = _of_library(raised.value)
    assert reason.code == "start.library_missing"
    assert reason.params["packages"] == "libnone0 libnor1"


def test_a_library_that_no_list_knows_is_named_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    wrapped = OSError("Failed to load dynlib/dll 'x'")
    wrapped.__cause__ = OSError("libnone.so.7: cannot open shared object file: No such file or directory")
    assert _of_library(wrapped).params == {"libraries": "libnone.so.7"}
    old = ImportError("/lib/libm.so.6: version `GLIBC_2.38' not found (required by libQt6Core.so.6)")
    assert _of_library(old).code == "start.library_unfit"


def test_another_fault_is_not_taken_for_a_missing_library() -> None:
    with pytest.raises(ImportError, match="cannot import name"):
        _of_library(ImportError("cannot import name 'x'"))


def test_the_first_dialog_program_that_is_there_gets_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    program = tmp_path / "xmessage"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >"{said}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":7")
    started = show_by_system("Haifunguki.\n\nIt does not open.")
    assert started is not None
    assert started.wait(10) == 0
    assert said.read_text().endswith("Haifunguki.\n\nIt does not open.|")
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert show_by_system("x") is None
