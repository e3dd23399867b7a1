"""Prescriptions say route, how often and what is told; medicines are marked as out of stock."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Added in place: a rebuild of the table would only move rows that stay as they are.
    for name, kind in (
        ("route", sa.String()),
        ("frequency", sa.String()),
        ("as_needed", sa.Boolean()),
        ("start_now", sa.Boolean()),
        ("directions", sa.String()),
    ):
        op.add_column("prescription", sa.Column(name, kind, nullable=True))
    op.create_table(
        "stock_mark",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("medicine", sa.String(), nullable=False),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sa.Integer(), nullable=False),
        sa.Column("marked_by", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_stock_mark")),
    )
    op.create_index("ix_stock_mark_medicine", "stock_mark", ["medicine"], unique=False)
