"""What the facility decided about prescribing rules, and which medicines it has run out of."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.core import Base


class RuleDecision(Base):
    """One decision on one rule; only added to, the newest of a rule counts while its text stays the same."""

    __tablename__ = "rule_decision"
    __table_args__ = (
        Index("ix_rule_decision_rule", "rule"),
        CheckConstraint("decision in ('approved', 'withdrawn')", name="decision"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    rule: Mapped[str]  # id of a line in emr_desktop/reference/prescribing
    decision: Mapped[str]
    digest: Mapped[str]  # SHA-256 of what the line said when it was decided
    reason: Mapped[str | None]
    decided_at: Mapped[datetime]
    decided_by: Mapped[uuid.UUID]


class StockMark(Base):
    """Somebody said that a medicine ran out or came back; only added to, the newest of a medicine counts."""

    __tablename__ = "stock_mark"
    __table_args__ = (Index("ix_stock_mark_medicine", "medicine"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    medicine: Mapped[str]  # formulary code
    is_out: Mapped[bool]
    marked_at: Mapped[datetime]
    marked_by: Mapped[uuid.UUID]
