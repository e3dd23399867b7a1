"""Reads the retention schedule and the duties: ours, or the facility's own file in its data folder."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.errors import EmrError
from emr_desktop.protection.rows import Duty, KeptFor

FILE_NAME = "retention.toml"
WHATS = ("adult_record", "child_record", "record_of_the_dead", "draft")
BEGINS = ("last_seen", "died", "touched")
EVIDENCE = ("O", "S", "M")
_LARGEST = 64 * 1024
_HERE = Path(__file__).parent


def read_schedule(folder: Path) -> tuple[tuple[KeptFor, ...], bool]:
    """The schedule that counts for a data folder, and whether it is the facility's own.

    Raises:
        EmrError: ``retention.file_malformed``: the facility's own file cannot be read; ``what`` says where.
    """
    own = folder / FILE_NAME
    if not own.is_file():
        return _shipped(), False
    try:
        with own.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise ValueError("size")
        return parse_schedule(content.decode("utf-8")), True
    except (OSError, ValueError) as error:
        raise EmrError("retention.file_malformed", path=str(own), what=str(error)[:200]) from error


def parse_schedule(text: str) -> tuple[KeptFor, ...]:
    """Read a schedule strictly.

    Raises:
        ValueError: what is wrong with it.
    """
    table = tomllib.loads(text)
    if set(table) != {"kept"} or not isinstance(table["kept"], list):
        raise ValueError("[[kept]]")
    lines = tuple(_line(one) for one in table["kept"])
    names = [line.what for line in lines]
    if len(set(names)) != len(names):
        raise ValueError("what: twice")
    return lines


def duties() -> tuple[tuple[Duty, ...], timedelta]:
    """What is asked after a breach, and within what time."""
    table = tomllib.loads((_HERE / "duties.toml").read_text(encoding="utf-8"))
    names = {each.name for each in fields(Duty)}
    found = tuple(
        Duty(**{name: value for name, value in table[each].items() if name in names})
        for each in ("notify", "within")
    )
    return found, timedelta(hours=table["within"]["hours"])


def past_on(line: KeptFor, begins: date, birth_date: date | None) -> date:
    """The first day on which something is past its time.

    Args:
        line: of the schedule.
        begins: last seen, died, last typed in.
        birth_date: of the person, where ``line`` goes by an age.
    """
    end = add_years(begins, line.years) + timedelta(days=line.days)
    if line.until_age is not None and birth_date is not None:
        end = max(end, add_years(birth_date, line.until_age + line.years))
    return end + timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """The same day so many years on; of 29 February the 28th where there is none."""
    year = min(day.year + years, date.max.year - 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


@cache
def _shipped() -> tuple[KeptFor, ...]:
    return parse_schedule((_HERE / FILE_NAME).read_text(encoding="utf-8"))


def _line(one: Any) -> KeptFor:
    if not isinstance(one, dict):
        raise ValueError("[[kept]]")
    known = {"what", "from", "years", "days", "until_age", "evidence", "confirmed", "source", "en", "sw"}
    if unknown := set(one) - known:
        raise ValueError(f"{min(unknown)}: unknown")
    line = KeptFor(
        what=_one_of(one, "what", WHATS),
        begins=_one_of(one, "from", BEGINS),
        years=_whole(one, "years"),
        days=_whole(one, "days"),
        until_age=_whole(one, "until_age") if "until_age" in one else None,
        evidence=_one_of(one, "evidence", EVIDENCE),
        confirmed=one.get("confirmed") is True,
        source=_words(one, "source"),
        en=_words(one, "en"),
        sw=_words(one, "sw"),
    )
    if not line.years and not line.days:
        raise ValueError(f"{line.what}: years or days")
    return line


def _one_of(one: dict[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    value = one.get(name)
    if value not in allowed:
        raise ValueError(f"{name}: {' '.join(allowed)}")
    return str(value)


def _whole(one: dict[str, Any], name: str) -> int:
    value = one.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 36_500:
        raise ValueError(f"{name}: a whole number")
    return value


def _words(one: dict[str, Any], name: str) -> str:
    value = one.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > 500:
        raise ValueError(f"{name}: words")
    return value
