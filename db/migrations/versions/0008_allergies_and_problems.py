"""Allergies with code and severity, "none known" said, and the problem list."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _recorded() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
    )


def upgrade() -> None:
    op.add_column("allergy", sa.Column("substance_code", sa.String(), nullable=True))
    op.add_column("allergy", sa.Column("severity", sa.String(), nullable=True))
    op.create_table(
        "no_known_allergy",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        *_recorded(),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_no_known_allergy_patient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_no_known_allergy"),
    )
    op.create_index("ix_no_known_allergy_patient_id", "no_known_allergy", ["patient_id"], unique=False)
    op.create_table(
        "problem",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("icd10", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("origin_visit_id", sa.LargeBinary(16), nullable=True),
        *_recorded(),
        sa.CheckConstraint("status in ('active', 'resolved')", name="ck_problem_status"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_problem_patient_id"),
        sa.ForeignKeyConstraint(["origin_visit_id"], ["visit.id"], name="fk_problem_origin_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_problem"),
    )
    op.create_index("ix_problem_patient_id", "problem", ["patient_id"], unique=False)
