"""What a mapping file says: which tables and columns of another system become which fields here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from emr_desktop.errors import EmrError
from emr_desktop.exchange.patient_line import COLUMNS as PATIENT_COLUMNS
from emr_desktop.exchange.visit_line import COLUMNS as VISIT_COLUMNS
from emr_desktop.reference.tables import FOLDER

OURS = FOLDER / "move_in"
_TOP = frozenset(
    (
        "name",
        "prefix",
        "state",
        "extends",
        "dates",
        "earliest",
        "nothing",
        "tables",
        "patients",
        "visits",
        "codes",
        "encoding",
        "delimiter",
    )
)


@dataclass(frozen=True)
class TableRule:
    """A table of the other system: the names of its file, its key, and which rows count for nothing."""

    name: str
    files: tuple[str, ...]
    key: str
    first: str | None = None  # of several rows of one key, the one where this column says 1
    leave_out: Mapping[str, frozenset[str]] = field(default_factory=dict)  # in small letters


@dataclass(frozen=True)
class FieldRule:
    """Where one of our fields comes from: the first column that says something, and how it is read."""

    columns: tuple[str, ...] = ()
    kind: str = "text"  # text, date, list
    values: Mapping[str, str] = field(default_factory=dict)  # theirs in small letters -> ours
    otherwise: str | None = None
    at: tuple[str, ...] = ()  # of an age: the columns that say when it was true


@dataclass(frozen=True)
class LookUp:
    """One row of another table, found by its key."""

    table: str
    by: str


@dataclass(frozen=True)
class RowsRule:
    """Rows of another table that belong to a visit: by its key, or the same patient's on the same day."""

    table: str
    by: tuple[str, str] | None = None  # their column, the visit's
    patient: str | None = None
    day: str | None = None
    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    code: str | None = None
    value: tuple[str, ...] = ()
    coded: str | None = None  # the column whose value is a code of the dictionary
    codes: Mapping[str, str] = field(
        default_factory=dict
    )  # a code -> our field, test:X, text:X, diagnosis, nothing
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # test -> their result -> ours
    diagnosis: str | None = None
    words: str | None = None
    rank: str | None = None
    certainty: FieldRule | None = None


@dataclass(frozen=True)
class AttributesRule:
    """Rows that say one thing each of a patient."""

    table: str
    by: str
    type: str
    value: str
    types: tuple[str, str] | None  # table and column with the words of a type
    fields: Mapping[str, str]


@dataclass(frozen=True)
class CodesRule:
    """How a diagnosis becomes ICD-10."""

    icd10: bool = True  # a code that is one of ICD-10 already stays
    list: Path | None = None
    names: tuple[str, str] | None = None  # table, column: the words of a code
    row_names: tuple[str, str] | None = None  # the words of a code of rows
    uuid: tuple[str, str] | None = None
    reference: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class PartRule:
    """Patients or visits: the table with a row for each, and the fields."""

    table: str
    id: str
    fields: Mapping[str, FieldRule]
    look_up: Mapping[str, LookUp] = field(default_factory=dict)
    patient: str | None = None
    together: str | None = None
    attributes: AttributesRule | None = None
    diagnoses: tuple[FieldRule, ...] = ()
    texts: tuple[tuple[FieldRule, str], ...] = ()
    rows: tuple[RowsRule, ...] = ()


@dataclass(frozen=True)
class SystemMapping:
    """A whole mapping."""

    name: str
    prefix: str
    confirmed: bool
    tables: Mapping[str, TableRule]
    patients: PartRule
    visits: PartRule
    codes: CodesRule
    dates: tuple[str, ...] = ()
    earliest: date = date(1990, 1, 1)
    nothing: frozenset[str] = frozenset()
    encoding: str | None = None
    delimiter: str | None = None


def known_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with the program."""
    return tuple(sorted(path.stem for path in OURS.glob("*.toml")))


def load_mapping(name: str | Path) -> SystemMapping:
    """A mapping of ours by its name (``open-hospital``), or of a file.

    Raises:
        EmrError: ``move_in.mapping_unknown``, ``move_in.mapping_malformed``.
    """
    path = OURS / f"{name}.toml" if str(name) in known_mappings() else Path(name)
    if not path.is_file():
        raise EmrError("move_in.mapping_unknown", name=str(name), known=", ".join(known_mappings()))
    told = _read(path, depth=0)
    try:
        return _mapping(told, path)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EmrError("move_in.mapping_malformed", path=path.name, reason=str(error)) from error


def _read(path: Path, *, depth: int) -> dict[str, Any]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EmrError("move_in.mapping_malformed", path=path.name, reason=str(error)) from error
    extends = told.pop("extends", None)
    if extends is None:
        return told
    if depth or str(extends) not in known_mappings():
        raise EmrError("move_in.mapping_unknown", name=str(extends), known=", ".join(known_mappings()))
    return _over(_read(OURS / f"{extends}.toml", depth=1), told)


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A mapping that changes parts of another: tables are merged, everything else is replaced."""
    merged = dict(below)
    for name, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _over(merged[name], value) if both else value
    return merged


def _mapping(told: dict[str, Any], path: Path) -> SystemMapping:
    _only(told, _TOP, "")
    tables = {name: _table(name, rule) for name, rule in told["tables"].items()}
    codes = dict(told.get("codes", {}))
    _only(codes, frozenset(("icd10", "list", "names", "row_names", "uuid", "reference")), "codes")
    listed = codes.get("list")
    mapping = SystemMapping(
        name=str(told["name"]),
        prefix=str(told["prefix"]),
        confirmed=told.get("state") == "confirmed",
        tables=tables,
        patients=_part(told["patients"], "patients", frozenset(PATIENT_COLUMNS)),
        visits=_part(told["visits"], "visits", frozenset(VISIT_COLUMNS)),
        codes=CodesRule(
            icd10=bool(codes.get("icd10", True)),
            list=None if listed is None else _list_file(str(listed), path),
            names=_pair(codes.get("names"), "words"),
            row_names=_pair(codes.get("row_names"), "words"),
            uuid=_pair(codes.get("uuid"), "column"),
            reference=codes.get("reference"),
        ),
        dates=tuple(told.get("dates", ())),
        earliest=date.fromisoformat(str(told.get("earliest", "1990-01-01"))),
        nothing=frozenset(str(each).casefold() for each in told.get("nothing", ())),
        encoding=told.get("encoding"),
        delimiter=told.get("delimiter"),
    )
    _tables_are_there(mapping)
    if not mapping.prefix or ":" in mapping.prefix:
        raise ValueError("prefix")
    return mapping


def _list_file(name: str, path: Path) -> Path:
    beside = path.parent / name
    return beside if beside.is_file() else OURS / name


def _table(name: str, rule: dict[str, Any]) -> TableRule:
    _only(rule, frozenset(("files", "key", "first", "leave_out")), f"tables.{name}")
    return TableRule(
        name=name,
        files=tuple(str(each).casefold() for each in rule["files"]),
        key=column_name(rule["key"]),
        first=column_name(rule["first"]) if "first" in rule else None,
        leave_out={
            column_name(column): frozenset(str(each).casefold() for each in values)
            for column, values in rule.get("leave_out", {}).items()
        },
    )


def _part(rule: dict[str, Any], name: str, ours: frozenset[str]) -> PartRule:
    allowed = frozenset(
        (
            "table",
            "id",
            "fields",
            "look_up",
            "patient",
            "together",
            "attributes",
            "diagnoses",
            "texts",
            "rows",
        )
    )
    _only(rule, allowed, name)
    _only(rule["fields"], ours, f"{name}.fields")
    attributes = rule.get("attributes")
    return PartRule(
        table=rule["table"],
        id=column_name(rule["id"]),
        fields={each: _field(said) for each, said in rule["fields"].items()},
        look_up={
            each: LookUp(said["table"], column_name(said["by"]))
            for each, said in rule.get("look_up", {}).items()
        },
        patient=column_name(rule["patient"]) if "patient" in rule else None,
        together=column_name(rule["together"]) if "together" in rule else None,
        attributes=None
        if attributes is None
        else AttributesRule(
            table=attributes["table"],
            by=column_name(attributes["by"]),
            type=column_name(attributes["type"]),
            value=column_name(attributes["value"]),
            types=_pair(attributes.get("types"), "words"),
            fields={str(key).casefold(): each for key, each in attributes["fields"].items()},
        ),
        diagnoses=tuple(_field(each) for each in rule.get("diagnoses", ())),
        texts=tuple(
            (_field({key: said for key, said in each.items() if key != "into"}), each["into"])
            for each in rule.get("texts", ())
        ),
        rows=tuple(_rows(each) for each in rule.get("rows", ())),
    )


def _rows(rule: dict[str, Any]) -> RowsRule:
    allowed = frozenset(
        (
            "table",
            "by",
            "patient",
            "day",
            "fields",
            "code",
            "value",
            "coded",
            "codes",
            "values",
            "diagnosis",
            "words",
            "rank",
            "certainty",
        )
    )
    _only(rule, allowed, "visits.rows")
    by = rule.get("by")
    pair = None
    if by is not None:
        ((theirs, visits),) = by.items()
        pair = (column_name(theirs), column_name(visits))
    elif "patient" not in rule or "day" not in rule:
        raise ValueError("visits.rows: by, or patient and day")

    def one(key: str) -> str | None:
        return column_name(rule[key]) if key in rule else None

    return RowsRule(
        table=rule["table"],
        by=pair,
        patient=one("patient"),
        day=one("day"),
        fields={each: _field(said) for each, said in rule.get("fields", {}).items()},
        code=one("code"),
        value=tuple(column_name(each) for each in rule.get("value", ())),
        coded=one("coded"),
        codes={str(key).casefold(): str(said) for key, said in rule.get("codes", {}).items()},
        values={
            test: {str(key).casefold(): str(said) for key, said in values.items()}
            for test, values in rule.get("values", {}).items()
        },
        diagnosis=one("diagnosis"),
        words=one("words"),
        rank=one("rank"),
        certainty=_field(rule["certainty"]) if "certainty" in rule else None,
    )


def _field(said: str | list[str] | dict[str, Any]) -> FieldRule:
    if isinstance(said, str | list):
        return FieldRule(columns=_columns(said))
    _only(said, frozenset(("from", "as", "values", "otherwise", "at")), "fields")
    kind = said.get("as", "text")
    if kind not in ("text", "date", "list"):
        raise ValueError(f"as = {kind}")
    return FieldRule(
        columns=_columns(said.get("from", [])),
        kind=kind,
        values={str(key).casefold(): str(value) for key, value in said.get("values", {}).items()},
        otherwise=said.get("otherwise"),
        at=_columns(said.get("at", [])),
    )


def _columns(said: str | list[str]) -> tuple[str, ...]:
    return tuple(column_name(each) for each in ([said] if isinstance(said, str) else said))


def column_name(name: str) -> str:
    """A column's name as it is compared: ``Patient ID`` is ``patient_id``."""
    return str(name).strip().casefold().replace(" ", "_").replace("-", "_")


def _pair(said: dict[str, Any] | None, key: str) -> tuple[str, str] | None:
    return None if said is None else (said["table"], column_name(said[key]))


def _only(said: Mapping[str, Any], allowed: frozenset[str], where: str) -> None:
    for key in said:
        if key not in allowed:
            raise ValueError(f"{where}.{key}".lstrip("."))


def _tables_are_there(mapping: SystemMapping) -> None:
    parts = (mapping.patients, mapping.visits)
    named = [part.table for part in parts] + [rule.table for rule in mapping.visits.rows]
    named += [each.table for part in parts for each in part.look_up.values()]
    for name in named:
        if name not in mapping.tables:
            raise ValueError(f"tables.{name}")
