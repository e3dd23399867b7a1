"""Forms whose rows are what was seen: attendance by village, the commonest diagnoses.

Such a definition says which fact makes the rows. For a period it becomes an ordinary definition with one row
for each value, so that cells, cases, check and closing need nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from emr_desktop.forms.conditions import Condition
from emr_desktop.forms.definition import FALLBACK, FormDefinition, ListedRows, RowRule
from emr_desktop.forms.facts import CODE_OF_SOURCE
from emr_desktop.forms.periods import Period
from emr_desktop.forms.sources import fact_column, in_scope
from emr_desktop.reference.catalogue import (
    answer_name,
    concepts,
    exemptions,
    icd10_title,
    lab_tests,
    medicines,
    payers,
)
from emr_desktop.reference.rows import Exemption, LabTest, Payer

OTHERS, NOT_SAID = "+", "-"


def rows_for(
    session: Session,
    definition: FormDefinition,
    period: Period,
    count: str,
    *,
    first: Sequence[str] | None = None,
) -> FormDefinition:
    """Give a definition its rows for a period; one whose rows are written down is given back as it is.

    Args:
        session: a reading session.
        definition: the form.
        period: the days to count.
        count: a key of the definition's choices.
        first: values of a version that was signed, which keep their rows; what came since follows them.
    """
    listed = definition.listed
    if listed is None:
        return definition
    values = list(first or ())
    values += [
        value for value in _commonest(session, definition, listed, period, count) if value not in values
    ]
    return expanded(definition, values)


def expanded(definition: FormDefinition, values: Sequence[str]) -> FormDefinition:
    """Write a row for each value, one for the others, and one for what was not said."""
    listed = definition.listed
    if listed is None:
        return definition
    rows = [_row(definition, listed, str(number), value) for number, value in enumerate(values, 1)]
    rest = RowRule(
        row=OTHERS,
        section=definition.sections[0].code,
        en=listed.others_en,
        sw=listed.others_sw,
        counts=listed.counts,
        codes=_codes(listed, FALLBACK),
        group=None,
        when=() if _is_code(listed) else (Condition(listed.fact, "!=", (*values, None)),),
        open_columns=frozenset(definition.columns.codes),
        dhis2_data_element=None,
        line=0,
    )
    rows.append(rest)
    if not _is_code(listed):
        nothing = (Condition(listed.fact, "=", (None,)),)
        rows.append(replace(rest, row=NOT_SAID, en=listed.not_said_en, sw=listed.not_said_sw, when=nothing))
    return replace(definition, rows=tuple(rows), listed_values=tuple(values), _candidates={})


def _row(definition: FormDefinition, listed: ListedRows, number: str, value: str) -> RowRule:
    is_code = _is_code(listed)
    en, sw = _names(listed.fact, value)
    return RowRule(
        row=number,
        section=definition.sections[0].code,
        en=en,
        sw=sw,
        counts=listed.counts,
        codes=_codes(listed, value),
        group=None,
        when=() if is_code else (Condition(listed.fact, "=", (value,)),),
        open_columns=frozenset(definition.columns.codes),
        dhis2_data_element=None,
        line=0,
    )


def _codes(listed: ListedRows, value: str) -> tuple[str, ...]:
    """What a row takes. Where another fact than the code makes the rows, each takes any code."""
    if listed.counts not in CODE_OF_SOURCE:
        return ()
    return (value,) if _is_code(listed) else (FALLBACK,)


def _names(fact: str, value: str) -> tuple[str, str]:
    """A value in words, English and Swahili; one without words of its own is its own name."""
    if fact == "icd10":
        return _names_of_code(value)
    named: Mapping[str, Mapping[str, Payer | Exemption | LabTest]] = {
        "payer": payers(),
        "exemption": exemptions(),
        "test": lab_tests(),
    }
    if (known := named.get(fact, {}).get(value)) is not None:
        return known.name_en, known.name_sw
    if fact == "medicine" and (medicine := medicines().get(value)) is not None:
        return medicine.label, medicine.label
    return answer_name(fact, value, language="en"), answer_name(fact, value, language="sw")


def _names_of_code(code: str) -> tuple[str, str]:
    """What the commonest clinical concept of an ICD-10 category is called; else the category's own title."""
    known = [concept for concept in concepts().values() if concept.icd10.startswith(code)]
    if known:
        concept = min(known, key=lambda one: one.frequency)  # 1 is seen every day
        return f"{code}  {concept.name_en}", f"{code}  {concept.name_sw}"
    title = f"{code}  {icd10_title(code) or ''}".rstrip()
    return title, title


def _is_code(listed: ListedRows) -> bool:
    return CODE_OF_SOURCE.get(listed.counts) == listed.fact


def _commonest(
    session: Session, definition: FormDefinition, listed: ListedRows, period: Period, count: str
) -> list[str]:
    """The values of the period, the commonest first, as many as the form shows."""
    value: Any = fact_column(listed.fact, listed.counts)
    if listed.letters:
        value = func.substr(value, 1, listed.letters)
    chosen = in_scope(select(value, func.count()), definition, listed.counts, period, count)
    found = session.execute(
        chosen.where(value.is_not(None))
        .group_by(value)
        .order_by(func.count().desc(), value)
        .limit(listed.top)
    )
    return [str(each) for each, _ in found]
