"""What a DHIS2 2.42 answers: the WebMessage and the import summary, and what the stand-in remembers."""

import json
import threading
from dataclasses import dataclass, field
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


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
class Faults:
    """What shall go wrong, in the order it was asked for."""

    faults: list[Fault] = field(default_factory=list)
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


@dataclass
class Element:
    zero_is_significant: bool = False
    value_type: str = "INTEGER_ZERO_OR_POSITIVE"


@dataclass
class OrgUnit:
    id: str
    code: str
    name: str


REASONS = {200: "OK", 302: "Found", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


def json_answer(status: int, document: Any) -> Answer:
    return status, {"Content-Type": "application/json;charset=UTF-8"}, json.dumps(document).encode()


def message_answer(status: int, text: str, *, error_code: str | None = None) -> Answer:
    """DHIS2's WebMessage."""
    document: dict[str, Any] = {
        "httpStatus": REASONS.get(status, "Error"),
        "httpStatusCode": status,
        "status": "ERROR",
        "message": text,
    }
    if error_code is not None:
        document["errorCode"] = error_code
    return json_answer(status, document)


def conflict(code: str, text: str) -> dict[str, Any]:
    return {"object": code, "objects": {}, "value": text, "errorCode": code, "indexes": []}


def summary_answer(
    status: int, counts: dict[str, int], conflicts: list[dict[str, Any]], rejected: list[int]
) -> Answer:
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
    return json_answer(
        status,
        {
            "httpStatus": REASONS[status],
            "httpStatusCode": status,
            "status": "WARNING" if conflicts else "OK",
            "message": message if conflicts else "Import was successful.",
            "response": response,
        },
    )
