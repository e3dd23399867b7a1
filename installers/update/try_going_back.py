"""Tries `update rollback --to-backup` for real: an earlier program of ours, with the schema of its time.

    python installers/update/try_going_back.py FOLDER [--before COMMIT] [--kills N] [--only-kills]

The earlier program is a commit of this repository whose schema is older (the newest such one if none is
named). It sets up a facility and takes a signed bundle of the program of now, which brings the record to its
own schema; people go on working; then the way back. All of it by the two programs' own commands, in FOLDER.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = "0.0.9", "0.1.0"
PASSWORD, OTHER = "nyota ya bahari tulivu", "mti mkubwa wa mbuyu kijijini"
MAKER = [sys.executable, str(ROOT / "installers" / "update" / "make_bundle.py")]
HEAD = "visit_id,patient_id,first_name,last_name,sex,birth_date,visit_date,diagnoses,tests\n"


class Trial:
    """A program folder, a data folder, a stick."""

    def __init__(self, place: Path) -> None:
        self.place, self.record, self.stick = place, place / "record", place / "stick"
        self.program, self.password = place / "program", PASSWORD
        self.month = f"{datetime.datetime.now(datetime.UTC):%Y%m}"

    def environment(self, **more: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("EMR_")}
        return {
            **clean,
            "EMR_DEVICE_DIR": str(self.place / "device"),
            "EMR_PASSWORD": self.password,
            "EMR_LANGUAGE": "en",
            "EMR_PROGRAM_ROOT": str(self.program),
            "EMR_MANAGED_FILE": str(self.place / "managed.toml"),
            **more,
        }

    def in_force(self) -> str:
        return (self.program / "current").read_text().strip()

    def call(self, *words: object, folder: Path | None = None, version: str = "", **more: str) -> Any:
        exe = self.program / "versions" / (version or self.in_force()) / "emr-admin"
        return subprocess.run(  # noqa: S603 - our own program
            [str(exe), "--data-dir", str(folder or self.record), "--json", *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment(**more),
            timeout=600,
            input="token\n",
        )

    def ask(self, *words: object, **more: Any) -> Any:
        done = self.call(*words, **more)
        must(done.returncode == 0, f"{words}: {done.returncode} {done.stderr}")
        return json.loads(done.stdout)

    def figure(self, **more: Any) -> int:
        words = ("report", "cases", "opd", "--period", self.month, "--row", "23.2")
        return int(self.ask(*words, **more)["count"])

    def visits(self, first: int, last: int) -> None:
        file, day = self.place / "visits.csv", f"{self.month[:4]}-{self.month[4:]}-01"
        lines = [
            f"v{n},p{n},Zawadi,Lema{chr(97 + n)},F,1990-05-01,{day},B54:confirmed,mrdt=positive\n"
            for n in range(first, last + 1)
        ]
        file.write_text(HEAD + "".join(lines))
        self.ask("import", "visits", file)


def must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"FAILED: {otherwise}")


def stand_in(sources: Path, folder: Path, version: str) -> None:
    """A program that runs these sources with the Python here."""
    folder.mkdir(parents=True)
    lines = (
        f"#!{sys.executable}", "import sys", f"sys.path.insert(0, {str(sources)!r})",
        "import emr_desktop", f"emr_desktop.__version__ = {version!r}",
        "from ui.cli.app import main", "main()",
    )  # fmt: skip
    for name in ("emr-admin", "emr-desktop"):
        (folder / name).write_text("\n".join(lines) + "\n")
        (folder / name).chmod(0o755)


def git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603, S607


def schema_of(text: str) -> int:
    return int(re.search(r"SCHEMA_VERSION = (\d+)", text)[1])  # type: ignore[index]


def earlier_commit() -> str:
    """The commit before the one that brought the schema of now."""
    now = schema_of((ROOT / "db" / "migrate.py").read_text())
    for commit in git("log", "--format=%H", "--", "db/migrate.py").decode().split():
        before = f"{commit}^"
        if schema_of(git("show", f"{before}:db/migrate.py").decode()) < now:
            return before
    raise SystemExit("there is no earlier schema in the history here")


def unpacked(commit: str, folder: Path, keys: str) -> int:
    """The sources of a commit with the public keys of this trial; gives their schema."""
    with tarfile.open(fileobj=BytesIO(git("archive", commit, "emr_desktop", "ui", "db", "sync"))) as archive:
        archive.extractall(folder, filter="data")
    (folder / "emr_desktop" / "updates" / "release_keys.toml").write_text(keys)
    return schema_of((folder / "db" / "migrate.py").read_text())


def bundled(place: Path) -> Path:
    """The program of now as a signed bundle; its keys stand in ``keys.toml``."""
    environment = {**os.environ, "EMR_KEY_PASSPHRASE": "maji ya mto", "PYTHONPATH": str(ROOT)}

    def make(*words: object) -> str:
        done = subprocess.run(  # noqa: S603 - our own tool
            [*MAKER, *map(str, words)], capture_output=True, text=True, env=environment, check=True
        )
        return done.stdout

    lines = [make("keygen", place / f"key{number}") for number in (1, 2, 3)]
    (place / "keys.toml").write_text("keys = [\n" + "".join(lines) + "]\n")
    stand_in(ROOT, place / "build", NEW)
    (place / "notes").write_text("New.\n")
    (place / "stick").mkdir()
    make("make", place / "build", place / "stick", "--version", NEW, "--minimum-version", OLD, "--notes-sw",
         place / "notes", "--notes-en", place / "notes", "--key", place / "key1")  # fmt: skip
    (file,) = (place / "stick").glob("*.emrupdate")
    make("sign", file, "--key", place / "key2")
    return file


def prepared(place: Path, before: str) -> tuple[Trial, Path, str]:
    """A facility that went from the earlier program to the one of now, and worked on.

    Returns:
        It, the backup of before the update, and the paper key of that time.
    """
    trial = Trial(place)
    bundle = bundled(place)
    schema = unpacked(before, place / "earlier", (place / "keys.toml").read_text())
    stand_in(place / "earlier", trial.program / "versions" / OLD, OLD)
    (trial.program / "current").write_text(OLD + "\n")
    facility = ("--facility-code", "101168-3", "--facility-name", "Buigiri")
    person = ("--admin", "mganga", "--full-name", "Neema Mushi")
    paper = trial.ask("setup", *facility, *person)["recovery_key"]
    trial.visits(1, 5)
    must(trial.figure() == 5, "the earlier program counts wrongly")
    # Nobody listens there: it is only about whether sending is on hold.
    trial.ask("sync", "add", "dhis2", "district", "--url", "http://127.0.0.1:9", "--token-stdin")
    backup = Path(trial.ask("backup", "create", trial.stick)["file"])
    trial.ask("update", "apply", bundle)
    must(trial.in_force() == NEW, "the update did not come into force")
    trial.visits(6, 8)
    must(trial.figure() == 8, "the program of now counts wrongly")
    print(f"ok  {OLD} (schema {schema}) -> {NEW} by a signed bundle, 5 visits before, 8 after")
    return trial, backup, paper


def whole(trial: Trial, *, visits: int, version: str, what: str) -> None:
    must(trial.in_force() == version, f"{what}: {trial.in_force()} is in force")
    must(trial.figure() == visits, f"{what}: {trial.figure()} visits")
    verified = trial.ask("audit", "verify")
    must(not verified.get("findings"), f"{what}: the trail has findings: {verified}")


def went_back(trial: Trial, what: str, backup: Path, **more: str) -> dict[str, Any]:
    told = trial.ask("update", "rollback", "--to-backup", backup, **more)
    whole(trial, visits=5, version=OLD, what=what)
    aside = Path(told["restored"]["moved_to"])
    must(aside.is_dir(), f"{what}: nothing lies aside")
    status = trial.ask("sync", "status")
    must(bool(status["held"]), f"{what}: sending is not on hold: {status}")
    return dict(told)


def copy_of(trial: Trial, name: str) -> Trial:
    """Keep a copy aside: outside copies of key files go by the place, so that one works on."""
    kept = trial.place.with_name(f"{trial.place.name}.{name}")
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(trial.place, kept, symlinks=True)
    return trial


def put_back(trial: Trial, name: str) -> None:
    kept = trial.place.with_name(f"{trial.place.name}.{name}")
    shutil.rmtree(trial.place)
    shutil.copytree(kept, trial.place, symlinks=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--before", default="")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--only-kills", action="store_true")
    parser.add_argument("--first", type=int, default=0, help="which point the kills begin with")
    given = parser.parse_args()
    place = given.folder.absolute() / "trial"
    must(not place.exists(), f"{place} is there already")
    place.mkdir(parents=True)
    trial, backup, paper = prepared(place, given.before or earlier_commit())
    copy_of(trial, "kept")
    if not given.only_kills:
        ways_back(trial, backup, paper)
    killed(trial, backup, given.kills, first=given.first)
    shutil.rmtree(place)
    shutil.rmtree(place.with_name("trial.kept"))


def ways_back(trial: Trial, backup: Path, paper: str) -> None:
    """Each way that ends well, and what is refused."""
    refused = trial.call("update", "rollback")
    must(refused.returncode == 1 and "--to-backup" in refused.stderr, f"rollback alone: {refused.stderr}")
    whole(trial, visits=8, version=NEW, what="rollback alone, refused")
    print("ok  rollback alone is refused and names --to-backup; 8 visits, the same program")

    told = went_back(trial, "to the file", backup)
    aside = Path(told["restored"]["moved_to"])
    again = trial.figure(folder=aside, version=NEW)
    must(again == 8, f"the record that lies aside has {again} visits")
    print("ok  to the backup: earlier program, 5 visits, trail whole, sending on hold; 8 visits open aside")
    bundle = next(trial.stick.glob("*.emrupdate"))
    trial.ask("update", "apply", bundle)
    whole(trial, visits=5, version=NEW, what="forward again")
    print("ok  and forward again with the same bundle")

    put_back(trial, "kept")
    went_back(trial, "to the stick's folder", trial.stick)
    print("ok  the folder of the stick in place of the file: its newest backup")

    put_back(trial, "kept")
    trial.ask("user", "password", "mganga", EMR_NEW_PASSWORD=OTHER)
    trial.password = OTHER
    trial.ask("rekey")
    went_back(trial, "after another password and key", backup)
    print("ok  after a new password and another key of the database: the password of now opens that backup")

    trial.password = PASSWORD
    put_back(trial, "kept")
    fresh = trial.ask("recovery-key", "new")["recovery_key"]
    told = went_back(trial, "with the paper of then", backup, EMR_RECOVERY_KEY=paper)
    must("recovery_key" in told["restored"], "what the earlier program said did not come through")
    works = told["restored"]["recovery_key"] or paper
    drilled = trial.call("recovery-key", "drill", EMR_RECOVERY_KEY=works)
    must(drilled.returncode == 0, f"the paper does not open what came back: {drilled.stderr}")
    must(
        trial.call("recovery-key", "drill", EMR_RECOVERY_KEY=fresh).returncode != 0,
        "the later paper still opens",
    )
    print("ok  with the paper of then, after a new one was made: that paper opens what came back")

    put_back(trial, "kept")
    broken = trial.place / "broken.emrbackup"
    broken.write_bytes(backup.read_bytes()[:-4000])
    newer = Path(trial.ask("backup", "create", trial.place)["file"])
    for what, file in (("half a backup", broken), ("a backup of the newer program", newer)):
        refused = trial.call("update", "rollback", "--to-backup", file)
        must(refused.returncode == 1 and "Traceback" not in refused.stderr, f"{what}: {refused.stderr}")
        whole(trial, visits=8, version=NEW, what=what)
        print(f"ok  refused: {what}. {refused.stderr.strip().splitlines()[-1][:110]}")


def _journal(trial: Trial) -> str:
    try:
        return str(json.loads((trial.program / "update.json").read_text())["state"])
    except (OSError, ValueError):
        return ""


# How far it has come, as the disk shows it.
POINTS = {
    "a backup of now": lambda trial: (
        any((trial.record / "backups").glob("*before*")) or _journal(trial) == "staging"
    ),
    "the earlier program restores": lambda trial: (trial.record / ".restore").exists(),
    "ready to move in": lambda trial: (trial.record / ".restore" / "ready").exists(),
    "the record of now lies aside": lambda trial: (trial.record / "moved-aside").exists(),
    "the program changes": lambda trial: _journal(trial) in ("moving", "moved", "ended"),
}


def killed(trial: Trial, backup: Path, times: int, *, first: int = 0) -> None:
    """Kill the whole group somewhere in it: afterwards a program works, on 5 visits or on 8."""
    chance = random.Random(8)  # noqa: S311 - no secret
    for number in range(first, first + times):
        point, there = list(POINTS.items())[number % len(POINTS)]
        put_back(trial, "kept")
        (trial.program / "update.json").unlink(
            missing_ok=True
        )  # of the update that brought the program of now
        exe = trial.program / "versions" / NEW / "emr-admin"
        process = subprocess.Popen(  # noqa: S603 - our own program
            [str(exe), "--data-dir", str(trial.record), "update", "rollback", "--to-backup", str(backup)],
            env=trial.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while process.poll() is None and not there(trial):
            time.sleep(0.001)
        time.sleep(chance.choice((0, 0, 0.02, 0.2)))
        cut = process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # Without the launcher: it may say that another version is in force now, and touches nothing then.
        trial.call("user", "list")
        figure = trial.figure()
        version = trial.in_force()
        must(figure in (5, 8), f"{point}: {figure} visits")
        must(figure == 5 or version == NEW, f"{point}: {version} on the record of {NEW}")
        must(not trial.ask("audit", "verify").get("findings"), f"{point}: the trail has findings")
        how = "killed" if cut else "had ended already"
        print(f"ok  {how} when: {point}. Afterwards {version} with {figure} visits", flush=True)


if __name__ == "__main__":
    main()
