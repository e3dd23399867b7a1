"""Stations, triage and what the pharmacy gave."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "station_pass",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("arrived_at", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.LargeBinary(16), nullable=False),
        sa.Column("for_staff", sa.LargeBinary(16), nullable=True),
        sa.Column("taken_at", sa.Integer(), nullable=True),
        sa.Column("taken_by", sa.LargeBinary(16), nullable=True),
        sa.Column("left_at", sa.Integer(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.Column("ended_by", sa.LargeBinary(16), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "station in ('reception', 'triage', 'consultation', 'laboratory', 'pharmacy')",
            name=("ck_station_pass_station"),
        ),
        sa.CheckConstraint(
            "ended in ('moved', 'handed_over', 'taken_back', 'finished', 'left')",
            name=("ck_station_pass_ended"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_station_pass_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_station_pass")),
    )
    op.create_index("ix_station_pass_visit_id", "station_pass", ["visit_id"], unique=False)
    op.create_index("ix_station_pass_left_at", "station_pass", ["left_at", "station"], unique=False)
    op.create_index(
        "uq_station_pass_open",
        "station_pass",
        ["visit_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "triage",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("signs_asked", sa.Boolean(), nullable=False),
        sa.Column("done_at", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.CheckConstraint("priority in ('emergency', 'priority', 'routine')", name=("ck_triage_priority")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_triage_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_triage")),
    )
    op.create_index("ix_triage_visit_id", "triage", ["visit_id"], unique=True)
    op.create_table(
        "dispense_line",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("prescription_id", sa.LargeBinary(16), nullable=False),
        sa.Column("medicine", sa.String(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("reason_words", sa.String(), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=False),
        sa.Column("answered_by", sa.LargeBinary(16), nullable=False),
        sa.Column("replaced_at", sa.Integer(), nullable=True),
        sa.CheckConstraint("answer in ('given', 'partly', 'not_given')", name=("ck_dispense_line_answer")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_dispense_line_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_dispense_line")),
    )
    op.create_index("ix_dispense_line_visit_id", "dispense_line", ["visit_id"], unique=False)
