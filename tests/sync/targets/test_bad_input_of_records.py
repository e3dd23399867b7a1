"""A web page, a certificate of its own and a token that ran out, at systems that take records of patients."""

from __future__ import annotations

from typing import Any

import pytest

from emr_desktop.errors import EmrError
from ui.messages import sentence

EXPIRED = {"status": 401, "body": b'{"error":"invalid_token: the access token expired"}'}


@pytest.mark.parametrize("kind", ["hdu", "fhir"])
def test_each_is_named_in_words_and_mended_from_here(
    desk: Any, kind: str, own_certificate: Any, request: pytest.FixtureRequest
) -> None:
    context, pem = own_certificate
    with request.getfixturevalue(kind).serve(tls=context, lifetime_s=60) as server:
        user, password = next(iter(server.users.items()))
        parts = {"kind": kind, "name": "there", "url": server.url, "username": user, "password": password}
        desk.sync.add_target(**parts)
        found = []
        for fault, options in ((None, {}), ("html", {}), ("status", EXPIRED)):
            if fault is not None:
                server.fail(fault, **options)
            with pytest.raises(EmrError) as refused:
                desk.sync.test_target("there")
            server.heal()
            found.append(refused.value.code)
            texts = {sentence(found[-1], refused.value.params, language) for language in ("en", "sw")}
            assert len(texts) == 2
            assert not any("{" in text for text in texts)
            desk.sync.renew_credentials("there", url=server.url, ca_pem=pem)
        assert found == [
            "sync.certificate_unknown_issuer",
            "sync.not_the_server",
            "sync.credentials_expired",
        ]
        server.clock_offset_s = (desk.clinic.work.clock.now() - _now()).total_seconds() + 2 * 86_400
        assert "sync.clock_days_behind" in _notes(desk)
        server.clock_offset_s -= 2 * 86_400
        assert "sync.clock_days_behind" not in _notes(desk)


def _notes(desk: Any) -> set[str]:
    return {note["code"] for note in desk.sync.test_target("there")["notes"]}


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime.now(UTC)
