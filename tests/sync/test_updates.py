"""An update fetched over a line that breaks, from a server of this PC."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from emr_desktop.backups.watching import Watch
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.updates.program_folder import this_platform
from sync.updates import address_of, fetch_update

CONTENT = bytes(range(256)) * 2000


class Site:
    """What the server does: ``cut`` breaks the line after so many bytes, ``tag`` names the file's state."""

    def __init__(self) -> None:
        self.content, self.cut, self.tag, self.status = CONTENT, 0, '"one"', 200
        self.asked: list[str | None] = []


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            site.asked.append(wanted)
            whole = site.content
            start = 0
            if wanted and self.headers.get("If-Range") == site.tag:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            self.send_response(site.status if site.status != 200 else 206 if start else 200)
            self.send_header("ETag", site.tag)
            self.send_header("Content-Length", str(len(whole) - start))
            self.end_headers()
            body = whole[start:]
            self.wfile.write(body[: site.cut] if site.cut else body)
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/new.emrupdate"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_a_whole_file_comes_and_nothing_else_is_left(clinic: Clinic, address: str, data_folder: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    file = fetch_update(work=clinic.work, address=address, watch=Watch(tell=lambda *told: seen.append(told)))
    assert file.read_bytes() == CONTENT
    assert seen[-1] == ("fetch", len(CONTENT), len(CONTENT))
    assert [path.name for path in data_folder.iterdir() if "fetched" in path.name] == ["fetched.emrupdate"]


def test_a_line_that_breaks_goes_on_where_it_was(clinic: Clinic, address: str, site: Site) -> None:
    site.cut = 200_000
    with pytest.raises(EmrError, match=r"update\.fetch_failed"):
        fetch_update(work=clinic.work, address=address)
    site.cut = 0
    assert fetch_update(work=clinic.work, address=address).read_bytes() == CONTENT
    assert site.asked[0] is None
    assert site.asked[1] is not None
    assert 0 < int(site.asked[1].removeprefix("bytes=").removesuffix("-")) <= 200_000


def test_another_file_at_the_address_is_fetched_from_its_beginning(
    clinic: Clinic, address: str, site: Site
) -> None:
    site.cut = 200_000
    with pytest.raises(EmrError):
        fetch_update(work=clinic.work, address=address)
    site.cut, site.tag, site.content = 0, '"two"', CONTENT[::-1]
    assert fetch_update(work=clinic.work, address=address).read_bytes() == CONTENT[::-1]


def test_stopping_leaves_what_came(clinic: Clinic, address: str, site: Site, data_folder: Path) -> None:
    watch = Watch()
    watch.cancelled.set()
    with pytest.raises(EmrError, match=r"backup\.cancelled"):
        fetch_update(work=clinic.work, address=address, watch=watch)
    assert not (data_folder / "fetched.emrupdate").exists()
    assert fetch_update(work=clinic.work, address=address).read_bytes() == CONTENT


def test_what_is_not_there_is_said(clinic: Clinic, address: str, site: Site) -> None:
    site.status = 404
    with pytest.raises(EmrError, match=r"update\.fetch_failed") as refused:
        fetch_update(work=clinic.work, address=address)
    assert refused.value.params == {"reason": "HTTP 404"}


@pytest.mark.parametrize("address", ["", "http://example.org/x", "ftp://example.org/x", "x", "https:///x"])
def test_only_https_is_asked(address: str) -> None:
    with pytest.raises(EmrError, match=r"update\.no_address"):
        address_of(address)


def test_a_folder_holds_one_for_each_platform() -> None:
    wanted = f"https://example.org/emr/emr-desktop-{this_platform()}.emrupdate"
    assert address_of("https://example.org/emr/") == wanted
    assert address_of("https://example.org/a.emrupdate") == "https://example.org/a.emrupdate"
