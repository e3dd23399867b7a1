"""What the screen proposes and a person decides: who pays."""

from __future__ import annotations

from emr_desktop.reference.catalogue import exemptions


def suggested_exemption(age_months: int, sex: str) -> str | None:
    """The exemption whose age limits alone already fit, such as under five; None when none does.

    An exemption without an age limit (pregnancy, chronic disease) needs a person who knows, and is never
    proposed.
    """
    years = age_months // 12
    for exemption in exemptions().values():
        if exemption.from_age_years is None and exemption.below_age_years is None:
            continue
        old_enough = exemption.from_age_years is None or years >= exemption.from_age_years
        young_enough = exemption.below_age_years is None or years < exemption.below_age_years
        if old_enough and young_enough and exemption.sex in (None, sex):
            return exemption.code
    return None


def suggested_payer(age_months: int, sex: str) -> tuple[str, str | None]:
    """The payer and exemption a new visit starts with."""
    exemption = suggested_exemption(age_months, sex)
    return ("cash", None) if exemption is None else ("exempt", exemption)
