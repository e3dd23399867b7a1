"""The libraries of a Debian build machine that were taken into the frozen program, with their licences."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from installers.contents import TAKEN_ALONG

_FOLDERS = (
    "/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu",
    "/lib/aarch64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
)


def brought_along(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Package, version and the text of its licence, for each package that a library in ``folder`` is of."""
    seen = set()
    for path in sorted((folder / "_internal").iterdir()):
        if not path.name.startswith(TAKEN_ALONG) or path.name.startswith("libpython"):
            continue
        package = _owner(path.name)
        if package and package not in seen:
            seen.add(package)
            version = _ask("dpkg-query", "-W", "-f", "${Version}", package)
            text = Path("/usr/share/doc") / package / "copyright"
            yield package, version, text.read_text(encoding="utf-8", errors="replace")


def _owner(library: str) -> str:
    for place in _FOLDERS:
        answer = _ask("dpkg-query", "-S", f"{place}/{library}")
        if answer:
            return answer.split(":")[0]
    return ""


def _ask(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
