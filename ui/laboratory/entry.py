"""A result being written: what was typed, what is asked next, what it means. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from emr_desktop.identity import new_id
from emr_desktop.laboratory import rules
from emr_desktop.laboratory.rows import Judgement, OrderRow, ReportRow, ResultForm
from emr_desktop.laboratory.rules import Doubt
from emr_desktop.reference.catalogue import lab_tests

DRAFT_KIND = "lab_result"


@dataclass(kw_only=True)
class Entry:
    """The result of one order on the screen. ``id`` becomes the id of the version it makes."""

    order: OrderRow
    id: uuid.UUID = field(default_factory=new_id)
    values: dict[str, str] = field(default_factory=dict)  # as typed
    remark: str = ""
    reason: str = ""
    confirmed: set[str] = field(default_factory=set)  # unlikely values a person has confirmed: "hb=2.9"
    other: ReportRow | None = None  # what somebody else entered meanwhile
    touched: bool = False

    @classmethod
    def begin(cls, order: OrderRow) -> Entry:
        """Start with what was entered so far: it is corrected, or checked."""
        latest = order.waiting or order.released
        if latest is None:
            return cls(order=order)
        values = {value.test: value.result for value in latest.values}
        entry = cls(order=order, values=values, remark=latest.remark or "")
        entry.confirmed = {_claim(doubt) for doubt in entry.doubts()}
        return entry

    @classmethod
    def restored(cls, order: OrderRow, entry_id: uuid.UUID, content: Mapping[str, Any]) -> Entry:
        """Put a kept draft back."""
        return cls(
            order=order,
            id=entry_id,
            values={str(name): str(text) for name, text in content.get("values", {}).items()},
            remark=str(content.get("remark", "")),
            reason=str(content.get("reason", "")),
            touched=True,
        )

    def content(self) -> dict[str, object]:
        """What the draft keeps, exactly as typed."""
        return {
            "order": self.order.id.hex,
            "values": dict(self.values),
            "remark": self.remark,
            "reason": self.reason,
        }

    @property
    def is_correction(self) -> bool:
        return self.order.done_at is not None

    @property
    def is_empty(self) -> bool:
        return not (any(self.values.values()) or self.remark or self.reason)

    @property
    def cleaned(self) -> dict[str, str]:
        """The results as they would be kept."""
        return rules.cleaned(self.order.test, self.values)

    @property
    def parts(self) -> tuple[str, ...]:
        """What to ask for now."""
        return tuple(part.test for part in rules.asked_parts(self.order.test, self.cleaned))

    def set(self, part: str, text: str) -> bool:
        """Take what was typed; True when other parts are asked for now than before."""
        before = self.parts
        self.values[part] = text
        self.touched = True
        return self.parts != before

    def judged(self, part: str) -> Judgement:
        """What the result typed for a part means."""
        result = self.cleaned.get(part)
        return Judgement() if result is None else rules.judge(part, result, self.order.subject)

    def problem(self, part: str) -> str | None:
        """The code of what is wrong with a part that is typed, while it is typed; None for nothing."""
        if not self.values.get(part, "").strip():
            return None
        found = rules.problems(self.order.test, self.cleaned)
        return next((each.code for each in found if each.field == f"values.{part}"), None)

    def doubts(self) -> tuple[Doubt, ...]:
        """Unlikely values that nobody confirmed yet."""
        return tuple(doubt for doubt in rules.doubts(self.cleaned) if _claim(doubt) not in self.confirmed)

    def confirm(self, doubt: Doubt) -> None:
        self.confirmed.add(_claim(doubt))

    def form(self) -> ResultForm:
        """What is entered."""
        return ResultForm(
            id=self.id,
            order_id=self.order.id,
            values=dict(self.values),
            expected_version=self.order.version,
            remark=self.remark or None,
            reason=self.reason or None,
        )

    def go_on_with(self, order: OrderRow, *, other: ReportRow | None = None) -> None:
        """The order changed meanwhile, or is another one now: what is typed stays."""
        self.order, self.other = order, other
        self.id = new_id()

    @property
    def trend_of(self) -> str | None:
        """The part whose earlier results tell something: the first number, else the first part."""
        parts = self.parts
        numbers = [part for part in parts if lab_tests()[part].kind == "number"]
        return next(iter((*numbers, *parts)), None)


def _claim(doubt: Doubt) -> str:
    return f"{doubt.test}={doubt.value:g}"
