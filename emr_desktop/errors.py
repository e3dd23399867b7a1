"""What can go wrong, as codes. The sentences, in two languages, live in ui/i18n/messages.toml."""

from __future__ import annotations

from db.errors import DatabaseTrouble

__all__ = [
    "DatabaseTrouble",
    "EmrError",
    "PasswordNeeded",
    "PermissionRefused",
    "StaleVersion",
    "ValidationError",
]


class EmrError(Exception):
    """Something the user can act on.

    Attributes:
        code: ``domain.what``, e.g. ``facility.already_there``; each code has a sentence in messages.toml.
        params: values for the sentence; never anything a log may not hold (ids yes, names no).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class ValidationError(EmrError):
    """One field is wrong; ``field`` is its name in the row class: ``birth_date``, ``vitals.weight_kg``."""

    def __init__(self, field: str, code: str, **params: object) -> None:
        super().__init__(code, **params)
        self.field = field


class PermissionRefused(EmrError):
    """The role of the person who is in may not do this."""

    def __init__(self, verb: str) -> None:
        super().__init__("access.refused", verb=verb)


class PasswordNeeded(EmrError):
    """The person who is in may do this, after giving the password once more."""

    def __init__(self, verb: str) -> None:
        super().__init__("access.password_needed", verb=verb)


class StaleVersion(EmrError):
    """Someone else saved the record meanwhile; ``current`` is what they saved (a frozen row)."""

    def __init__(self, entity: str, current: object) -> None:
        super().__init__("record.stale", entity=entity)
        self.current = current
