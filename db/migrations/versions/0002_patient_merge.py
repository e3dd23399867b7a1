"""Merges of patients, with what is needed to undo them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "patient_merge",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("kept_id", sa.LargeBinary(16), nullable=False),
        sa.Column("merged_id", sa.LargeBinary(16), nullable=False),
        sa.Column("merged_at", sa.Integer(), nullable=False),
        sa.Column("merged_by", sa.LargeBinary(16), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("kept_before", sa.JSON(), nullable=False),
        sa.Column("merged_before", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("left_behind", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.Integer(), nullable=True),
        sa.Column("undone_by", sa.LargeBinary(16), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["patient.id"], name="fk_patient_merge_kept_id"),
        sa.ForeignKeyConstraint(["merged_id"], ["patient.id"], name="fk_patient_merge_merged_id"),
        sa.PrimaryKeyConstraint("id", name="pk_patient_merge"),
    )
    op.create_index("ix_patient_merge_kept_id", "patient_merge", ["kept_id"])
    op.create_index("ix_patient_merge_merged_id", "patient_merge", ["merged_id"])
