"""What a signed version of a form keeps beside its figures. Versions signed before have none."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "form_definition_copy",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_form_definition_copy"),
    )
    op.create_table(
        "form_version_kept",
        sa.Column("version_id", sa.LargeBinary(16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("audit_mac", sa.LargeBinary(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("not_over", sa.Boolean(), nullable=False),
        sa.Column("open_visits", sa.Integer(), nullable=False),
        sa.Column("confirmation", sa.String(), nullable=True),
        sa.Column("visit_count", sa.Integer(), nullable=False),
        sa.Column("definition_hash", sa.String(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=False),
        sa.Column("visit_list", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["form_version.id"], name="fk_form_version_kept_version_id"),
        sa.ForeignKeyConstraint(
            ["definition_hash"], ["form_definition_copy.hash"], name="fk_form_version_kept_definition_hash"
        ),
        sa.PrimaryKeyConstraint("version_id", name="pk_form_version_kept"),
        sa.UniqueConstraint("code", name="uq_form_version_kept_code"),
    )
