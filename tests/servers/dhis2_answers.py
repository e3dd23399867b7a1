"""What a DHIS2 answers: the WebMessage and the import summary, and what the stand-in remembers."""

from dataclasses import dataclass
from typing import Any

from stand_in import REASONS, Answer, Fault, Faults, Request, json_answer

__all__ = [
    "REASONS",
    "Answer",
    "Element",
    "Fault",
    "Faults",
    "OrgUnit",
    "Request",
    "json_answer",
    "message_answer",
    "summary_answer",
]


@dataclass
class Element:
    zero_is_significant: bool = False
    value_type: str = "INTEGER_ZERO_OR_POSITIVE"


@dataclass
class OrgUnit:
    id: str
    code: str
    name: str


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


def summary_answer(
    status: int,
    counts: dict[str, int],
    conflicts: list[dict[str, Any]],
    rejected: list[int],
    *,
    nothing: bool = False,
) -> Answer:
    """The import summary in its WebMessage; ``nothing``: not one value was kept, and the server says so."""
    word = ("ERROR" if nothing else "WARNING") if conflicts else "SUCCESS"
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
            "status": word if conflicts else "OK",
            "message": message if conflicts else "Import was successful.",
            "response": response,
        },
    )
