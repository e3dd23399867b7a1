"""Makes the signed bundle of a release, and the keys for it.

    keygen FILE                  a new key: FILE (private, stays offline) and FILE.pub (its public half)
    make FOLDER OUT ...          a bundle of the program in FOLDER, signed with the keys that are given
    sign BUNDLE --key FILE       one more signature: each of the three people signs on an own PC
    show BUNDLE                  what it says of itself, and by which keys it is signed

A release needs the signatures of two of the three keys in ``emr_desktop/updates/release_keys.toml``. With
EMR_KEY_PASSPHRASE private keys are written and read encrypted.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from db.migrate import SCHEMA_VERSION
from emr_desktop import __version__
from emr_desktop.updates.bundle import ENDING, MANIFEST_NAME, PROGRAM, SIGNATURES_NAME
from emr_desktop.updates.manifest import Manifest, ProgramFile, manifest_of
from emr_desktop.updates.program_folder import this_platform
from emr_desktop.updates.signing import key_id, release_keys, sign

_WHEN = (1980, 1, 1, 0, 0, 0)  # the same program gives the same bundle


def files_of(folder: Path) -> tuple[ProgramFile, ...]:
    """Every file and link below a folder, in one order."""
    found = []
    for path in sorted(folder.rglob("*"), key=lambda each: each.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found.append(ProgramFile(path=name, link=str(path.readlink())))
        elif path.is_file():
            content = path.read_bytes()
            found.append(
                ProgramFile(
                    path=name,
                    sha256=hashlib.sha256(content).hexdigest(),
                    size=len(content),
                    executable=bool(path.stat().st_mode & 0o100),
                )
            )
    return tuple(found)


def write_bundle(out: Path, manifest: bytes, signatures: dict[str, str], folder: Path) -> None:
    """Write the one file: first what is signed and the signatures, then the program."""
    part = out.with_name(out.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, MANIFEST_NAME, manifest)
        _add(archive, SIGNATURES_NAME, _document(signatures))
        for each in manifest_of(manifest).files:
            if not each.link:
                _add(archive, PROGRAM + each.path, (folder / each.path).read_bytes())
    part.replace(out)


def add_signatures(bundle: Path, keys: Iterable[Ed25519PrivateKey]) -> None:
    """Sign a bundle with more keys; the program in it stays as it is."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(bundle) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        manifest = old.read(MANIFEST_NAME)
        signatures = json.loads(old.read(SIGNATURES_NAME)) | dict(sign(manifest, key) for key in keys)
        for each in old.namelist():
            _add(new, each, _document(signatures) if each == SIGNATURES_NAME else old.read(each))
    part = bundle.with_name(bundle.name + ".part")
    part.write_bytes(content.getvalue())
    part.replace(bundle)


def new_key(file: Path) -> bytes:
    """Write a private key (for its owner alone) and its public half; gives the public half."""
    key = Ed25519PrivateKey.generate()
    secret = os.environ.get("EMR_KEY_PASSPHRASE")
    encryption = BestAvailableEncryption(secret.encode()) if secret else NoEncryption()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SystemExit(f"{file}: {error.strerror}") from error
    with os.fdopen(handle, "wb") as stream:
        stream.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    public = key.public_key().public_bytes_raw()
    file.with_name(file.name + ".pub").write_text(public.hex() + "\n", encoding="ascii")
    return public


def read_key(file: Path) -> Ed25519PrivateKey:
    """Read a private key."""
    secret = os.environ.get("EMR_KEY_PASSPHRASE")
    try:
        found = load_pem_private_key(file.read_bytes(), secret.encode() if secret else None)
    except (OSError, ValueError, TypeError) as error:
        raise SystemExit(f"{file}: {error} (the passphrase comes from EMR_KEY_PASSPHRASE)") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise SystemExit(f"{file} is not an Ed25519 key")
    return found


def make(told: argparse.Namespace) -> None:
    """Make a bundle of a program folder."""
    manifest = Manifest(
        version=told.version,
        platform=told.platform,
        minimum_version=told.minimum_version,
        schema=told.schema,
        made_on=told.date,
        notes={"sw": told.notes_sw.read_text("utf-8"), "en": told.notes_en.read_text("utf-8")},
        files=files_of(told.folder),
        package=told.package,
        smoke=told.smoke,
    ).to_bytes()
    manifest_of(manifest)  # refuses what no program would take
    out = told.out / f"emr-desktop-{told.version}-{told.platform}{ENDING}" if told.out.is_dir() else told.out
    write_bundle(out, manifest, dict(sign(manifest, read_key(key)) for key in told.key), told.folder)
    print(f"{out}: {out.stat().st_size / 1e6:.1f} MB, {len(told.key)} signatures")
    print(f"SHA-256 {hashlib.sha256(out.read_bytes()).hexdigest()}")


def show(bundle: Path) -> None:
    """Print what a bundle says of itself."""
    with zipfile.ZipFile(bundle) as archive:
        manifest = manifest_of(archive.read(MANIFEST_NAME))
        signatures = json.loads(archive.read(SIGNATURES_NAME))
    known = {key_id(key) for key in release_keys()}
    print(f"{manifest.version} for {manifest.platform}, schema {manifest.schema}, {manifest.made_on}")
    print(
        f"follows on {manifest.minimum_version} or newer; {len(manifest.files)} files, {manifest.size} bytes"
    )
    for name in signatures:
        print(f"signed by {name}{'' if name in known else ' (not a key of this build)'}")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    told = zipfile.ZipInfo(name, _WHEN)
    told.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(told, content)


def _document(signatures: dict[str, str]) -> bytes:
    return (json.dumps(signatures, indent=1, sort_keys=True) + "\n").encode()


def _day() -> date:
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)).date()


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("keygen").add_argument("file", type=Path)
    words.add_parser("show").add_argument("bundle", type=Path)
    signing = words.add_parser("sign")
    signing.add_argument("bundle", type=Path)
    signing.add_argument("--key", type=Path, action="append", required=True)
    making = words.add_parser("make")
    making.add_argument("folder", type=Path, help="the program: emr-desktop and emr-admin lie in it")
    making.add_argument("out", type=Path, help="the bundle, or a folder for it")
    making.add_argument("--version", default=__version__)
    making.add_argument("--platform", default=this_platform())
    making.add_argument("--minimum-version", default="0.1.0")
    making.add_argument("--schema", type=int, default=SCHEMA_VERSION)
    making.add_argument("--date", type=date.fromisoformat, default=_day())
    making.add_argument("--notes-sw", type=Path, required=True, help="what is new, plain text")
    making.add_argument("--notes-en", type=Path, required=True)
    making.add_argument("--package", default="", help="which of the files apt installs (.deb)")
    making.add_argument("--smoke", action="store_true", help="the windows can be started off screen")
    making.add_argument("--key", type=Path, action="append", default=[], help="private key; more than one")
    told = parser.parse_args(arguments)
    if told.word == "keygen":
        print(f'"{new_key(told.file).hex()}",')
    elif told.word == "sign":
        add_signatures(told.bundle, [read_key(key) for key in told.key])
    elif told.word == "show":
        show(told.bundle)
    else:
        make(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
