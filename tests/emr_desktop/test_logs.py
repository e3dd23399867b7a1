import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from emr_desktop.errors import EmrError
from emr_desktop.logs import LOG_FILE_NAME, describe_crash, start_logging, stop_logging


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    handler = start_logging(tmp_path / "logs")
    yield tmp_path / "logs" / LOG_FILE_NAME
    stop_logging(handler)
    logging.getLogger().setLevel(level)


def _raise(name: str) -> None:
    raise ValueError(f"bad patient {name}")


def test_a_line_has_time_level_and_place(log_file: Path) -> None:
    logging.getLogger("emr.test").info("visit %s saved", 12)
    line = log_file.read_text().strip()
    assert line.endswith("INFO emr.test visit 12 saved")
    assert line[10] == "T"
    assert "Z " in line


def test_what_an_exception_says_stays_out(log_file: Path) -> None:
    try:
        _raise("Asha Mushi")
    except ValueError:
        logging.getLogger("emr.test").exception("saving failed")
    content = log_file.read_text()
    assert "ValueError" in content
    assert "in _raise" in content
    assert "Asha" not in content


def test_the_chain_of_causes_is_kept_without_words() -> None:
    def fail() -> None:
        try:
            _raise("Asha Mushi")
        except ValueError as error:
            raise EmrError("login.refused", name="Asha") from error

    with pytest.raises(EmrError) as failed:
        fail()
    shown = describe_crash(failed.value)
    assert "EmrError: login.refused" in shown
    assert "ValueError" in shown
    assert "Asha" not in shown


def test_the_log_stays_small(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logger = logging.getLogger("emr.test")
    for _ in range(1200):
        logger.info("x" * 9000)
    files = sorted(path for path in log_file.parent.iterdir() if path.suffix != ".lock")
    assert len(files) == 5
    assert sum(path.stat().st_size for path in files) < 5_100_000


def test_a_log_that_cannot_be_written_stops_nobody(
    log_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("emr_desktop.log_file.os.write", full)
    logging.getLogger("emr.test").info("visit saved")
    assert capsys.readouterr().err == ""
