"""The opened key file: it gives the keys, and changes who can open."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from db.attempts import Attempts
from db.backup_header import BackupHeader
from db.calibration import below_floor, wanted
from db.device import device_identity
from db.errors import KeyTrouble
from db.key_file import KdfParameters, KeyFile, KeyStore, Slot, holds
from db.paper import new_recovery_secret, read_recovery_key, write_recovery_key
from db.sealing import BackupKeys, SealedKey, open_with_vault_key, receivers_of, seal
from db.slots import (
    council_slot,
    derived,
    is_user,
    mac_fits,
    open_inside,
    open_recovery_slot,
    recovery_slot,
    seal_inside,
    sealed_again,
    signed,
    user_slot,
)

AUDIT, _PREVIOUS = "audit-key-inside", "previous-key-inside"
_FEWEST_COPIES = 2  # that must be on disk before the database gets another key


@dataclass(frozen=True)
class Recipient:
    """Somebody outside this PC to whom a backup is sealed: the paper key, or the council.

    Attributes:
        kind: ``recovery`` or ``council``.
        slot_id: sixteen bytes that name the slot.
        public_key: X25519, 32 bytes.
        salt: with the paper it gives the private key (``db.slots.paper_private_key``); sixteen bytes.
        name: what the council is called; empty for the paper.
    """

    kind: str
    slot_id: bytes
    public_key: bytes
    salt: bytes
    name: str = ""


@dataclass(frozen=True)
class KeyHealth:
    """How the key file stands."""

    generation: int
    people: int
    with_code: dict[str, bool]  # user name: whether there is a one-time code and no password yet
    recovery_key: bool
    council: tuple[str, bytes] | None  # its name and public key
    rekey_under_way: bool
    copies: int  # places where a copy should be
    copies_missing: tuple[str, ...]  # places whose copy is missing, damaged or old


class Vault:
    """The opened key file of one facility: gives the keys, and changes the slots.

    Every change reads the file again, checks its MAC, and writes a new generation. Make changes inside a
    writing database transaction, so that two processes do not change it at once.
    """

    def __init__(self, *, key: bytes, store: KeyStore, key_file: KeyFile, device_secret: bytes) -> None:
        self._key = key
        self._store = store
        self._key_file = key_file
        self._device_secret = device_secret
        self._attempts = Attempts(store, device_secret, key_file.db_id)
        self._audit_key = _opened(key, key_file, key_file.audit, AUDIT) or derived(key, "audit-0")

    def __repr__(self) -> str:
        return f"Vault(generation={self.generation})"

    # The keys ------------------------------------------------------------------------------------

    @property
    def database_key(self) -> bytes:
        """The raw 256-bit key of the database file."""
        return derived(self._key, "sqlcipher")

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain. It stays when the database key changes, so the chain goes on."""
        return self._audit_key

    def use_audit_key(self, key: bytes | None) -> None:
        """Take the key that the record itself keeps for its chain; None: it keeps none yet."""
        if key is not None:
            self._audit_key = key

    @property
    def db_id(self) -> bytes:
        """Sixteen bytes that name this facility's record."""
        return self._key_file.db_id

    @property
    def paper_slot(self) -> Slot | None:
        """The slot of the paper key, None when there is none."""
        return next((slot for slot in self._key_file.slots if slot.kind == "recovery"), None)

    @property
    def council_slot(self) -> Slot | None:
        """The slot of the council, None when there is none."""
        return self._key_file.council()

    @property
    def previous_database_key(self) -> bytes | None:
        """The database key of before, while a change of key is under way; else None."""
        previous = _opened(self._key, self._key_file, self._key_file.previous, _PREVIOUS)
        return None if previous is None else derived(previous, "sqlcipher")

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom a backup is sealed to: the paper key and the council, never a password."""
        return tuple(
            Recipient(slot.kind, slot.slot_id, slot.public_key, slot.salt, slot.full_name or "")
            for slot in self._key_file.slots
            if slot.kind in ("recovery", "council")
        )

    @property
    def paper_mark(self) -> str:
        """Which paper key is in force: the beginning of its public key (hex); empty without one."""
        papers = [slot for slot in self._newest().slots if slot.kind == "recovery"]
        return papers[0].public_key.hex()[:16] if papers else ""

    def seal_backup(self, database_key: bytes, backup_id: bytes) -> tuple[SealedKey, ...]:
        """Seal the key of a backup to the paper key, a council's key if there is one, and this key file."""
        keys = BackupKeys(database_key, self._audit_key)
        return tuple(
            seal(keys, receiver, backup_id) for receiver in receivers_of(self._newest().slots, self._key)
        )

    def open_backup(self, header: BackupHeader) -> BackupKeys | None:
        """Give the keys of a backup that was made under this key file's key; None for another's."""
        return open_with_vault_key(header.sealed, self._key, backup_id=header.backup_id)

    @property
    def device_id(self) -> bytes:
        """Sixteen bytes that name this PC inside this facility's record."""
        return device_identity(self._device_secret, self._key_file.db_id)

    @property
    def generation(self) -> int:
        return self._key_file.generation

    @property
    def newest_seen(self) -> int:
        """The newest generation that opened on this PC: a higher one than ours means ours was put back."""
        return self._attempts.generation

    def take_lost_attempts(self) -> bool:
        """Whether the list of tries was taken away or changed since somebody asked last."""
        return self._attempts.take_lost()

    @property
    def is_intact(self) -> bool:
        """Whether the file carries our MAC; False only when a tampered one was opened with the paper key."""
        return mac_fits(self._key, self._key_file)

    def public_key_of(self, username: str) -> str | None:
        """The public key (hex) of a person's slot, None when they have none."""
        slot = self._key_file.user(username)
        return slot.public_key.hex() if slot else None

    def is_below_floor(self, slot: Slot) -> bool:
        """Whether this person's slot should be made again: a guess costs less than is asked for now."""
        return below_floor(self._key_file, slot.kdf)

    def moved_to(self, store: KeyStore, *, generation: int) -> Vault:
        """The same keys and people, to be written elsewhere as ``generation``: for a restored record."""
        key_file = signed(self._key, replace(self._key_file, generation=generation, previous=None))
        return Vault(key=self._key, store=store, key_file=key_file, device_secret=self._device_secret)

    def save_new(self) -> None:
        """Put the key file of a new facility on disk, where none may be yet.

        Raises:
            DatabaseTrouble: it cannot be written.
        """
        if self._store.in_folder():
            raise FileExistsError("a key file is there already")
        self._store.write(self._key_file)
        self._attempts.start()

    def discard_new(self) -> None:
        """Undo ``save_new`` after a set-up that failed."""
        self._store.remove(self._key_file)
        self._attempts.remove()

    # Changing slots ------------------------------------------------------------------------------

    def set_user(
        self,
        *,
        username: str,
        full_name: str,
        secret: str,
        one_time_until: int | None = None,
        parameters: KdfParameters | None = None,
    ) -> str:
        """Give a person a slot, in the place of the one they had; returns the public key (hex).

        Args:
            username: folded to lower case.
            full_name: for the login tile.
            secret: the password, or a one-time code when ``one_time_until`` is given.
            one_time_until: seconds since 1970 after which the code opens nothing.
            parameters: work of one guess; None takes about half a second on this PC.
        """
        slot = user_slot(
            self._key,
            self._key_file.db_id,
            self._device_secret,
            username=username,
            full_name=full_name,
            secret=secret,
            one_time_until=one_time_until,
            parameters=parameters or wanted(self._key_file),
        )

        def place(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
            if any(is_user(other, username) for other in slots):
                return tuple(slot if is_user(other, username) else other for other in slots)
            return (*slots, slot)

        self._change(place)
        with contextlib.suppress(OSError):  # they wait a little longer then
            self._attempts.forget(username)
        return slot.public_key.hex()

    def remove_user(self, username: str) -> None:
        """Take a person's slot away; nothing happens when there is none."""
        self._change(lambda slots: tuple(slot for slot in slots if not is_user(slot, username)))

    def renew_recovery_key(self) -> str:
        """Make a new paper key; the old one opens nothing from now on. Returns what to write down."""
        secret = new_recovery_secret()
        slot = recovery_slot(self._key, self._key_file.db_id, secret)
        self._change(lambda slots: (*(s for s in slots if s.kind != "recovery"), slot))
        return write_recovery_key(secret)

    def recovery_key_opens(self, typed: str) -> bool:
        """Whether a typed paper key opens this record; nothing is changed by asking.

        Raises:
            KeyTrouble: ``recovery.length recovery.mistyped keys.damaged``.
        """
        paper = read_recovery_key(typed)
        newest = self._newest()
        return any(
            open_recovery_slot(slot, newest.db_id, paper) == self._key
            for slot in newest.slots
            if slot.kind == "recovery"
        )

    def set_council(self, *, public_key: bytes, name: str) -> None:
        """Let the council's private key open this record too, in the place of an earlier one."""
        slot = council_slot(self._key, self._key_file.db_id, public_key=public_key, name=name)
        self._change(lambda slots: (*(s for s in slots if s.kind != "council"), slot))

    def remove_council(self) -> None:
        """Let no council open this record any more; what was sealed to it before stays readable to it."""
        self._change(lambda slots: tuple(s for s in slots if s.kind != "council"))

    # Another database key ----------------------------------------------------------------------------

    def begin_rekey(self, *, known: Collection[str]) -> None:
        """Put a new database key beside the one of now into the key file; the database is not touched.

        From here on until ``finish_rekey`` the database may have either key. Nothing happens when a change
        is under way already: it goes on with the new key it has.

        Args:
            known: public keys (hex) of the people who may work here, as the database has them; the new key
                is sealed to nobody else.

        Raises:
            KeyTrouble: ``keys.damaged keys.missing``; ``keys.copies_not_written`` when fewer than two copies
                can be written: nothing has changed then.
            DatabaseTrouble: the first copy cannot be written.
        """
        current = self._newest()
        if current.previous is not None:
            self._key_file = current
            return
        writable = len(self._store.paths) - len(self._store.heal(current))
        if writable < _FEWEST_COPIES:
            raise KeyTrouble("keys.copies_not_written")
        key, db_id = secrets.token_bytes(32), current.db_id
        kept = (s for s in current.slots if s.kind != "user" or s.public_key.hex() in known)
        both = replace(
            current,
            generation=current.generation + 1,
            slots=tuple(sealed_again(slot, key, db_id) for slot in kept),
            audit=seal_inside(key, db_id, self._audit_key, purpose=AUDIT),
            previous=seal_inside(key, db_id, self._key, purpose=_PREVIOUS),
        )
        failed = self._store.write(signed(key, both))
        self._key, self._key_file = key, signed(key, both)
        with contextlib.suppress(OSError):
            self._attempts.saw(both.generation)
        if len(self._store.paths) - len(failed) < _FEWEST_COPIES:
            raise KeyTrouble("keys.copies_not_written")

    def finish_rekey(self) -> None:
        """Forget the key of before: the database was read with the new one.

        Raises:
            KeyTrouble: ``keys.damaged keys.missing``.
            DatabaseTrouble: the first copy cannot be written; both keys are then still there.
        """
        current = self._newest()
        changed = replace(current, generation=current.generation + 1, previous=None)
        self._write(signed(self._key, changed))

    def keep_only(self, public_keys: Collection[str]) -> None:
        """Drop people's slots whose public key (hex) the database does not know: after tampering."""
        self._change(
            lambda slots: tuple(s for s in slots if s.kind != "user" or s.public_key.hex() in public_keys),
            even_if_tampered=True,
        )

    def health(self) -> KeyHealth:
        """Look at the three copies and count the slots."""
        newest = self._newest()  # another program may have changed it meanwhile
        council = newest.council()
        good = newest.to_bytes()
        return KeyHealth(
            generation=newest.generation,
            people=len(newest.users()),
            with_code={slot.username or "": slot.one_time_until is not None for slot in newest.users()},
            recovery_key=any(slot.kind == "recovery" for slot in newest.slots),
            council=None if council is None else (council.full_name or "", council.public_key),
            rekey_under_way=newest.previous is not None,
            copies=len(self._store.paths),
            copies_missing=tuple(str(path) for path in self._store.paths if not holds(path, good)),
        )

    def heal_copies(self) -> bool:
        """Bring all copies to this generation; returns whether all are now in place."""
        return not self._store.heal(self._key_file)

    def _change(
        self, place: Callable[[tuple[Slot, ...]], tuple[Slot, ...]], *, even_if_tampered: bool = False
    ) -> None:
        current = self._key_file
        if not even_if_tampered:
            current = self._newest()
        changed = replace(current, generation=current.generation + 1, slots=place(current.slots))
        self._write(signed(self._key, changed))

    def _write(self, changed: KeyFile) -> None:
        self._store.write(changed)
        self._key_file = changed
        with contextlib.suppress(OSError):
            self._attempts.saw(changed.generation)

    def _newest(self) -> KeyFile:
        """The newest key file on disk that carries our MAC.

        Raises:
            KeyTrouble: ``keys.damaged keys.missing``.
        """
        ours = [found for found in self._store.read_all() if mac_fits(self._key, found)]
        if not ours or ours[0].generation < self._key_file.generation:
            raise KeyTrouble("keys.damaged")
        return ours[0]


def _opened(key: bytes, key_file: KeyFile, sealed: bytes | None, purpose: str) -> bytes | None:
    return None if sealed is None else open_inside(key, key_file.db_id, sealed, purpose=purpose)
