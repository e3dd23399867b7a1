"""The libraries inside the wheels: which versions they are, and whether a build takes them.

    python installers/native.py        lists them; exit code 1 when one is too old

No list of Python packages names them, so no scan of such a list sees their faults. native.toml names them.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Part:
    """A library that comes along, as native.toml has it, with the version found in this environment."""

    name: str
    within: str
    licence: str
    supplier: str
    version: str
    at_least: str
    because: str
    texts: tuple[str, ...]

    @property
    def is_too_old(self) -> bool:
        return bool(self.at_least) and numbers(self.version) < numbers(self.at_least)


def numbers(text: str) -> tuple[int, ...]:
    """The leading numbers of a version: ``4.19.0 community`` is (4, 19, 0)."""
    found = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(each) for each in found[0].split(".")) if found else ()


def parts(system: str = sys.platform) -> tuple[Part, ...]:
    """What comes along on a system, in the order of the list."""
    table = tomllib.loads((HERE / "native.toml").read_text(encoding="utf-8"))
    return tuple(
        Part(
            name=each["name"],
            within=each["within"],
            licence=each["licence"],
            supplier=each["supplier"],
            version=probe(each["probe"]),
            at_least=each.get("at_least", ""),
            because=each.get("because", ""),
            texts=tuple(each["texts"]),
        )
        for each in table["part"]
        if system in each.get("systems", [system])
    )


def probe(name: str) -> str:
    """Ask a library for its version; empty when it is not said.

    Raises:
        KeyError: nobody knows how to ask.
    """
    kind, _, detail = name.partition(":")
    return _PROBES[kind](detail) if kind else ""


def _sqlcipher(pragma: str) -> str:
    import sqlcipher3

    connection = sqlcipher3.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'x'")
        return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
    finally:
        connection.close()


def _sqlite(_detail: str) -> str:
    import sqlcipher3

    return str(sqlcipher3.sqlite_version)


def _cryptography(_detail: str) -> str:
    from cryptography.hazmat.backends.openssl import backend

    return _second_word(backend.openssl_version_text())


def _ssl(_detail: str) -> str:
    import ssl

    return _second_word(ssl.OPENSSL_VERSION)


def _qt(_detail: str) -> str:
    from PySide6.QtCore import qVersion

    return str(qVersion())


def _icu(_detail: str) -> str:
    import PySide6

    found = sorted((Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*"))
    return found[0].name.rpartition(".so.")[2] if found else ""


def _expat(_detail: str) -> str:
    import pyexpat

    return pyexpat.EXPAT_VERSION.removeprefix("expat_")


def _pdfium(_detail: str) -> str:
    import pypdfium2

    return str(pypdfium2.PDFIUM_INFO).partition("@")[0]


def _pillow(feature: str) -> str:
    from PIL import features

    return str(features.version(feature) or "")


def _second_word(text: str) -> str:
    return [*text.split(), "", ""][1]


_PROBES: dict[str, Callable[[str], Any]] = {
    "python": lambda _detail: sys.version.split()[0],
    "pyinstaller": lambda _detail: version("pyinstaller"),
    "qt": _qt,
    "icu": _icu,
    "sqlcipher": lambda _detail: _sqlcipher("cipher_version"),
    "sqlcipher_openssl": lambda _detail: _second_word(_sqlcipher("cipher_provider_version")),
    "sqlite": _sqlite,
    "cryptography_openssl": _cryptography,
    "ssl": _ssl,
    "expat": _expat,
    "pdfium": _pdfium,
    "pillow": _pillow,
}


def main() -> int:
    """List every library; 1 when one is older than a build takes."""
    found = parts()
    for part in found:
        mark = "TOO OLD" if part.is_too_old else "ok"
        wanted = f">= {part.at_least}: {part.because}" if part.at_least else ""
        print(f"{part.name:22} {part.version:20} in {part.within:20} {mark:8} {wanted}")
    return 1 if any(part.is_too_old for part in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
