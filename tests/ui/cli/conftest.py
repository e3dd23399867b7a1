"""emr-admin as a script calls it: a process, a data folder, a password in the environment, an answer."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "paka wanne juu ya paa"  # of the template facility
VISITS = (
    "visit_id,patient_id,first_name,last_name,sex,birth_date,visit_date,tests,diagnoses,prescriptions,outcome,payer\n"
    "v1,p1,Asha,Juma,F,2023-05-02,2026-10-05,mrdt=positive,B54,par500|1|3|3|9,home,exempt\n"
    "v2,p2,Baraka,Mushi,M,1980-01-15,2026-10-06,,A09:confirmed:some,,referred,cash\n"
    "v3,p1,Asha,Juma,F,2023-05-02,2026-10-20,,J06.9;B35,,home,exempt\n"
)


@pytest.fixture
def terminal() -> str:
    """The program that runs a command at a terminal of its own; without it, or without terminals, a skip."""
    script = shutil.which("script")
    if script is None:
        pytest.skip("there is no program here that makes a terminal")
    try:
        ends = os.openpty()
    except OSError as error:
        pytest.skip(f"this system gives no terminal: {error.strerror}")
    for end in ends:
        os.close(end)
    return script


@dataclass(frozen=True)
class Answer:
    code: int
    out: bytes
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def _environment(variables: dict[str, str]) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("EMR_")}
    if "EMR_DEVICE_DIR" not in variables:
        ours["EMR_DEVICE_DIR"] = os.environ["EMR_DEVICE_DIR"]  # never this machine's own
    # nor what its administrator fixed; what a whole run shares is made before a test names its file
    ours["EMR_MANAGED_FILE"] = os.environ.get("EMR_MANAGED_FILE", os.devnull)
    return {**ours, "EMR_PASSWORD": PASSWORD, "EMR_LANGUAGE": "en", "COLUMNS": "80", **variables}


def run_admin(
    *words: str | bytes | Path,
    folder: Path | None,
    stdin: bytes = b"",
    before: tuple[str, ...] = (),
    variables: dict[str, str],
    timeout: float = 120,
) -> Answer:
    done = subprocess.run(
        [
            *before,
            sys.executable,
            "-m",
            "ui.cli",
            *(("--data-dir", folder) if folder is not None else ()),
            *(word if isinstance(word, bytes) else str(word) for word in words),
        ],
        cwd=ROOT,
        env=_environment(variables),
        input=stdin,
        capture_output=True,
        check=False,
        timeout=timeout,
    )
    answer = Answer(done.returncode, done.stdout, done.stderr.decode("utf-8"))
    _holds_the_contract(answer, words)
    return answer


def _holds_the_contract(answer: Answer, words: tuple[str | bytes | Path, ...]) -> None:
    """What is true of every answer, whatever was asked."""
    assert "Traceback" not in answer.err
    assert "inside the program" not in answer.err, answer.err  # the sentence for a bug
    assert answer.code in (0, 1, 2, 3), answer.err
    if answer.code == 0:
        assert answer.err == ""
        if "--json" in words and "--help" not in words:
            answer.document  # noqa: B018 - one document and nothing else
    else:
        lines = answer.err.splitlines()
        assert len(lines) == 1 or lines[0].startswith("Usage:"), answer.err
        assert lines[0].strip()


_SEVERAL = """
import io, json, sys
from ui.cli.app import run
real, answers = sys.stdout, []
calls, typed = json.load(sys.stdin)
for words in calls:
    sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8")
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    code = run(words)
    sys.stdout.flush(), sys.stderr.flush()
    answers.append([code, *(each.buffer.getvalue().decode() for each in (sys.stdout, sys.stderr))])
json.dump([answers, sorted(sys.modules)], real)
"""


@pytest.fixture
def several(folder: Path) -> Callable[..., list[Answer]]:
    """Run several commands one after the other in one process, because starting one is what takes the time.

    Keyword arguments: ``folder before``, ``stdin`` of each, modules that must ``never`` be imported,
    environment variables.
    """

    def call(
        calls: Iterable[Sequence[str | Path]],
        *,
        folder: Path | None = folder,
        before: tuple[str, ...] = (),
        stdin: str = "",
        never: tuple[str, ...] = ("PySide6",),
        **variables: str,
    ) -> list[Answer]:
        start = ["--data-dir", str(folder)] if folder is not None else []
        all_words = [[*start, *map(str, words)] for words in calls]
        done = subprocess.run(
            [*before, sys.executable, "-c", _SEVERAL],
            cwd=ROOT,
            env=_environment(variables),
            input=json.dumps([all_words, stdin]).encode(),
            capture_output=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, done.stderr.decode()
        found, modules = json.loads(done.stdout)
        assert not set(never) & set(modules)
        answers = [Answer(code, out.encode(), err) for code, out, err in found]
        for words, answer in zip(all_words, answers, strict=True):
            _holds_the_contract(answer, tuple(words))
        return answers

    return call


@pytest.fixture
def admin(tmp_path: Path) -> Callable[..., Answer]:
    """Run emr-admin; keyword arguments: ``stdin folder before timeout`` and environment variables.

    Every answer is held against the contract of exit codes, streams and sentences.
    """

    def call(
        *words: str | bytes | Path,
        stdin: str = "",
        folder: Path | None = tmp_path / "clinic",
        before: tuple[str, ...] = (),
        timeout: float = 120,
        **variables: str,
    ) -> Answer:
        return run_admin(
            *words,
            folder=folder,
            stdin=stdin.encode(),
            before=before,
            variables=variables,
            timeout=timeout,
        )

    return call


@pytest.fixture(scope="session")
def _demo(_session_device: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training facility with the visits of October 2026. Copy it; never open it."""
    folder = tmp_path_factory.mktemp("demo") / "clinic"
    answer = run_admin(
        "--json", "demo", "--seed", "5", "--months", "2", "--per-day", "10", "--until", "2026-10-31",
        folder=folder, variables={"EMR_DEVICE_DIR": str(_session_device)},
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert set(answer.document) == {"facility_code", "facility_name", "users", "patients", "visits"}
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder that ``admin`` works on."""
    return tmp_path / "clinic"


@pytest.fixture
def facility(template_facility: Path, folder: Path, admin: Callable[..., Answer]) -> Callable[..., Answer]:
    """emr-admin on an empty facility in Swahili; first user ``mkuu``."""
    shutil.copytree(template_facility, folder)
    return admin


@pytest.fixture
def demo(_demo: Path, folder: Path, admin: Callable[..., Answer]) -> Callable[..., Answer]:
    """emr-admin on a training facility with the visits of October 2026."""
    shutil.copytree(_demo, folder)
    return admin


@pytest.fixture
def visits_file(tmp_path: Path) -> Path:
    """Three visits of October 2026 by two people."""
    path = tmp_path / "visits.csv"
    path.write_text(VISITS, encoding="utf-8")
    return path


@pytest.fixture
def rows_in() -> Callable[[Path], dict[str, int]]:
    """``rows_in(folder)``: how many rows each table holds, but for the audit trail."""

    def count(folder: Path) -> dict[str, int]:
        from sqlalchemy import text

        from emr_desktop.facility.service import unlock

        work = unlock(folder, username=None, password=PASSWORD)
        try:
            with work.database.read() as session:
                names = session.execute(
                    text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                ).scalars()
                return {
                    name: session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
                    for name in sorted(names)
                    if "audit" not in name and not name.startswith("patient_search")
                }
        finally:
            work.database.close()

    return count


@pytest.fixture
def without_rights() -> tuple[str, ...]:
    """What to run a command by so that the rights of files count, also for root."""
    if os.geteuid() != 0:
        return ()
    program = shutil.which("setpriv")
    if program is None:
        pytest.skip("root sees past the rights of files, and there is no setpriv to take that away")
    taken = "-dac_override,-dac_read_search"
    return (program, f"--bounding-set={taken}", f"--inh-caps={taken}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes."""
    place = tmp_path / "small-disk"
    place.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or umount is None:
        pytest.skip("a small disk can only be made as root")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {made.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run([umount, "-l", place], check=True)


MAPPING = ROOT / "emr_desktop" / "reference" / "mappings" / "dhis2_opd_2014.json"
MONTH = ("opd", "--period", "202610")


@pytest.fixture(scope="module")
def dhis2() -> ModuleType:
    path = ROOT / "tests" / "servers" / "dhis2.py"
    spec = importlib.util.spec_from_file_location("stand_in_dhis2_for_the_command_line", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def mapping() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(MAPPING.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def server(dhis2: ModuleType, mapping: dict[str, Any]) -> Iterator[Any]:
    with dhis2.serve(mapping=mapping) as stand_in:
        yield stand_in


@pytest.fixture
def line(
    facility: Callable[..., Any], several: Callable[..., list[Any]], server: Any, visits_file: Path
) -> Callable[..., Any]:
    """A facility with a closed month and a target that was mapped and tested."""
    added = facility(
        "--json", "sync", "add", "dhis2", "district", "--url", server.url, "--token-stdin", stdin=server.token
    )
    assert added.code == 0, added.err
    assert set(added.document) == {"name", "kind", "url", "enabled", "state", "last_success", "details"}
    assert server.token.encode() not in added.out
    done = several(
        [
            ["import", "visits", visits_file],
            ["report", "close", *MONTH],
            ["sync", "map", "district", MAPPING],
            ["sync", "test", "district"],
        ]
    )
    assert [answer.code for answer in done] == [0, 0, 0, 0], [answer.err for answer in done]
    return facility
