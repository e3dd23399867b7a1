"""emr-admin setup and demo: making a facility."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ui.cli.command import UsageProblem, command_of, progress
from ui.messages import LANGUAGES, sentence

FACILITY_TYPES = ("dispensary", "health_centre")


def register(app: typer.Typer) -> None:
    """Hang these commands on emr-admin itself."""
    app.command("setup")(setup)
    app.command("demo")(demo)


def setup(
    context: typer.Context,
    facility_code: Annotated[str | None, typer.Option(help="HFR code, NNNNNN-C.")] = None,
    facility_name: Annotated[str | None, typer.Option(help="As in the Health Facility Registry.")] = None,
    admin: Annotated[str | None, typer.Option(help="User name of the first user (role in_charge).")] = None,
    full_name: Annotated[str | None, typer.Option(help="Full name of the first user.")] = None,
    region: Annotated[str | None, typer.Option(help="For the head of the forms.")] = None,
    council: Annotated[str | None, typer.Option(help="For the head of the forms.")] = None,
    ward: Annotated[str | None, typer.Option(help="For the head of the forms.")] = None,
    facility_type: Annotated[str, typer.Option("--type", help=" or ".join(FACILITY_TYPES))] = "dispensary",
    language: Annotated[str, typer.Option(help=" or ".join(LANGUAGES))] = "sw",
    answers: Annotated[
        Path | None, typer.Option(readable=False, help="Take everything from this file (emr-admin answers).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --answers: say what would be made; keep nothing.")
    ] = False,
    recovery_key_out: Annotated[
        Path | None, typer.Option(help="With --answers: write the recovery key into this new file.")
    ] = None,
    codes_out: Annotated[
        Path | None, typer.Option(help="With --answers: write the one-time codes into this new CSV.")
    ] = None,
) -> None:
    """Make the data folder of a new facility.

    Encrypted database, key file, first user; prints the recovery key, once. With --answers for many PCs:
    everybody gets a one-time code, and --facility-code chooses the line of the list of facilities.
    """
    if answers is not None:
        from ui.cli.answers import setup_from_answers

        setup_from_answers(
            command_of(context),
            answers,
            facility_code=facility_code,
            dry_run=dry_run,
            recovery_key_out=recovery_key_out,
            codes_out=codes_out,
        )
        return
    if dry_run or recovery_key_out is not None or codes_out is not None:
        raise UsageProblem("usage.needs_answers")
    from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility

    if facility_type not in FACILITY_TYPES:
        raise UsageProblem("usage.not_one_of", option="--type", choices=" ".join(FACILITY_TYPES))
    if language not in LANGUAGES:
        raise UsageProblem("usage.not_one_of", option="--language", choices=" ".join(LANGUAGES))
    command = command_of(context)
    given = {
        "--facility-code": facility_code,
        "--facility-name": facility_name,
        "--admin": admin,
        "--full-name": full_name,
    }
    for option, value in given.items():
        if value is None:
            raise UsageProblem("usage.missing", what=option, command="emr-admin setup")
    recovery_key = create_facility(
        command.data_dir,
        details=FacilityDetails(
            code=facility_code or "",
            name=facility_name or "",
            type=facility_type,
            region=region,
            council=council,
            ward=ward,
            language=language,
        ),
        first_user=FirstUser(
            username=admin or "", full_name=full_name or "", password=command.password(confirm=True)
        ),
    )
    command.say(
        {"facility_code": facility_code, "admin": admin, "recovery_key": recovery_key},
        recovery_key,
        sentence("recovery.keep_on_paper", {}, language),
    )


def demo(
    context: typer.Context,
    seed: Annotated[int, typer.Option(help="The same seed makes the same facility.")] = 1,
    months: Annotated[int, typer.Option(min=1, max=240, help="How far back the visits go.")] = 6,
    per_day: Annotated[int, typer.Option(min=1, max=2000, help="Visits on an ordinary day.")] = 40,
    until: Annotated[str | None, typer.Option(help="Last day, ISO; default: yesterday.")] = None,
) -> None:
    """Make a training facility.

    With made-up patients, marked TRAINING everywhere; only in an empty data folder. Without --until some
    of them wait at the stations now.
    """
    import os

    from emr_desktop.demo.facility import TRAINING_PASSWORD, make_demo

    command = command_of(context)
    with progress("demo") as report:
        made = make_demo(
            command.data_dir,
            seed=seed,
            months=months,
            per_day=per_day,
            until=iso_date(until, "--until") if until else None,
            password=os.environ.get("EMR_PASSWORD") or TRAINING_PASSWORD,
            in_charge=command.user,
            waiting=until is None,  # a facility of another day has nobody waiting now
            progress=report,
        )
    command.say(
        {
            "facility_code": made.facility_code,
            "facility_name": made.facility_name,
            "users": list(made.users),
            "patients": made.patients,
            "visits": made.visits,
        },
        f"{made.facility_name} ({made.facility_code}): {made.patients} patients, {made.visits} visits",
        " ".join(made.users),
    )


def iso_date(text: str, option: str) -> date:
    """Read ``2026-11-22``.

    Raises:
        UsageProblem: it is no such date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option=option, value=text) from None
