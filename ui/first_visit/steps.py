"""The steps of the guided first visit, and when each is done: judged from what the record holds."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from emr_desktop.access.permissions import may
from emr_desktop.languages import by_language
from ui.guide.topics import FOLDER

_FEWEST = 3  # steps: fewer are no way through
PAGES = ("labRegisterPage", "dispensePage")  # parts of a screen that a step leads to, by objectName
_SEARCHED = 3  # letters: enough to have looked for a name


@dataclass(frozen=True)
class Step:
    """One step: texts by language, with references to the words of the windows (``ui.guide.said``)."""

    name: str
    screen: str
    needs: str  # the verb that the person must be allowed
    unless: str  # the verb with which the step is left out; empty for none
    title: dict[str, str]
    how: dict[str, str]


@dataclass(frozen=True)
class Seen:
    """What the record and the window show at one moment."""

    screen: str
    searched: str = ""  # the text of the search at the reception
    registering: Mapping[str, Any] = field(default_factory=dict)  # one's own draft of a registration
    patient: uuid.UUID | None = None  # who was registered, or whose visit is written, since the start
    visit: Mapping[str, Any] = field(default_factory=dict)  # one's own draft of that patient's visit
    waits: bool = False  # that patient, at a station
    saved: bool = False  # the visit of that patient
    page: str = ""  # of PAGES, in front
    orders: frozenset[str] = frozenset()  # "order", "sample", "release": done to any order since the start
    result: Mapping[str, Any] = field(default_factory=dict)  # one's own draft of a result
    answers: Mapping[str, Any] = field(default_factory=dict)  # one's own draft of what was given
    dispensed: bool = False  # a prescription, since the start


@cache
def steps() -> tuple[Step, ...]:
    """Every step in its order."""
    return tuple(
        Step(
            name=table["name"],
            screen=table["screen"],
            needs=table["needs"],
            unless=table.get("unless", ""),
            title=table["title"],
            how=table["how"],
        )
        for table in _table()["step"]
    )


def steps_for(roles: Iterable[str]) -> tuple[Step, ...]:
    """The way of somebody with these roles: the whole visit, or the desk alone; empty when there is none."""
    held = tuple(roles)
    found = tuple(
        step for step in steps() if may(held, step.needs) and not (step.unless and may(held, step.unless))
    )
    return found if len(found) >= _FEWEST else ()


def offer(way: tuple[Step, ...], language: str) -> str:
    """What is said before the first step of a way."""
    names = {step.name for step in way}
    kinds = {"save": "offer", "register": "desk_offer", "release": "laboratory_offer"}
    kind = next((kinds[name] for name in kinds if name in names), "pharmacy_offer")
    text: str = _table()[kind][language]
    return text


def done_now(seen: Seen) -> frozenset[str]:
    """The steps that what is seen shows to be done; a step once done stays done."""
    found = set()
    if len(seen.searched.strip()) >= _SEARCHED:
        found.add("find")
    texts = seen.registering.get("texts", {})
    if seen.registering.get("sex") and texts.get("birth_date", "").strip():
        found.add("fill")
    if seen.patient is not None:
        found |= {"find", "fill", "register"}
    if seen.waits:
        found.add("wait")
    found |= _of_visit(seen.visit) | _at_the_laboratory(seen) | _at_the_pharmacy(seen)
    if seen.saved:
        found |= {step.name for step in steps() if not step.unless and step.name != "month"}
        if seen.screen == "reports":
            found.add("month")
    return frozenset(found)


def _at_the_laboratory(seen: Seen) -> set[str]:
    found = set(seen.orders)
    if any(str(value).strip() for value in seen.result.get("values", {}).values()) or "release" in found:
        found.add("result")
    if "release" in found:
        found.add("sample")  # a result says that there was one
    if seen.page == PAGES[0]:
        found.add("register_book")
    return found


def _at_the_pharmacy(seen: Seen) -> set[str]:
    if seen.dispensed:
        return {"prescription", "given", "dispensed"}
    if seen.answers.get("lines"):
        return {"prescription", "given"}
    return {"prescription"} if seen.page == PAGES[1] else set()


def _of_visit(draft: Mapping[str, Any]) -> set[str]:
    fields = draft.get("fields", {})
    medicines = draft.get("prescriptions", ())
    told = {
        "measure": fields.get("weight_kg") and fields.get("temperature_c"),
        "complaint": str(fields.get("complaint", "")).strip(),
        "test": any(line.get("result") for line in draft.get("tests", ())),
        "diagnosis": draft.get("diagnoses"),
        "medicine": any(line.get("dose") and line.get("per_day") and line.get("days") for line in medicines),
    }
    return {name for name, is_done in told.items() if is_done}


@cache
def _table() -> dict[str, Any]:
    return dict(by_language(tomllib.loads((FOLDER / "first_visit.toml").read_text(encoding="utf-8"))))
