"""Referrals, appointments, deaths; what more is known of an outcome."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(16), nullable=nullable)


def _text(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _recorded() -> list[sa.Column[Any]]:
    return [
        sa.Column("created_at", sa.Integer(), nullable=False),
        _id("created_by"),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        _id("updated_by"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        _id("voided_by", nullable=True),
        _text("void_reason"),
    ]


def _links(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")
        for column, other in columns.items()
    ]


def upgrade() -> None:
    op.add_column("visit", _text("outcome_detail"))
    op.create_table(
        "referral",
        _id("id"),
        _id("visit_id"),
        _text("number", nullable=False),
        _text("urgency", nullable=False),
        *(_text(name) for name in ("unit", "reason", "summary", "treatment")),
        *(_text(name) for name in ("transport", "escort", "informed")),
        _day("arrived_on", nullable=True),
        _text("arrival_told_by"),
        *_recorded(),
        sa.CheckConstraint("urgency in ('emergency', 'urgent', 'routine')", name="ck_referral_urgency"),
        *_links("referral", visit_id="visit"),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
    )
    op.create_index("ix_referral_visit_id", "referral", ["visit_id"], unique=True)
    op.create_table(
        "counter_referral",
        _id("id"),
        _id("referral_id"),
        _id("visit_id"),
        _day("seen_on"),
        *(_text(name) for name in ("diagnosis", "treatment", "advice", "written_by")),
        *_recorded(),
        *_links("counter_referral", referral_id="referral", visit_id="visit"),
        sa.PrimaryKeyConstraint("id", name="pk_counter_referral"),
    )
    op.create_index("ix_counter_referral_referral_id", "counter_referral", ["referral_id"], unique=True)
    op.create_index("ix_counter_referral_visit_id", "counter_referral", ["visit_id"], unique=False)
    op.create_table(
        "referral_in",
        _id("id"),
        _id("visit_id"),
        _text("kind", nullable=False),
        *(_text(name) for name in ("sender", "reason", "letter_number")),
        sa.CheckConstraint("kind in ('facility', 'community', 'other')", name="ck_referral_in_kind"),
        *_links("referral_in", visit_id="visit"),
        sa.PrimaryKeyConstraint("id", name="pk_referral_in"),
    )
    op.create_index("ix_referral_in_visit_id", "referral_in", ["visit_id"], unique=True)
    op.create_table(
        "appointment",
        _id("id"),
        _id("patient_id"),
        _id("visit_id", nullable=True),
        _day("made_on"),
        _day("due_on"),
        sa.Column("whole_week", sa.Boolean(), nullable=False),
        _text("reason", nullable=False),
        _text("note"),
        _text("state", nullable=False),
        _text("closed_reason"),
        _id("moved_from", nullable=True),
        *_recorded(),
        sa.CheckConstraint("state in ('open', 'cancelled', 'moved')", name="ck_appointment_state"),
        *_links("appointment", patient_id="patient", visit_id="visit", moved_from="appointment"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
    )
    op.create_index("ix_appointment_patient_id", "appointment", ["patient_id"], unique=False)
    op.create_index("ix_appointment_visit_id", "appointment", ["visit_id"], unique=False)
    op.create_index("ix_appointment_state_due_on", "appointment", ["state", "due_on"], unique=False)
    op.create_table(
        "appointment_trace",
        _id("id"),
        _id("appointment_id"),
        _id("patient_id"),
        _day("done_on"),
        _text("way", nullable=False),
        _text("result", nullable=False),
        _text("note"),
        *_recorded(),
        *_links("appointment_trace", appointment_id="appointment", patient_id="patient"),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_trace"),
    )
    op.create_index(
        "ix_appointment_trace_appointment_id", "appointment_trace", ["appointment_id"], unique=False
    )
    op.create_index("ix_appointment_trace_patient_id", "appointment_trace", ["patient_id"], unique=False)
    op.create_table(
        "death",
        _id("id"),
        _id("patient_id"),
        _id("visit_id", nullable=True),
        _day("died_on"),
        _text("died_at"),
        _text("place", nullable=False),
        *(_text(name) for name in ("immediate_icd10", "immediate_concept")),
        *(_text(name) for name in ("underlying_icd10", "underlying_concept", "cause_words", "told_by")),
        _text("notified_to"),
        _day("notified_on", nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        *_recorded(),
        sa.CheckConstraint("place in ('here', 'on_arrival', 'elsewhere')", name="ck_death_place"),
        *_links("death", patient_id="patient", visit_id="visit"),
        sa.PrimaryKeyConstraint("id", name="pk_death"),
    )
    op.create_index("ix_death_patient_id", "death", ["patient_id"], unique=False)
    op.create_index("ix_death_visit_id", "death", ["visit_id"], unique=False)
