"""Brings the secrets that a file of answers only points to: from stdin, the environment, or a closed file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from emr_desktop.answer_file.rows import AnswersFaulty, Fault, Table

_LONGEST = 10_000


class SecretSources:
    """Each ``stdin`` takes the next line that came in.

    Args:
        next_line: gives the next line of stdin, without its end; an empty one when there is none left.
        code: of the facility, for ``{code}`` in the name of a file.
    """

    def __init__(self, *, next_line: Callable[[], str], code: str) -> None:
        self._next_line, self._code = next_line, code

    def of(self, table: Table) -> str:
        """The secret of a table.

        Raises:
            AnswersFaulty: ``answers.secret_missing``, ``answers.secret_open``: others may read the file.
        """
        told = str(table.values["secret"])
        kind, _, where = told.partition(":")
        place = table.place("secret")
        if kind == "stdin":
            found = self._next_line()
        elif kind == "env":
            found = os.environ.get(where, "")
        else:
            path = table.path.parent / where.replace("{code}", self._code)
            try:
                mode = path.stat().st_mode
                if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                    raise AnswersFaulty(Fault(place, "answers.secret_open", {"path": str(path)}))
                lines = path.read_text(encoding="utf-8-sig")[:_LONGEST].splitlines()
            except (OSError, UnicodeDecodeError):
                raise AnswersFaulty(Fault(place, "answers.secret_missing", {"source": told})) from None
            found = lines[0].strip() if lines else ""
        if not found:
            raise AnswersFaulty(Fault(place, "answers.secret_missing", {"source": told}))
        return found
