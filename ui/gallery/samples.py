"""Made-up people, figures and words that the gallery shows; nothing here is a patient."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from emr_desktop.charting.chart import Category, Chart, HeatChart, Series
from emr_desktop.patients.rows import PatientRow
from ui.qt.language import Language
from ui.theme import Theme
from ui.widgets.picker import Choice

TODAY = date(2026, 11, 28)
_MEDICINES = ("Amoxicillin 250 mg", "Artemether-lumefantrine", "Paracetamol 500 mg", "ORS", "Zinc 20 mg")


@dataclass(frozen=True)
class Samples:
    """What an entry of the gallery is given."""

    language: Language
    theme: Theme

    def say(self, swahili: str, english: str) -> str:
        """The words of the language in use."""
        return swahili if self.language.code == "sw" else english

    @property
    def long(self) -> str:
        """A sentence of some length."""
        return self.say(
            "Uzito umeandikwa kilo 125 kwa mtoto wa miezi 14; angalia kipimo, kisha andika tena.",
            "A weight of 125 kg was written for a child of 14 months; look at the scale and write it again.",
        )


def medicines(text: str) -> list[Choice]:
    """Names that begin like ``text``."""
    wanted = text.casefold()
    return [Choice(name, name, "tab") for name in _MEDICINES if wanted in name.casefold()]


def patient(*, allergies: tuple[str, ...] = ("Penicillin",)) -> PatientRow:
    """A made-up child."""
    return PatientRow(
        id=uuid.UUID(int=1),
        number="999999-6/2026/000076",
        first_name="Mwanahamisi",
        middle_name="Abubakari",
        last_name="Mwanakatwe",
        sex="F",
        birth_date=date(2025, 9, 20),
        birth_precision="day",
        phone="0754123456",
        nida=None,
        insurance_number=None,
        region=None,
        council=None,
        ward=None,
        village="Mwembeni Juu",
        guardian="Fatuma Mwanakatwe",
        allergies=allergies,
        version=1,
    )


def bars(samples: Samples) -> Chart:
    """Visits of half a year."""
    months = ("6", "7", "8", "9", "10", "11")
    return Chart(
        title=samples.say("Mahudhurio", "Attendances"),
        categories=tuple(Category(month, month) for month in months),
        series=(
            Series("all", samples.say("Wote", "All"), (120.0, 131.0, 98.0, 140.0, 155.0, 149.0), "solid"),
        ),
    )


def heat(samples: Samples) -> HeatChart:
    """Visits by weekday and hour."""
    days = tuple(Category(name, name) for name in ("J3", "J4", "J5"))
    hours = tuple(Category(f"{hour}", f"{hour}:00") for hour in range(8, 14))
    values = tuple(tuple((row + 2) * (at + 1) for at in range(6)) for row in range(3))
    return HeatChart(title=samples.say("Saa", "Hours"), rows=days, columns=hours, values=values)
