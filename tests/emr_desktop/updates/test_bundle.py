"""What a bundle must be before anything of it is believed."""

from __future__ import annotations

import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from emr_desktop.backups.watching import Watch
from emr_desktop.errors import EmrError
from emr_desktop.updates.bundle import check_program, opened
from emr_desktop.updates.manifest import ProgramFile, is_safe, manifest_of
from emr_desktop.updates.signing import NEEDED, release_keys
from tests.emr_desktop.updates.conftest import KEYS, TRUSTED

MakeBundle = Callable[..., Path]


def _refusal(file: Path, trusted: tuple[bytes, ...] = TRUSTED) -> str | None:
    try:
        with opened(file, trusted=trusted) as bundle:
            bundle.check_files(Watch())
    except EmrError as error:
        return error.code
    return None


@pytest.mark.skipif(sys.platform == "win32", reason="a bundle for Windows has no links")
def test_a_bundle_that_two_people_signed_is_believed_and_unpacks_as_it_was(
    make_bundle: MakeBundle, tmp_path: Path
) -> None:
    file = make_bundle()
    with opened(file, trusted=TRUSTED) as bundle:
        bundle.check_files(Watch())
        bundle.unpack(tmp_path / "out", Watch())
        check_program(bundle.manifest, tmp_path / "out")
    made, came = tmp_path / "build-new.emrupdate", tmp_path / "out"
    for path in ("emr-admin", "emr-desktop", "_internal/library.so", "_internal/library.so.1"):
        assert (came / path).read_bytes() == (made / path).read_bytes()
        assert (came / path).is_symlink() == (made / path).is_symlink()
    assert (came / "emr-admin").stat().st_mode & 0o111
    assert not (came / "_internal" / "library.so").stat().st_mode & 0o111


@pytest.mark.parametrize("keys", [(), KEYS[:1], (KEYS[0], KEYS[0])])
def test_one_signature_is_not_enough(make_bundle: MakeBundle, keys: tuple[Ed25519PrivateKey, ...]) -> None:
    assert _refusal(make_bundle(keys=keys)) == "update.not_signed"


def test_signatures_of_strangers_do_not_count(make_bundle: MakeBundle) -> None:
    strangers = tuple(Ed25519PrivateKey.generate() for _ in range(3))
    assert _refusal(make_bundle(keys=strangers)) == "update.not_signed"
    assert _refusal(make_bundle("one.emrupdate", keys=(KEYS[0], strangers[0]))) == "update.not_signed"


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_any_two_of_the_three_are_enough(make_bundle: MakeBundle, pair: tuple[int, int]) -> None:
    assert _refusal(make_bundle(keys=tuple(KEYS[each] for each in pair))) is None


def test_the_same_key_twice_in_a_build_does_not_count_twice(make_bundle: MakeBundle) -> None:
    assert _refusal(make_bundle(keys=KEYS[:1]), (TRUSTED[0], TRUSTED[0])) == "update.not_signed"


def test_a_build_without_release_keys_says_so(make_bundle: MakeBundle) -> None:
    assert len(release_keys()) < NEEDED  # no release was made yet: real keys belong to real people
    assert _refusal(make_bundle(), release_keys()) == "update.no_release_keys"


def test_a_signature_can_be_added_on_another_pc(make_bundle: MakeBundle, maker: Any) -> None:
    file = make_bundle(keys=KEYS[:1])
    maker.add_signatures(file, [KEYS[2]])
    assert _refusal(file) is None


def test_every_half_of_a_copy_is_refused(make_bundle: MakeBundle, tmp_path: Path) -> None:
    content = make_bundle().read_bytes()
    short = tmp_path / "short.emrupdate"
    for length in range(0, len(content), 13):
        short.write_bytes(content[:length])
        assert _refusal(short) in ("update.not_a_bundle", "update.damaged")


def test_no_changed_byte_reaches_the_disk_unnoticed(make_bundle: MakeBundle, tmp_path: Path) -> None:
    """It is refused, or what it unpacks to is byte for byte what was signed (a date, for example)."""
    content = make_bundle().read_bytes()
    draw, changed = random.Random(8), tmp_path / "changed.emrupdate"
    refused: set[str] = set()
    for number in range(300):
        at = draw.randrange(len(content))
        other = bytes([content[at] ^ (1 << draw.randrange(8))])
        changed.write_bytes(content[:at] + other + content[at + 1 :])
        out = tmp_path / f"out{number}"
        try:
            with opened(changed, trusted=TRUSTED) as bundle:
                bundle.unpack(out, Watch())
            check_program(bundle.manifest, out)
            assert (out / "emr-admin").read_text() == "#!/bin/sh\necho 1.5.0 $0 $@\n"
        except EmrError as error:
            refused.add(error.code)
    assert {"update.damaged"} < refused <= {"update.not_a_bundle", "update.damaged", "update.not_signed"}


def test_a_file_that_nobody_signed_is_refused(make_bundle: MakeBundle) -> None:
    file = make_bundle()
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("program/more", b"x")
    assert _refusal(file) == "update.damaged"


def test_another_program_under_the_signed_manifest_is_refused(
    make_bundle: MakeBundle, tmp_path: Path
) -> None:
    good, other = make_bundle(), make_bundle("other.emrupdate", version="9.9.9")
    swapped = tmp_path / "swapped.emrupdate"
    with zipfile.ZipFile(good) as one, zipfile.ZipFile(other) as two, zipfile.ZipFile(swapped, "w") as new:
        for name in one.namelist():
            new.writestr(name, (two if name.endswith("library.so") else one).read(name))
    assert _refusal(swapped) == "update.damaged"


@pytest.mark.parametrize(
    "path",
    ["../x", "/x", "a/../../x", "C:/x", "a\\..\\x", "", ".", "a//b", "a/", "a\x00b", "x ", "nul.", "a:b"],
)
def test_no_path_leads_out_of_the_folder(path: str) -> None:
    assert not is_safe(path)


@pytest.mark.parametrize("link", ["../../x", "/etc/passwd", "b/../../../x", "", "c:x"])
def test_a_link_out_of_the_folder_is_refused(make_bundle: MakeBundle, link: str) -> None:
    with pytest.raises(EmrError, match=r"update\.damaged"):
        make_bundle(files=(ProgramFile(path="a/b", link=link), ProgramFile(path="c", sha256="0" * 64)))


@pytest.mark.parametrize(
    "spoiled",
    [
        b"[]",
        b"{}",
        b"1",
        b"[" * 100_000,
        b'{"product": "emr-desktop", "format": 1, "files": 3}',
        b'{"product": "another", "format": 1}',
    ],
)
def test_a_manifest_of_another_shape_is_refused(spoiled: bytes) -> None:
    with pytest.raises(EmrError, match=r"update\.damaged"):
        manifest_of(spoiled)
