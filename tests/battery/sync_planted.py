"""Faults planted in the engine, each of which the battery must find."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sync import record_source
from sync.problems import Failed
from sync.targets.dhis2 import sending
from sync.targets.dhis2.answers import Summary
from sync.targets.dhis2.client import Dhis2Client
from sync.targets.fhir import client as fhir_client
from sync.targets.fhir import wire as fhir_wire
from sync.targets.hdu import client as hdu_client
from sync.targets.hdu import wire as hdu_wire

_ENCOUNTER = re.compile(rb"Encounter\?identifier=[^|]+\|([0-9a-f-]{36})")
_VISIT = re.compile(rb"101168-3-([0-9a-f-]{36})")


@contextlib.contextmanager
def _instead(owner: Any, name: str, made: Callable[[Any], Any]) -> Iterator[None]:
    original = getattr(owner, name)
    setattr(owner, name, made(original))
    try:
        yield
    finally:
        setattr(owner, name, original)


def _new_identity(pattern: re.Pattern[bytes]) -> Callable[[Any], Any]:
    """Every sending gives each visit another identity: a second sending is a second visit."""

    def made(original: Any) -> Any:
        def call(*args: Any, **options: Any) -> bytes:
            body: bytes = original(*args, **options)
            for own in set(pattern.findall(body)):
                body = body.replace(own, str(uuid.uuid4()).encode())
            return body

        return call

    return made


def _fhir_believes_200(original: Any) -> Any:
    def call(reply: Any, url: str, entries: int) -> Any:
        if reply.status == 200:
            return [fhir_client.EntryAnswer(200)] * entries
        return original(reply, url, entries)

    return call


def _hdu_believes_200(original: Any) -> Any:
    def call(self: Any, reply: Any, journal: Any, step: str, read: Any) -> Any:
        if reply.status == 200:
            good = {"newClients": 1}
            with contextlib.suppress(Exception):
                return read(good)
        return original(self, reply, journal, step, read)

    return call


def _nothing_told(original: Any) -> Any:
    """What earlier messages told is forgotten, so that nothing of it is ever taken back."""
    return lambda *_args, **_options: {}


@contextlib.contextmanager
def _broken_pushes_count() -> Iterator[None]:
    """A push that did not get through counts as taken, and what is read back is not looked at."""

    def made(original: Any) -> Any:
        def call(*args: Any, **options: Any) -> Any:
            try:
                return original(*args, **options)
            except Failed:
                return Summary()

        return call

    with (
        _instead(Dhis2Client, "push", made),
        _instead(sending, "problem_of", lambda _original: lambda *_args, **_options: None),
    ):
        yield


PLANTED: dict[str, tuple[str, Callable[[], AbstractContextManager[None]]]] = {
    "FHIR: a resend without its identity": (
        "records",
        lambda: _instead(fhir_wire, "joined", _new_identity(_ENCOUNTER)),
    ),
    "HDU: a resend without its identity": (
        "records",
        lambda: _instead(hdu_wire, "_enveloped", _new_identity(_VISIT)),
    ),
    "FHIR: any 200 is a success": (
        "records",
        lambda: _instead(fhir_client, "_answers", _fhir_believes_200),
    ),
    "HDU: any 200 is a success": (
        "records",
        lambda: _instead(hdu_client.HduClient, "_read", _hdu_believes_200),
    ),
    "records: what may have arrived is forgotten": (
        "records",
        lambda: _instead(record_source, "_earlier", _nothing_told),
    ),
    "DHIS2: a push that broke counts as taken": ("forms", _broken_pushes_count),
}
