"""Forms that the facility adds itself."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "local_form",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("withdrawn_at", sa.Integer(), nullable=True),
        sa.Column("withdrawn_by", sa.LargeBinary(16), nullable=True),
        sa.Column("withdraw_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_local_form"),
        sa.UniqueConstraint("form", "edition", "version", name="uq_local_form_form_edition_version"),
    )
