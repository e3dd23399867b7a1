"""How the stand-in DHIS2 takes values and completions: row by row up to 2.42, all or nothing since 2.43."""

import calendar
import json
import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dhis2_answers import Answer, Element, OrgUnit, message_answer, summary_answer
from dhis2_metadata import Metadata
from dhis2_versions import Personality, personality

DEFAULT_COMBO = "HllvX50cXC0"
PERIOD = re.compile(r"\d{4}(0[1-9]|1[0-2])|\d{4}W([1-9]|[1-4]\d|5[0-3])")
NOT_JSON = "Unexpected character in JSON"

Counts = dict[str, int]
Trouble = tuple[str, str, str]  # what is wrong, with which thing, in the server's words


@dataclass
class Importing(Metadata):
    """The part of the stand-in's mind that keeps figures."""

    line: str = "2.42"
    org_units: dict[str, OrgUnit] = field(default_factory=dict)  # by code
    unassigned: set[str] = field(default_factory=set)  # data sets that this facility does not have
    other_elements: set[str] = field(default_factory=set)  # exist, but in none of the data sets
    locked: set[str] = field(default_factory=set)  # periods past their expiry day
    today: date | None = None  # then expiry days and windows are enforced as of that day
    compulsory: set[tuple[str, str]] = field(default_factory=set)  # asked for when a period is completed
    latest_period: str = "209912"
    # (element, period, org unit uid, combo, attribute combo) -> value
    values: dict[tuple[str, str, str, str, str], str] = field(default_factory=dict)
    completed: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    writes: int = 0  # values stored, changed or deleted
    lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def way(self) -> Personality:
        """How this line of versions behaves."""
        return personality(self.line)

    def org_unit(self, name: Any, scheme: str) -> OrgUnit | None:
        """The org unit of a code or UID."""
        if scheme == "CODE":
            return self.org_units.get(str(name))
        return next((unit for unit in self.org_units.values() if unit.id == name), None)

    def take(self, query: dict[str, str], body: bytes) -> Answer:
        """POST /api/dataValueSets."""
        try:
            envelope = json.loads(body)
            raw = envelope["dataValues"]
        except (ValueError, KeyError, TypeError):
            return message_answer(409, NOT_JSON)
        counts = {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0}
        unit = self.org_unit(envelope.get("orgUnit"), query.get("orgUnitIdScheme", "UID").upper())
        wrong = self._envelope_trouble(envelope, unit)
        if wrong is not None:
            return self._refused_whole(counts, wrong, [])
        assert unit is not None
        if "completeDate" in envelope and self.way.completes_first:
            self._register(envelope["dataSet"], envelope["period"], unit, {"date": envelope["completeDate"]})
        strict = {name for name, value in query.items() if name.startswith("strict") and value == "true"}
        if self.way.whole:
            for value in raw:
                wrong = self._key_trouble(envelope, value, strict)
                if wrong is not None:
                    return self._refused_whole(counts, wrong, list(range(len(raw))))
            keys = [(value.get("dataElement"), value.get("categoryOptionCombo")) for value in raw]
            if len(set(keys)) < len(keys):
                return self._refused_whole(counts, ("twice", str(keys[0]), "Same value twice"), [])
        troubles: list[tuple[int, Trouble]] = []
        for index, value in enumerate(raw):
            wrong = None if self.way.whole else self._key_trouble(envelope, value, strict)
            wrong = wrong or self._value_trouble(index, value)
            if wrong is not None:
                troubles.append((index, wrong))
                counts["ignored"] += 1
                continue
            attribute = value.get("attributeOptionCombo") or envelope.get("attributeOptionCombo")
            combo = value.get("categoryOptionCombo") or DEFAULT_COMBO
            key = (value["dataElement"], envelope["period"], unit.id, combo, attribute or DEFAULT_COMBO)
            dry = query.get("dryRun") == "true"
            self._store(key, str(value["value"]), envelope.get("dataSet"), counts, dry=dry)
        if not troubles:
            return summary_answer(200, counts, [], [])
        conflicts = self._conflicts(troubles)
        rejected = [index for index, _ in troubles]
        return summary_answer(self.way.partial_status, counts, conflicts, rejected)

    def complete(self, query: dict[str, str], body: bytes) -> Answer:
        """POST /api/completeDataSetRegistrations."""
        counts = {"imported": 0, "updated": 0, "ignored": 0, "deleted": 0}
        try:
            entries = json.loads(body)["completeDataSetRegistrations"]
        except (ValueError, KeyError, TypeError):
            return message_answer(409, NOT_JSON)
        conflicts = []
        for entry in entries:
            scheme = query.get("orgUnitIdScheme", "UID").upper()
            unit, data_set, period = (
                self.org_unit(entry.get("organisationUnit"), scheme),
                entry.get("dataSet"),
                entry.get("period"),
            )
            if unit is None or data_set not in self.data_sets:
                wrong = ("org_unit_unknown", str(data_set), "Org unit or data set not found or accessible")
                conflicts += self._conflicts([(-1, wrong)])
            elif (late := self._time_trouble(data_set, period)) is not None:
                conflicts += self._conflicts([(-1, late)])
            elif missing := self._missing(period, unit):
                text = f"Compulsory data elements must be filled: {missing}"
                conflicts.append(self._conflict(self.way.codes.get("compulsory"), "compulsory", text, []))
            else:
                known = self._register(data_set, period, unit, entry)
                counts["updated" if known else "imported"] += 1
        counts["ignored"] = len(conflicts)
        return summary_answer(409 if conflicts else 200, counts, conflicts, [])

    def _register(self, data_set: str, period: str, unit: OrgUnit, entry: dict[str, Any]) -> bool:
        key = (data_set, period, unit.id)
        known = key in self.completed
        self.completed[key] = entry
        return known

    def _missing(self, period: str, unit: OrgUnit) -> list[str]:
        there = {(at[0], at[3]) for at in self.values if at[1] == period and at[2] == unit.id}
        return sorted(element for element, combo in self.compulsory if (element, combo) not in there)

    def _store(
        self,
        key: tuple[str, str, str, str, str],
        value: str,
        data_set: Any,
        counts: Counts,
        *,
        dry: bool,
    ) -> None:
        before = self.values.get(key)
        element = self.data_sets.get(data_set, {}).get(key[0], Element())
        if value == "0" and not element.zero_is_significant and not self.way.keeps_zeros:
            # An insignificant zero is skipped and counted nowhere; over an older value it deletes that.
            if before is not None:
                counts["deleted"] += 1
                if not dry:
                    del self.values[key]
                    self.writes += 1
            return
        if self.way.counts_upserts:
            counts["updated"] += 1
        elif before == value:
            counts["ignored"] += 1  # unchanged: no conflict
        else:
            counts["imported" if before is None else "updated"] += 1
        if before != value and not dry:
            self.values[key] = value
            self.writes += 1

    # what is wrong ---------------------------------------------------------------------------------------

    def _envelope_trouble(self, envelope: dict[str, Any], unit: OrgUnit | None) -> Trouble | None:
        data_set, period = envelope.get("dataSet"), envelope.get("period")
        if data_set is None and "data_set_missing" in self.way.codes:
            return "data_set_missing", "dataSet", "Data elements are in several data sets"
        if data_set not in self.data_sets:
            return "data_set_unknown", str(data_set), f"Data set not found or not accessible: `{data_set}`"
        if unit is None:
            name = envelope.get("orgUnit")
            return "org_unit_unknown", str(name), f"Org unit not found or not accessible: `{name}`"
        if data_set in self.unassigned:
            text = f"Org unit `{unit.id}` must be assigned to the data set `{data_set}`"
            return "org_unit_not_assigned", unit.id, text
        if not isinstance(period, str) or not PERIOD.fullmatch(period):
            return "period_invalid", str(period), f"Period not valid: `{period}`"
        if "completeDate" in envelope and "complete_date" in self.way.codes:
            try:
                date.fromisoformat(str(envelope["completeDate"])[:10])
            except ValueError:
                return "complete_date", "completeDate", f"No date: `{envelope['completeDate']}`"
        return None

    def _key_trouble(
        self, envelope: dict[str, Any], value: dict[str, Any], strict: set[str]
    ) -> Trouble | None:
        data_set, period = envelope["dataSet"], envelope["period"]
        element, combo = value.get("dataElement"), value.get("categoryOptionCombo")
        inside = self.data_sets[data_set]
        everywhere = {each for elements in self.data_sets.values() for each in elements} | self.other_elements
        if element not in everywhere:
            return "element_unknown", str(element), f"Data element not found or not accessible: `{element}`"
        if combo is not None and combo not in self.combos:
            found = "Category option combo not found or not accessible for writing data"
            return "combo_unknown", str(combo), f"{found}: `{combo}`"
        if element not in inside and self._is_strict("strictDataElements", strict):
            text = f"Data element `{element}` must be part of the data set `{data_set}`"
            return "element_outside", str(element), text
        if ("W" in period) != (self.period_type == "Weekly") and self._is_strict("strictPeriods", strict):
            text = f"Period type of period `{period}` must be equal to that of the data set"
            return "period_type", period, text
        return self._time_trouble(data_set, period)

    def _is_strict(self, name: str, strict: set[str]) -> bool:
        return self.way.always_strict or name in strict

    def _time_trouble(self, data_set: str, period: str) -> Trouble | None:
        if period in self.locked:
            return "expired", period, f"Period: `{period}` is expired for data set: `{data_set}`"
        if period > self.latest_period:
            return "future", period, f"Period: `{period}` is after latest open future period"
        if self.approvals.get(period, "").startswith(("APPROVED", "ACCEPTED")):
            return "approved", period, f"Data is already approved for data set and period: `{period}`"
        if self.today is None:
            return None
        if self.input_periods:
            own = [each for each in self.input_periods if each["period"]["id"] == period]
            is_open = any(self._within(each, self.today) for each in own)
            refuses = is_open if self.way.inverted_windows and own else not is_open
            return (
                ("no_window", period, f"Period: `{period}` is not open for this data set")
                if refuses
                else None
            )
        if 0 < self.expiry_days < (self.today - last_day_of(period)).days:
            return "expired", period, f"Period: `{period}` is expired for data set: `{data_set}`"
        return None

    @staticmethod
    def _within(window: dict[str, Any], today: date) -> bool:
        opens, closes = (str(window.get(name) or "")[:10] for name in ("openingDate", "closingDate"))
        return (not opens or opens <= today.isoformat()) and (not closes or today.isoformat() <= closes)

    def _value_trouble(self, index: int, value: dict[str, Any]) -> Trouble | None:
        text, element = value.get("value"), value.get("dataElement")
        if isinstance(text, str) and re.fullmatch(r"\d+", text):
            return None
        return (
            "value",
            str(text),
            f"Value #{index} must match value type of data element `{element}`: `{text}`",
        )

    # what is answered ------------------------------------------------------------------------------------

    def _refused_whole(self, counts: Counts, wrong: Trouble, indexes: list[int]) -> Answer:
        what, thing, text = wrong
        conflict = self._conflict(self.way.codes[what], thing, text, indexes)
        return summary_answer(409, counts, [conflict], indexes, nothing=self.way.whole)

    def _conflicts(self, troubles: list[tuple[int, Trouble]]) -> list[dict[str, Any]]:
        """One for each thing, with the values it hits; 2.43 tells of each value by itself."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for index, (what, thing, text) in troubles:
            code = self.way.codes[what]
            key = (code, f"{thing} {index}" if self.way.whole else thing)
            entry = found.setdefault(key, self._conflict(code, thing, text, []))
            if index >= 0:
                entry["indexes"].append(index)
        return list(found.values())

    def _conflict(self, code: str | None, thing: str, text: str, indexes: list[int]) -> dict[str, Any]:
        told: dict[str, Any] = (
            {"objects": {"args": thing}} if self.way.whole else {"object": thing, "objects": {}}
        )
        told |= {"value": text, "indexes": list(indexes)}
        return told if code is None else {**told, "errorCode": code}


def last_day_of(period: str) -> date:
    """Of a month or an ISO week as DHIS2 writes them."""
    year, week, number = period.partition("W")
    if week:
        return date.fromisocalendar(int(year), int(number), 7)
    month = int(period[4:])
    return date(int(period[:4]), month, calendar.monthrange(int(period[:4]), month)[1])


def now_in(offset_s: float) -> datetime:
    """The server's own clock."""
    return datetime.now(UTC) + timedelta(seconds=offset_s)
