"""A facility with its paper key, and places to put backups."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.keys import CHEAPEST
from emr_desktop.clock import Clock
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility

PASSWORD = "paka wanne juu ya paa"


@pytest.fixture
def with_paper(tmp_path: Path, clock: Clock) -> tuple[Path, str]:
    """A data folder and its paper key; the user is ``mkuu``."""
    folder = tmp_path / "data"
    paper = create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(username="mkuu", full_name="Neema Mollel", password=PASSWORD),
        clock=clock,
        parameters=CHEAPEST,
    )
    return folder, paper


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
