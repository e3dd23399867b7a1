"""Ages on the day of a visit: the rule is written in emr_desktop.patients.age."""

from emr_desktop.patients.age import (
    age_parts,
    age_text,
    age_text_of_months,
    completed_months,
    completed_years,
)

__all__ = ["age_parts", "age_text", "age_text_of_months", "completed_months", "completed_years"]
