"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.LargeBinary(16), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=True),
        sa.Column("entity_id", sa.LargeBinary(16), nullable=True),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_mac", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_patient_id", "audit_entry", ["patient_id"], unique=False)
    op.create_index("ix_audit_entry_staff_id_at", "audit_entry", ["staff_id", "at"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_device")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=True),
        sa.Column("staff_id", sa.LargeBinary(16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_draft")),
    )
    op.create_table(
        "facility",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("council", sa.String(), nullable=True),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("incarnation", sa.LargeBinary(16), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.CheckConstraint("type in ('dispensary', 'health_centre')", name=("ck_facility_type")),
        sa.PrimaryKeyConstraint("id", name=("pk_facility")),
    )
    op.create_table(
        "form_version",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=False),
        sa.Column("closed_by", sa.LargeBinary(16), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.Column("signer_cadre", sa.String(), nullable=True),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("visits_hash", sa.String(), nullable=False),
        sa.Column("reopened_at", sa.Integer(), nullable=True),
        sa.Column("reopened_by", sa.LargeBinary(16), nullable=True),
        sa.Column("reopen_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=("pk_form_version")),
        sa.UniqueConstraint(
            "form", "edition", "period", "version", name=("uq_form_version_form_edition_period_version")
        ),
    )
    op.create_table(
        "outbox_event",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entity_id", sa.LargeBinary(16), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=("pk_outbox_event")),
        sa.UniqueConstraint("id", name=("uq_outbox_event_id")),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("middle_name", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("birth_precision", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("nida", sa.String(), nullable=True),
        sa.Column("insurance_number", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("council", sa.String(), nullable=True),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("village", sa.String(), nullable=True),
        sa.Column("guardian", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("source_digest", sa.LargeBinary(), nullable=True),
        sa.Column("merged_into", sa.LargeBinary(16), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "birth_precision in ('day', 'month', 'year', 'age')", name=("ck_patient_birth_precision")
        ),
        sa.CheckConstraint("sex in ('M', 'F')", name=("ck_patient_sex")),
        sa.ForeignKeyConstraint(["merged_into"], ["patient.id"], name=("fk_patient_merged_into")),
        sa.PrimaryKeyConstraint("id", name=("pk_patient")),
        sa.UniqueConstraint("number", name=("uq_patient_number")),
        sa.UniqueConstraint("source", "source_id", name=("uq_patient_source_source_id")),
    )
    op.create_index("ix_patient_birth_date", "patient", ["birth_date"], unique=False)
    op.create_index("ix_patient_nida", "patient", ["nida"], unique=False)
    op.create_index("ix_patient_phone", "patient", ["phone"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.PrimaryKeyConstraint("name", name=("pk_setting")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("cadre", sa.String(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("public_key", sa.String(), nullable=True),
        sa.Column("disabled_at", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_staff")),
        sa.UniqueConstraint("username", name=("uq_staff_username")),
    )
    op.create_table(
        "target",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("auth_kind", sa.String(), nullable=False),
        sa.Column("auth_user", sa.String(), nullable=True),
        sa.Column("auth_secret", sa.String(), nullable=True),
        sa.Column("ca_pem", sa.String(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("planned_seq", sa.Integer(), nullable=False),
        sa.Column("incarnation", sa.LargeBinary(16), nullable=False),
        sa.Column("breaker_state", sa.String(), nullable=False),
        sa.Column("breaker_reason", sa.String(), nullable=True),
        sa.Column("breaker_until", sa.Integer(), nullable=True),
        sa.Column("failures_in_a_row", sa.Integer(), nullable=False),
        sa.Column("last_success_at", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_target")),
        sa.UniqueConstraint("name", name=("uq_target_name")),
    )
    op.create_table(
        "allergy",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("substance", sa.String(), nullable=False),
        sa.Column("reaction", sa.String(), nullable=True),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=("fk_allergy_patient_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_allergy")),
    )
    op.create_index("ix_allergy_patient_id", "allergy", ["patient_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.LargeBinary(16), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("payload_hash", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.Integer(), nullable=True),
        sa.Column("lease_until", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.Integer(), nullable=True),
        sa.Column("finished_at", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'sending', 'acknowledged', 'unknown', 'retry', 'refused', 'superseded')",
            name=("ck_delivery_state"),
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=("fk_delivery_target_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_delivery")),
        sa.UniqueConstraint("number", name=("uq_delivery_number")),
    )
    op.create_index("ix_delivery_subject", "delivery", ["target_id", "subject"], unique=False)
    op.create_index("ix_delivery_target_id_state", "delivery", ["target_id", "state"], unique=False)
    op.create_table(
        "form_mapping",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("target_id", sa.LargeBinary(16), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=("fk_form_mapping_target_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_form_mapping")),
        sa.UniqueConstraint("target_id", "form", "edition", name=("uq_form_mapping_target_id_form_edition")),
    )
    op.create_table(
        "number_block",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("device_id", sa.LargeBinary(16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=("fk_number_block_device_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_number_block")),
        sa.UniqueConstraint("year", "first", name=("uq_number_block_year_first")),
    )
    op.create_table(
        "search_entry",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=("fk_search_entry_patient_id")),
        sa.PrimaryKeyConstraint("row", name=("pk_search_entry")),
        sa.UniqueConstraint("patient_id", name=("uq_search_entry_patient_id")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("patient_id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_type", sa.String(), nullable=False),
        sa.Column("visit_date", sa.Date(), nullable=False),
        sa.Column("started_at", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=True),
        sa.Column("clinician_id", sa.LargeBinary(16), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age_months", sa.Integer(), nullable=False),
        sa.Column("new_this_year", sa.Boolean(), nullable=False),
        sa.Column("new_problem", sa.Boolean(), nullable=False),
        sa.Column("payer", sa.String(), nullable=False),
        sa.Column("exemption", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("malaria_test", sa.String(), nullable=True),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("pregnancy", sa.String(), nullable=True),
        sa.Column("pregnancy_weeks", sa.Integer(), nullable=True),
        sa.Column("complaint", sa.String(), nullable=True),
        sa.Column("history", sa.String(), nullable=True),
        sa.Column("examination", sa.String(), nullable=True),
        sa.Column("advice", sa.String(), nullable=True),
        sa.Column("referred_to", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("source_digest", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.LargeBinary(16), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.Integer(), nullable=True),
        sa.Column("voided_by", sa.LargeBinary(16), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("outcome in ('home', 'referred', 'admitted', 'died')", name=("ck_visit_outcome")),
        sa.CheckConstraint("pregnancy in ('no', 'pregnant', 'breastfeeding')", name=("ck_visit_pregnancy")),
        sa.CheckConstraint(
            "payer in ('cash', 'nhif', 'chf', 'other_insurance', 'exempt')", name=("ck_visit_payer")
        ),
        sa.CheckConstraint("sex in ('M', 'F')", name=("ck_visit_sex")),
        sa.CheckConstraint("status in ('open', 'done')", name=("ck_visit_status")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=("fk_visit_patient_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_visit")),
        sa.UniqueConstraint("source", "source_id", name=("uq_visit_source_source_id")),
    )
    op.create_index(
        "ix_visit_counting",
        "visit",
        [
            "visit_type",
            "visit_date",
            "status",
            "voided_at",
            "new_problem",
            "new_this_year",
            "sex",
            "age_months",
            "payer",
            "outcome",
            "malaria_test",
            "id",
        ],
        unique=False,
    )
    op.create_index(
        "ix_visit_patient_id_visit_date", "visit", ["patient_id", "visit_date", "voided_at"], unique=False
    )
    op.create_index(
        "ix_visit_visit_date_patient_id", "visit", ["visit_date", "patient_id", "voided_at"], unique=False
    )
    op.create_index("ix_visit_status_station", "visit", ["status", "station"], unique=False)
    op.create_table(
        "delivery_attempt",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("delivery_id", sa.LargeBinary(16), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("transaction_id", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=("fk_delivery_attempt_delivery_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_delivery_attempt")),
    )
    op.create_index("ix_delivery_attempt_delivery_id", "delivery_attempt", ["delivery_id"], unique=False)
    op.create_table(
        "diagnosis",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("icd10", sa.String(), nullable=False),
        sa.Column("concept", sa.String(), nullable=True),
        sa.Column("certainty", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=True),
        sa.CheckConstraint("certainty in ('confirmed', 'provisional')", name=("ck_diagnosis_certainty")),
        sa.CheckConstraint("severity in ('none', 'mild', 'some', 'severe')", name=("ck_diagnosis_severity")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_diagnosis_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_diagnosis")),
        sa.UniqueConstraint("visit_id", "icd10", name=("uq_diagnosis_visit_id_icd10")),
    )
    op.create_table(
        "lab_result",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("test", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_lab_result_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_lab_result")),
        sa.UniqueConstraint("visit_id", "test", name=("uq_lab_result_visit_id_test")),
    )
    op.create_table(
        "prescription",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("medicine", sa.String(), nullable=False),
        sa.Column("dose", sa.Double(), nullable=False),
        sa.Column("per_day", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("instructions", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_prescription_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_prescription")),
    )
    op.create_index("ix_prescription_visit_id", "prescription", ["visit_id"], unique=False)
    op.create_table(
        "prescription_finding",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("medicine", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("reason_words", sa.String(), nullable=True),
        sa.CheckConstraint(
            "action in ('shown', 'kept', 'taken_off', 'changed')", name=("ck_prescription_finding_action")
        ),
        sa.CheckConstraint("severity in ('serious', 'mild')", name=("ck_prescription_finding_severity")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_prescription_finding_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_prescription_finding")),
    )
    op.create_index("ix_prescription_finding_visit_id", "prescription_finding", ["visit_id"], unique=False)
    op.create_table(
        "rule_decision",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_at", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.LargeBinary(16), nullable=False),
        sa.CheckConstraint("decision in ('approved', 'withdrawn')", name=("ck_rule_decision_decision")),
        sa.PrimaryKeyConstraint("id", name=("pk_rule_decision")),
    )
    op.create_index("ix_rule_decision_rule", "rule_decision", ["rule"], unique=False)
    op.create_table(
        "visit_revision",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.Integer(), nullable=False),
        sa.Column("replaced_by", sa.LargeBinary(16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_visit_revision_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_visit_revision")),
        sa.UniqueConstraint("visit_id", "version", name=("uq_visit_revision_visit_id_version")),
    )
    op.create_table(
        "vitals",
        sa.Column("id", sa.LargeBinary(16), nullable=False),
        sa.Column("visit_id", sa.LargeBinary(16), nullable=False),
        sa.Column("taken_at", sa.Integer(), nullable=False),
        sa.Column("weight_kg", sa.Double(), nullable=True),
        sa.Column("height_cm", sa.Double(), nullable=True),
        sa.Column("temperature_c", sa.Double(), nullable=True),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        sa.Column("respiration", sa.Integer(), nullable=True),
        sa.Column("spo2", sa.Integer(), nullable=True),
        sa.Column("muac_cm", sa.Double(), nullable=True),
        sa.Column("head_cm", sa.Double(), nullable=True),
        sa.Column("height_lying", sa.Boolean(), nullable=True),
        sa.Column("oedema", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=("fk_vitals_visit_id")),
        sa.PrimaryKeyConstraint("id", name=("pk_vitals")),
    )
    op.create_index("ix_vitals_visit_id", "vitals", ["visit_id"], unique=False)
    # The audit trail only grows.
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END"
        )
    # Full-text index over the folded words; search_entry is its content.
    op.execute(
        "CREATE VIRTUAL TABLE patient_search USING fts5(words, content='search_entry', content_rowid='row', "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4', detail='none', columnsize=0)"
    )
    op.execute(
        "CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN "
        "INSERT INTO patient_search(rowid, words) VALUES (new.row, new.words); END"
    )
    op.execute(
        "CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN "
        "INSERT INTO patient_search(patient_search, rowid, words) VALUES ('delete', old.row, old.words); END"
    )
    op.execute(
        "CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN "
        "INSERT INTO patient_search(patient_search, rowid, words) VALUES ('delete', old.row, old.words); "
        "INSERT INTO patient_search(rowid, words) VALUES (new.row, new.words); END"
    )
