"""The list of facilities beside a file of answers: a CSV with one line for each PC."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from emr_desktop.answer_file.rows import AnswersFaulty, Fault, Place, Table
from emr_desktop.facility.details import default_settings

_COLUMNS = frozenset(
    ("code", "name", "type", "region", "council", "ward", "phone", "language", "in_charge", "in_charge_name")
)
_LARGEST_BYTES = 5_000_000


def facility_line(path: Path, code: str, named_at: Place) -> Table:
    """Find the line of one facility.

    Args:
        path: CSV in UTF-8 with a header; columns in any order, besides ours the names of settings.
        code: HFR code, with or without its dash.
        named_at: where the answers name the file.

    Raises:
        AnswersFaulty: the file cannot be read, a column is unknown, the code stands there never or twice.
    """
    try:
        with path.open("rb") as stream:
            text = stream.read(_LARGEST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise AnswersFaulty(
            Fault(named_at, "answers.file_missing", {"path": str(path), "reason": error.strerror or ""})
        ) from None
    except UnicodeDecodeError:
        raise AnswersFaulty(Fault((path, 1, "-"), "answers.not_utf8")) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    settings = default_settings()
    faults = [
        Fault((path, 1, name or "-"), "answers.unknown_key")
        for name in columns
        if name not in _COLUMNS and name not in settings
    ]
    if "code" not in columns:
        faults.append(Fault((path, 1, "code"), "answers.missing"))
    if faults:
        raise AnswersFaulty(*faults)
    found: list[tuple[int, dict[str, str]]] = []
    try:
        for row in reader:
            if _bare(row.get("code") or "") == _bare(code):
                found.append((reader.line_num, {key: (row.get(key) or "").strip() for key in columns}))
    except csv.Error:
        raise AnswersFaulty(Fault((path, reader.line_num, "-"), "answers.not_csv")) from None
    if not found:
        raise AnswersFaulty(Fault((path, 1, "code"), "answers.code_not_listed", {"given": code}))
    if len(found) > 1:
        raise AnswersFaulty(
            Fault((path, found[1][0], "code"), "answers.code_twice", {"given": code, "first": found[0][0]})
        )
    line, values = found[0]
    return Table(values, path, {"": line} | dict.fromkeys(values, line), path.name)


def _bare(code: str) -> str:
    return code.replace("-", "").strip()
