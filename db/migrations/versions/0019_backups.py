"""Backups that were made of this record, and what opens them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("made_at", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(32), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("database_key", sa.LargeBinary(32), nullable=False),
        sa.Column("paper_mark", sa.String(), nullable=False),
        sa.Column("checked_at", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_backup"),
    )
    op.create_index("ix_backup_made_at", "backup", ["made_at"])
