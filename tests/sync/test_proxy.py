"""Every line of the program goes the way that was chosen for this PC, and trusts whom it was told to."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, ValidationError
from sync.proxy import PROXY_SETTING, Proxy, ProxyService, proxy_of
from sync.updates import fetch_update
from tests.servers.proxy import Middle, proxying
from ui.messages import sentence

HOST = "dhis.example.org"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def no_proxy_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def _context(authority: trustme.CA, host: str = HOST) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path, managed_file: Path) -> Path:
    """The administrator trusts the private authority, for every server."""
    path = tmp_path / "authorities.pem"
    path.write_bytes(authority.cert_pem.bytes())
    managed_file.write_text(f'[network]\nca_file = "{path}"\n')
    return path


@pytest.fixture
def server(dhis2: Any, mapping: Any, authority: trustme.CA) -> Iterator[Any]:
    with dhis2.serve(mapping=mapping, tls=_context(authority)) as server:
        yield server


@pytest.fixture
def middle(server: Any) -> Iterator[Middle]:
    with proxying(Middle(leads_to=urlsplit(server.url).port or 0)) as middle:
        yield middle


@pytest.fixture
def queued(site: Any, server: Any, mapping: Any) -> int:
    """A month that waits for a server which can be reached through the proxy alone."""
    site.sync.add_target(kind="dhis2", name="moh", url=f"https://{HOST}", token=server.token)
    site.sync.load_mapping("moh", mapping)
    site.forms.close("202610", r1_lt1m_M=3)
    return int(site.queue())


def _pass(site: Any) -> Any:
    return site.sync.run_pass(timeout_s=5, eager=False)


def test_a_month_goes_through_the_proxy_of_the_record(
    site: Any, queued: int, middle: Middle, ca_file: Path
) -> None:
    ProxyService(work=site.work).save(address=middle.url)
    assert _pass(site).acknowledged == 1
    assert set(middle.asked) == {f"{HOST}:443"}


def test_what_the_administrator_fixed_goes_before_the_record(
    site: Any, queued: int, middle: Middle, ca_file: Path, managed_file: Path
) -> None:
    service = ProxyService(work=site.work)
    service.save(address="http://127.0.0.1:9")  # nobody listens there
    managed_file.write_text(f'[network]\nproxy = "{middle.url}"\nca_file = "{ca_file}"\n')
    assert (service.read().address, service.read().source) == (middle.url, "administrator")
    assert _pass(site).acknowledged == 1


def test_the_systems_proxy_counts_where_nobody_chose(
    site: Any, queued: int, middle: Middle, ca_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", middle.url)
    assert _pass(site).acknowledged == 1
    assert middle.asked


def test_the_password_stands_in_the_record_alone_and_goes_to_its_proxy_alone(
    site: Any, queued: int, middle: Middle, ca_file: Path, managed_file: Path
) -> None:
    middle.user, middle.password = "kituo", "neno: la @siri"
    service = ProxyService(work=site.work)
    service.save(address=middle.url, user="kituo", password="neno: la @siri")
    assert _pass(site).acknowledged == 1
    assert set(middle.given) == {middle.wants()}
    assert service.read().password == ""
    assert "siri" not in repr(proxy_of(site.work))
    # Another proxy, also one that the administrator names later, gets nothing of it.
    managed_file.write_text('[network]\nproxy = "http://127.0.0.1:9"\n')
    assert proxy_of(site.work).way_to("https://a.example.org") == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": 403}, "sync.proxy_refused"),
        ({"status": 502}, "sync.proxy_refused"),
        ({"user": "kituo", "password": "x"}, "sync.proxy_password"),
    ],
)
def test_a_proxy_that_does_not_let_us_through_is_said(
    site: Any, queued: int, server: Any, middle: Middle, ca_file: Path, change: dict[str, Any], code: str
) -> None:
    ProxyService(work=site.work).save(address=middle.url)
    for name, value in change.items():
        setattr(middle, name, value)
    assert _pass(site).problems == ((queued, code),)
    assert server.requests == []
    with pytest.raises(EmrError) as refused:
        site.sync.test_target("moh")
    assert refused.value.code == code
    assert "proksi" in sentence(code, {}, "sw")


def test_a_proxy_that_is_not_there_is_said(site: Any, queued: int, ca_file: Path) -> None:
    ProxyService(work=site.work).save(address="http://127.0.0.1:9")
    assert _pass(site).problems == ((queued, "sync.proxy_unreachable"),)


def test_a_password_that_was_refused_is_not_tried_again(
    site: Any, queued: int, middle: Middle, ca_file: Path
) -> None:
    middle.user, middle.password = "kituo", "mpya"
    service = ProxyService(work=site.work)
    service.save(address=middle.url, user="kituo", password="ya zamani")
    assert _pass(site).problems == ((queued, "sync.proxy_password"),)
    asked = len(middle.asked)
    site.clock.forward(hours=12)
    assert _pass(site).problems == ((queued, "sync.proxy_password"),)
    assert len(middle.asked) == asked  # a domain would lock the account
    assert service.read().refused
    service.save(address=middle.url, user="kituo", password="mpya")
    site.clock.forward(hours=12)
    assert _pass(site).acknowledged == 1


def test_a_proxy_that_opens_the_line_is_believed_only_when_the_administrator_says_so(
    site: Any, queued: int, server: Any, middle: Middle, managed_file: Path, tmp_path: Path
) -> None:
    of_proxy = trustme.CA()
    middle.own = _context(of_proxy)
    ProxyService(work=site.work).save(address=middle.url)
    assert _pass(site).problems == ((queued, "sync.proxy_unknown_issuer"),)
    assert server.requests == []
    pem = tmp_path / "proxy.pem"
    pem.write_bytes(of_proxy.cert_pem.bytes())
    managed_file.write_text(f'[network]\nca_file = "{pem}"\n')
    with pytest.raises(EmrError) as refused:  # it is believed now, and says nothing of use
        site.sync.test_target("moh")
    assert "certificate" not in refused.value.code
    assert "issuer" not in refused.value.code


def test_a_private_authority_is_trusted_for_every_line_and_nobody_else_is(
    site: Any, dhis2: Any, mapping: Any, authority: trustme.CA, ca_file: Path
) -> None:
    other = trustme.CA()
    for issuer, code in ((authority, None), (other, "sync.certificate_unknown_issuer")):
        with dhis2.serve(mapping=mapping, tls=_context(issuer, "127.0.0.1")) as server:
            site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
            site.sync.load_mapping("moh", mapping)
            if code is None:
                assert site.sync.test_target("moh")
                continue
            with pytest.raises(EmrError) as refused:
                site.sync.test_target("moh")
            assert refused.value.code == code


def test_a_targets_own_authority_and_the_administrators_both_count(
    site: Any, dhis2: Any, mapping: Any, authority: trustme.CA, ca_file: Path
) -> None:
    pem = trustme.CA().cert_pem.bytes().decode()
    with dhis2.serve(mapping=mapping, tls=_context(authority, "127.0.0.1")) as server:
        site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token, ca_pem=pem)
        site.sync.load_mapping("moh", mapping)
        assert site.sync.test_target("moh")


def test_a_file_of_authorities_that_cannot_be_used_is_said(
    site: Any, server: Any, mapping: Any, managed_file: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n")
    for named in (bad, tmp_path / "missing.pem"):
        managed_file.write_text(f'[network]\nca_file = "{named}"\n')
        site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
        site.sync.load_mapping("moh", mapping)
        with pytest.raises(EmrError) as refused:
            site.sync.test_target("moh")
        assert refused.value.code == "sync.ca_file_unusable"


def test_updates_go_the_same_way(clinic: Clinic, server: Any, middle: Middle, ca_file: Path) -> None:
    service = ProxyService(work=clinic.work)
    service.save(address=middle.url)
    address = "https://updates.example.org/a.emrupdate"
    with pytest.raises(EmrError) as refused:
        fetch_update(work=clinic.work, address=address)
    assert refused.value.code == "sync.certificate_other_host"  # it came there, and was somebody else
    assert middle.asked == ["updates.example.org:443"]
    with pytest.raises(EmrError) as refused:
        fetch_update(work=clinic.work, address=f"https://{HOST}/a.emrupdate")
    assert (refused.value.code, refused.value.params) == ("update.fetch_failed", {"reason": "HTTP 401"})
    middle.user, middle.password = "kituo", "x"
    service.save(address=middle.url, user="kituo", password="y")
    for _ in range(2):
        with pytest.raises(EmrError) as refused:
            fetch_update(work=clinic.work, address=address)
        assert refused.value.code == "sync.proxy_password"
    assert len(middle.asked) == 3


@pytest.mark.parametrize(
    ("host", "straight"),
    [
        ("dhis.example.org", True),
        ("DHIS.example.org", True),
        ("a.dhis.example.org", True),
        ("notdhis.example.org", False),
        ("sub.council.go.tz", True),
        ("council.go.tz", True),
        ("mycouncil.go.tz", False),
        ("10.1.2.3", True),
        ("11.1.2.3", False),
    ],
)
def test_exceptions_are_reached_straight(host: str, straight: bool) -> None:
    proxy = Proxy(address="http://p:1", exceptions="dhis.example.org, .council.go.tz,10.0.0.0/8")
    assert (proxy.way_to(f"https://{host}/api") is None) is straight


def test_this_pc_itself_is_never_asked_through_a_proxy() -> None:
    assert Proxy(address="http://p:1").way_to("http://127.0.0.1:8080") is None


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"address": "proxy:3128"}, "address", "proxy.address_malformed"),
        ({"address": "http://u:p@proxy:3128"}, "address", "proxy.address_malformed"),
        ({"address": "http://proxy"}, "address", "proxy.address_malformed"),
        ({"address": "socks5://proxy:1"}, "address", "proxy.address_malformed"),
        ({"address": "system", "user": "a", "password": "b"}, "user", "proxy.user_without_address"),
        ({"address": "http://p:1", "user": "a:b", "password": "b"}, "user", "proxy.user_malformed"),
        ({"address": "http://p:1", "user": "a"}, "password", "proxy.password_missing"),
        ({"address": "http://p:1", "exceptions": "a\nb"}, "exceptions", "proxy.exceptions_malformed"),
    ],
)
def test_what_is_typed_is_checked(site: Any, given: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ProxyService(work=site.work).save(**given)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_the_password_stays_when_only_the_exceptions_change(site: Any) -> None:
    service = ProxyService(work=site.work)
    service.save(address="http://p:1", user="a", password="b")
    service.save(address="http://p:1", user="a", exceptions=".go.tz")
    assert proxy_of(site.work).way_to("https://x.org") == "http://a:b@p:1"
    with pytest.raises(ValidationError):  # never for another proxy
        service.save(address="http://q:1", user="a")


def test_the_trail_says_who_changed_it_without_the_password(site: Any) -> None:
    from sqlalchemy import select

    from db.models import AuditEntry

    ProxyService(work=site.work).save(address="http://p:1", user="a", password="siri-kubwa")
    with site.work.database.read() as session:
        told = [str(each.detail) for each in session.scalars(select(AuditEntry))]
    assert any("http://p:1" in each for each in told)
    assert not any("siri-kubwa" in each for each in told)
    assert PROXY_SETTING == "network.proxy_own"
