"""What the district has, receipts and mappings through the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
MONTH = ("opd", "--period", "202610")


def test_what_the_district_has_and_a_receipt_of_each_value(line: Run, server: Any, tmp_path: Path) -> None:
    assert line("sync", "send", *MONTH).code == 0
    assert line("sync", "run").code == 0
    found = line("--json", "sync", "look", *MONTH).document["targets"][0]["cells"]
    assert all(cell["same"] for cell in found)
    key = next(key for key, value in server.values.items() if value != "0")
    server.values[key] = "4711"  # somebody at the district corrects it by hand
    (other,) = [
        cell
        for cell in line("--json", "sync", "look", *MONTH).document["targets"][0]["cells"]
        if not cell["same"]
    ]
    assert other["there"] == "4711"
    assert line("report", "reopen", *MONTH, "--reason", "late visit").code == 0
    assert line("report", "close", *MONTH).code == 0
    assert line("sync", "send", *MONTH).code == 0
    held = line("sync", "run")
    assert held.code == 1
    assert server.values[key] == "4711"
    number = str(line("--json", "sync", "status").document["deliveries"][0]["id"])
    paper, sheet = tmp_path / "receipt.pdf", tmp_path / "receipt.csv"
    assert line("sync", "retry", number).code == 0
    assert line("sync", "run").code == 0
    assert line("sync", "receipt", number, "--out", paper, "--language", "en").code == 0
    assert paper.read_bytes().startswith(b"%PDF")
    assert line("sync", "receipt", number, "--out", sheet).code == 0
    lines = list(csv.DictReader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
    assert len(lines) == len(found)
    (changed,) = [each for each in lines if each["state"] == "changed"]
    assert (changed["row"], changed["column"], changed["before"]) == (other["row"], other["column"], "4711")
    unknown = line("sync", "receipt", "99")
    assert unknown.code == 1
    assert len(unknown.err.strip().splitlines()) == 1


def test_a_mapping_is_written_out_and_suggested(line: Run, mapping: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "mapping.json"
    assert line("sync", "mapping", "district", "opd", "--out", out).code == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["rows"] == mapping["rows"]
    assert line("sync", "map", "district", out).code == 0
    suggested = line(
        "--json", "sync", "suggest", "district", "opd", "--data-set", mapping["data_set"]
    ).document
    assert suggested["mapping"]["confirmed"] is False
    assert len(suggested["rows"]) == len({row["code"] for row in suggested["rows"]})
    assert line("sync", "suggest", "district", "opd", "--data-set", "abcdefghijk").code == 1
