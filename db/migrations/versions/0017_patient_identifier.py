"""Patients keep the numbers that a client registry knows them by."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "patient_identifier",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_patient_identifier_patient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_patient_identifier"),
    )
    op.create_index("ix_patient_identifier_patient_id", "patient_identifier", ["patient_id"], unique=False)
    op.create_index(
        "ix_patient_identifier_system_value", "patient_identifier", ["value", "system"], unique=False
    )
