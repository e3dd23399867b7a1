"""The clear header of a backup: its form, and how it is read without believing it.

The file is MAGIC, four bytes of length, the header as canonical JSON, then the encrypted database to the end.
The header names no person: no staff, no patient, no password slot. What it says is believed only when the key
that came out of it fits its MAC.
"""

from __future__ import annotations

import hmac
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from db.errors import BackupTrouble
from db.sealing import BOX_LENGTH, KINDS, SALT_LENGTH, SealedKey
from db.slots import derived

MAGIC = b"EMRBKUP\n"
FORMAT = 1
LONGEST_HEADER = 64 * 1024
PREFIX_LENGTH = len(MAGIC) + 4
REASONS = ("daily", "asked", "before_migration", "before_restore", "before_update")
_MOST_TABLES = 500
_MOST_BOXES = 8
_LARGEST = 1 << 50  # bytes or rows; more is no number of ours
_CODE = re.compile(r"[0-9]{6}-[0-9]")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,62}")
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,40}")
_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, kw_only=True)
class BackupHeader:
    """What can be read of a backup without a key.

    Attributes:
        backup_id: 16 random bytes.
        db_id: of the key file; which facility's record it is.
        facility: HFR code.
        training: of a training facility.
        created: whole seconds UTC, by the clock of that PC.
        made_by: version of the program.
        reason: one of ``REASONS``.
        schema: number of the newest migration in it.
        incarnation: of the record at that time.
        generation: of the key file at that time.
        rows: table and how many rows it has.
        audit_seq: number of the newest audit entry; 0 without any.
        audit_mac: its MAC.
        size: bytes of the encrypted database that follows.
        checksum: its SHA-256.
        sealed: ways to its key.
        mac: over all the rest, by whoever had opened the record.
    """

    backup_id: bytes
    db_id: bytes
    facility: str
    training: bool
    created: datetime
    made_by: str
    reason: str
    schema: int
    incarnation: bytes
    generation: int
    rows: dict[str, int]
    audit_seq: int
    audit_mac: bytes
    size: int
    checksum: bytes
    sealed: tuple[SealedKey, ...]
    mac: bytes = b""

    def to_bytes(self) -> bytes:
        """The header as it stands in the file."""
        return _canonical(_fields(self) | {"mac": self.mac.hex()})

    def signed(self, audit_key: bytes) -> BackupHeader:
        return replace(self, mac=_mac(self, audit_key))

    def is_signed_by(self, audit_key: bytes) -> bool:
        return hmac.compare_digest(_mac(self, audit_key), self.mac)

    @property
    def file_name(self) -> str:
        """``EMR-101168-3-20261128-195700.emrbackup``, by the clock of East Africa."""
        local = self.created.timestamp() + 3 * 3600
        return f"EMR-{self.facility}-{datetime.fromtimestamp(local, UTC):%Y%m%d-%H%M%S}.emrbackup"


def header_length(prefix: bytes) -> int:
    """How long the header is, from the first ``PREFIX_LENGTH`` bytes.

    Raises:
        BackupTrouble: ``backup.not_a_backup``, ``backup.damaged``.
    """
    if prefix[: len(MAGIC)] != MAGIC:
        raise BackupTrouble("backup.not_a_backup")
    length = int.from_bytes(prefix[len(MAGIC) : PREFIX_LENGTH], "big")
    if len(prefix) < PREFIX_LENGTH or not 0 < length <= LONGEST_HEADER:
        raise BackupTrouble("backup.damaged")
    return length


def parse_header(content: bytes) -> BackupHeader:
    """Read a header strictly: any other byte than the ones we would write means damage.

    Raises:
        BackupTrouble: ``backup.damaged``; ``backup.newer`` for the format of a newer program.
    """
    try:
        fields = json.loads(content)
        if type(fields["format"]) is int and fields["format"] > FORMAT:
            raise BackupTrouble("backup.newer")
        found = _header(fields)
        if found.to_bytes() != content:
            raise ValueError("not canonical")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise BackupTrouble("backup.damaged") from error
    return found


def _header(fields: dict[str, Any]) -> BackupHeader:
    if fields["format"] != FORMAT:
        raise ValueError("format")
    if len(fields["rows"]) > _MOST_TABLES or not 0 < len(fields["sealed"]) <= _MOST_BOXES:
        raise ValueError("too many")
    if not isinstance(fields["training"], bool) or fields["reason"] not in REASONS:
        raise ValueError("training")
    return BackupHeader(
        backup_id=_octets(fields["backup_id"], 16),
        db_id=_octets(fields["db_id"], 16),
        facility=_matching(fields["facility"], _CODE),
        training=fields["training"],
        created=datetime.strptime(fields["created"], _INSTANT).replace(tzinfo=UTC),
        made_by=_matching(fields["made_by"], _VERSION),
        reason=fields["reason"],
        schema=_whole(fields["schema"]),
        incarnation=_octets(fields["incarnation"], 16),
        generation=_whole(fields["generation"]),
        rows={_matching(name, _WORD): _whole(number) for name, number in fields["rows"].items()},
        audit_seq=_whole(fields["audit"]["seq"]),
        audit_mac=_octets(fields["audit"]["mac"], 32),
        size=_whole(fields["size"]),
        checksum=_octets(fields["sha256"], 32),
        sealed=tuple(_sealed(entry) for entry in fields["sealed"]),
        mac=_octets(fields["mac"], 32),
    )


def _sealed(fields: dict[str, Any]) -> SealedKey:
    if fields["kind"] not in KINDS:
        raise ValueError("kind")
    return SealedKey(
        kind=fields["kind"],
        public_key=_octets(fields["pk"], 32),
        salt=_octets(fields["salt"], SALT_LENGTH),
        box=_octets(fields["box"], BOX_LENGTH),
    )


def _fields(header: BackupHeader) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "backup_id": header.backup_id.hex(),
        "db_id": header.db_id.hex(),
        "facility": header.facility,
        "training": header.training,
        "created": header.created.strftime(_INSTANT),
        "made_by": header.made_by,
        "reason": header.reason,
        "schema": header.schema,
        "incarnation": header.incarnation.hex(),
        "generation": header.generation,
        "rows": header.rows,
        "audit": {"seq": header.audit_seq, "mac": header.audit_mac.hex()},
        "size": header.size,
        "sha256": header.checksum.hex(),
        "sealed": [
            {"kind": one.kind, "pk": one.public_key.hex(), "salt": one.salt.hex(), "box": one.box.hex()}
            for one in header.sealed
        ],
    }


def _mac(header: BackupHeader, audit_key: bytes) -> bytes:
    return hmac.new(derived(audit_key, "backup-header"), _canonical(_fields(header)), sha256).digest()


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, indent=1, ensure_ascii=True).encode() + b"\n"


def _octets(text: Any, length: int) -> bytes:
    if not isinstance(text, str) or len(text) != 2 * length:
        raise ValueError("length")
    return bytes.fromhex(text)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError("number")
    return value


def _matching(value: Any, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError("text")
    return value
