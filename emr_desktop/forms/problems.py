"""What may be wrong with a definition file, before a sentence is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """``line`` is in the rows file; 0 means the head, on the line that holds ``words``."""

    code: str
    line: int = 0
    words: str = ""
    params: dict[str, object] = field(default_factory=dict)
