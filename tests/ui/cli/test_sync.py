"""The line out through the command line, against a stand-in DHIS2 that speaks real HTTP on loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
Rows = Callable[[Path], dict[str, int]]
ROOT = Path(__file__).resolve().parents[3]
MAPPING = ROOT / "emr_desktop" / "reference" / "mappings" / "dhis2_opd_2014.json"
MONTH = ("opd", "--period", "202610")
DELIVERY = {
    "id", "target", "subject", "state", "attempts", "created", "sent", "finished", "next_try", "problem",
    "problem_text", "counts", "kind", "queued", "kept_back",
}  # fmt: skip


def _figures(report: dict[str, Any], mapping: dict[str, Any]) -> dict[tuple[str, str], str]:
    """What the server must hold; an insignificant zero is not stored there."""
    return {
        (mapping["rows"][row["row"]], mapping["columns"][column]): str(value)
        for row in report["rows"]
        for column, value in row["cells"].items()
        if value
    }


def test_a_month_reaches_the_server_once_and_says_what_went(
    line: Run,
    several: Several,
    server: Any,
    mapping: dict[str, Any],
    folder: Path,
    rows_in: Rows,
    tmp_path: Path,
) -> None:
    before, writes = rows_in(folder), server.writes
    dry = line("--json", "sync", "send", *MONTH, "--dry-run")
    assert dry.code == 0
    (there,) = dry.document["targets"]
    assert (there["target"], there["would_accept"], there["conflicts"]) == ("district", True, [])
    assert (rows_in(folder), server.writes, server.completed) == (before, writes, {})

    twin = tmp_path / "twin.json"
    report, sent, waiting, exported, run, again, status, shown, targets = several(
        [
            ["--json", "report", "show", *MONTH],
            ["--json", "sync", "send", *MONTH],
            ["--json", "sync", "status"],
            ["--json", "sync", "export", "--target", "district", "--out", twin],
            ["--json", "sync", "run", "--timeout", "20"],
            ["--json", "sync", "run", "--timeout", "5"],
            ["--json", "sync", "status", "--target", "district"],
            ["--json", "sync", "show", "1"],
            ["--json", "sync", "targets"],
        ]
    )
    assert [
        answer.code for answer in (report, sent, waiting, exported, run, again, status, shown, targets)
    ] == [0] * 9
    figures = _figures(report.document, mapping)
    assert len(figures) > 5
    assert there["new"] == len(figures)
    (queued,) = sent.document["queued"]
    assert set(queued) == DELIVERY
    assert (queued["id"], queued["state"]) == (1, "waiting")
    assert (waiting.document["waiting"], waiting.document["last_success"]) == (1, None)
    assert set(waiting.document) == {
        "waiting",
        "waiting_since",
        "need_person",
        "last_success",
        "held",
        "notice",
        "targets",
        "deliveries",
    }
    assert (run.document["acknowledged"], run.document["waiting"], run.document["refused"]) == (1, 0, 0)
    assert again.document["sent"] == 0
    assert server.figures(period="202610") == figures
    assert server.writes == len(figures)
    assert len(server.completed) == 1
    (delivery,) = status.document["deliveries"]
    assert (delivery["state"], status.document["waiting"], status.document["need_person"]) == (
        "acknowledged",
        0,
        0,
    )
    assert [target["name"] for target in targets.document["targets"]] == ["district"]

    payload = shown.document["payload"]
    # Sent in parts that a thin line can carry; together they are the payload.
    parts = [json.loads(post.body) for post in server.posts()]
    assert [value for part in parts for value in part["dataValues"]] == payload["dataValues"]
    assert (payload["dataSet"], payload["period"], payload["orgUnit"]) == (
        mapping["data_set"],
        "202610",
        "101168-3",
    )
    sent_values = {
        (one["dataElement"], one["categoryOptionCombo"]): one["value"] for one in payload["dataValues"]
    }
    assert {key: value for key, value in sent_values.items() if value != "0"} == figures
    (delivery,) = json.loads(twin.read_text(encoding="utf-8"))["deliveries"]
    assert delivery["requests"] == parts
    # The secret is neither said nor written anywhere in clear.
    secret = server.token.encode()
    assert not any(
        secret in answer.out + answer.err.encode() for answer in (report, sent, run, status, shown, targets)
    )
    assert not any(secret in path.read_bytes() for path in [*folder.rglob("*"), twin] if path.is_file())


def test_what_goes_wrong_on_the_line_is_said_and_nothing_is_lost(
    line: Run, several: Several, server: Any, mapping: dict[str, Any]
) -> None:
    assert line("sync", "send", *MONTH).code == 0
    run = ("--json", "sync", "run", "--timeout", "1")
    faults = {
        "html": "web page",
        "portal": "another address",
        "status": "trouble of its own",
    }
    for fault, words in faults.items():
        server.fail(fault, times=1000)
        answer = line(*run)
        server.heal()
        assert (answer.code, answer.document["waiting"], answer.document["refused"]) == (1, 1, 0), fault
        (problem,) = answer.document["problems"]
        assert words in problem["text"], (fault, problem)
        assert "{" not in problem["text"]
        assert server.figures(period="202610") == {}
    # The answer is lost after the figures were stored: they are read back, not sent twice.
    server.fail("drop_after", method="POST", path="/api/dataValueSets")
    answer, report = several(
        [("--json", "sync", "run", "--timeout", "30"), ("--json", "report", "show", *MONTH)]
    )
    assert (answer.code, answer.document["acknowledged"]) == (0, 1)
    figures = _figures(report.document, mapping)
    assert server.figures(period="202610") == figures
    assert server.writes == len(figures)


def test_a_refused_login_stops_the_line_until_a_person_gives_a_new_one(
    line: Run, several: Several, server: Any
) -> None:
    assert line("sync", "send", *MONTH).code == 0
    old, server.token = server.token, "d2pat_" + "x" * 42
    first, second, status = several(
        [
            ("--json", "sync", "run", "--timeout", "3"),
            ("--json", "sync", "run", "--timeout", "3"),
            ("--json", "sync", "status"),
        ]
    )
    assert (first.code, second.code) == (1, 1)
    assert server.refused_logins == 1  # a second try would lock the account
    assert status.document["targets"][0]["state"].startswith("stopped")
    assert (
        line(
            "sync", "add", "dhis2", "district", "--url", server.url, "--token-stdin", stdin=server.token
        ).code
        == 0
    )
    done = line("--json", "sync", "run", "--timeout", "20")
    assert (done.code, done.document["acknowledged"]) == (0, 1), done.out
    assert old.encode() not in done.out


def test_a_server_that_is_not_there_or_too_slow_is_tried_again(
    line: Run, several: Several, server: Any, dhis2: ModuleType
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        free = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    assert (
        line(
            "sync", "add", "dhis2", "far", "--url", free, "--user-stdin", stdin="facility\nDistrict-1\n"
        ).code
        == 0
    )
    tested, mapped, sent, ran = several(
        [
            ("sync", "test", "far"),
            ("sync", "map", "far", MAPPING),
            ("sync", "send", *MONTH, "--target", "far"),
            ("--json", "sync", "run", "--target", "far", "--timeout", "1"),
        ]
    )
    assert (tested.code, mapped.code, sent.code, ran.code) == (1, 0, 0, 1)
    assert "cannot be reached" in tested.err
    assert ran.document["problems"][0]["problem"] == "sync.unreachable"
    assert line("sync", "send", *MONTH, "--target", "district").code == 0
    server.fail("slow_before", times=1000, seconds=60)
    slow = line("--json", "sync", "run", "--target", "district", "--timeout", "2", timeout=60)
    server.heal()
    assert (slow.code, slow.document["waiting"]) == (1, 1)
    assert (
        line("--json", "sync", "run", "--target", "district", "--timeout", "20").document["acknowledged"] == 1
    )


def test_what_must_not_be_a_target_or_a_mapping_is_refused_by_name(
    line: Run,
    several: Several,
    server: Any,
    mapping: dict[str, Any],
    folder: Path,
    tmp_path: Path,
    rows_in: Rows,
) -> None:
    before = rows_in(folder)
    urls = {
        "http://dhis.example.org": "https",
        "http://192.168.1.5": "https",
        "http://127.0.0.1.example.org": "https",
        "https://user:secret@dhis.example.org": "password",
        "dhis.example.org": "address",
        "file:///etc/passwd": "",
    }
    add = ("sync", "add", "dhis2", "other", "--token-stdin", "--url")
    refused = several([(*add, url) for url in urls], stdin=server.token)
    for (url, words), answer in zip(urls.items(), refused, strict=True):
        assert answer.code == 1, url
        assert words in answer.err
        assert "secret" not in answer.err
    (empty,) = several([(*add, server.url)], stdin="\n")
    (spaces,) = several([(*add, server.url)], stdin="not a token")
    assert (empty.code, spaces.code) == (2, 1)
    both = several(
        [(*add, server.url, "--user-stdin"), ("sync", "add", "ftp", "x", "--url", "u", "--token-stdin")]
    )
    assert [answer.code for answer in both] == [2, 2]

    place = {"data_element": "CsYfybuaSgc", "category_option_combo": "CsYfybuaSgc"}
    wrong: dict[str, tuple[object, str, int]] = {
        "row": ({**mapping, "rows": {**mapping["rows"], "999": "CsYfybuaSgc"}}, "999", 1),
        "column": ({**mapping, "columns": {**mapping["columns"], "y5_60.M": "CsYfybuaSgc"}}, "y5_60.M", 1),
        "cell": ({**mapping, "cells": {"90|nowhere": place}}, "nowhere", 1),
        "edition": ({**mapping, "edition": "1999"}, "1999", 1),
        "form": ({**mapping, "form": "opdx"}, "opdx", 1),
        "list": ([1, 2], "list", 2),
    }  # fmt: skip
    for name, (content, _, _) in wrong.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "broken").write_text("{", encoding="utf-8")
    (tmp_path / "latin").write_bytes(b'{"form": "\xe9"}')
    answers = several(["sync", "map", "district", tmp_path / name] for name in wrong)
    for (name, (_, named, code)), answer in zip(wrong.items(), answers, strict=True):
        assert (answer.code, named in answer.err) == (code, True), (name, answer.err)
    others = several(
        [
            ("sync", "map", "district", tmp_path / "broken"),
            ("sync", "map", "district", tmp_path / "latin"),
            ("sync", "map", "district", tmp_path / "nowhere"),
            ("sync", "map", "nobody", MAPPING),
            ("sync", "test", "nobody"),
            ("sync", "run", "--target", "nobody"),
            ("sync", "export", "--target", "district", "--out", tmp_path / "nothing.json"),
            ("sync", "show", "7"),
            ("sync", "retry", "7"),
            ("sync", "send", "opd", "--period", "202609"),  # not closed
            ("sync", "send", "opd", "--period", "202613"),
        ]
    )
    assert [answer.code for answer in others] == [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [
        answer.err for answer in others
    ]
    assert not (tmp_path / "nothing.json").exists()
    assert rows_in(folder) == before
    # An incomplete mapping is taken, and what is left out is listed.
    partial = {**mapping, "rows": {name: uid for name, uid in mapping["rows"].items() if name != "90"}}
    (tmp_path / "partial").write_text(json.dumps(partial), encoding="utf-8")
    taken = line("--json", "sync", "map", "district", tmp_path / "partial")
    assert taken.code == 0
    assert any("90" in str(cell) for cell in taken.document["unmapped"])


def test_a_server_that_refuses_figures_makes_a_person_look_and_a_retry_sends_them(
    line: Run, several: Several, server: Any
) -> None:
    server.locked.add("202610")
    sent, ran, again, status = several(
        [
            ("sync", "send", *MONTH),
            ("--json", "sync", "run", "--timeout", "3"),
            ("--json", "sync", "run", "--timeout", "3"),
            ("--json", "sync", "status"),
        ]
    )
    assert (sent.code, ran.code, again.code) == (0, 1, 1)
    assert ran.document["refused"] == 1
    assert status.document["need_person"] == 1
    text = status.document["deliveries"][0]["problem_text"]
    assert text
    assert "{" not in text
    server.locked.clear()
    retried, ran = several(
        [("--json", "sync", "retry", "--all"), ("--json", "sync", "run", "--timeout", "20")]
    )
    assert retried.document == {"waiting_again": 1}
    assert (ran.code, ran.document["acknowledged"]) == (0, 1)
    assert server.writes > 0


def test_nothing_of_a_training_facility_leaves_it(demo: Run, several: Several, tmp_path: Path) -> None:
    add = demo(
        "sync",
        "add",
        "dhis2",
        "real",
        "--url",
        "https://dhis.example.org",
        "--token-stdin",
        stdin="d2pat_" + "y" * 42,
    )
    answers = several(
        [
            ("sync", "map", "real", MAPPING),
            ("report", "close", *MONTH),
            ("sync", "send", *MONTH),
            ("sync", "send", *MONTH, "--dry-run"),
            ("sync", "export", "--target", "real", "--out", tmp_path / "twin.json"),
        ]
    )
    assert add.code == 1 or [answer.code for answer in answers[2:]] == [1, 1, 1]
    assert not (tmp_path / "twin.json").exists()


def test_who_writes_a_form_is_decided_from_a_period_on_and_never_both(
    line: Run, several: Several, server: Any
) -> None:
    add = ("sync", "add", "hdu", "him", "--url", "http://127.0.0.1:9", "--user-stdin")
    assert line(*add, stdin="facility\nDistrict-1\n").code == 0
    (unclear, half, nobody, changed, sent, dry, said, back) = several(
        [
            ("sync", "writer", "opd", "--by", "us"),
            ("sync", "writer", "opd", "--by", "both", "--from", "202610"),
            ("sync", "writer", "opdx", "--by", "hdu", "--from", "202610"),
            ("--json", "sync", "writer", "opd", "--by", "hdu", "--from", "202610"),
            ("sync", "send", *MONTH),
            ("sync", "send", *MONTH, "--dry-run"),
            ("--json", "sync", "writer"),
            ("--json", "sync", "writer", "opd", "--by", "us", "--from", "202610"),
        ]
    )
    assert [each.code for each in (unclear, half, nobody, changed, sent, dry, said, back)] == [
        2, 2, 1, 0, 1, 1, 0, 0,
    ]  # fmt: skip
    assert changed.document["writers"][0]["changes"] == [{"from": "202610", "writer": "hdu"}]
    assert "HDU" in sent.err
    assert "HDU" in dry.err
    (opd,) = [each for each in said.document["writers"] if each["form"] == "opd"]
    assert opd["changes"] == [{"from": "202610", "writer": "hdu"}]
    assert back.document["writers"][0]["hdu_gets_the_visits_too"] is True
    assert server.figures(period="202610") == {}
    assert line("sync", "send", *MONTH).code == 0
