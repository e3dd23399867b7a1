"""Every code that sync can leave on a delivery has a sentence whose blanks can be filled."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.messages import catalogue

SYNC = Path(__file__).parents[2] / "sync"
REFUSALS = SYNC / "targets" / "dhis2" / "refusals.toml"
DOMAINS = ("sync.", "target.", "mapping.", "delivery.", "carried.", "writer.")
SERVER = {"server_code", "server_text", "count"}
# Codes of the audit trail and of permissions look alike; they are no messages.
NO_MESSAGES = {
    "sync.sent", "sync.carried", "sync.checked", "sync.stopped", "sync.queued", "sync.tested",
    "sync.retried", "sync.brought", "sync.receipt_in", "sync.exported", "sync.mapped",
    "sync.target_saved", "sync.writer_changed", "sync.writer", "sync.filter_saved", "sync.confirmed",
    "sync.consent", "sync.consented", "sync.configure", "sync.send", "sync.view", "sync.viewed",
    "sync.from", "sync.to", "sync.kb_per_day",
}  # fmt: skip


def _codes() -> Iterator[tuple[str, str]]:
    for path in sorted(SYNC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                if text.startswith(DOMAINS) and text.replace(".", "").replace("_", "").isalnum():
                    yield text, f"{path.relative_to(SYNC)}:{node.lineno}"


def test_every_code_has_a_sentence() -> None:
    known = catalogue()
    assert sorted(f"{c} {p}" for c, p in _codes() if c not in known and c not in NO_MESSAGES) == []


def test_every_sentence_is_still_needed() -> None:
    used = {code for code, _ in _codes()} | set(_refusals()) | {"sync.left_over", "carried.left"}
    assert sorted(code for code in catalogue() if code.startswith(DOMAINS) and code not in used) == []


@pytest.mark.parametrize(
    "code", sorted(set(tomllib.loads((SYNC / "targets/dhis2/refusals.toml").read_text())))
)
def test_what_a_server_refuses_is_said_with_the_servers_words(code: str) -> None:
    texts = catalogue()[code]
    for text in texts.values():
        blanks = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert {"server_code", "server_text"} <= blanks <= SERVER


def test_what_is_wrong_with_the_line_is_said_without_blanks() -> None:
    # These are also shown where nothing more than the code is known.
    needed_elsewhere = {
        "sync.form_not_closed",
        "sync.nothing_waits",
        "sync.test_first",
        "sync.clock_differs",
        "sync.clock_days_ahead",
        "sync.clock_days_behind",
        "sync.server_too_old",
        "sync.server_untried",
        "sync.left_over",
        "sync.lists_unconfirmed",
    }
    for code, texts in catalogue().items():
        if code.startswith("sync.") and code not in needed_elsewhere:
            assert all("{" not in text for text in texts.values()), code


def _refusals() -> dict[str, list[str]]:
    return tomllib.loads(REFUSALS.read_text(encoding="utf-8"))


def test_a_server_code_has_one_meaning() -> None:
    codes = [each for every in _refusals().values() for each in every]
    assert len(codes) == len(set(codes))
