"""From the visits of a month to the receipt, through emr-admin, with each version of DHIS2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
MAPPING = ROOT / "emr_desktop" / "reference" / "mappings" / "dhis2_opd_2014.json"
MONTH = ("opd", "--period", "202610")


@pytest.mark.parametrize("version", ["2.41", "2.42", "2.43"])
def test_a_month_goes_the_whole_way_and_a_refusal_is_told(
    facility: Callable[..., Any],
    several: Callable[..., list[Any]],
    dhis2: ModuleType,
    mapping: dict[str, Any],
    visits_file: Path,
    version: str,
) -> None:
    with dhis2.serve(mapping=mapping, line=version) as server:
        server.locked.add("202610")  # first the district is late to open the month
        add = ("sync", "add", "dhis2", "district", "--url", server.url, "--token-stdin")
        assert facility(*add, stdin=server.token).code == 0
        _, _, _, tested, _, refused, stuck = several(
            [
                ["import", "visits", visits_file],
                ["report", "close", *MONTH],
                ["sync", "map", "district", MAPPING],
                ["--json", "sync", "test", "district"],
                ["sync", "send", *MONTH],
                ["--json", "sync", "run", "--timeout", "5"],
                ["--json", "sync", "status"],
            ]
        )
        assert tested.document["version"] == server.way.version
        (delivery,) = stuck.document["deliveries"]
        assert (delivery["state"], delivery["problem"]) == ("refused", "delivery.period_locked")
        assert (refused.code, refused.document["refused"], stuck.document["need_person"]) == (1, 1, 1)
        assert server.figures(period="202610") == {}
        server.locked.clear()
        retried, run, status, receipt = several(
            [
                ["sync", "retry", "--all"],
                ["--json", "sync", "run", "--timeout", "20"],
                ["--json", "sync", "status"],
                ["--json", "sync", "receipt", "1"],
            ]
        )
        assert (retried.code, run.code, run.document["acknowledged"]) == (0, 0, 1)
        (delivery,) = status.document["deliveries"]
        kept = {place: value for place, value in server.figures(period="202610").items() if value != "0"}
        assert (delivery["counts"]["accepted"], delivery["counts"]["refused"]) == (len(kept), 0)
        assert receipt.document["completed"] is True
        assert receipt.document["counts"]["new"] == len(kept) > 5
        assert len(server.completed) == 1
