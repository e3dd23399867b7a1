"""The key of the trail keeps the number of the next row, and digests of the tables without rows in it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("audit_key", sa.Column("next_seq", sa.Integer(), nullable=True))
    op.add_column("audit_key", sa.Column("tables", sa.LargeBinary(), nullable=True))
    op.execute("UPDATE audit_key SET next_seq = (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry)")
