"""Administration, Facility: at which stations patients wait."""

from __future__ import annotations

from collections.abc import Callable

from emr_desktop.clinic import Clinic
from ui.administration.facility_page import FacilityPage
from ui.screen import ScreenContext


def test_ticked_stations_are_kept_and_the_triage_brings_the_consultation(
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    settle: Callable[[ScreenContext], None],
    qtbot: object,
) -> None:
    context = make_context(clinic)
    page = FacilityPage(context=context, may_change=True)
    qtbot.addWidget(page)  # type: ignore[attr-defined]
    page.show()
    page.read()
    settle(context)
    assert not any(box.isChecked() for box in page.stations.boxes.values())
    page.stations.boxes["triage"].click()
    assert page.stations.boxes["consultation"].isChecked()
    assert not page.stations.boxes["consultation"].isEnabled()
    page.stations.boxes["pharmacy"].click()
    page._save.click()
    settle(context)
    assert clinic.queue.stations() == ("triage", "consultation", "pharmacy")
    page.stations.boxes["pharmacy"].click()
    page._save.click()
    settle(context)
    assert clinic.queue.stations() == ("triage", "consultation")
