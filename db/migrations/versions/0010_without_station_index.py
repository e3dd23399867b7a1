"""Take away the index by status and station: queues are read from stays, and it led counting astray."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.drop_index("ix_visit_status_station", "visit")
