"""A battery that cannot fail proves nothing: its parts must find out what is planted here."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import damage_part
import facility_nth
import nth_part
import rollback_part
import upkeep_part
from fuzz_part import fuzz
from fuzz_reading import Kind
from part import Row, Size
from powercut_part import place
from recorder import NoRecorder, library
from run import table

from emr_desktop.access import verifying
from emr_desktop.errors import EmrError

SEED = 20261128
SHORT = Size(long=False, n=60)


def _fuzzed(read: Callable[[bytes, Path], None], take: Callable[[bytes, Path], None] | None = None) -> Row:
    with place() as where:
        where.root.mkdir()
        return fuzz("planted", Kind([b'{"a": [1, 2]}'], read, take), where, SHORT, SEED)


def _fine(_content: bytes, _scratch: Path) -> None:
    return None


def test_a_reader_that_takes_everything_has_no_failure() -> None:
    row = _fuzzed(_fine, _fine)
    assert (row.failures, row.notes["taken"], row.notes["by the whole verb"]) == (0, 60, 1)


def test_a_reader_that_breaks_off_is_found_out() -> None:
    def breaks(content: bytes, _scratch: Path) -> None:
        content.decode("ascii")[5000]

    assert _fuzzed(breaks).failures > 30
    assert _fuzzed(_fine, breaks).failures == 1


def test_a_refusal_without_a_sentence_is_found_out() -> None:
    def refuses(_content: bytes, _scratch: Path) -> None:
        raise EmrError("nobody.wrote_this")

    assert _fuzzed(refuses).failures == 60


def test_a_reader_that_writes_elsewhere_is_found_out() -> None:
    def writes(_content: bytes, scratch: Path) -> None:
        (scratch.parent / "passwd").write_text("x")

    assert _fuzzed(writes).failures == 1


@pytest.mark.slow
def test_without_its_digests_old_pages_would_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "differing_tables", lambda *_args, **_more: ())
    monkeypatch.setattr(verifying, "reconcile", lambda *_args, **_more: ())
    (row,) = rollback_part.run(Size(long=False, n=16), SEED)
    print(table([row]))
    assert row.failures > 2


@pytest.mark.slow
def test_damage_that_nobody_checks_for_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def takes_all(where: Any) -> Any:
        found = look(where)
        return damage_part.Looked(content=found.content or {"visit": "nothing"})

    look = damage_part.look
    monkeypatch.setattr(damage_part, "look", takes_all)
    (row,) = damage_part.run(Size(long=False, n=10), SEED)
    print(table([row]))
    assert row.failures > 2


@pytest.mark.slow
def test_a_change_of_key_that_does_not_sync_its_files_is_found_out() -> None:
    try:
        library()
    except NoRecorder as why:
        pytest.skip(str(why))
    row = upkeep_part.control("rekey", Size(long=False), SEED)
    print(table([row]))
    assert row.failures == 0, row.examples


class _Calls:
    """Stands for the recorder: a verb makes four calls, and the Nth fails."""

    def __init__(self) -> None:
        self.nth = self.made = 0

    def fail(self, nth: int, _error: int, _forever: int) -> None:
        self.nth, self.made = nth, 0

    def calls(self) -> int:
        return self.made

    def call(self) -> None:
        self.made += 1
        if self.made == self.nth:
            raise OSError(errno.EIO, "planted")


@pytest.mark.parametrize(
    ("answer", "said", "failures"),
    [
        (EmrError("file.not_written"), None, 0),
        (None, None, 4),  # the error of the system itself comes out
        (EmrError("nobody.wrote_this"), None, 4),
        (EmrError("file.not_written"), "a visit is lost", 4),
    ],
)
def test_a_verb_that_answers_a_failing_call_wrongly_is_found_out(
    answer: EmrError | None, said: str | None, failures: int
) -> None:
    calls = _Calls()

    class Planted:
        def save(self) -> tuple[Callable[[], None], Callable[[], str | None]]:
            def verb() -> None:
                try:
                    for _ in range(4):
                        calls.call()
                except OSError as error:
                    raise answer or error from error

            return verb, lambda: said

    row = facility_nth.tried(Planted(), "save", calls.fail, calls.calls, errno.EIO, False, 1)
    assert (row["n"], row["refused"], len(row["wrong"]), row["to_the_end"]) == (4, 4, failures, True)


@pytest.mark.slow
def test_a_visit_is_saved_or_not_whichever_call_fails() -> None:
    try:
        library()
    except NoRecorder as why:
        pytest.skip(str(why))
    (row,) = nth_part.run(Size(long=False), SEED, ("save",))
    print(table([row]))
    assert row.examples == ()
    assert row.n > 10
