"""Who looks on while a backup is made or read: told of each step, asked whether to stop."""

from __future__ import annotations

from db.backup_file import Watch

__all__ = ["Watch"]
