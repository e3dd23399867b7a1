"""People have a PIN for quick switching inside an open session."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "staff_pin",
        sa.Column("staff_id", sa.LargeBinary(16), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_pin_staff_id"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_pin"),
    )
