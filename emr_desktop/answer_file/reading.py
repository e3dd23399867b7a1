"""Reads a file of answers, and says everything that is wrong with it, each with its file, line and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.access.credentials import clean_full_name, clean_username
from emr_desktop.access.permissions import ROLES
from emr_desktop.answer_file.facilities import facility_line
from emr_desktop.answer_file.rows import Answers, AnswersFaulty, Fault, Table, UserAnswer
from emr_desktop.errors import ValidationError
from emr_desktop.facility.details import default_settings, setting_fits
from emr_desktop.facility.rows import FacilityDetails
from emr_desktop.facility.set_up import checked_details
from emr_desktop.forms.local_text import Lines

LARGEST_BYTES = 500_000
_LINE = re.compile(r"at line (\d+)")
_KINDS = {"text": str, "file": str, "secret": str, "yes_no": bool, "number": int}
_SECRET = re.compile(r"stdin|env:[A-Za-z_][A-Za-z0-9_]*|file:.+")


def read_answers(path: Path, *, facility_code: str | None = None) -> Answers:
    """Read the answers for one facility.

    Args:
        path: TOML in UTF-8.
        facility_code: which line of the list of facilities; None takes the file's own code.

    Raises:
        AnswersFaulty: everything that is wrong.
    """
    return _Reader(path, _text(path)).read(facility_code)


def own_code(path: Path) -> str | None:
    """Whose answers these are, where the file itself says so; never raises."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return None
    inner = table.get("facility")
    code = inner.get("code") if isinstance(inner, dict) else None
    found = table.get("facility_code", code)
    return found if isinstance(found, str) else None


@cache
def _schema() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "schema.toml").read_text(encoding="utf-8"))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
        if len(content) > LARGEST_BYTES:
            raise AnswersFaulty(Fault((path, 1, "-"), "answers.too_large"))
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise AnswersFaulty(Fault((path, line, "-"), "answers.not_utf8")) from None
    except OSError as error:
        fault = Fault((path, 1, "-"), "answers.not_read", {"reason": error.strerror or ""})
        raise AnswersFaulty(fault) from None


class _Reader:
    """Collects faults on its way through one file."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._lines = path, Lines(text)
        self._faults: list[Fault] = []
        try:
            self._whole = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            found = _LINE.search(str(error))
            line = int(found[1]) if found else max(1, len(text.splitlines()))
            raise AnswersFaulty(Fault((path, line, "-"), "answers.not_toml")) from None

    def read(self, facility_code: str | None) -> Answers:
        """Everything at once; see ``read_answers``."""
        self._look_for_unknown()
        self._top = Table(
            {key: value for key, value in self._whole.items() if not isinstance(value, (dict, list))},
            self._path,
            {key: self._lines.of("", key=key) for key in self._whole},
            "",
        )
        facility, users = self._table("facility"), self._many("users")
        settings = dict(self._settings())
        self._check_kinds(self._top, "top")
        listed = self._listed(facility_code, facility)
        details, in_charge = self._details(facility, listed, facility_code), None
        people = [user for table in users if (user := self._user(table)) is not None]
        if listed is not None:
            in_charge = self._listed_person(listed)
            settings |= self._listed_settings(listed)
        if in_charge is None:
            in_charge = next((user for user in people if "in_charge" in user.roles), None)
        if in_charge is None and not self._faults:
            self._fault((self._path, 1, "users"), "answers.no_in_charge")
        self._refuse_twice([*people, *([in_charge] if in_charge and in_charge not in people else [])])
        council, forms, imports = self._table("council"), self._table("forms"), self._table("import")
        network, targets = self._table("network"), self._many("targets")
        code = details.code if details is not None else ""
        answers_files = self._files(forms, "files", code)
        patients = self._file(imports, "patients", code)
        for table in (council, *targets):
            for key in ("key_file", "ca_file", "mappings"):
                self._files(table, key, code)
        if self._faults or details is None or in_charge is None:
            raise AnswersFaulty(
                *sorted(self._faults, key=lambda fault: (str(fault.place[0]), fault.place[1]))
            )
        return Answers(
            path=self._path,
            details=details,
            in_charge=in_charge,
            users=tuple(user for user in people if user is not in_charge),
            settings={name: (_for_code(value, code), place) for name, (value, place) in settings.items()},
            council=council,
            network=network,
            forms=answers_files,
            patients=patients,
            targets=targets,
        )

    # tables --------------------------------------------------------------------------------------------

    def _look_for_unknown(self) -> None:
        settings = {name.partition(".")[0] for name in default_settings()}
        for name, value in self._whole.items():
            if isinstance(value, dict | list) and name not in _schema() and name not in settings:
                self._fault((self._path, self._lines.of(name), name), "answers.unknown_key")

    def _table(self, name: str) -> Table | None:
        found = self._whole.get(name)
        if found is None:
            return None
        if not isinstance(found, dict):
            self._fault(
                (self._path, self._lines.of(name, key=name), name), "answers.kind", wanted=f"[{name}]"
            )
            return None
        return self._checked(found, name, name, 0)

    def _many(self, name: str) -> tuple[Table, ...]:
        found = self._whole.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self._fault((self._path, self._lines.of(name), name), "answers.kind", wanted=f"[[{name}]]")
            return ()
        return tuple(self._checked(each, name, f"{name}", index) for index, each in enumerate(found))

    def _checked(self, values: dict[str, Any], name: str, shown: str, index: int) -> Table:
        lines = {key: self._lines.of(name, index, key) for key in ("", *values)}
        table = Table(values, self._path, lines, shown)
        self._check_kinds(table, name)
        return table

    def _check_kinds(self, table: Table, name: str) -> None:
        known = _schema()[name]
        for key, value in table.values.items():
            if key not in known:
                self._fault(self._place(table, key), "answers.unknown_key")
            elif not _is_kind(value, known[key]["kind"]):
                self._fault(self._place(table, key), "answers.kind", wanted=_WANTED[known[key]["kind"]])
        for key, rule in known.items():
            if rule.get("needed") and key not in table.values:
                self._fault(self._place(table, key), "answers.missing")

    @staticmethod
    def _place(table: Table, key: str) -> tuple[Path, int, str]:
        path, line, shown = table.place(key)
        return path, line, shown.lstrip(".")

    def _settings(self) -> Iterator[tuple[str, tuple[Any, tuple[Path, int, str]]]]:
        names = default_settings()
        for table, values in self._whole.items():
            if table in _schema() or not isinstance(values, dict):
                continue
            for key, value in values.items():
                name, place = f"{table}.{key}", (self._path, self._lines.of(table, 0, key), f"{table}.{key}")
                if name not in names:
                    if any(known.startswith(f"{table}.") for known in names):
                        self._fault(place, "answers.unknown_key")
                elif not setting_fits(name, value):
                    self._fault(place, "answers.setting_value")
                else:
                    yield name, (value, place)

    # the facility --------------------------------------------------------------------------------------

    def _listed(self, code: str | None, facility: Table | None) -> Table | None:
        named = self._whole.get("facilities")
        if not isinstance(named, str):
            return None
        code = code or self._whole.get("facility_code") or (facility.values.get("code") if facility else None)
        place = (self._path, self._lines.of("", key="facilities"), "facilities")
        if not isinstance(code, str) or not code:
            self._fault(place, "answers.which_facility")
            return None
        try:
            return facility_line(self._path.parent / named, code, place)
        except AnswersFaulty as faulty:
            self._faults += faulty.faults
            return None

    def _details(
        self, facility: Table | None, listed: Table | None, code: str | None
    ) -> FacilityDetails | None:
        names = tuple(_schema()["facility"])
        values = {key: each for key, each in (facility.values if facility else {}).items() if key in names}
        if listed is not None:
            values |= {key: each for key, each in listed.values.items() if key in names and each}
        own = values.get("code")
        if code is not None and listed is None and isinstance(own, str) and _bare(own) != _bare(code):
            place = facility.place("code") if facility else (self._path, 1, "facility.code")
            self._fault(place, "answers.other_code", given=code)
        if "code" not in values and code is not None and listed is None:
            values["code"] = code
        for key in ("code", "name"):
            if key not in values and not self._faults:
                self._fault(self._of_facility(facility, listed, key), "answers.missing")
        if self._faults and not {"code", "name"} <= set(values):
            return None
        if not all(isinstance(each, str | bool) for each in values.values()):
            return None  # told already
        try:
            return checked_details(FacilityDetails(**values))
        except ValidationError as error:
            self._fault(self._of_facility(facility, listed, error.field), error.code, **error.params)
            return None

    def _of_facility(self, facility: Table | None, listed: Table | None, key: str) -> tuple[Path, int, str]:
        if listed is not None and listed.values.get(key):
            return listed.place(key)
        return facility.place(key) if facility is not None else (self._path, 1, f"facility.{key}")

    def _listed_person(self, listed: Table) -> UserAnswer | None:
        if not listed.values.get("in_charge"):
            return None
        found: dict[str, str] = {}
        for key, clean in (("in_charge", clean_username), ("in_charge_name", clean_full_name)):
            try:
                found[key] = clean(str(listed.values.get(key, "")))
            except ValidationError as error:
                self._fault(listed.place(key), error.code, **error.params)
        if len(found) < 2:
            return None
        place = listed.place("in_charge")
        return UserAnswer(found["in_charge"], found["in_charge_name"], ("in_charge",), None, place)

    def _listed_settings(self, listed: Table) -> dict[str, tuple[Any, tuple[Path, int, str]]]:
        found: dict[str, tuple[Any, tuple[Path, int, str]]] = {}
        for key, text in listed.values.items():
            if "." not in key or not text:
                continue
            value: Any = {"true": True, "false": False}.get(text, int(text) if text.isdigit() else text)
            if not setting_fits(key, value):
                self._fault(listed.place(key), "answers.setting_value")
            else:
                found[key] = (value, listed.place(key))
        return found

    # people and files ----------------------------------------------------------------------------------

    def _user(self, table: Table) -> UserAnswer | None:
        before = len(self._faults)
        values = table.values
        cleaned: dict[str, str] = {}
        for key, clean in (("username", clean_username), ("full_name", clean_full_name)):
            if isinstance(values.get(key), str):
                try:
                    cleaned[key] = clean(values[key])
                except ValidationError as error:
                    self._fault(table.place(key), error.code, **error.params)
        roles = values.get("roles")
        given = tuple(map(str, roles)) if isinstance(roles, list) else ()
        for role in given:
            if role not in ROLES:
                self._fault(table.place("roles"), "staff.role_unknown", role=role)
        if isinstance(roles, list) and not roles:
            self._fault(table.place("roles"), "staff.roles_missing")
        if len(self._faults) > before or len(cleaned) < 2 or not given:
            return None
        cadre = values.get("cadre")
        return UserAnswer(
            cleaned["username"],
            cleaned["full_name"],
            given,
            cadre if isinstance(cadre, str) else None,
            table.place("username"),
        )

    def _refuse_twice(self, people: list[UserAnswer]) -> None:
        seen: set[str] = set()
        for user in people:
            if user.username in seen:
                self._fault(user.place, "staff.username_taken")
            seen.add(user.username)

    def _file(self, table: Table | None, key: str, code: str) -> tuple[Path, tuple[Path, int, str]] | None:
        return next(iter(self._files(table, key, code)), None)

    def _files(
        self, table: Table | None, key: str, code: str
    ) -> tuple[tuple[Path, tuple[Path, int, str]], ...]:
        """The files of a key, each of which must be there."""
        if table is None or key not in table.values:
            return ()
        given = table.values[key]
        names = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        found = []
        for name in names:
            path = self._path.parent / str(name).replace("{code}", code)
            if not path.exists():
                self._fault(table.place(key), "answers.file_missing", path=str(path))
            found.append((path, table.place(key)))
        return tuple(found)

    def _fault(self, place: tuple[Path, int, str], code: str, **params: object) -> None:
        self._faults.append(Fault(place, code, params))


_WANTED = {
    "text": '"…"',
    "file": '"file"',
    "files": '["file", …]',
    "texts": '["…", …]',
    "yes_no": "true|false",
    "number": "1, 2, 3 …",
    "secret": '"stdin"|"env:NAME"|"file:PATH"',
}


def _is_kind(value: object, kind: str) -> bool:
    if kind in ("texts", "files"):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if kind == "number":
        return type(value) is int
    if kind == "secret":
        return isinstance(value, str) and _SECRET.fullmatch(value) is not None
    return isinstance(value, _KINDS[kind])


def _bare(code: str) -> str:
    return code.replace("-", "").strip()


def _for_code(value: Any, code: str) -> Any:
    return value.replace("{code}", code) if isinstance(value, str) else value


def shown(values: Mapping[str, object]) -> str:
    """A table in one line, for the plan of a dry run."""
    return ", ".join(f"{key}={value}" for key, value in values.items())
