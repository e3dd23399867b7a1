"""A stand-in DHIS2 on this PC: behaves as 2.42 does towards a client that sends aggregate values.

Needs nothing but the standard library and may be loaded by file path. ``serve()`` runs it for a while::

    with serve(mapping=json.load(open("dhis2_opd_2014.json"))) as server:
        print(server.url, server.token)

Faults are ordered with ``server.fail(...)``; what happened is in ``server.requests`` and ``server.values``.
"""

import base64
import io
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DEFAULT_COMBO = "HllvX50cXC0"
LIFETIME_S = 900.0
TOKEN = "d2pat_" + "StandInStandInStandInStandIn" + "1234567890"
_PERIOD = re.compile(r"\d{4}(0[1-9]|1[0-2])|\d{4}W([1-9]|[1-4]\d|5[0-3])")
_HTML = b"<!DOCTYPE html><html><head><title>Welcome to FreeNet</title></head><body>Buy a bundle</body></html>"


@dataclass
class Request:
    """One request as it came in; credentials are not kept."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    at: float


@dataclass
class Fault:
    """What shall go wrong with the next ``times`` requests that match."""

    kind: str
    method: str | None
    path: str | None
    times: int
    seconds: float
    status: int
    headers: dict[str, str]
    body: bytes | None


@dataclass
class Element:
    zero_is_significant: bool = False
    value_type: str = "INTEGER_ZERO_OR_POSITIVE"


@dataclass
class OrgUnit:
    id: str
    code: str
    name: str


@dataclass
class StandIn:
    """The server's mind: what it knows, what it was told, what shall go wrong."""

    token: str = TOKEN
    users: dict[str, str] = field(default_factory=lambda: {"facility": "District-1"})
    authorities: list[str] = field(default_factory=lambda: ["F_DATAVALUE_ADD"])
    version: str = "2.42.5.2"
    system_id: str = "stand-in-0000-0000"
    calendar: str = "iso8601"
    org_units: dict[str, OrgUnit] = field(default_factory=dict)  # by code
    data_sets: dict[str, dict[str, Element]] = field(default_factory=dict)  # uid -> element uid -> element
    combos: set[str] = field(default_factory=set)
    other_elements: set[str] = field(default_factory=set)  # exist, but in none of the data sets
    locked: set[str] = field(default_factory=set)  # periods past their expiry day
    clock_offset_s: float = 0.0
    attribute_combo_needed: bool = False
    latest_period: str = "209912"
    # (element, period, org unit uid, combo, attribute combo) -> value
    values: dict[tuple[str, str, str, str, str], str] = field(default_factory=dict)
    completed: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused_logins: int = 0
    writes: int = 0  # values stored, changed or deleted
    url: str = ""
    lock: threading.RLock = field(default_factory=threading.RLock)
    let_go: threading.Event = field(default_factory=threading.Event)  # ends slow faults early

    def fail(
        self,
        kind: str,
        *,
        method: str | None = None,
        path: str | None = None,
        times: int = 1,
        seconds: float = 30.0,
        status: int = 500,
        headers: dict[str, str] | None = None,
        body: bytes | None = None,
    ) -> None:
        """Order a fault.

        Args:
            kind: ``drop_before`` (the line breaks, nothing was done), ``drop_after`` (done, but no answer),
                ``slow_before``, ``slow_after``, ``truncate`` (done; the answer stops in the middle),
                ``html``, ``login`` (redirect to the login page), ``portal`` (redirect elsewhere),
                ``status`` (answer with ``status``, nothing done), ``status_after`` (done, then that).
            method: only for this one.
            path: only for paths that start so.
            times: how often.
            seconds: of the slow ones.
            status: of the status ones.
            headers: added to the answer of a status.
            body: JSON or other text of the answer of a status.
        """
        with self.lock:
            self.faults.append(Fault(kind, method, path, times, seconds, status, headers or {}, body))

    def heal(self) -> None:
        """Take all faults back and let slow answers go."""
        with self.lock:
            self.faults.clear()
        self.let_go.set()

    def next_fault(self, method: str, path: str) -> Fault | None:
        """The fault that this request runs into."""
        with self.lock:
            for fault in self.faults:
                if fault.times > 0 and fault.method in (None, method) and path.startswith(fault.path or ""):
                    fault.times -= 1
                    return fault
        return None

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
        start_response(f"{status} {_REASONS.get(status, 'Other')}", list(headers.items()))
        return [body]

    def _answer(self, environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        query = {name: values[-1] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        with self.lock:
            self.requests.append(Request(method, path, query, body, time.monotonic()))
            if path == "/api/ping":
                return 200, {"Content-Type": "text/plain"}, b"pong"
            refused = self._refused(environ.get("HTTP_AUTHORIZATION", ""))
            if refused:
                return _message(401, refused)
            return self._route(method, path.removesuffix(".json"), query, body)

    def _route(
        self, method: str, path: str, query: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        if method == "GET" and path == "/api/system/info":
            return _json(200, self._info())
        if method == "GET" and path == "/api/me":
            units = [vars(unit) for unit in self.org_units.values()]
            me = {"id": "xE7jOejl9FI", "username": "facility", "organisationUnits": units}
            return _json(200, {**me, "authorities": self.authorities, "dataSets": list(self.data_sets)})
        if method == "GET" and path == "/api/organisationUnits":
            return self._find_org_units(query)
        if method == "GET" and path.startswith("/api/dataSets/"):
            return self._data_set(path.rsplit("/", 1)[1])
        if path == "/api/dataValueSets":
            if method == "POST" and "F_DATAVALUE_ADD" not in self.authorities:
                return _message(403, "Access is denied")
            return self._import(query, body) if method == "POST" else self._export(query)
        if method == "POST" and path == "/api/completeDataSetRegistrations":
            return self._complete(query, body)
        return _message(404, f"HTTP 404 Not Found {path}")

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

    def _find_org_units(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        field_name, operator, wanted = [*query.get("filter", "code:eq:").split(":", 2), "", ""][:3]
        if operator != "eq" or field_name not in ("code", "id", "name"):
            return _message(400, f"Filter not understood: {query.get('filter')}")
        found = [vars(unit) for unit in self.org_units.values() if getattr(unit, field_name) == wanted]
        return _json(200, {"organisationUnits": found})

    def _data_set(self, uid: str) -> tuple[int, dict[str, str], bytes]:
        if uid not in self.data_sets:
            return _message(404, f"DataSet with id {uid} could not be found.", error_code="E1005")
        elements = [
            {"dataElement": {"id": each, "zeroIsSignificant": element.zero_is_significant}}
            for each, element in self.data_sets[uid].items()
        ]
        combo = {"id": "bjDvmb4bfuf", "isDefault": not self.attribute_combo_needed}
        document = {"id": uid, "name": "HMIS (stand-in)", "periodType": "Monthly", "version": 3}
        return _json(200, {**document, "categoryCombo": combo, "dataSetElements": elements})

    def _import(self, query: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        try:
            envelope = json.loads(body)
            raw = envelope["dataValues"]
        except (ValueError, KeyError, TypeError):
            return _message(409, "Unexpected character in JSON")
        strict = {name for name, value in query.items() if name.startswith("strict") and value == "true"}
        conflicts: dict[tuple[str, str], dict[str, Any]] = {}
        rejected: list[int] = []
        counts = {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0}
        data_set, period = envelope.get("dataSet"), envelope.get("period")
        scheme = query.get("orgUnitIdScheme", "UID").upper()
        unit = self._org_unit(envelope.get("orgUnit"), scheme)
        whole = self._envelope_conflict(data_set, period, unit, envelope)
        if whole is not None:
            return _summary(409, counts, [whole], [])
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
            return _summary(409, counts, list(conflicts.values()), rejected)
        return _summary(200, counts, [], [])

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
            return _conflict("E7600", f"Data set not found or not accessible: `{data_set}`")
        if unit is None:
            return _conflict("E7603", f"Org unit not found or not accessible: `{envelope.get('orgUnit')}`")
        if not isinstance(period, str) or not _PERIOD.fullmatch(period):
            return _conflict("E7611", f"Period not valid: `{period}`")
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

    def _export(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        data_set, period, org_unit = (query.get(name) for name in ("dataSet", "period", "orgUnit"))
        if data_set not in self.data_sets:
            return _message(409, f"Data set not found: {data_set}", error_code="E2017")
        scheme = query.get("inputOrgUnitIdScheme", "UID").upper()
        unit = self._org_unit(org_unit, scheme)
        if unit is None or not period:
            return _message(409, "At least one valid organisation unit must be specified", error_code="E2006")
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
        return _json(200, {"dataValues": values})

    def _complete(self, query: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        counts = {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0}
        try:
            entries = json.loads(body)["completeDataSetRegistrations"]
        except (ValueError, KeyError, TypeError):
            return _message(409, "Unexpected character in JSON")
        conflicts = []
        for entry in entries:
            unit = self._org_unit(entry.get("organisationUnit"), query.get("orgUnitIdScheme", "UID").upper())
            data_set, period = entry.get("dataSet"), entry.get("period")
            if unit is None or data_set not in self.data_sets:
                conflicts.append(_conflict("E7603", "Org unit or data set not found or not accessible"))
                continue
            if period in self.locked:
                conflicts.append(_conflict("E7640", f"Period: `{period}` is expired for data set"))
                continue
            key = (data_set, period, unit.id)
            counts["updated" if key in self.completed else "imported"] += 1
            self.completed[key] = entry
        return _summary(409 if conflicts else 200, counts, conflicts, [])


_REASONS = {200: "OK", 302: "Found", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


def _json(status: int, document: Any) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "application/json;charset=UTF-8"}, json.dumps(document).encode()


def _message(status: int, text: str, *, error_code: str | None = None) -> tuple[int, dict[str, str], bytes]:
    """DHIS2's WebMessage."""
    document: dict[str, Any] = {
        "httpStatus": _REASONS.get(status, "Error"),
        "httpStatusCode": status,
        "status": "ERROR",
        "message": text,
    }
    if error_code is not None:
        document["errorCode"] = error_code
    return _json(status, document)


def _conflict(code: str, text: str) -> dict[str, Any]:
    return {"object": code, "objects": {}, "value": text, "errorCode": code, "indexes": []}


def _summary(
    status: int, counts: dict[str, int], conflicts: list[dict[str, Any]], rejected: list[int]
) -> tuple[int, dict[str, str], bytes]:
    word = "WARNING" if conflicts else "SUCCESS"
    response: dict[str, Any] = {
        "responseType": "ImportSummary",
        "status": word,
        "description": "Import process completed successfully",
        "importCount": counts,
        "conflicts": conflicts,
        "rejectedIndexes": rejected,
        "dataSetComplete": "false",
    }
    message = "One more conflicts encountered, please check import summary."
    return _json(
        status,
        {
            "httpStatus": _REASONS[status],
            "httpStatusCode": status,
            "status": "WARNING" if conflicts else "OK",
            "message": message if conflicts else "Import was successful.",
            "response": response,
        },
    )


class _Handler(BaseHTTPRequestHandler):
    """Runs the application and lets the ordered faults happen around it."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    stand_in: StandIn

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        fault = self.stand_in.next_fault(self.command, parts.path)
        kind = fault.kind if fault is not None else ""
        if kind == "drop_before":
            return self._hang_up()
        if fault is not None and kind == "slow_before":
            self.stand_in.let_go.wait(fault.seconds)
        if fault is not None and kind in ("html", "login", "portal", "status"):
            return self._send(*self._broken(fault))
        status, headers, content = self._ask(parts.path, parts.query, body)
        if kind == "drop_after":
            return self._hang_up()
        if fault is not None and kind == "slow_after":
            self.stand_in.let_go.wait(fault.seconds)
        if fault is not None and kind == "status_after":
            return self._send(*self._broken(fault))
        if kind == "truncate":
            self._send(status, headers, content, cut=True)
            return self._hang_up()
        return self._send(status, headers, content)

    def _ask(self, path: str, query: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        environ = {
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_AUTHORIZATION": self.headers.get("Authorization", ""),
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        answer: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]]) -> None:
            answer["status"], answer["headers"] = int(status.split(" ", 1)[0]), dict(headers)

        content = b"".join(self.stand_in(environ, start_response))
        return answer["status"], answer["headers"], content

    def _broken(self, fault: Fault) -> tuple[int, dict[str, str], bytes]:
        if fault.kind == "html":
            return 200, {"Content-Type": "text/html; charset=utf-8"}, _HTML
        if fault.kind == "login":
            return 302, {"Location": f"{self.stand_in.url}/dhis-web-login/"}, b""
        if fault.kind == "portal":
            return 302, {"Location": "http://portal.example.net/welcome"}, b""
        content = fault.body if fault.body is not None else b'{"httpStatusCode":%d}' % fault.status
        return fault.status, {"Content-Type": "application/json", **fault.headers}, content

    def _send(self, status: int, headers: dict[str, str], content: bytes, *, cut: bool = False) -> None:
        self.send_response_only(status, _REASONS.get(status, "Other"))
        now = datetime.now(UTC).timestamp() + self.stand_in.clock_offset_s
        self.send_header("Date", self.date_time_string(now))
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)
        self.wfile.flush()

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(2)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is no news."""


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
    handler = type("_BoundHandler", (_Handler,), {"stand_in": mind})
    server = _Server(("127.0.0.1", port), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    mind.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="stand-in-dhis2", daemon=True
    )
    thread.start()
    end = threading.Timer(lifetime_s, server.shutdown)
    end.daemon = True
    end.start()
    try:
        yield mind
    finally:
        end.cancel()
        mind.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
