"""No record of a patient leaves for a server that cannot prove who it is, or over a clock that lies."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
import trustme


@pytest.mark.parametrize("kind", ["fhir", "hdu"])
@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("good", None),
        ("other_host", "sync.certificate_other_host"),
        ("self_signed", "sync.certificate_unknown_issuer"),
    ],
)
def test_a_record_goes_only_to_a_server_with_a_good_certificate(
    desk: Any, kind: str, case: str, code: str | None, request: pytest.FixtureRequest
) -> None:
    authority = trustme.CA()
    issuer = trustme.CA() if case == "self_signed" else authority
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert("shr.example.org" if case == "other_host" else "127.0.0.1").configure_cert(context)
    with request.getfixturevalue(kind).serve(tls=context, lifetime_s=120) as server:
        user, password = next(iter(server.users.items()))
        pem = authority.cert_pem.bytes().decode()
        desk.sync.add_target(
            kind=kind, name="there", url=server.url, username=user, password=password, ca_pem=pem
        )
        desk.visit(desk.patient(), "B54")
        desk.run(eager=False)
        if code is None:
            assert desk.state() == {"acknowledged": 1}
        else:
            assert desk.problems() == [("retry", code)]
            assert server.requests == []


@pytest.mark.parametrize("line", ["to_hdu", "to_fhir"])
def test_a_server_whose_clock_is_days_off_still_gets_each_visit_once(
    line: str, request: pytest.FixtureRequest
) -> None:
    desk = request.getfixturevalue(line)
    server = request.getfixturevalue(line.removeprefix("to_") + "_server")
    server.fail("clock", seconds=-2 * 86_400.0, times=99)
    server.fail("status", method="POST", status=429, headers={"Retry-After": "0"})
    desk.visit(desk.patient(), "B54")
    desk.run()
    assert desk.state() == {"acknowledged": 1}
