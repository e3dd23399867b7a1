"""Puts the public release keys into a frozen program: those whose signatures it takes updates by.

    python installers/release_keys.py PROGRAM

EMR_RELEASE_KEYS names a file like ``emr_desktop/updates/release_keys.toml`` with the three keys, or more
while one is changed. Without it the keys of the sources stay; without any the build takes no updates, and
says so here and under Administration, Updates.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from emr_desktop.updates.signing import NEEDED, key_id  # noqa: E402

_IN_PROGRAM = Path("_internal/emr_desktop/updates/release_keys.toml")
_LENGTH = 32  # bytes of an Ed25519 public key


def keys_of(content: str) -> list[bytes]:
    """Read the keys of a file.

    Raises:
        SystemExit: it is no such file, or holds too few keys, or one twice.
    """
    try:
        found = [bytes.fromhex(each) for each in tomllib.loads(content)["keys"]]
    except (ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"this is no list of release keys: {error}") from error
    if any(len(each) != _LENGTH for each in found):
        raise SystemExit("a release key has 64 hex digits")
    if len(set(found)) != len(found):
        raise SystemExit("a release key stands there twice")
    return found


def put_into(program: Path, named: str | None) -> list[bytes]:
    """Give a frozen program the keys of the named file; without one it keeps its own, which are given.

    Raises:
        SystemExit: the file cannot be read, or fewer than two keys are in it.
    """
    target = program / _IN_PROGRAM
    if not named:
        return keys_of(target.read_text(encoding="utf-8"))
    try:
        content = Path(named).read_text(encoding="utf-8")
    except OSError as error:
        raise SystemExit(f"EMR_RELEASE_KEYS: {named}: {error.strerror}") from error
    found = keys_of(content)
    if len(found) < NEEDED:
        raise SystemExit(f"EMR_RELEASE_KEYS: {len(found)} keys; an update needs {NEEDED} signatures")
    target.write_text(content, encoding="utf-8", newline="\n")
    return found


def main(program: Path) -> int:
    """Put them in and say which they are."""
    found = put_into(program, os.environ.get("EMR_RELEASE_KEYS"))
    if len(found) < NEEDED:
        print("No release keys: this build takes no updates. For a release set EMR_RELEASE_KEYS.")
    else:
        print(f"Takes updates signed by two of {', '.join(key_id(each) for each in found)}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
