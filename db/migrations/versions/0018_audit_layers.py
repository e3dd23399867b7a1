"""The audit trail says where a row was written, seals it, and keeps hashes of what was changed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    for name, kind in (
        ("session_no", sa.Integer()),
        ("mono_ms", sa.Integer()),
        ("clock", sa.Integer()),
        ("after_hash", sa.LargeBinary()),
        ("seal", sa.LargeBinary()),
    ):
        # Added one by one, not by a batch rebuild: the triggers of the table stay.
        op.add_column("audit_entry", sa.Column(name, kind, nullable=True))
    op.create_table(
        "audit_session",
        sa.Column("no", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_id", sa.LargeBinary(16), nullable=True),
        sa.Column("device_id", sa.LargeBinary(16), nullable=False),
        sa.Column("incarnation", sa.LargeBinary(16), nullable=True),
        sa.Column("app_version", sa.String(), nullable=False),
        sa.Column("boot_id", sa.String(), nullable=True),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=("pk_audit_session")),
    )
    op.create_table(
        "audit_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_key", sa.LargeBinary(), nullable=False),
        sa.Column("next_key", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_audit_key")),
    )
    op.create_table(
        "audit_chapter",
        sa.Column("first_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("slot_id", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("first_seq", name=("pk_audit_chapter")),
    )
    for table in ("audit_session", "audit_chapter"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
            )
