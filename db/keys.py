"""The key file: who can open the database, and how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Vault:
    """The opened key file of one facility."""

    database_key: bytes
    audit_key: bytes
