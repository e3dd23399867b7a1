import ast
import tomllib
from pathlib import Path

import pytest

import emr_desktop
from emr_desktop.access.permissions import ROLES, may, verbs_of

ROOT = Path(emr_desktop.__file__).parents[1]
TABLE = tomllib.loads((ROOT / "emr_desktop/access/permissions.toml").read_text(encoding="utf-8"))["verbs"]


def test_the_table_names_only_known_roles() -> None:
    assert {role for roles in TABLE.values() for role in roles} <= set(ROLES)


def test_every_verb_that_is_required_stands_in_the_table() -> None:
    required = set()
    for package in ("emr_desktop", "sync", "ui"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "require":
                    required |= {a.value for a in node.args if isinstance(a, ast.Constant)}
    assert required
    assert {verb for verb in required if isinstance(verb, str)} <= set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_the_table_says_and_nothing_else(role: str) -> None:
    assert verbs_of(role) == {verb for verb, roles in TABLE.items() if role in roles}
    assert not may((role,), "no.such_verb")


def test_nobody_and_unknown_roles_may_nothing() -> None:
    assert not any(may((), verb) or may(("king",), verb) for verb in TABLE)


def test_only_management_manages_people() -> None:
    assert {role for role in ROLES if may((role,), "staff.manage")} == {"in_charge", "it_admin"}


def test_it_staff_do_not_see_patients() -> None:
    assert not any(may(("it_admin",), verb) for verb in TABLE if verb.startswith(("patient.", "visit.")))
