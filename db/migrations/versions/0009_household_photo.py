"""Households, the mother of a child, the scheme of an insurance number, and small pictures of patients."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "household",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_household"),
    )
    op.add_column("patient", sa.Column("insurance_scheme", sa.String(), nullable=True))
    # By hand: the other way would write the whole table again, and lose its checks.
    for column, table in (("mother_id", "patient"), ("household_id", "household")):
        op.execute(
            f"ALTER TABLE patient ADD COLUMN {column} BLOB "
            f"CONSTRAINT fk_patient_{column} REFERENCES {table} (id)"
        )
    op.add_column(
        "patient", sa.Column("household_head", sa.Boolean(), nullable=False, server_default=sa.text("0"))
    )
    op.create_index("ix_patient_mother_id", "patient", ["mother_id"])
    op.create_index("ix_patient_household_id", "patient", ["household_id"])
    op.create_table(
        "patient_photo",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("media_type in ('image/jpeg', 'image/png')", name="ck_patient_photo_media_type"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_patient_photo_patient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_patient_photo"),
    )
    op.create_index("ix_patient_photo_patient_id", "patient_photo", ["patient_id"])
