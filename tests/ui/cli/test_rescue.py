"""emr-admin rescue and support-bundle, as a script calls them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

Several = Callable[..., list[Any]]


def test_what_can_be_read_and_the_report(several: Several, data_folder: Path, tmp_path: Path) -> None:
    content = bytearray((data_folder / "clinic.db").read_bytes())
    content[-1500] ^= 4
    (data_folder / "clinic.db").write_bytes(content)
    inside, out, report = data_folder / "x", tmp_path / "out", tmp_path / "support.txt"
    refused, saved, again, written = several(
        [
            ["rescue", "--out", str(inside)],
            ["--json", "rescue", "--out", str(out)],
            ["rescue", "--out", str(out)],
            ["support-bundle", "--out", str(report)],
        ],
        folder=data_folder,
    )
    assert (refused.code, again.code) == (1, 1)
    assert "data folder" in refused.err
    assert saved.code == 0, saved.err
    assert (Path(saved.document["aside"]) / "clinic.db").read_bytes() == bytes(content)
    assert (data_folder / "clinic.db").exists()
    with (out / "patients.csv").open(encoding="utf-8", newline="") as handle:
        assert len(list(csv.DictReader(handle))) == saved.document["patients"]
    assert written.code == 0, written.err
    assert "== Doctor" in report.read_text(encoding="utf-8")
