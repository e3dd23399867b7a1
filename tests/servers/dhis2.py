"""A stand-in DHIS2 on this PC: behaves as 2.42 does towards a client that sends aggregate values.

Needs nothing but the standard library and may be loaded by file path. ``serve()`` runs it for a while::

    with serve(mapping=json.load(open("dhis2_opd_2014.json"))) as server:
        print(server.url, server.token)

Faults are ordered with ``server.fail(...)``; what happened is in ``server.requests`` and ``server.values``.
"""

import base64
import json
import re
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

sys.path.insert(0, str(Path(__file__).parent))  # loaded by file path: its two parts lie beside it

from dhis2_answers import (
    REASONS,
    Answer,
    Element,
    Faults,
    OrgUnit,
    Request,
    conflict,
    json_answer,
    message_answer,
    summary_answer,
)
from dhis2_metadata import Metadata
from stand_in_socket import listening

DEFAULT_COMBO = "HllvX50cXC0"
LIFETIME_S = 900.0
TOKEN = "d2pat_" + "StandInStandInStandInStandIn" + "1234567890"
_PERIOD = re.compile(r"\d{4}(0[1-9]|1[0-2])|\d{4}W([1-9]|[1-4]\d|5[0-3])")


@dataclass
class StandIn(Metadata, Faults):
    """The server's mind: what it knows, what it was told, what shall go wrong."""

    token: str = TOKEN
    users: dict[str, str] = field(default_factory=lambda: {"facility": "District-1"})
    authorities: list[str] = field(default_factory=lambda: ["F_DATAVALUE_ADD"])
    version: str = "2.42.5.2"
    system_id: str = "stand-in-0000-0000"
    calendar: str = "iso8601"
    org_units: dict[str, OrgUnit] = field(default_factory=dict)  # by code
    other_elements: set[str] = field(default_factory=set)  # exist, but in none of the data sets
    locked: set[str] = field(default_factory=set)  # periods past their expiry day
    clock_offset_s: float = 0.0
    latest_period: str = "209912"
    # (element, period, org unit uid, combo, attribute combo) -> value
    values: dict[tuple[str, str, str, str, str], str] = field(default_factory=dict)
    completed: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    refused_logins: int = 0
    writes: int = 0  # values stored, changed or deleted
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
            return self._import(query, body) if method == "POST" else self._export(query)
        if method == "POST" and path == "/api/completeDataSetRegistrations":
            return self._complete(query, body)
        return message_answer(404, f"HTTP 404 Not Found {path}")

    def _refused(self, header: str) -> str | None:
        scheme, _, rest = header.partition(" ")
        if scheme == "ApiToken" and rest == self.token:
            return None
        if scheme == "Basic":
            user, _, password = base64.b64decode(rest).decode().partition(":")
            if self.refused_logins < 4 and user in self.users and self.users[user] == password:
                return None
        self.refused_logins += 1
        return "User account is locked" if self.refused_logins > 4 else "Bad credentials"

    def _info(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "revision": "a1b2c3d",
            "calendar": self.calendar,
            "dateFormat": "yyyy-mm-dd",
            "serverDate": datetime.now(UTC).isoformat(),
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

    def _import(self, query: dict[str, str], body: bytes) -> Answer:
        try:
            envelope = json.loads(body)
            raw = envelope["dataValues"]
        except (ValueError, KeyError, TypeError):
            return message_answer(409, "Unexpected character in JSON")
        strict = {name for name, value in query.items() if name.startswith("strict") and value == "true"}
        conflicts: dict[tuple[str, str], dict[str, Any]] = {}
        rejected: list[int] = []
        counts = {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0}
        data_set, period = envelope.get("dataSet"), envelope.get("period")
        scheme = query.get("orgUnitIdScheme", "UID").upper()
        unit = self._org_unit(envelope.get("orgUnit"), scheme)
        whole = self._envelope_conflict(data_set, period, unit, envelope)
        if whole is not None:
            return summary_answer(409, counts, [whole], [])
        assert unit is not None
        for index, value in enumerate(raw):
            trouble = self._value_conflict(data_set, period, value, strict)
            if trouble is not None:
                error_code, thing, text = trouble
                entry = conflicts.setdefault(
                    (error_code, thing),
                    {"object": thing, "objects": {}, "value": text, "errorCode": error_code, "indexes": []},
                )
                entry["indexes"].append(index)
                rejected.append(index)
                counts["ignored"] += 1
                continue
            attribute = (
                value.get("attributeOptionCombo") or envelope.get("attributeOptionCombo") or DEFAULT_COMBO
            )
            combo = value.get("categoryOptionCombo") or DEFAULT_COMBO
            key = (value["dataElement"], period, unit.id, combo, attribute)
            self._store(key, str(value["value"]), data_set, counts, dry=query.get("dryRun") == "true")
        if conflicts:
            return summary_answer(409, counts, list(conflicts.values()), rejected)
        return summary_answer(200, counts, [], [])

    def _store(
        self,
        key: tuple[str, str, str, str, str],
        value: str,
        data_set: str,
        counts: dict[str, int],
        *,
        dry: bool,
    ) -> None:
        before = self.values.get(key)
        element = self.data_sets.get(data_set, {}).get(key[0], Element())
        if value == "0" and not element.zero_is_significant:
            # An insignificant zero is skipped and counted nowhere; over an older value it deletes that.
            if before is not None:
                counts["deleted"] += 1
                if not dry:
                    del self.values[key]
                    self.writes += 1
            return
        if before == value:
            counts["ignored"] += 1  # unchanged: no conflict
            return
        counts["imported" if before is None else "updated"] += 1
        if not dry:
            self.values[key] = value
            self.writes += 1

    def _org_unit(self, name: Any, scheme: str) -> OrgUnit | None:
        if scheme == "CODE":
            return self.org_units.get(str(name))
        return next((unit for unit in self.org_units.values() if unit.id == name), None)

    def _envelope_conflict(
        self, data_set: Any, period: Any, unit: OrgUnit | None, envelope: dict[str, Any]
    ) -> dict[str, Any] | None:
        if data_set not in self.data_sets:
            return conflict("E7600", f"Data set not found or not accessible: `{data_set}`")
        if unit is None:
            return conflict("E7603", f"Org unit not found or not accessible: `{envelope.get('orgUnit')}`")
        if not isinstance(period, str) or not _PERIOD.fullmatch(period):
            return conflict("E7611", f"Period not valid: `{period}`")
        return None

    def _value_conflict(
        self, data_set: str, period: str, value: dict[str, Any], strict: set[str]
    ) -> tuple[str, str, str] | None:
        element, combo, text = value.get("dataElement"), value.get("categoryOptionCombo"), value.get("value")
        inside = self.data_sets[data_set]
        everywhere = {each for elements in self.data_sets.values() for each in elements} | self.other_elements
        if element not in everywhere:
            return "E7610", str(element), f"Data element not found or not accessible: `{element}`"
        if combo is not None and combo not in self.combos:
            found = "Category option combo not found or not accessible for writing data"
            return "E7613", str(combo), f"{found}: `{combo}`"
        if element not in inside and "strictDataElements" in strict:
            return (
                "E7633",
                str(element),
                f"Data element `{element}` must be part of the data set `{data_set}`",
            )
        if "W" in period and "strictPeriods" in strict:
            return "E7632", period, f"Period type of period `{period}` must be equal to that of the data set"
        if period in self.locked:
            return "E7640", period, f"Period: `{period}` is expired for data set: `{data_set}`"
        if period > self.latest_period:
            return "E7641", period, f"Period: `{period}` is after latest open future period"
        if not isinstance(text, str) or not re.fullmatch(r"\d+", text):
            return "E7619", str(text), f"Value must match value type of data element `{element}`: `{text}`"
        return None

    def _export(self, query: dict[str, str]) -> Answer:
        data_set, period, org_unit = (query.get(name) for name in ("dataSet", "period", "orgUnit"))
        if data_set not in self.data_sets:
            return message_answer(409, f"Data set not found: {data_set}", error_code="E2017")
        scheme = query.get("inputOrgUnitIdScheme", "UID").upper()
        unit = self._org_unit(org_unit, scheme)
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

    def _complete(self, query: dict[str, str], body: bytes) -> Answer:
        counts = {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0}
        try:
            entries = json.loads(body)["completeDataSetRegistrations"]
        except (ValueError, KeyError, TypeError):
            return message_answer(409, "Unexpected character in JSON")
        conflicts = []
        for entry in entries:
            unit = self._org_unit(entry.get("organisationUnit"), query.get("orgUnitIdScheme", "UID").upper())
            data_set, period = entry.get("dataSet"), entry.get("period")
            if unit is None or data_set not in self.data_sets:
                conflicts.append(conflict("E7603", "Org unit or data set not found or not accessible"))
                continue
            if period in self.locked:
                conflicts.append(conflict("E7640", f"Period: `{period}` is expired for data set"))
                continue
            key = (data_set, period, unit.id)
            counts["updated" if key in self.completed else "imported"] += 1
            self.completed[key] = entry
        return summary_answer(409 if conflicts else 200, counts, conflicts, [])


@contextmanager
def serve(
    port: int = 0,
    *,
    mapping: dict[str, Any] | None = None,
    org_unit: str = "101168-3",
    org_unit_name: str = "Buigiri Dispensary",
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
        stand_in: go on with an earlier mind (a server that was restarted).
        tls: speak TLS with this context.
        lifetime_s: end after that long, whatever happens.
    """
    mind = stand_in or StandIn()
    if org_unit not in mind.org_units:
        mind.org_units[org_unit] = OrgUnit(id="DiszpKrYNg8", code=org_unit, name=org_unit_name)
    if mapping is not None:
        mind.add_data_set(mapping)
    with listening(mind, port=port, tls=tls, lifetime_s=lifetime_s):
        yield mind
