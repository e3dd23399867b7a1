"""What a prescribing rule is called and says, for the list in Administration."""

from __future__ import annotations

from emr_desktop.languages import either
from emr_desktop.patients.age import age_text_of_months
from emr_desktop.prescribing.rows import RuleRow
from emr_desktop.reference.catalogue import medicine_units, medicines
from ui.consultation import telling
from ui.messages import sentence
from ui.prescribing.words import between, substance_name


def says(row: RuleRow, *, language: str) -> str:
    """The rule in one line: what it is about, then what it says."""
    about = _ABOUT[row.kind](row, language)
    text = either(language, row.text_sw, row.text_en)
    return f"{about}: {text}" if text else about


def kind_name(kind: str, *, language: str) -> str:
    """``Interaction``, ``Dose`` ..."""
    return sentence(f"prescribing.kind_{kind}", {}, language)


def severity_name(severity: str | None, *, language: str) -> str:
    """How much the rule stops; empty for a dose."""
    return sentence(f"prescribing.severity_{severity}", {}, language) if severity else ""


def _cross(row: RuleRow, language: str) -> str:
    if not row.about["from"]:
        return sentence("prescribing.rule_same_allergy", {}, language)
    names = (substance_name(row.about[part], language=language) for part in ("from", "to"))
    return " → ".join(names)


def _pair(row: RuleRow, language: str) -> str:
    return " + ".join(substance_name(row.about[part], language=language) for part in ("a", "b"))


def _class(row: RuleRow, language: str) -> str:
    code = row.about["class"]
    return (
        substance_name(code, language=language) if code else sentence("prescribing.rule_same", {}, language)
    )


def _pregnancy(row: RuleRow, language: str) -> str:
    name = substance_name(row.about["substance"], language=language)
    when = sentence(f"prescribing.when_{row.about['when']}", {}, language)
    weeks = between(row.about["from_week"], row.about["to_week"])
    if weeks:
        when = f"{when}, {sentence('prescribing.weeks', {'weeks': weeks}, language)}"
    return f"{name} ({when})"


def _age(row: RuleRow, language: str) -> str:
    age = age_text_of_months(int(row.about["below_months"]), language)
    return f"{substance_name(row.about['substance'], language=language)} (<{age})"


def _condition(row: RuleRow, language: str) -> str:
    codes = row.about["icd10"].split()
    return f"{substance_name(row.about['substance'], language=language)} ({_diagnoses(codes, language)})"


def _indication(row: RuleRow, language: str) -> str:
    name = substance_name(row.about["substance"], language=language)
    codes = row.about["icd10"].split()
    return f"{name} ({_diagnoses(codes, language)})" if codes else name


def _maximum(row: RuleRow, language: str) -> str:
    parts = []
    for column, unit in (
        ("single_per_kg", "mg/kg"),
        ("single", "mg"),
        ("daily_per_kg", "mg/kg"),
        ("daily", "mg"),
    ):
        if row.about[column]:
            when = sentence(
                f"prescribing.{'single' if column.startswith('single') else 'daily'}", {}, language
            )
            parts.append(f"{row.about[column]} {unit} {when}")
    ages = _months(row.about["from_months"], row.about["below_months"], language)
    name = substance_name(row.about["ingredient"], language=language)
    return f"{name}{f' ({ages})' if ages else ''} ≤ {', '.join(parts)}"


def _dose(row: RuleRow, language: str) -> str:
    code = row.about["medicine"]
    unit = medicine_units()[medicines()[code].unit]
    ages = _months(row.about["from_months"], row.about["below_months"], language)
    weights = between(row.about["from_kg"], row.about["below_kg"])
    who = ", ".join(part for part in (ages, f"{weights} kg" if weights else "") if part)
    dose = (
        f"{row.about['mg_per_kg']} mg/kg"
        if row.about["mg_per_kg"]
        else f"{row.about['units']} {unit.sw if language == 'sw' else unit.en}"
    )
    if row.about["most"]:
        dose = f"{dose} (≤ {row.about['most']} mg)"
    course = " × ".join(part or "…" for part in (dose, row.about["per_day"], row.about["days"]))
    icd10 = row.about["icd10"].split()
    shown = f"; {_diagnoses(icd10, language)}" if icd10 else ""
    return f"{telling.medicine_name(code)} ({who or '-'}{shown}) {course}"


def _diagnoses(codes: list[str], language: str) -> str:
    """The first by name, the others by code: a list of ten codes is read by nobody."""
    named = [telling.icd10_name(code, language=language) for code in codes[:1]]
    return ", ".join((*named, *codes[1:]))


def _months(start: str, end: str, language: str) -> str:
    ages = [age_text_of_months(int(part), language) if part else "" for part in (start, end)]
    return between(*ages)


def _handling(row: RuleRow, language: str) -> str:
    return sentence(f"prescribing.rule_{row.id}", {}, language)


_ABOUT = {
    "cross_reaction": _cross,
    "interaction": _pair,
    "duplicate": _class,
    "pregnancy": _pregnancy,
    "age": _age,
    "condition": _condition,
    "indication": _indication,
    "maximum": _maximum,
    "dose": _dose,
    "handling": _handling,
}
