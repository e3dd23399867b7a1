"""Case forms of notifiable conditions, numbered papers, and the numbers of both."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "series_block",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=("fk_series_block_device_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_series_block")),
        sa.UniqueConstraint("series", "year", "first", name=("uq_series_block_series_year_first")),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("icd10", sa.String(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("onset_on", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age_months", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("council", sa.String(), nullable=True),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("village", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("exposure", sa.String(), nullable=True),
        sa.Column("symptoms", sa.String(), nullable=True),
        sa.Column("specimen", sa.String(), nullable=True),
        sa.Column("specimen_on", sa.Date(), nullable=True),
        sa.Column("specimen_to", sa.String(), nullable=True),
        sa.Column("vaccinated", sa.String(), nullable=False),
        sa.Column("doses", sa.Integer(), nullable=True),
        sa.Column("last_dose_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("reporter", sa.String(), nullable=False),
        sa.Column("reporter_cadre", sa.String(), nullable=True),
        sa.Column("reporter_phone", sa.String(), nullable=True),
        sa.Column("phoned_to", sa.String(), nullable=True),
        sa.Column("phoned_at", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.Integer(), nullable=True),
        sa.Column("printed_count", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("kind in ('case', 'not_a_case')", name=("ck_notification_kind")),
        sa.CheckConstraint(
            "outcome in ('alive', 'admitted', 'referred', 'died', 'unknown')",
            name=("ck_notification_outcome"),
        ),
        sa.CheckConstraint("sex in ('M', 'F')", name=("ck_notification_sex")),
        sa.CheckConstraint("vaccinated in ('yes', 'no', 'unknown')", name=("ck_notification_vaccinated")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=("fk_notification_patient_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_notification")),
        sa.UniqueConstraint("number", name=("uq_notification_number")),
    )
    op.create_index("ix_notification_patient_id", "notification", ["patient_id"], unique=False)
    op.create_index("ix_notification_seen_on", "notification", ["seen_on"], unique=False)
    op.create_index("ix_notification_visit_id", "notification", ["visit_id"], unique=False)
    op.create_table(
        "issued_paper",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("printed_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("kind in ('sick_sheet')", name=("ck_issued_paper_kind")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=("fk_issued_paper_patient_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_issued_paper_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_issued_paper")),
        sa.UniqueConstraint("number", name=("uq_issued_paper_number")),
    )
    op.create_index("ix_issued_paper_patient_id", "issued_paper", ["patient_id"], unique=False)
    op.create_index("ix_issued_paper_visit_id", "issued_paper", ["visit_id"], unique=False)
