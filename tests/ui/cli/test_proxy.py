"""emr-admin proxy: what is chosen holds, and no password comes out again."""

from collections.abc import Callable
from typing import Any


def test_a_proxy_is_chosen_and_shown_without_its_password(facility: Callable[..., Any]) -> None:
    given = ["--json", "proxy", "set", "--url", "http://proxy.example.go.tz:3128", "--no-proxy", ".go.tz"]
    answer = facility(*given, "--user-stdin", stdin="kituo\nneno la siri\n")
    assert answer.code == 0, answer.err
    assert answer.document == {
        "proxy": "http://proxy.example.go.tz:3128",
        "no_proxy": ".go.tz",
        "source": "facility",
        "user": "kituo",
        "password_refused": False,
    }
    assert facility("--json", "proxy", "show").document == answer.document
    rows = facility("--json", "settings").document["settings"]
    told = {row["name"]: (row["value"], row["source"]) for row in rows}
    assert told["network.proxy"] == ("http://proxy.example.go.tz:3128", "facility")


def test_a_proxy_put_wrongly_is_said_in_a_sentence(facility: Callable[..., Any]) -> None:
    answer = facility("proxy", "set", "--url", "proxy:3128")
    assert answer.code == 1
    assert "http://proxy.example.go.tz:3128" in answer.err
    assert facility("proxy", "set", "--url", "http://p:1", "--user-stdin", stdin="a\n").code == 2
