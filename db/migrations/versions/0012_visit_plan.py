"""Procedures of a visit, and when the patient is to come again."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "visit_procedure",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_visit_procedure_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visit_procedure"),
        sa.UniqueConstraint("visit_id", "code", name="uq_visit_procedure_visit_id_code"),
    )
