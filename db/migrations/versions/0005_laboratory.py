"""Laboratory orders and results in versions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ID = sa.LargeBinary(16)


def upgrade() -> None:
    op.create_table(
        "lab_order",
        sa.Column("id", _ID, nullable=False),
        sa.Column("patient_id", _ID, nullable=False),
        sa.Column("visit_id", _ID, nullable=True),
        sa.Column("test", sa.String(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("specimen", sa.String(), nullable=True),
        sa.Column("taken_at", sa.Integer(), nullable=True),
        sa.Column("taken_by", _ID, nullable=True),
        sa.Column("rejected_at", sa.Integer(), nullable=True),
        sa.Column("rejected_by", _ID, nullable=True),
        sa.Column("rejected_why", sa.String(), nullable=True),
        sa.Column("done_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", _ID, nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", _ID, nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status in ('ordered', 'taken', 'to_validate', 'done')", name=op.f("ck_lab_order_status")
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_lab_order_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_order")),
    )
    op.create_index("ix_lab_order_patient_id", "lab_order", ["patient_id"])
    op.create_index("ix_lab_order_visit_id", "lab_order", ["visit_id"])
    op.create_index("ix_lab_order_status", "lab_order", ["status", "voided_at"])
    op.create_index("ix_lab_order_ordered_on", "lab_order", ["ordered_on"])
    op.create_table(
        "lab_report",
        sa.Column("id", _ID, nullable=False),
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("patient_id", _ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.Integer(), nullable=False),
        sa.Column("entered_by", _ID, nullable=False),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("released_at", sa.Integer(), nullable=True),
        sa.Column("released_by", _ID, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["lab_order.id"], name=op.f("fk_lab_report_order_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_lab_report_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_report")),
        sa.UniqueConstraint("order_id", "version", name=op.f("uq_lab_report_order_id_version")),
    )
    op.create_index("ix_lab_report_patient_id", "lab_report", ["patient_id"])
    op.create_table(
        "lab_value",
        sa.Column("id", _ID, nullable=False),
        sa.Column("report_id", _ID, nullable=False),
        sa.Column("patient_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("test", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("flag", sa.String(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("range_source", sa.String(), nullable=True),
        sa.CheckConstraint(
            "flag in ('low', 'high', 'critical_low', 'critical_high', 'abnormal', 'normal')",
            name=op.f("ck_lab_value_flag"),
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_lab_value_patient_id")),
        sa.ForeignKeyConstraint(["report_id"], ["lab_report.id"], name=op.f("fk_lab_value_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_value")),
        sa.UniqueConstraint("report_id", "test", name=op.f("uq_lab_value_report_id_test")),
    )
    op.create_index("ix_lab_value_patient_id_test", "lab_value", ["patient_id", "test"])
