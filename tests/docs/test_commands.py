"""Every line with ``emr-admin`` in the guides for IT staff is one that the program understands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from ui.cli.app import _options_first, app

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs" / "it-guide").glob("*.md")), ROOT / "docs" / "updates.md", ROOT / "README.md"]
# What stands for something that the reader puts in; numbers and days where the option takes nothing else.
_STANDS_FOR = {"D": "2026-11-01", "ID": "1", "P": "202611", "R": "23.2", "VISIT": "1"}


def lines_of(page: Path) -> Iterator[tuple[str, bool]]:
    """Each command, and whether it stands as a whole line in a block, so that nothing may be missing."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            # At the beginning, behind variables, behind who runs it, or behind another command.
            if found := re.match(r"(?:\w+=\S+ |sudo (?:-u \S+ )?|.*&& )*(emr-admin .*)", line.strip()):
                yield found[1], True
    for inline in re.findall(
        r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    ):
        if "emr-admin " in inline:
            yield inline[inline.index("emr-admin ") :], False


def words_of(line: str) -> list[str]:
    """The words of a command without comment, pipe and file; the first of what may be chosen."""
    line = re.sub(r"\s(#|&&|>|<|\|\s).*", "", line.replace("\\|", "|").replace("…", "x"))
    line = re.sub(r"\s>\S+|\s\|.*$", "", re.sub(r"[\[\]]", "", line).strip())
    words = shlex.split(re.sub(r"^emr-admin\s*", "", line).replace("\\", "/"))
    words = [word.split("|")[0] if "://" not in word.split("|")[0] else word for word in words]
    return [_STANDS_FOR.get(word, word) for word in words if word != "x"]


def problem(words: list[str], *, whole: bool) -> str:
    """What the parser has against a command; empty when nothing."""
    command, name, context = get_command(app), "emr-admin", None
    words = _options_first(words)
    try:
        while True:
            context = command.make_context(name, list(words), parent=context, obj="en")
            if not hasattr(command, "commands"):
                return ""
            words = [*getattr(context, "_protected_args", ()), *context.args]
            if not words:
                return ""  # a group that is named as such
            name, found, words = command.resolve_command(context, words)
            assert found is not None
            command = found
    except Exception as error:
        kind = type(error).__name__
        if kind in ("Exit", "NoArgsIsHelpError") or (kind == "MissingParameter" and not whole):
            return ""
        return f"{kind}: {getattr(error, 'message', error)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_of_the_page_is_understood(page: Path) -> None:
    found = [
        f"{line.strip()[:100]}  ->  {wrong}"
        for line, whole in lines_of(page)
        if (wrong := problem(words_of(line), whole=whole))
    ]
    assert found == []


def test_the_pages_hold_many_commands() -> None:
    assert sum(1 for page in PAGES for _ in lines_of(page)) > 60


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("emr-admin --data-dir DIR backup creat X", "No such command"),
        ("emr-admin --data-dir DIR doctor --with-password", "no such option"),
        ("emr-admin --data-dir DIR backup create", "issing"),
    ],
)
def test_what_is_not_understood_is_found(line: str, kind: str) -> None:
    assert kind.casefold() in problem(words_of(line), whole=True).casefold()
