"""Setting targets up: address, credentials, mapping files."""

from __future__ import annotations

import ssl
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import FormMapping, OutboxEvent, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.forms.rows import FormReport
from emr_desktop.identity import new_id
from sync import consent
from sync.addresses import checked_url
from sync.breaker import Breaker
from sync.kinds import KINDS
from sync.mappings import find_mapping
from sync.record_source import SENSITIVE
from sync.sources import FormSource, form_now
from sync.target_state import REGISTRY, keep_breaker
from sync.targets.dhis2.mapping import CellMapping, Coverage, coverage, figures_of, read_mapping

_LONGEST_NAME = 40
_LONGEST_SECRET = 4000  # tokens of an exchange are long


def save_target(
    work: WorkSession,
    *,
    kind: str,
    name: str,
    url: str,
    token: str | None,
    username: str | None,
    password: str | None,
    ca_pem: str | None,
) -> None:
    """Add a target, or give the target of this name another address or other credentials.

    Raises:
        ValidationError: ``kind``, ``name``, ``url``, ``token``, ``username``, ``ca_pem``.
    """
    if kind not in KINDS:
        raise ValidationError("kind", "target.kind_unknown", kind=kind, kinds=", ".join(KINDS))
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise ValidationError("name", "target.name_malformed", longest=_LONGEST_NAME)
    address = checked_url(url, own_tail=KINDS[kind].own_tail)
    auth_kind, auth_user, auth_secret = _credentials(token, username, password)
    _check_ca(ca_pem)
    with work.database.write.begin() as session:
        target = session.scalars(select(Target).where(Target.name == name)).one_or_none()
        if target is None:
            if kind.startswith(REGISTRY):
                refuse_second_registry(session, name)
            target = Target(
                id=new_id(),
                name=name,
                kind=kind,
                enabled=True,
                incarnation=work.facility.incarnation,
                # What was queued before this target was known was not meant for it.
                planned_seq=session.scalar(select(func.max(OutboxEvent.seq))) or 0,
                details={},
            )
            session.add(target)
        elif target.kind != kind:
            raise ValidationError("kind", "target.kind_differs", kind=target.kind)
        elif target.url != address:
            target.details = {}
        target.url, target.ca_pem = address, ca_pem or None
        target.auth_kind, target.auth_user, target.auth_secret = auth_kind, auth_user, auth_secret
        keep_breaker(target, Breaker())
        session.flush()
        detail = {"target": name, "kind": kind, "url": address}
        work.audit(session, "sync.target_saved", entity="target", entity_id=target.id, detail=detail)
        consent_at_once(session, work, target)


def save_credentials(
    work: WorkSession,
    name: str,
    *,
    url: str,
    token: str | None,
    username: str | None,
    password: str | None,
    ca_pem: str | None = None,
) -> None:
    """Give a target other credentials, another address or certificate perhaps; all else of it stays.

    Without any credentials the kept ones stay, but never for another host: whoever changes an address must
    not get to read the secret.

    Raises:
        EmrError: ``target.unknown``.
        ValidationError: ``url``, ``token``, ``username``, ``ca_pem``.
    """
    with work.database.read() as session:
        target = target_named(session, name)
        kind, ca_pem = target.kind, ca_pem or target.ca_pem
        if not (token or username or password) and _same_host(target.url, url):
            if target.auth_kind == "token":
                token = target.auth_secret
            else:
                username, password = target.auth_user, target.auth_secret
    save_target(
        work,
        kind=kind,
        name=name,
        url=url,
        token=token,
        username=username,
        password=password,
        ca_pem=ca_pem,
    )


def _same_host(one: str, other: str) -> bool:
    here, there = urlsplit(one), urlsplit(other.strip())
    return (here.scheme, here.netloc.lower()) == (there.scheme, there.netloc.lower())


def save_filter(session: Session, work: WorkSession, target: Target, *, sensitive: bool) -> None:
    """Decide whether what is marked sensitive may go to a target that takes records.

    Raises:
        EmrError: ``target.takes_no_records``.
    """
    if not KINDS[target.kind].carries_records:
        raise EmrError("target.takes_no_records", target=target.name)
    target.details = {**target.details, SENSITIVE: sensitive}
    detail = {"target": target.name, "sensitive": "yes" if sensitive else "no"}
    work.audit(session, "sync.filter_saved", entity="target", entity_id=target.id, detail=detail)
    consent.narrow(target)
    consent_at_once(session, work, target)


def consent_at_once(session: Session, work: WorkSession, target: Target) -> None:
    """What an in-charge sets up is confirmed by it, where the password was given just now."""
    if consent.is_missing(target) and consent.may_be_given_now(work):
        save_consent(session, work, target)


def save_consent(session: Session, work: WorkSession, target: Target) -> None:
    """Keep the word of whoever is in that records may go to a target as it stands."""
    detail = consent.give(work, target)
    work.audit(session, "sync.consented", entity="target", entity_id=target.id, detail=detail)


def save_mapping(
    work: WorkSession, forms: FormSource, target_name: str, content: dict[str, Any]
) -> dict[str, Any]:
    """Check a mapping file against its form and keep it for a target; gives what it covers.

    Raises:
        EmrError: ``target.unknown``, ``mapping.malformed``, ``mapping.bad_uid``, ``mapping.unknown_row``,
            ``mapping.unknown_column``, ``mapping.unknown_cell``, ``mapping.same_place_twice``,
            ``mapping.rows_change``, ``form.unknown``, ``form.withdrawn`` ...
    """
    mapping, report, covered = check_mapping(work, forms, content)
    edition = report.info.edition
    with work.database.write.begin() as session:
        target = target_named(session, target_name)
        kept = find_mapping(session, target.id, mapping.form, edition)
        now = work.clock.now()
        if kept is None:
            kept = FormMapping(
                id=new_id(), target_id=target.id, form=mapping.form, edition=edition, loaded_at=now
            )
            session.add(kept)
        kept.content = {**content, "edition": edition}
        kept.loaded_at = now
        kept.snapshot = kept.snapshot_at = None  # looked at anew by the next test
        detail = {"target": target_name, "form": mapping.form, "edition": edition}
        detail["data_set"] = mapping.data_set
        work.audit(session, "sync.mapped", entity="target", entity_id=target.id, detail=detail)
    return {
        "target": target_name,
        "form": mapping.form,
        "edition": edition,
        "data_set": mapping.data_set,
        "org_unit_scheme": mapping.org_unit_scheme,
        "confirmed": mapping.confirmed,
        "open_cells": len(covered.mapped) + len(covered.unmapped),
        "mapped": len(covered.mapped),
        "unmapped": [cell.name for cell in covered.unmapped],
        "greyed": [cell.name for cell in covered.greyed],
    }


def check_mapping(
    work: WorkSession, forms: FormSource, content: dict[str, Any]
) -> tuple[CellMapping, FormReport, Coverage]:
    """Hold a mapping file against its form; keeps nothing.

    Raises:
        EmrError: as ``save_mapping``, but ``target.unknown``.
    """
    mapping = read_mapping(content)
    report = form_now(forms, mapping.form, mapping.edition, today=work.clock.today())
    if report.info.listed:
        # Row 1 of such a list is another thing next month: its figure would go to the wrong data element.
        raise EmrError("mapping.rows_change", form=mapping.form)
    return mapping, report, coverage(mapping, figures_of(report))


def refuse_second_registry(session: Session, name: str) -> None:
    """Two registries would give one person two national numbers: one at a time is asked.

    Raises:
        EmrError: ``registry.another_on``.
    """
    others = select(Target.name).where(
        Target.kind.startswith(REGISTRY), Target.enabled.is_(True), Target.name != name
    )
    other = session.scalars(others).first()
    if other is not None:
        raise EmrError("registry.another_on", other=other)


def target_named(session: Session, name: str) -> Target:
    """Find a target.

    Raises:
        EmrError: ``target.unknown``.
    """
    target = session.scalars(select(Target).where(Target.name == name)).one_or_none()
    if target is None:
        raise EmrError("target.unknown", target=name)
    return target


def _credentials(
    token: str | None, username: str | None, password: str | None
) -> tuple[str, str | None, str]:
    if token:
        secret = token.strip()
        # Goes into a header line as it is.
        if not secret.isascii() or not secret.isprintable() or " " in secret or len(secret) > _LONGEST_SECRET:
            raise ValidationError("token", "target.token_malformed")
        return "token", None, secret
    if not username or not password:
        raise ValidationError("token", "target.credentials_missing")
    if ":" in username or not username.isprintable() or len(username) > _LONGEST_SECRET:
        raise ValidationError("username", "target.username_malformed")
    return "basic", username.strip(), password


def _check_ca(ca_pem: str | None) -> None:
    if not ca_pem:
        return
    try:
        if "PRIVATE KEY" in ca_pem or not ca_pem.isascii():
            raise ValueError
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=ca_pem)
    except (ssl.SSLError, ValueError):
        raise ValidationError("ca_pem", "target.ca_malformed") from None
