"""Writes docs/it-guide/codes.md: every code that an IT person may see, with both sentences."""

from __future__ import annotations

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "i18n" / "messages"
PAGE = Path(__file__).parents[2] / "docs" / "it-guide" / "codes.md"
# What looks after programs, records, files and lines, in the order of the page; the rest is the clinic's.
FOR_IT = (
    "start", "database", "folder", "facility", "keys", "recovery", "council", "login", "password", "access",
    "doctor", "audit", "backup", "rescue", "update", "managed", "answers", "proxy", "target", "sync",
    "delivery", "mapping", "registry", "writer", "import", "move_in", "fhir", "export", "support", "usage",
)  # fmt: skip
_TOP = """# Every code

The doctor's document, `--json` answers and the log name a **code**; people read a sentence. Here are those
that reach IT staff, with both sentences as the program says them; `{name}` is filled in. What lies behind
the most frequent ones: [troubleshooting by message](6-troubleshooting.md). Made from the program's sentences
(`python -m ui.guide`).
"""


def page() -> str:
    """The page as it should be."""
    parts = [_TOP]
    for name in FOR_IT:
        table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        parts.append(f"\n## {name}\n\n| code | English | Kiswahili |\n| --- | --- | --- |\n")
        parts += [
            f"| `{code}` | {_cell(texts['en'])} | {_cell(texts['sw'])} |\n" for code, texts in table.items()
        ]
    return "".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
