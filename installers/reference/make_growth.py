"""Makes emr_desktop/reference/growth/who_lms.csv from WHO's own tables of L, M and S.

Run it from the project folder with the folder of the tables (``weianthro.txt`` and so on, one row for each
sex and day or each 0.1 cm, as WHO publishes them with its package "anthro")::

    python installers/reference/make_growth.py FOLDER

The rows kept are weekly to 13 weeks, then monthly, and each 0.5 cm; then the row where straight lines between
the rows kept are farthest from WHO's own, again and again until no z-score from -3 to +3 differs by more than
``CLOSE``. Days 730 and 731 are always kept: lengths change to heights there.
"""

from __future__ import annotations

import csv
import sys
from bisect import bisect_left, insort
from pathlib import Path

TARGET = Path(__file__).parents[2] / "emr_desktop" / "reference" / "growth" / "who_lms.csv"
CLOSE = 0.004
DAYS_A_MONTH = 30.4375
TABLES = (
    ("weight_for_age", "weianthro", "age"),
    ("length_height_for_age", "lenanthro", "age"),
    ("weight_for_length", "wflanthro", "length"),
    ("weight_for_height", "wfhanthro", "height"),
    ("bmi_for_age", "bmianthro", "age"),
    ("head_circumference_for_age", "hcanthro", "age"),
)
HEAD = """\
# WHO Child Growth Standards (2006): L, M and S by sex. x is the age in days (0 to 1826), or the length or
# height in cm. Up to day 730 length_height_for_age and bmi_for_age are of children measured lying, from day
# 731 on of children measured standing. Between rows L, M and S lie on straight lines: no z-score from -3 to 3
# differs by more than 0.004 from WHO's table of every day.
# Source: the tables that WHO publishes with its package "anthro" (January 2026), unchanged; the choice of
# rows is made by installers/reference/make_growth.py.
"""
Point = tuple[float, float, float]


def main() -> None:
    """Write the file and say how many rows it has."""
    folder = Path(sys.argv[1])
    lines = []
    for indicator, name, column in TABLES:
        with (folder / f"{name}.txt").open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text, delimiter="\t"))
        for number, sex in (("1", "M"), ("2", "F")):
            table = {
                float(row[column]): (float(row["l"]), float(row["m"]), float(row["s"]))
                for row in rows
                if row["sex"] == number
            }
            for x in _kept(table, by_age=column == "age"):
                lines.append(",".join((indicator, sex, *(f"{value:.10g}" for value in (x, *table[x])))))
    TARGET.write_text(HEAD + "indicator,sex,x,l,m,s\n" + "".join(f"{line}\n" for line in lines), "utf-8")
    print(f"{TARGET.name}: {len(lines)} rows, {TARGET.stat().st_size} bytes")


def _kept(table: dict[float, Point], *, by_age: bool) -> list[float]:
    if by_age:
        months = {round(month * DAYS_A_MONTH) for month in range(61)}
        kept = sorted({float(day) for day in {*months, *range(0, 92, 7), 730, 731}})
    else:
        kept = sorted(x for x in table if (x * 2).is_integer())
    while True:
        worst, at = max((_distance(table, kept, x), x) for x in table)
        if worst <= CLOSE:
            return kept
        insort(kept, at)


def _distance(table: dict[float, Point], kept: list[float], x: float) -> float:
    place = bisect_left(kept, x)
    if kept[place] == x:
        return 0.0
    before, after = kept[place - 1], kept[place]
    share = (x - before) / (after - before)
    lms = tuple(a + (b - a) * share for a, b in zip(table[before], table[after], strict=True))
    return max(abs(_z(_value(z, table[x]), lms) - z) for z in range(-3, 4))


def _value(z: float, lms: tuple[float, ...]) -> float:
    power, median, spread = lms
    return median * (1 + power * spread * z) ** (1 / power)


def _z(value: float, lms: tuple[float, ...]) -> float:
    power, median, spread = lms
    return ((value / median) ** power - 1) / (power * spread)


if __name__ == "__main__":
    main()
