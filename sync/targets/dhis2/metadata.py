"""What a DHIS2 server says of a data set: its elements, disaggregations, deadlines; and what has changed.

Pure: reads the JSON of ``/api/dataSets`` and ``/api/categoryCombos``. A snapshot is kept with the mapping and
held against the server before figures go there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

DATA_SET_FIELDS = (
    "id,code,name,version,lastUpdated,periodType,expiryDays,openFuturePeriods,workflow[id],"
    "categoryCombo[id,isDefault],"
    "dataInputPeriods[period[id],openingDate,closingDate],"
    "compulsoryDataElementOperands[dataElement[id],categoryOptionCombo[id]],"
    "dataSetElements[dataElement[id,code,name,formName,valueType,zeroIsSignificant,categoryCombo[id]],"
    "categoryCombo[id]],organisationUnits~size"
)
COMBO_FIELDS = (
    "id,name,categories[id,code,name,categoryOptions[id,code,name]],"
    "categoryOptionCombos[id,code,name,categoryOptions[id,code,name]]"
)


@dataclass(frozen=True, kw_only=True)
class Element:
    """A data element as this data set has it; ``combo`` is the one of the data set where that overrides."""

    id: str
    code: str
    name: str
    value_type: str
    zero_is_significant: bool
    combo: str


@dataclass(frozen=True, kw_only=True)
class OptionCombo:
    """One disaggregation: known by its set of options, never by its name (the order of names varies)."""

    id: str
    name: str
    options: tuple[tuple[str, str], ...]  # id and name of each option, by id

    @property
    def option_ids(self) -> frozenset[str]:
        return frozenset(each for each, _ in self.options)


@dataclass(frozen=True, kw_only=True)
class InputPeriod:
    """A period that has its own window for entering figures."""

    period: str
    opens: date | None
    closes: date | None


@dataclass(frozen=True, kw_only=True)
class DataSetMetadata:
    """A snapshot of one data set.

    Attributes:
        expiry_days: days after the end of the period on which figures are still taken; 0: for ever.
        open_future_periods: how many periods ahead may be entered.
        combos: category combo id -> its option combos.
        compulsory: element and option combo that completion asks for.
        approved: the data set has an approval workflow.
        default_attribute: the data set itself has no further disaggregation.
    """

    id: str
    code: str
    name: str
    version: int
    last_updated: str
    period_type: str
    expiry_days: int
    open_future_periods: int
    elements: tuple[Element, ...]
    combos: Mapping[str, tuple[OptionCombo, ...]]
    input_periods: tuple[InputPeriod, ...] = ()
    compulsory: tuple[tuple[str, str], ...] = ()
    approved: bool = False
    default_attribute: bool = True

    @property
    def element_ids(self) -> frozenset[str]:
        return frozenset(each.id for each in self.elements)

    @property
    def significant_zeros(self) -> frozenset[str]:
        """The elements whose zeros the server keeps."""
        return frozenset(each.id for each in self.elements if each.zero_is_significant)

    @property
    def needs_attribute_combo(self) -> bool:
        return not self.default_attribute

    def combos_of(self, element: str) -> tuple[OptionCombo, ...]:
        """The disaggregations of one element; empty when it is not in the data set."""
        found = next((each for each in self.elements if each.id == element), None)
        return () if found is None else self.combos.get(found.combo, ())


@dataclass(frozen=True)
class Snapshot:
    """A data set as the server described it, kept as its JSON: ``data_set`` and ``category_combos``."""

    document: dict[str, Any]

    @property
    def metadata(self) -> DataSetMetadata:
        return read_metadata(self.document["data_set"], self.document["category_combos"])


@dataclass(frozen=True)
class Change:
    """One way in which a server differs from the snapshot.

    ``code``: ``element_gone element_new disaggregation_changed period_type_changed``; ``name`` says what.
    """

    code: str
    name: str
    element: str = ""

    def concerns(self, used: Collection[str]) -> bool:
        """Whether figures that go to these elements are touched; new elements are nobody's loss."""
        return self.code == "period_type_changed" or (self.code != "element_new" and self.element in used)


@dataclass(frozen=True)
class Deadline:
    """Until when a period may be sent. ``last_day`` None: no end; ``opens`` None: open already."""

    last_day: date | None
    opens: date | None
    by_window: bool = field(default=False)  # by a window of its own, not by the expiry days

    def is_open(self, today: date) -> bool:
        """Whether figures are taken on that day."""
        after_opening = self.opens is None or self.opens <= today
        return after_opening and (self.last_day is None or today <= self.last_day)


def combo_ids(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The category combos that a data set's JSON speaks of, to be asked for."""
    found = [_combo_of(entry) for entry in body.get("dataSetElements") or []]
    return tuple(dict.fromkeys(each for each in found if each))


def read_metadata(body: Mapping[str, Any], combos: Iterable[Mapping[str, Any]]) -> DataSetMetadata:
    """Read a data set and the category combos it uses, both as the server gave them or as a document kept."""
    attribute = body.get("categoryCombo") or {}
    return DataSetMetadata(
        id=str(body.get("id") or ""),
        code=str(body.get("code") or ""),
        name=str(body.get("name") or ""),
        version=_whole(body.get("version")),
        last_updated=str(body.get("lastUpdated") or ""),
        period_type=str(body.get("periodType") or ""),
        expiry_days=_whole(body.get("expiryDays")),
        open_future_periods=_whole(body.get("openFuturePeriods")),
        elements=tuple(_elements(body)),
        combos={
            str(combo["id"]): tuple(sorted(_option_combos(combo), key=lambda one: one.id))
            for combo in combos
            if isinstance(combo, Mapping) and combo.get("id")
        },
        input_periods=tuple(
            InputPeriod(
                period=str((entry.get("period") or {}).get("id") or ""),
                opens=_day(entry.get("openingDate")),
                closes=_day(entry.get("closingDate")),
            )
            for entry in body.get("dataInputPeriods") or []
        ),
        compulsory=tuple(
            (
                str((each.get("dataElement") or {}).get("id")),
                str((each.get("categoryOptionCombo") or {}).get("id")),
            )
            for each in body.get("compulsoryDataElementOperands") or []
        ),
        approved=bool((body.get("workflow") or {}).get("id")),
        default_attribute=attribute.get("isDefault") is not False,
    )


def drift(then: DataSetMetadata, now: DataSetMetadata) -> tuple[Change, ...]:
    """What changed in a data set that matters to figures; names and texts may change freely."""
    changes: list[Change] = []
    old, new = ({each.id: each for each in one.elements} for one in (then, now))
    changes += [Change("element_gone", old[uid].name or uid, uid) for uid in old.keys() - new.keys()]
    changes += [Change("element_new", new[uid].name or uid, uid) for uid in new.keys() - old.keys()]
    for uid in old.keys() & new.keys():
        before = {each.id: each.option_ids for each in then.combos_of(uid)}
        after = {each.id: each.option_ids for each in now.combos_of(uid)}
        if before != after:
            changes.append(Change("disaggregation_changed", new[uid].name or uid, uid))
    if then.period_type != now.period_type:
        changes.append(Change("period_type_changed", now.period_type))
    return tuple(sorted(changes, key=lambda one: (one.code, one.name)))


def deadline(data_set: DataSetMetadata, *, period: str, last_day: date) -> Deadline:
    """Until when a period may be sent.

    Args:
        data_set: the snapshot.
        period: as DHIS2 writes it.
        last_day: of the period.

    A window of the period's own (``dataInputPeriods``) wins. Otherwise figures are taken until ``expiryDays``
    after the end of the period (DHIS2 counts from the day after its last); 0 means for ever.
    """
    if data_set.input_periods:
        own = next((each for each in data_set.input_periods if each.period == period), None)
        if own is not None:
            return Deadline(own.closes, own.opens, by_window=True)
    if data_set.expiry_days <= 0:
        return Deadline(None, None)
    return Deadline(last_day + timedelta(days=data_set.expiry_days), None)


def _elements(body: Mapping[str, Any]) -> Iterable[Element]:
    for entry in body.get("dataSetElements") or []:
        element = entry.get("dataElement") or {}
        if not element.get("id"):
            continue
        yield Element(
            id=str(element["id"]),
            code=str(element.get("code") or ""),
            name=str(element.get("formName") or element.get("name") or ""),
            value_type=str(element.get("valueType") or ""),
            zero_is_significant=element.get("zeroIsSignificant") is True,
            combo=_combo_of(entry),
        )


def _combo_of(entry: Mapping[str, Any]) -> str:
    """The data set's own disaggregation of an element overrides the element's."""
    element = entry.get("dataElement") or {}
    combo = entry.get("categoryCombo") or element.get("categoryCombo") or {}
    return str(combo.get("id") or "")


def _option_combos(combo: Mapping[str, Any]) -> Iterable[OptionCombo]:
    for each in combo.get("categoryOptionCombos") or []:
        if not each.get("id"):
            continue
        options = sorted(
            (str(option["id"]), str(option.get("name") or option.get("code") or ""))
            for option in each.get("categoryOptions") or []
            if option.get("id")
        )
        yield OptionCombo(id=str(each["id"]), name=str(each.get("name") or ""), options=tuple(options))


def _id_of(value: Any) -> str:
    return str((value or {}).get("id") or "")


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def _day(value: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(value)[:10]).date()
    except ValueError:
        return None
