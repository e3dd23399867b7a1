"""Sets up from a file of answers what lies above the clinic: the proxy, the targets and their mappings."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from emr_desktop.answer_file.making import blamed_on
from emr_desktop.answer_file.rows import Answers, AnswersFaulty, Fault, Table
from emr_desktop.answer_file.secret_sources import SecretSources
from emr_desktop.clinic import Clinic
from sync.allowance import AllowanceService
from sync.kinds import KINDS
from sync.proxy import ProxyService
from sync.service import SyncService


def connector(next_line: Callable[[], str]) -> Callable[[Clinic, Answers], tuple[str, ...]]:
    """Give what connects a facility in the making.

    Args:
        next_line: the next line of stdin; each ``secret = "stdin"`` takes one, the network first, then the
            targets in their order.
    """

    def connect(clinic: Clinic, answers: Answers) -> tuple[str, ...]:
        secrets = SecretSources(next_line=next_line, code=answers.details.code)
        if answers.network is not None:
            _network(clinic, answers.network, secrets)
        return tuple(_target(clinic, table, secrets) for table in answers.targets)

    return connect


def _network(clinic: Clinic, table: Table, secrets: SecretSources) -> None:
    values, password = table.values, None
    if values.get("user"):
        if "secret" not in values:
            raise AnswersFaulty(Fault(table.place("secret"), "answers.missing"))
        password = secrets.of(table)
    with blamed_on(table.place("proxy")):
        ProxyService(work=clinic.work).save(
            address=str(values["proxy"]),
            exceptions=str(values.get("no_proxy", "")),
            user=values.get("user"),
            password=password,
        )


def _target(clinic: Clinic, table: Table, secrets: SecretSources) -> str:
    values, service = table.values, SyncService(work=clinic.work)
    if values["kind"] not in KINDS:
        known = ", ".join(KINDS)
        raise AnswersFaulty(
            Fault(table.place("kind"), "target.kind_unknown", {"kind": values["kind"], "kinds": known})
        )
    secret, user = secrets.of(table), values.get("user")
    with blamed_on(table.place("ca_file")):
        ca_pem = _text(table, str(values["ca_file"])) if "ca_file" in values else None
    with blamed_on(table.place("url")):
        row = service.add_target(
            kind=str(values["kind"]),
            name=str(values["name"]),
            url=str(values["url"]),
            token=None if user else secret,
            username=user,
            password=secret if user else None,
            ca_pem=ca_pem,
        )
    for name in values.get("mappings", ()):
        with blamed_on(table.place("mappings")):
            service.load_mapping(row.name, _mapping(table, str(name)))
    if any(key in values for key in ("from", "to", "kb_per_day")):
        with blamed_on(table.place("from" if "from" in values else "kb_per_day")):
            kb = values.get("kb_per_day")
            AllowanceService(work=clinic.work).save(
                row.name,
                opens=str(values.get("from", "")),
                closes=str(values.get("to", "")),
                bytes_a_day=None if kb is None else int(kb) * 1000,
            )
    return row.name


def _mapping(table: Table, name: str) -> dict[str, Any]:
    try:
        found = json.loads(_text(table, name))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise AnswersFaulty(Fault(table.place("mappings"), "answers.not_a_mapping", {"path": name}))
    return found


def _text(table: Table, name: str) -> str:
    path = table.path.parent / name
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise AnswersFaulty(
            Fault(table.place("mappings"), "answers.file_missing", {"path": str(path)})
        ) from None
