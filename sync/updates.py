"""Fetches an update from the facility's address when there is a line, and goes on where one broke."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from db.into_place import into_place
from emr_desktop import __version__
from emr_desktop.access.work_session import WorkSession
from emr_desktop.backups.watching import Watch
from emr_desktop.errors import EmrError
from emr_desktop.facility.answers import backup_answers
from emr_desktop.facility.details import FacilityService
from emr_desktop.updates.bundle import ENDING
from emr_desktop.updates.gathering import disk_answers
from emr_desktop.updates.program_folder import this_platform
from sync.addresses import is_loopback
from sync.network import session_to
from sync.proxy import PASSWORD_REFUSED, Proxy, ProxyService, proxy_of, refuse_refused
from sync.transport import trouble_between

if TYPE_CHECKING:
    from requests import Response

_NAME = f"fetched{ENDING}"
_CONNECT_S, _READ_S = 10.0, 60.0
_CHUNK = 64 * 1024
_LARGEST = 1_000_000_000


def fetch_update(*, work: WorkSession, address: str | None = None, watch: Watch | None = None) -> Path:
    """Fetch a bundle into the data folder; nothing of it is believed before its signatures were checked.

    Args:
        work: the session.
        address: https of a bundle, or of a folder (ends with ``/``) that holds
            ``emr-desktop-<platform>.emrupdate``; None takes the facility's setting.
        watch: told of ``fetch``; may stop it, and the next try goes on there.

    Raises:
        EmrError: ``update.no_address``, ``update.fetch_failed``, ``backup.cancelled``, and ``sync.proxy_…``,
            ``sync.certificate_…`` for what is between.
        DatabaseTrouble: the disk refused.
    """
    work.require("update.view")
    proxy = proxy_of(work)
    address = address or str(FacilityService(work=work).settings()["update.address"])
    url = address_of(address)
    target = work.database.path.parent / _NAME
    with disk_answers(target.parent):
        try:
            refuse_refused(proxy, url)
            _fetch(url, target, watch or Watch(), proxy)
        except EmrError as error:
            if error.code == PASSWORD_REFUSED:
                ProxyService(work=work).note_refused()
            raise
    with work.database.write.begin() as session:
        work.audit(session, "update.fetched", detail={"bytes": target.stat().st_size})
    return target


def address_of(address: str) -> str:
    """The full address of the bundle for this PC.

    Raises:
        EmrError: ``update.no_address``: none was set, or it is not https.
    """
    told = urlsplit(address.strip())
    if not told.hostname or not (told.scheme == "https" or (told.scheme == "http" and is_loopback(address))):
        raise EmrError("update.no_address")
    return address.strip() + (f"emr-desktop-{this_platform()}{ENDING}" if told.path.endswith("/") else "")


def _fetch(url: str, target: Path, watch: Watch, proxy: Proxy) -> None:
    import requests

    part, mark = target.with_name(target.name + ".part"), target.with_name(target.name + ".from")
    with session_to(url, proxy=proxy) as session:
        session.headers.update({"User-Agent": f"emr-desktop/{__version__}", "Accept-Encoding": "identity"})
        done = _left_of(part, mark, url)
        further = {} if done is None else {"Range": f"bytes={done[0]}-", "If-Range": done[1]}
        try:
            with session.get(url, headers=further, stream=True, timeout=(_CONNECT_S, _READ_S)) as answer:
                if urlsplit(answer.url).scheme != urlsplit(url).scheme:
                    raise EmrError("update.fetch_failed", reason="http")
                if answer.status_code not in (200, 206):
                    raise EmrError("update.fetch_failed", reason=f"HTTP {answer.status_code}")
                _take(answer, part, mark, url, watch, goes_on=answer.status_code == 206)
        except requests.RequestException as error:
            through = proxy.way_to(url) is not None
            if (code := trouble_between(error, through_proxy=through)) is not None:
                raise EmrError(code) from None
            raise EmrError("update.fetch_failed", reason=type(error).__name__) from error
    into_place(part, target)
    mark.unlink(missing_ok=True)


def _left_of(part: Path, mark: Path, url: str) -> tuple[int, str] | None:
    """How much of an earlier try is there, and of which state of the server's file."""
    try:
        told = json.loads(mark.read_text(encoding="utf-8"))
        size = part.stat().st_size
        return (size, str(told["tag"])) if told["url"] == url and told["tag"] and size else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _take(answer: Response, part: Path, mark: Path, url: str, watch: Watch, *, goes_on: bool) -> None:
    if not goes_on:
        with suppress(OSError):
            mark.unlink(missing_ok=True)
        tag = answer.headers.get("ETag", "")
        mark.write_text(
            json.dumps({"url": url, "tag": "" if tag.startswith("W/") else tag}), encoding="utf-8"
        )
    done = part.stat().st_size if goes_on else 0
    promised = answer.headers.get("Content-Length", "")
    total = done + int(promised) if promised.isdigit() else 0
    with part.open("ab" if goes_on else "wb") as stream:
        for chunk in answer.iter_content(_CHUNK):
            stream.write(chunk)
            done += len(chunk)
            if done > _LARGEST:
                raise EmrError("update.fetch_failed", reason="too large")
            with backup_answers():
                watch.step("fetch", done, max(total, done))
        stream.flush()
        os.fsync(stream.fileno())
    if total and done != total:
        raise EmrError("update.fetch_failed", reason="incomplete")
