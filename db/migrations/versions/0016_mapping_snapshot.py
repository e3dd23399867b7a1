"""Mappings keep how the server described the data set."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("form_mapping", sa.Column("snapshot", sa.JSON(), nullable=True))
    op.add_column("form_mapping", sa.Column("snapshot_at", sa.Integer(), nullable=True))
