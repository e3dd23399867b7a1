"""Children to measure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from emr_desktop.growth.assessing import assess
from emr_desktop.growth.rows import Assessment, Measured

BORN = date(2024, 1, 10)


@pytest.fixture(scope="session")
def assessed() -> Callable[..., Assessment]:
    """``assessed("M", 500, weight_kg=9.1)``: a boy of 500 days."""

    def measure(sex: str, age_days: int, **measured: Any) -> Assessment:
        return assess(Measured(sex=sex, birth_date=BORN, on=BORN + timedelta(days=age_days), **measured))

    return measure
