"""A stand-in DHIS2 on this PC: behaves as 2.41, 2.42 or 2.43 towards a client that sends aggregate values.

Needs nothing but the standard library and may be loaded by file path. ``serve()`` runs it for a while::

    with serve(mapping=json.load(open("dhis2_opd_2014.json"))) as server:
        print(server.url, server.token)

Faults are ordered with ``server.fail(...)``; what happened is in ``server.requests`` and ``server.values``.
"""

import base64
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

sys.path.insert(0, str(Path(__file__).parent))  # loaded by file path: its parts lie beside it

from dhis2_answers import (
    REASONS,
    Answer,
    Element,
    Faults,
    OrgUnit,
    Request,
    json_answer,
    message_answer,
)
from dhis2_import import DEFAULT_COMBO, Importing, now_in
from dhis2_versions import SUPPORTED, personality
from stand_in_socket import listening

__all__ = ["DEFAULT_COMBO", "SUPPORTED", "TOKEN", "Element", "OrgUnit", "StandIn", "personality", "serve"]

LIFETIME_S = 900.0
TOKEN = "d2pat_" + "StandInStandInStandInStandIn" + "1234567890"


@dataclass
class StandIn(Importing, Faults):
    """The server's mind: what it knows, what it was told, what shall go wrong."""

    token: str = TOKEN
    users: dict[str, str] = field(default_factory=lambda: {"facility": "District-1"})
    authorities: list[str] = field(default_factory=lambda: ["F_DATAVALUE_ADD"])
    token_expired: bool = False
    version: str = ""  # of another build than the line's
    system_id: str = "stand-in-0000-0000"
    calendar: str = "iso8601"
    clock_offset_s: float = 0.0
    requests: list[Request] = field(default_factory=list)
    refused_logins: int = 0
    wrong_passwords: int = 0  # four lock the account for 15 minutes; a token is not counted
    url: str = ""

    def posts(self, path: str = "/api/dataValueSets", *, dry: bool = False) -> list[Request]:
        """The requests that came in to store something."""
        with self.lock:
            return [
                each
                for each in self.requests
                if each.method == "POST"
                and each.path == path
                and (each.query.get("dryRun", "false") == "true") == dry
            ]

    def figures(self, *, period: str, org_unit: str | None = None) -> dict[tuple[str, str], str]:
        """What is stored for a period: (element, combo) -> value."""
        uid = self.org_units[org_unit].id if org_unit else next(iter(self.org_units.values())).id
        with self.lock:
            return {
                (element, combo): value
                for (element, there, unit, combo, _), value in self.values.items()
                if there == period and unit == uid
            }

    def add_data_set(self, mapping: dict[str, Any]) -> None:
        """Know the data set that a mapping file speaks of."""
        elements = set(mapping.get("rows", {}).values())
        combos = set(mapping.get("columns", {}).values())
        for place in mapping.get("cells", {}).values():
            elements.add(place["data_element"])
            combos.add(place["category_option_combo"])
        known = self.data_sets.setdefault(mapping["data_set"], {})
        for element in elements:
            known.setdefault(element, Element())
        self.combos |= combos

    # --- the WSGI application -------------------------------------------------------------------------------

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """Answer one request (PEP 3333)."""
        status, headers, body = self._answer(environ)
        start_response(f"{status} {REASONS.get(status, 'Other')}", list(headers.items()))
        return [body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        query = {name: values[-1] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        with self.lock:
            self.requests.append(Request(method, path, query, body, time.monotonic()))
            if path == "/api/ping":
                return 200, {"Content-Type": "text/plain"}, b"pong"
            refused = self._refused(environ.get("HTTP_AUTHORIZATION", ""))
            if refused:
                return message_answer(401, refused)
            return self._route(method, path.removesuffix(".json"), query, body)

    def _route(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        if method == "GET" and path == "/api/system/info":
            return json_answer(200, self._info())
        if method == "GET" and path == "/api/me":
            units = [vars(unit) for unit in self.org_units.values()]
            me = {"id": "xE7jOejl9FI", "username": "facility", "organisationUnits": units}
            return json_answer(200, {**me, "authorities": self.authorities, "dataSets": list(self.data_sets)})
        if method == "GET" and path == "/api/organisationUnits":
            return self._find_org_units(query)
        if method == "GET" and (described := self.describe(path, query)) is not None:
            return described
        if path == "/api/dataValueSets":
            if method == "POST" and "F_DATAVALUE_ADD" not in self.authorities:
                return message_answer(403, "Access is denied")
            return self.take(query, body) if method == "POST" else self._export(query)
        if method == "POST" and path == "/api/completeDataSetRegistrations":
            return self.complete(query, body)
        return message_answer(404, f"HTTP 404 Not Found {path}")

    def _refused(self, header: str) -> str | None:
        scheme, _, rest = header.partition(" ")
        if scheme == "ApiToken" and rest == self.token:
            if not self.token_expired:
                return None
            self.refused_logins += 1
            return "Failed to authenticate API token, token has expired."
        if scheme == "Basic":
            user, _, password = base64.b64decode(rest).decode().partition(":")
            if self.wrong_passwords >= 4:
                self.refused_logins += 1
                return "User account is locked"
            if user in self.users and self.users[user] == password:
                self.wrong_passwords = 0
                return None
            self.wrong_passwords += 1
        self.refused_logins += 1
        return "Bad credentials" if scheme == "Basic" else "The API token does not exist"

    def _info(self) -> dict[str, Any]:
        return {
            "version": self.version or self.way.version,
            "revision": "a1b2c3d",
            "calendar": self.calendar,
            "dateFormat": "yyyy-mm-dd",
            "serverDate": now_in(self.clock_offset_s).isoformat(),
            "serverTimeZoneId": "Africa/Dar_es_Salaam",
            "contextPath": self.url,
            "systemId": self.system_id,
        }

    def _find_org_units(self, query: dict[str, str]) -> Answer:
        field_name, operator, wanted = [*query.get("filter", "code:eq:").split(":", 2), "", ""][:3]
        if operator != "eq" or field_name not in ("code", "id", "name"):
            return message_answer(400, f"Filter not understood: {query.get('filter')}")
        found = [vars(unit) for unit in self.org_units.values() if getattr(unit, field_name) == wanted]
        return json_answer(200, {"organisationUnits": found})

    def _export(self, query: dict[str, str]) -> Answer:
        data_set, period, org_unit = (query.get(name) for name in ("dataSet", "period", "orgUnit"))
        if data_set not in self.data_sets:
            return message_answer(409, f"Data set not found: {data_set}", error_code="E2017")
        scheme = query.get("inputOrgUnitIdScheme", "UID").upper()
        unit = self.org_unit(org_unit, scheme)
        if unit is None or not period:
            return message_answer(
                409, "At least one valid organisation unit must be specified", error_code="E2006"
            )
        inside = self.data_sets[data_set]
        values = [
            {
                "dataElement": element,
                "period": there,
                "orgUnit": where,
                "categoryOptionCombo": combo,
                "attributeOptionCombo": attribute,
                "value": value,
                "storedBy": "facility",
                "created": "2026-01-01T00:00:00.000+0000",
                "lastUpdated": "2026-01-01T00:00:00.000+0000",
                "followup": False,
            }
            for (element, there, where, combo, attribute), value in self.values.items()
            if there == period and where == unit.id and element in inside
        ]
        return json_answer(200, {"dataValues": values})


@contextmanager
def serve(
    port: int = 0,
    *,
    mapping: dict[str, Any] | None = None,
    org_unit: str = "101168-3",
    org_unit_name: str = "Buigiri Dispensary",
    line: str = "2.42",
    stand_in: StandIn | None = None,
    tls: ssl.SSLContext | None = None,
    lifetime_s: float = LIFETIME_S,
) -> Iterator[StandIn]:
    """Run a stand-in DHIS2 on 127.0.0.1 and give its mind; it ends with the block or after ``lifetime_s``.

    Args:
        port: 0 takes a free one.
        mapping: a mapping file's content; its data set, elements and combos are then known.
        org_unit: HFR code of the facility that is known.
        org_unit_name: its name.
        line: of versions, ``2.41 2.42 2.43``; see ``dhis2_versions.toml``.
        stand_in: go on with an earlier mind (a server that was restarted).
        tls: speak TLS with this context.
        lifetime_s: end after that long, whatever happens.
    """
    mind = stand_in or StandIn(line=line)
    if org_unit not in mind.org_units:
        mind.org_units[org_unit] = OrgUnit(id="DiszpKrYNg8", code=org_unit, name=org_unit_name)
    if mapping is not None:
        mind.add_data_set(mapping)
    with listening(mind, port=port, tls=tls, lifetime_s=lifetime_s):
        yield mind
