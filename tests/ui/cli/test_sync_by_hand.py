"""A file on a USB stick and the receipt that comes back, through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
MONTH = ("opd", "--period", "202610")


def summary(path: Path, *, conflicts: list[dict[str, Any]] | None = None) -> Path:
    counts = {"imported": 1, "updated": 0, "ignored": len(conflicts or ()), "deleted": 0}
    core = {"status": "SUCCESS", "importCount": counts, "conflicts": conflicts or []}
    path.write_text(json.dumps({"response": core}), encoding="utf-8")
    return path


def test_carried_then_confirmed(line: Run, server: Any, tmp_path: Path) -> None:
    assert line("sync", "send", *MONTH).code == 0
    stick = tmp_path / "stick.json"
    (target,) = line("--json", "sync", "targets").document["targets"]
    assert line("sync", "export", "--target", target["name"], "--out", stick).code == 0
    marked = line("--json", "sync", "carried", stick)
    assert marked.code == 0
    (number,) = marked.document["carried"]
    assert line("--json", "sync", "carried", stick).document["before"] == [number]
    assert line("sync", "run").code == 0
    assert server.posts() == []
    told = line("--json", "sync", "show", str(number)).document
    assert told["state"] == "acknowledged"
    assert told["carried"]["by"]
    taken = line("--json", "sync", "receipt-in", summary(tmp_path / "answer.json"))
    assert taken.code == 0
    assert [each["state"] for each in taken.document["deliveries"]] == ["acknowledged"]


def test_a_refusing_receipt_leaves_with_one_and_says_why(line: Run, server: Any, tmp_path: Path) -> None:
    assert line("sync", "send", *MONTH).code == 0
    stick = tmp_path / "stick.json"
    (target,) = line("--json", "sync", "targets").document["targets"]
    assert line("sync", "export", "--target", target["name"], "--out", stick).code == 0
    (number,) = line("--json", "sync", "carried", stick).document["carried"]
    conflict = {"errorCode": "E7640", "value": "Period is expired", "indexes": [0]}
    refusing = [
        json.loads(summary(tmp_path / "one.json", conflicts=[conflict]).read_text(encoding="utf-8"))
    ] * len(line("--json", "sync", "show", str(number)).document["requests"])
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(refusing), encoding="utf-8")
    taken = line("--json", "sync", "receipt-in", answer, "--id", str(number))
    assert taken.code == 1
    (told,) = taken.document["deliveries"]
    assert (told["state"], told["problem"]) == ("refused", "delivery.period_locked")
    assert told["problem_text"]


def test_what_is_no_file_of_ours_is_a_sentence(line: Run, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.json"
    nothing.write_text("{}", encoding="utf-8")
    for words in (("carried", nothing), ("receipt-in", nothing), ("carried", tmp_path / "absent.json")):
        answer = line("sync", *words)
        assert answer.code == 1
        assert answer.err.strip()
