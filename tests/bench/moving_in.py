"""How long it takes to move in from another system, what memory it takes, and whether the windows stay alive.

    python tests/bench/moving_in.py FOLDER [--visits 100000] [--system openmrs] [--only command|window]

Processor time, because others may use the machine. FOLDER is made, and removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from foreign_export import WRITERS  # noqa: E402

PASSWORD = "paka wanne juu ya paa"


def _environment(place: Path) -> dict[str, str]:
    return {
        **os.environ,
        "EMR_DEVICE_DIR": str(place / "device"),
        "EMR_MANAGED_FILE": str(place / "managed.toml"),
        "EMR_PASSWORD": PASSWORD,
        "EMR_LANGUAGE": "en",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
    }


def admin(place: Path, *words: str, stop_after_s: float | None = None) -> dict[str, Any]:
    """One command at a terminal of its own for its bar; with what it took."""
    ours, its = os.openpty()
    out = place / "answer.json"
    begun = time.perf_counter()
    with out.open("wb") as answer:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", "--data-dir", str(place / "clinic"), "--json", *words],
            env=_environment(place), cwd=ROOT, stdout=answer, stderr=its, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    os.close(its)
    shown: list[bytes] = []
    reader = threading.Thread(target=_read, args=(ours, shown), daemon=True)
    reader.start()
    if stop_after_s is not None:
        time.sleep(stop_after_s)
        process.send_signal(signal.SIGINT)
    _, status, used = os.wait4(process.pid, 0)
    reader.join(timeout=5)
    text = b"".join(shown).decode("utf-8", "replace")
    return {
        "code": os.waitstatus_to_exitcode(status),
        "clock_s": round(time.perf_counter() - begun, 1),
        "processor_s": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": round(used.ru_maxrss / 1000),
        "percent_shown": len(set(re.findall(r"(\d+)%", text))),
        "answer": json.loads(out.read_bytes()) if out.stat().st_size else None,
    }


def _read(handle: int, into: list[bytes]) -> None:
    try:
        while chunk := os.read(handle, 65536):
            into.append(chunk)
    except OSError:
        os.close(handle)


def command(place: Path, system: str, export: Path, *, short: bool) -> None:
    """Try, stop a real one, go on, do it again."""
    aside = str(place / "aside")
    given = ("import", "folder", str(export), "--from", system)
    tried = admin(place, *given, "--dry-run")
    say(f"{system}: trial", tried)
    if short:
        say(f"{system}: kept", admin(place, *given, "--rejects", aside))
        return
    # Far enough in that batches are kept, also on a busy machine.
    half = tried["clock_s"] / 2
    say(f"{system}: stopped half-way (Ctrl-C)", admin(place, *given, "--rejects", aside, stop_after_s=half))
    say(f"{system}: gone on with", admin(place, *given, "--rejects", aside))
    say(f"{system}: once more, changes nothing", admin(place, *given, "--rejects", aside))


def say(what: str, took: dict[str, Any]) -> None:
    answer = took.pop("answer") or {}
    parts = {name: answer[name] for name in ("patients", "visits") if name in answer}
    likely = {"likely": answer["likely_duplicates"]} if "likely_duplicates" in answer else {}
    print(
        what,
        json.dumps(
            {
                **took,
                **{n: {k: p[k] for k in ("added", "unchanged", "refused")} for n, p in parts.items()},
                **likely,
            }
        ),
        flush=True,
    )


def facility(place: Path) -> None:
    place.mkdir(parents=True)
    # Nobody touches a key meanwhile: the session would be covered in the middle of it.
    (place / "managed.toml").write_text("[session]\nlock_minutes = 15\n")
    (place / "managed.toml").chmod(0o644)
    called = ("--facility-code", "101168-3", "--facility-name", "Buigiri")
    made = admin(place, "setup", *called, "--admin", "mkuu", "--full-name", "Neema Mollel")
    assert made["code"] == 0, made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--visits", type=int, default=100_000)
    parser.add_argument("--system", choices=sorted(WRITERS), action="append")
    parser.add_argument("--only", choices=("command", "window"))
    parser.add_argument("--short", action="store_true", help="the trial and the real thing alone")
    given = parser.parse_args()
    for system in given.system or sorted(WRITERS):
        place, export = given.folder / system, given.folder / f"{system}-export"
        export.mkdir(parents=True)
        WRITERS[system](export, visits=given.visits, patients=given.visits * 3 // 10)
        size = sum(path.stat().st_size for path in export.iterdir())
        print(
            f"{system}: {given.visits} visits, {size / 1e6:.0f} MB, load {os.getloadavg()[0]:.1f}", flush=True
        )
        if given.only != "window":
            facility(place)
            command(place, system, export, short=given.short)
            shutil.rmtree(place)
        if given.only != "command":
            facility(place)
            window = [sys.executable, str(Path(__file__).with_name("moving_in_window.py"))]
            subprocess.run(
                [*window, str(place / "clinic"), system, str(export)],
                env=_environment(place),
                cwd=ROOT,
                check=True,
            )
            shutil.rmtree(place)
        shutil.rmtree(export)


if __name__ == "__main__":
    main()
