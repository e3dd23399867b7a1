"""What the stand-in DHIS2 tells of its data sets: elements, disaggregations, expiry, approval."""

from dataclasses import dataclass, field
from typing import Any

from dhis2_answers import Answer, Element, json_answer, message_answer

AGE_SEX = "bAgeSexComb"


@dataclass
class Metadata:
    """The part of the stand-in's mind that describes."""

    data_sets: dict[str, dict[str, Element]] = field(default_factory=dict)  # uid -> element uid -> element
    element_names: dict[str, str] = field(default_factory=dict)
    combo_options: dict[str, list[str]] = field(default_factory=dict)  # option combo -> names of its options
    combos: set[str] = field(default_factory=set)
    attribute_combo_needed: bool = False
    data_set_version: int = 3
    last_updated: str = "2026-10-01T08:00:00.000"
    expiry_days: int = 0
    period_type: str = "Monthly"
    input_periods: list[dict[str, Any]] = field(default_factory=list)
    approvals: dict[str, str] = field(default_factory=dict)  # period -> state; none: no workflow
    tells_metadata: bool = True

    def describe(self, path: str, query: dict[str, str]) -> Answer | None:
        """Answer a question about metadata; None when it is not one."""
        if not self.tells_metadata:
            return None
        if path == "/api/dataSets":
            sets = [
                {"id": uid, "name": "HMIS (stand-in)", "periodType": self.period_type}
                for uid in self.data_sets
            ]
            return json_answer(200, _paged("dataSets", sets, query))
        if path.startswith("/api/dataSets/"):
            return self._data_set(path.rsplit("/", 1)[1])
        if path == "/api/categoryCombos":
            return json_answer(200, {"categoryCombos": [self._category_combo()]})
        if path == "/api/dataApprovals":
            state = self.approvals.get(query.get("pe", ""), "UNAPPROVED_READY")
            return json_answer(200, {"state": state, "mayApprove": False})
        return None

    def _data_set(self, uid: str) -> Answer:
        if uid not in self.data_sets:
            return message_answer(404, f"DataSet with id {uid} could not be found.", error_code="E1005")
        elements = [
            {
                "dataElement": {
                    "id": each,
                    "name": self.element_names.get(each, each),
                    "zeroIsSignificant": element.zero_is_significant,
                    "categoryCombo": {"id": AGE_SEX},
                }
            }
            for each, element in self.data_sets[uid].items()
        ]
        document: dict[str, Any] = {
            "id": uid,
            "name": "HMIS (stand-in)",
            "periodType": self.period_type,
            "version": self.data_set_version,
            "lastUpdated": self.last_updated,
            "expiryDays": self.expiry_days,
            "dataInputPeriods": self.input_periods,
            "categoryCombo": {"id": "bjDvmb4bfuf", "isDefault": not self.attribute_combo_needed},
            "dataSetElements": elements,
        }
        if self.approvals:
            document["workflow"] = {"id": "rIUL3hYOjJc"}
        return json_answer(200, document)

    def _category_combo(self) -> dict[str, Any]:
        option_combos = [
            {
                "id": uid,
                "name": ", ".join(self.combo_options.get(uid, [uid])),
                "categoryOptions": [
                    {"id": _uid(name), "name": name} for name in self.combo_options.get(uid, [uid])
                ],
            }
            for uid in sorted(self.combos)
        ]
        return {"id": AGE_SEX, "name": "Age, sex", "categoryOptionCombos": option_combos}


def _uid(name: str) -> str:
    return ("o" + "".join(letter for letter in name if letter.isalnum()) + "xxxxxxxxxxx")[:11]


def _paged(name: str, items: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
    """A list as DHIS2 gives it: fifty at a time with a pager, unless somebody asks for all."""
    if query.get("paging") == "false":
        return {name: items}
    page = int(query.get("page", "1"))
    size = int(query.get("pageSize", "50"))
    pager = {"page": page, "pageSize": size, "total": len(items), "pageCount": -(-len(items) // size)}
    return {"pager": pager, name: items[(page - 1) * size : page * size]}
