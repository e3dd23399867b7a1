"""emr-admin sync look-up: whom the client registry knows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from ui.cli.command import UsageProblem, command_of, table

if TYPE_CHECKING:
    from sync.registry.candidate import Found

PROTOCOLS = ("pdqm", "hdu")


def register(app: typer.Typer) -> None:
    """Add the command to ``emr-admin sync``."""
    app.command("look-up")(look_up)


def kind_of(kind: str, protocol: str | None) -> str:
    """The kind of target of ``sync add KIND --kind PROTOCOL``.

    Raises:
        UsageProblem: a registry without what it speaks, or that for something else.
    """
    if (kind == "registry") != (protocol is not None) or protocol not in (None, *PROTOCOLS):
        raise UsageProblem("usage.registry_kind", choices=" ".join(PROTOCOLS))
    return kind if protocol is None else f"registry-{protocol}"


def look_up(
    context: typer.Context,
    nida: Annotated[str | None, typer.Option(help="NIDA number, 20 digits.")] = None,
    name: Annotated[str | None, typer.Option(help="First and last name.")] = None,
    birth_date: Annotated[str | None, typer.Option(help="1994-03-08.")] = None,
    sex: Annotated[str | None, typer.Option(help="M or F.")] = None,
) -> None:
    """Ask the client registry who somebody is.

    Leaves with 0 also when it knows nobody.
    """
    if sex not in (None, "M", "F"):
        raise UsageProblem("usage.not_one_of", option="--sex", choices="M F")
    words = (name or "").split()
    if (nida is None) == (len(words) < 2):
        raise UsageProblem("usage.nida_or_name")
    form = PatientForm(
        id=new_id(),
        first_name=words[0] if words else "",
        middle_name=" ".join(words[1:-1]) or None,
        last_name=words[-1] if words else "",
        sex=sex or "",
        birth_date=_day(birth_date),
        nida=nida,
    )
    command = command_of(context)
    with command.clinic() as clinic:
        from sync.service import SyncService

        desk = SyncService(work=clinic.work).registry
        told = desk.look_up(desk.terms_of(form))
    command.say(
        {
            "registry": told.registry,
            "asked_by": list(told.asked_by),
            "more": told.more,
            "found": [_document(each) for each in told.found],
        },
        *table(
            ("id", "name", "sex", "born", "village", "here"),
            [
                (
                    ids[0].value if (ids := each.candidate.ids) else "",
                    each.candidate.full_name,
                    each.candidate.sex or "",
                    _born(each) or "",
                    each.candidate.village or each.candidate.council or "",
                    each.here.number if each.here else "",
                )
                for each in told.found
            ],
        ),
    )


def _document(found: Found) -> dict[str, Any]:
    one = found.candidate
    return {
        "ids": [{"system": each.system, "value": each.value} for each in one.ids],
        "first_name": one.first_name,
        "middle_name": one.middle_name,
        "last_name": one.last_name,
        "sex": one.sex,
        "birth_date": _born(found),
        "phone": one.phone,
        "nida": one.nida,
        "village": one.village,
        "ward": one.ward,
        "council": one.council,
        "region": one.region,
        "updated_on": one.updated_on and one.updated_on.isoformat(),
        "grade": one.grade,
        "here": found.here and found.here.number,
    }


def _born(found: Found) -> str | None:
    one = found.candidate
    if one.born is None:
        return None
    return one.born.isoformat()[: {"day": 10, "month": 7}.get(one.birth_precision, 4)]


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option="--birth-date", value=text) from None
