"""Only a server that proves who it is gets a byte of data."""

from __future__ import annotations

import datetime as dt
import ssl
import warnings
from typing import Any

import pytest
import trustme

from emr_desktop.errors import EmrError, ValidationError

# trustme makes certificates valid from the year 2000 on.
LONG_AGO = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
NOT_YET = dt.datetime(2090, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _at_most_tls_1_1(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """What an old server, or somebody between, would talk down to."""
    context = _context(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("good", None),
        ("other_authority", "sync.certificate_unknown_issuer"),
        ("public_authorities_only", "sync.certificate_unknown_issuer"),
        ("other_host", "sync.certificate_other_host"),
        ("expired", "sync.certificate_expired"),
        ("not_yet_valid", "sync.certificate_expired"),
        ("talked_down", "sync.tls_failed"),
    ],
)
def test_a_server_is_trusted_only_with_a_good_certificate(
    site: Any, dhis2: Any, mapping: Any, authority: trustme.CA, case: str, code: str | None
) -> None:
    host = "dhis.example.org" if case == "other_host" else "127.0.0.1"
    expiry = {"not_after": LONG_AGO} if case == "expired" else {}
    if case == "not_yet_valid":
        expiry = {"not_before": NOT_YET, "not_after": NOT_YET + dt.timedelta(days=30)}
    issuer = trustme.CA() if case == "other_authority" else authority
    certificate = issuer.issue_cert(host, **expiry)
    pem = None if case == "public_authorities_only" else authority.cert_pem.bytes().decode()
    context = _at_most_tls_1_1(certificate) if case == "talked_down" else _context(certificate)
    with dhis2.serve(mapping=mapping, tls=context) as server:
        site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token, ca_pem=pem)
        site.sync.load_mapping("moh", mapping)
        site.forms.close("202610", r1_lt1m_M=3)
        number = site.queue()
        result = site.sync.run_pass(timeout_s=5, eager=False)
        if code is None:
            assert result.acknowledged == 1
            return
        assert result.problems == ((number, code),)
        assert result.waiting == 1
        assert server.requests == []
        with pytest.raises(EmrError) as refused:
            site.sync.test_target("moh")
        assert refused.value.code == code
        assert server.requests == []


def test_plain_http_is_for_this_pc_alone(site: Any) -> None:
    for url, code in (
        ("http://dhis.moh.go.tz", "target.url_insecure"),
        ("http://127.0.0.1.example.org", "target.url_insecure"),
        ("http://0.0.0.0:8080", "target.url_insecure"),
        ("ftp://127.0.0.1", "target.url_malformed"),
        ("https://user:secret@dhis.example.org", "target.url_has_password"),
        ("https://", "target.url_malformed"),
        ("https://dhis.example.org/?a=1", "target.url_malformed"),
        ("https://dhis.example.org:99999", "target.url_malformed"),
        ("dhis.example.org", "target.url_malformed"),
    ):
        with pytest.raises(ValidationError) as refused:
            site.sync.add_target(kind="dhis2", name="moh", url=url, token="d2pat_x")
        assert (refused.value.field, refused.value.code) == ("url", code), url
    for url, kept in (
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://[::1]:8080/dhis/api/", "http://[::1]:8080/dhis"),
        (" https://dhis.example.org/hmis/ ", "https://dhis.example.org/hmis"),
    ):
        assert site.sync.add_target(kind="dhis2", name="moh", url=url, token="d2pat_x").url == kept


def test_what_is_typed_for_a_target_is_checked(site: Any, authority: trustme.CA) -> None:
    good = {"kind": "dhis2", "name": "moh", "url": "https://dhis.example.org", "token": "d2pat_x"}
    for change, field, code in (
        ({"kind": "ftp"}, "kind", "target.kind_unknown"),
        ({"name": "  "}, "name", "target.name_malformed"),
        ({"token": None}, "token", "target.credentials_missing"),
        ({"token": "two words"}, "token", "target.token_malformed"),
        ({"token": "line\r\nX-Evil: 1"}, "token", "target.token_malformed"),
        ({"token": None, "username": "a:b", "password": "c"}, "username", "target.username_malformed"),
        ({"ca_pem": "no certificate"}, "ca_pem", "target.ca_malformed"),
        ({"ca_pem": authority.private_key_pem.bytes().decode()}, "ca_pem", "target.ca_malformed"),
    ):
        with pytest.raises(ValidationError) as refused:
            site.sync.add_target(**{**good, **change})
        assert (refused.value.field, refused.value.code) == (field, code), change
    assert site.sync.targets() == ()
