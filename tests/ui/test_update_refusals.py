"""Each reason why an update cannot be taken is a whole sentence, with its numbers in it."""

from __future__ import annotations

from datetime import date

import pytest

from emr_desktop.updates.manifest import Manifest
from emr_desktop.updates.rules import refusal_of
from ui.messages import sentence


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("update.same", {"version": "1.4.0"}),
        ("update.older", {"version": "1.3.9"}),
        ("update.other_platform", {"platform": "windows-x86_64"}),
        ("update.needs_one_between", {"minimum_version": "1.4.1"}),
        ("update.cannot_read_record", {"schema": 6}),
    ],
)
def test_nothing_is_left_open(code: str, changed: dict[str, str | int], language: str) -> None:
    told: dict[str, object] = {
        "version": "1.5.0",
        "platform": "linux-x86_64",
        "minimum_version": "1.0.0",
        "schema": 7,
        "made_on": date(2026, 11, 1),
        "notes": {"sw": "", "en": ""},
        "files": (),
        **changed,
    }
    found = refusal_of(Manifest(**told), running="1.4.0", platform="linux-x86_64", schema=7)  # type: ignore[arg-type]
    assert found is not None
    assert found[0] == code
    assert "{" not in sentence(*found, language)
