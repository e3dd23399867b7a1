"""Against the print system itself: a CUPS of its own on loopback, with a good queue and three bad ones.

Skipped where ``cupsd`` is not installed. EMR_CUPS names a folder it was unpacked in.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from emr_desktop.settings import PaperChoice
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.print_system import PrinterState
from ui.qt.printers import known_printers
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

_ROOT = Path(os.environ.get("EMR_CUPS", "/"))
_DAEMON, _BIN = _ROOT / "usr/sbin/cupsd", _ROOT / "usr/lib/cups"
pytestmark = [
    pytest.mark.skipif(
        not _DAEMON.exists() or sys.platform != "linux" or os.getuid() != 0, reason="no CUPS to start here"
    ),
    pytest.mark.xdist_group("cups"),
]
Given = Callable[..., Document]
_EMPTY = """#!/bin/sh
[ $# = 0 ] && { echo 'direct karatasi "Unknown" "Karatasi"'; exit 0; }
echo 'STATE: +media-empty-error' >&2
echo 'ERROR: Karatasi zimekwisha' >&2
sleep 20
exit 4
"""


_TRAY = """#!/bin/sh
[ $# = 0 ] && { echo 'direct trei "Unknown" "Trei"'; exit 0; }
cat "${6:--}" > "OUT"
"""


class Cups:
    """A daemon with the queues Nzuri (writes a file), Bila (out of paper), Simama and Kataa."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "printed.pdf"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        server_bin = folder / "lib"
        server_bin.mkdir(parents=True)
        for name in ("cgi-bin", "daemon", "driver", "filter", "monitor", "notifier"):
            (server_bin / name).symlink_to(_BIN / name)
        (server_bin / "backend").mkdir()
        for name, script in (("karatasi", _EMPTY), ("trei", _TRAY.replace("OUT", str(self.out)))):
            backend = server_bin / "backend" / name
            backend.write_text(script)
            backend.chmod(0o700)  # so that CUPS runs it as root, who may write there
        for name in ("root", "spool", "cache", "state", "log", "spool/tmp"):
            (folder / name).mkdir(exist_ok=True, parents=True)
        (folder / "files.conf").write_text(
            f"ServerRoot {folder}/root\nRequestRoot {folder}/spool\nTempDir {folder}/spool/tmp\n"
            f"CacheDir {folder}/cache\nStateDir {folder}/state\nServerBin {server_bin}\n"
            f"DataDir {_ROOT / 'usr/share/cups'}\nErrorLog {folder}/log/error\n"
            f"AccessLog {folder}/log/access\n"
            f"PageLog {folder}/log/page\nFileDevice Yes\nSystemGroup root\n"
        )
        (folder / "cupsd.conf").write_text(
            f"Listen 127.0.0.1:{self.port}\nBrowsing No\nWebInterface No\nDefaultAuthType None\n"
            "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
            "<Location /admin>\nOrder allow,deny\nAllow all\n</Location>\n"
            "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n"
        )
        self.env = {
            **os.environ,
            "PATH": f"{_ROOT / 'usr/bin'}:{_ROOT / 'usr/sbin'}:{os.environ['PATH']}",
            "CUPS_SERVER": f"127.0.0.1:{self.port}",
            "LC_ALL": "C",
        }
        library = _ROOT / "usr/lib/x86_64-linux-gnu"
        if str(_ROOT) != "/":
            self.env["LD_LIBRARY_PATH"] = str(library)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [_DAEMON, "-f", "-c", self.folder / "cupsd.conf", "-s", self.folder / "files.conf"],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(100):
            if self._process.poll() is not None:
                pytest.skip("this CUPS does not start here")
            if self.run("lpstat", "-r", check=False).returncode == 0:
                break
            time.sleep(0.1)

    def queues(self) -> None:
        for name, device in (
            ("Nzuri", "trei:/x"),
            ("Bila", "karatasi:/x"),
            ("Simama", "file:/dev/null"),
            ("Kataa", "file:/dev/null"),
        ):
            self.run("lpadmin", "-p", name, "-E", "-v", device)
        self.run("lpadmin", "-d", "Nzuri")
        self.run("cupsdisable", "-r", "Inasubiri fundi", "Simama")
        self.run("cupsreject", "-r", "Imefungwa", "Kataa")

    def run(self, program: str, *words: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:

        found = shutil.which(program, path=self.env["PATH"])
        assert found is not None, program
        for _ in range(50):
            done = subprocess.run([found, *words], env=self.env, check=False, capture_output=True, timeout=20)
            if not check or done.returncode == 0:
                return done
            time.sleep(0.1)  # the daemon is still coming up
        raise AssertionError(f"{program} {words}: {done.stderr.decode(errors='replace')}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
            self._process = None


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cups]:
    made = Cups(tmp_path / "cups")
    made.start()
    try:
        made.queues()
        for name in ("PATH", "CUPS_SERVER", "LD_LIBRARY_PATH"):
            if name in made.env:
                monkeypatch.setenv(name, made.env[name])
        yield made
    finally:
        made.stop()


def test_the_printers_are_told_with_what_is_wrong_with_them(cups: Cups) -> None:
    found = known_printers()
    assert found.names == ("Nzuri", "Bila", "Kataa", "Simama")
    assert found.has_default
    assert found.state("") == PrinterState()
    assert found.state("Simama").trouble == "stopped"
    assert "Inasubiri fundi" in found.state("Simama").said
    assert found.state("Kataa").trouble == "not-accepting"


def test_a_good_queue_takes_the_very_pages(
    cups: Cups,
    document: Given,
    printer: PaperPrinter,
    context: ScreenContext,
    qtbot: QtBot,
) -> None:
    printer.print_document(document())
    qtbot.waitUntil(lambda: cups.out.exists() and b"%%EOF" in cups.out.read_bytes(), timeout=20_000)
    assert cups.out.read_bytes().startswith(b"%PDF")
    qtbot.waitUntil(lambda: bool(context.paper.choices), timeout=10_000)
    assert context.paper.choice("prescription").paper == "A5"


@pytest.mark.parametrize(
    ("queue", "words"),
    [
        ("Kataa", "takes no documents"),
        ("Haipo", "not on this computer any more"),
    ],
)
def test_a_queue_that_refuses_and_one_that_is_gone_are_said_as_what_they_are(
    cups: Cups,
    document: Given,
    printer: PaperPrinter,
    banner: Banner,
    context: ScreenContext,
    qtbot: QtBot,
    queue: str,
    words: str,
) -> None:
    context.paper.keep_choice("prescription", PaperChoice(printer=queue))
    printer.print_document(document())
    qtbot.waitUntil(lambda: words in banner.text, timeout=20_000)
    assert Path(banner.text.rpartition(": ")[2]).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("queue", "words"), [("Simama", "it is stopped"), ("Bila", "the paper is used up")])
def test_what_lies_in_the_queue_of_a_printer_that_does_not_print_is_told(
    cups: Cups,
    document: Given,
    printer: PaperPrinter,
    banner: Banner,
    context: ScreenContext,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    queue: str,
    words: str,
) -> None:
    monkeypatch.setattr("ui.qt.handing_in.LOOKS_MS", (2_000, 4_000, 6_000))
    context.paper.keep_choice("prescription", PaperChoice(printer=queue))
    printer.print_document(document())
    qtbot.waitUntil(lambda: words in banner.text, timeout=30_000)
    assert f"in the queue of {queue}" in banner.text


def test_a_print_service_that_is_down_is_said(
    cups: Cups, document: Given, printer: PaperPrinter, banner: Banner, qtbot: QtBot
) -> None:
    cups.stop()
    assert known_printers().names == ()
    printer.print_document(document())
    qtbot.waitUntil(lambda: "print service" in banner.text, timeout=40_000)
