"""What a patient is usually told beside a medicine: written in by itself, taken off by the clinician."""

from __future__ import annotations

from functools import cache

from emr_desktop.prescribing.tables import family_of, ingredients
from emr_desktop.reference.catalogue import medicines
from emr_desktop.reference.tables import read_table, words


@cache
def usual_directions(medicine: str) -> tuple[str, ...]:
    """Codes of directions.csv for one medicine, by its form and by what it holds for the whole body."""
    known = medicines().get(medicine)
    if known is None:
        return ()
    about = {known.form}
    for held in ingredients().get(medicine, ()):
        if held.systemic:
            about |= family_of(held.code)
    found: dict[str, None] = {}
    for row in read_table("prescribing/usual_directions.csv"):
        if row["about"] in about:
            found.update(dict.fromkeys(words(row["directions"])))
    # What is given by a health worker leaves the patient nothing to do.
    return tuple(found) if known.how not in ("inject", "infuse", "clinic", "fit") else ()
