"""What a finding, a dose and its working are called in the language in use."""

from __future__ import annotations

from datetime import date

from emr_desktop.languages import either
from emr_desktop.patients.age import age_text_of_months
from emr_desktop.prescribing.rows import Finding, NoDose, Suggestion
from emr_desktop.prescribing.tables import all_rules, reasons, substances
from emr_desktop.reference.catalogue import diagnosis_name, medicine_units, medicines
from emr_desktop.visits.rows import FindingEntry
from ui.consultation import telling, typed
from ui.messages import sentence

CODE_PREFIX = "prescribing."
DRAFT = "prescribing.dose_draft"


def finding_text(finding: Finding | FindingEntry, *, language: str) -> str:
    """The sentence of a finding."""
    params = finding.params
    return sentence(
        finding.code,
        {
            "medicine": telling.medicine_name(finding.medicine),
            "other": _other(finding.other),
            "text": rule_text(finding.rule, language=language),
            "allergy": params.get("allergy", ""),
            "substance": substance_name(str(params.get("substance", "")), language=language),
            "age": age_text_of_months(int(params.get("months", 0)), language),
            "weeks": params.get("weeks", ""),
            "diagnosis": diagnosis_name(str(params["icd10"]), None, language=language)
            if "icd10" in params
            else "",
            "given": _figure(params.get("given")),
            "most": _figure(params.get("most")),
            "unit": params.get("unit", ""),
            "since": _day(params.get("since")),
            "until": _day(params.get("until")),
            "weighed": f" ({_figure(params['weight'])} kg)" if params.get("weight") else "",
        },
        language,
    )


def rule_text(rule_id: str, *, language: str) -> str:
    """The words a rule brings along; empty for one that has none or is gone."""
    rule = all_rules().get(rule_id)
    return "" if rule is None else rule.columns.get(f"text_{language}", "")


def substance_name(code: str, *, language: str) -> str:
    """An ingredient or class as people say it; an unknown one names itself."""
    known = substances().get(code)
    if known is None:
        return code
    return either(language, known.name_sw, known.name_en)


def reason_name(entry: FindingEntry, *, language: str) -> str:
    """The reason that was given, in words."""
    known = reasons().get(entry.reason or "")
    if known is None:
        return entry.reason_words or entry.reason or ""
    return either(language, known.name_sw, known.name_en)


def kept_text(entry: FindingEntry, *, language: str) -> str:
    """A finding of a saved visit with what was done about it."""
    done = sentence(
        f"prescribing.action_{entry.action}", {"reason": reason_name(entry, language=language)}, language
    )
    return f"{finding_text(entry, language=language)} {done}"


def dose_text(suggestion: Suggestion | NoDose, *, on: date, language: str) -> str:
    """The working of a suggested dose, or why there is none; empty where nothing is known."""
    if isinstance(suggestion, NoDose):
        if suggestion.why in (None, DRAFT):  # a draft is said in another place
            return ""
        params = {name: _figure(value) for name, value in suggestion.params.items()}
        return sentence(suggestion.why, params, language)
    counted = " × ".join(
        typed.plain(part) if part is not None else "…"
        for part in (suggestion.dose, suggestion.per_day, suggestion.days)
    )
    rule = all_rules().get(suggestion.rule)
    note = "" if rule is None else rule.columns.get(f"note_{language}", "")
    state = sentence(f"prescribing.state_{suggestion.state}", {}, language)
    about = [_working(suggestion, on=on, language=language) + counted, note]
    about.append(f"[{suggestion.evidence}] {suggestion.source}, {state}")
    return " · ".join(part for part in about if part)


def words_of_draft(suggestion: Suggestion | NoDose, *, language: str) -> str:
    """What to say of a medicine whose dose rules are all drafts; empty for any other."""
    if isinstance(suggestion, NoDose) and suggestion.why == DRAFT:
        return sentence(DRAFT, {}, language)
    return ""


def _working(suggestion: Suggestion, *, on: date, language: str) -> str:
    weight = ""
    if suggestion.weight_kg is not None:
        weight = f"{_figure(suggestion.weight_kg)} kg"
        if suggestion.weight_date is not None and suggestion.weight_date != on:
            weight = f"{weight} ({telling.day(suggestion.weight_date)})"
    if suggestion.by == "kg":
        unit = suggestion.unit
        product = medicines()[suggestion.medicine]
        units = medicine_units()[product.unit]
        one = either(language, units.sw, units.en)
        wanted = f"{_figure(suggestion.per_kg)} {unit}/kg × {weight}"
        exact = (suggestion.per_kg or 0) * (suggestion.weight_kg or 0)
        wanted = f"{wanted} = {_figure(round(exact, 2))} {unit}"
        if suggestion.capped:
            most = sentence("prescribing.at_most", {}, language)
            wanted = f"{wanted}, {most} {_figure(suggestion.wanted)} {unit}"
        return f"{wanted} → {product.strength}: {_figure(suggestion.dose)} {one}; "
    if suggestion.band is None:
        return ""
    start, end = suggestion.band
    if suggestion.by == "weight":
        return f"{weight} ({between(_plain(start), _plain(end))} kg) → "
    months = [None if part is None else age_text_of_months(int(part), language) for part in (start, end)]
    band = between(months[0] or "", months[1] or "")
    return f"{sentence('prescribing.by_age', {}, language)} ({band}) → " if band else ""


def between(start: str, end: str) -> str:
    """A range as it is read: ``5 – <15``, ``≥35``, ``≤20`` (written 20.001 where 20 itself belongs to it)."""
    low, over = (start.removesuffix(".001"), ">") if start.endswith(".001") else (start, "≥")
    high, under = (end.removesuffix(".001"), "≤") if end.endswith(".001") else (end, "<")
    if low and high:
        return f"{'' if over == '≥' else over}{low} – {under}{high}"
    if low:
        return f"{over}{low}"
    return f"{under}{high}" if high else ""


def _plain(limit: float | None) -> str:
    return "" if limit is None else f"{limit:g}"


def _other(code: str | None) -> str:
    if code is None:
        return ""
    return telling.medicine_name(code) if code in medicines() else code


def _day(text: object) -> str:
    """A day that was kept as ``2026-11-18``, as it is written here."""
    return telling.day(date.fromisoformat(str(text))) if text else ""


def _figure(value: object) -> str:
    """A number as it is written: thousands apart, no trailing zeros."""
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)
