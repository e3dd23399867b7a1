"""Turns what the key file or a backup says into the codes that callers see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from db.errors import BackupTrouble, KeyTrouble
from emr_desktop.errors import EmrError, ValidationError

_MISTYPED = ("recovery.length", "recovery.mistyped")


@contextmanager
def key_answers() -> Iterator[None]:
    """Raise ``EmrError`` (a mistyped paper key: ``ValidationError``) where the key file raises its own."""
    try:
        yield
    except KeyTrouble as trouble:
        if trouble.code in _MISTYPED:
            raise ValidationError("recovery_key", trouble.code, **trouble.params) from trouble
        raise EmrError(trouble.code, **trouble.params) from trouble


@contextmanager
def backup_answers() -> Iterator[None]:
    """Raise ``EmrError`` where a backup or the key file raises its own trouble."""
    try:
        with key_answers():
            yield
    except BackupTrouble as trouble:
        raise EmrError(trouble.code, **trouble.params) from trouble
