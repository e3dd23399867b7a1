"""A facility that sends figures to DHIS2, and what the server must have in the end."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from sync_site import FAULTS, SLOW, TESTS, Power, Site, load, server_module

CONF = load("battery_paper_forms", TESTS / "sync" / "conftest.py")
PERIODS = ("202607", "202608", "202609", "202610")
CELLS = {
    "r1_lt1m_M": ("uyQpafHrxLT", "xo7RVsgBkpT"),
    "r1_y60plus_F": ("uyQpafHrxLT", "ayVLc9to6xY"),
    "r5_y60plus_M": ("CsYfybuaSgc", "aYgz5mh2cbx"),
}
PATHS = (None, "/api/system/info", "/api/organisationUnits", "/api/dataValueSets", "/api/completeDataSet")


class FormsSite(Site):
    """Its oracle: the figures that were queued last of each period."""

    kinds = ("dhis2",)

    def __init__(self, template: Path, power: Power) -> None:
        self.paper: Any = CONF.PaperForms()
        self.queued: dict[str, dict[str, int]] = {}
        self.drawer: dict[str, dict[str, int]] = {}
        super().__init__(template, power)
        self.sync.load_mapping("dhis2", CONF.small_mapping())

    def forms(self) -> Any:
        return self.paper

    def serve(self, kind: str) -> Any:
        return server_module(kind).serve(mapping=CONF.small_mapping(), lifetime_s=3600)

    def edit_and_queue(self, period: str, cell: str, value: int) -> None:
        figures = self.drawer.setdefault(period, {})
        figures[cell] = value
        self.paper.close(period, **figures)
        self.sync.queue_form("opd", period)
        self.queued[period] = dict(figures)

    def lock_or_unlock_there(self, period: str) -> None:
        self.servers["dhis2"].locked ^= {period}

    def undo_refusals(self) -> None:
        self.servers["dhis2"].locked.clear()
        self.servers["dhis2"].refused_logins = 0

    def look(self) -> None:
        super().look()
        newest: dict[str, Any] = {}
        for row in reversed(self.sync.status(limit=200).deliveries):
            newest[row.subject.rsplit(":", 1)[1]] = row
        for period, row in newest.items():
            if row.state == "acknowledged":
                self._same(period, "acknowledged, but the server has other figures")

    def compare(self) -> None:
        for period in self.queued:
            self._same(period, "the server has other figures")
        if len(self.servers["dhis2"].completed) != len(self.queued):
            self.fail("not as many months complete as were queued")

    def _same(self, period: str, text: str) -> None:
        wanted = {CELLS[name]: str(value) for name, value in self.queued[period].items() if value}
        if self.servers["dhis2"].figures(period=period) != wanted:
            self.fail(f"{period}: {text}")
        elif ("v6wdME3ouXu", period, "DiszpKrYNg8") not in self.servers["dhis2"].completed:
            self.fail(f"{period}: acknowledged, but not registered as complete")


def step(site: FormsSite, draw: random.Random) -> None:
    """One thing that happens."""
    what = draw.random()
    if what < 0.28:
        cell, period = draw.choice(sorted(CELLS)), draw.choice(PERIODS)
        site.edit_and_queue(period, cell, draw.randint(0, 3))
    elif what < 0.58:
        fault = SLOW if draw.random() < 0.01 else draw.choice(FAULTS)
        method = draw.choice([None, "POST", "POST"])  # what is looked up first would meet most of them
        path = None if method else draw.choice(PATHS)
        site.fault("dhis2", fault, draw.randint(1, 20), method=method, path=path)
    elif what < 0.63:
        site.lock_or_unlock_there(draw.choice(PERIODS))
    elif what < 0.69:
        site.die(draw.randint(0, 14), eager=draw.random() < 0.3)
    elif what < 0.75:
        site.give_credentials()
    elif what < 0.79:
        site.press_retry()
    else:
        site.some_passes(draw)
