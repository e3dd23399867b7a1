"""Deliveries of patient records say which record they carry."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("entity_id", sa.LargeBinary(16), nullable=True))
    op.create_index("ix_delivery_entity", "delivery", ["entity_id", "target_id"])
