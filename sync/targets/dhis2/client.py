"""Speaks to one DHIS2 server: the few calls that sending a form needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from emr_desktop.clock import local
from sync.problems import Failed, Kind, Problem
from sync.replies import is_html
from sync.targets.dhis2.answers import Summary, read_json, refusal, summary_of
from sync.targets.dhis2.mapping import Place
from sync.targets.dhis2.metadata import (
    COMBO_FIELDS,
    DATA_SET_FIELDS,
    DataSetMetadata,
    Snapshot,
    combo_ids,
    read_metadata,
)
from sync.transport import LONGEST_READ_TIMEOUT_S, READ_TIMEOUT_S, Reply, Transport

# All of them, always: up to 2.42 they are off by default, and wrong values are kept where nobody looks.
STRICT = {
    "strictPeriods": "true",
    "strictDataElements": "true",
    "strictCategoryOptionCombos": "true",
    "strictAttributeOptionCombos": "true",
    "strictOrganisationUnits": "true",
}


@dataclass(frozen=True)
class OrgUnit:
    id: str
    code: str
    name: str


class Dhis2Client:
    def __init__(
        self, *, transport: Transport, url: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._transport = transport
        self._url = url
        self._now = now
        self.skew_s: float | None = None  # the server's clock minus ours at the last answer
        self.last_status: int | None = None
        self.last_text: str | None = None  # of the last answer, shortened, for the attempt's record

    def today(self) -> date:
        """The day on the server's clock, as far as it told it."""
        return local(self._now() + timedelta(seconds=self.skew_s or 0.0)).date()

    def ping(self) -> None:
        """See that DHIS2 answers at all, without showing our credentials.

        Raises:
            Failed: ``sync.not_dhis2`` or what keeps the line from working.
        """
        reply = self._ask("GET", "/api/ping", anonymous=True)
        if reply.body.strip().strip(b'"') == b"pong":
            return
        problem = read_json(reply, url=self._url)
        if isinstance(problem, Problem) and problem.kind is not Kind.CREDENTIALS:
            raise Failed(problem)
        # Old versions and some proxies ask for credentials here; the next call will show.

    def system_info(self) -> dict[str, Any]:
        """``version``, ``systemId``, ``calendar`` ...; empty when the server does not offer it."""
        body = self._optional("/api/system/info")
        if body is not None and not isinstance(body, dict):
            raise Failed(Problem(kind=Kind.TRANSPORT, code="sync.not_dhis2", params={"status": 200}))
        return body or {}

    def me(self) -> dict[str, Any]:
        """Who the credentials are: ``username``, ``authorities``, ``organisationUnits``."""
        body = self._optional(
            "/api/me", {"fields": "id,username,authorities,organisationUnits[id,code,name],dataSets"}
        )
        return body if isinstance(body, dict) else {}

    def org_unit(self, code: str) -> OrgUnit | None:
        """Find the facility by its HFR code.

        Returns:
            The org unit, or None when the server does not offer the look-up.

        Raises:
            Failed: ``delivery.org_unit_unknown`` (none has this code), ``delivery.org_unit_ambiguous``.
        """
        params = {"filter": f"code:eq:{code}", "fields": "id,code,name", "paging": "false"}
        body = self._optional("/api/organisationUnits", params)
        if not isinstance(body, dict):
            return None
        found = [unit for unit in body.get("organisationUnits") or [] if unit.get("code", code) == code]
        if not found:
            raise Failed(
                Problem(kind=Kind.MEANING, code="delivery.org_unit_unknown", params={"facility_code": code})
            )
        if len(found) > 1:
            raise Failed(
                Problem(kind=Kind.MEANING, code="delivery.org_unit_ambiguous", params={"facility_code": code})
            )
        unit = found[0]
        return OrgUnit(id=str(unit["id"]), code=code, name=str(unit.get("name") or ""))

    def data_set(self, uid: str) -> DataSetMetadata | None:
        """What the server says of the data set but its disaggregations, or None when it does not offer that.

        Raises:
            Failed: ``delivery.data_set_unknown``.
        """
        body = self._optional(f"/api/dataSets/{uid}", {"fields": DATA_SET_FIELDS})
        return read_metadata({"id": uid, **body}, ()) if isinstance(body, dict) else None

    def snapshot(self, uid: str) -> Snapshot | None:
        """The data set whole, with its disaggregations, as a document to keep.

        Raises:
            Failed: ``delivery.data_set_unknown``.
        """
        body = self._optional(f"/api/dataSets/{uid}", {"fields": DATA_SET_FIELDS})
        if not isinstance(body, dict):
            return None
        wanted = combo_ids(body)
        params = {"filter": f"id:in:[{','.join(wanted)}]", "fields": COMBO_FIELDS, "paging": "false"}
        found = self._optional("/api/categoryCombos", params) if wanted else None
        combos = found.get("categoryCombos") if isinstance(found, dict) else None
        return Snapshot({"data_set": {"id": uid, **body}, "category_combos": combos or []})

    def data_sets(self) -> list[dict[str, Any]]:
        """The data sets that our user may fill: ``id name period_type``, by name.

        Raises:
            Failed: the line failed or the server refuses to tell.
        """
        params = {"fields": "id,name,periodType,access", "paging": "false", "order": "name:asc"}
        body = self._optional("/api/dataSets", params)
        found = body.get("dataSets") if isinstance(body, dict) else None
        return [
            {
                "id": str(each["id"]),
                "name": str(each.get("name") or ""),
                "period_type": each.get("periodType"),
            }
            for each in found or []
            if isinstance(each, dict)
            and each.get("id")
            and ((each.get("access") or {}).get("data") or {}).get("write") is not False
        ]

    def approval(self, *, data_set: str, period: str, org_unit: str) -> str | None:
        """The state of approval of a period: ``UNAPPROVED_READY``, ``APPROVED_HERE`` ...; None: not told.

        Raises:
            Failed: the line failed or the server refuses to tell.
        """
        params = {"ds": data_set, "pe": period, "ou": org_unit}
        body = self._optional("/api/dataApprovals", params)
        state = body.get("state") if isinstance(body, dict) else None
        return str(state) if state else None

    def push(self, body: bytes, *, org_unit_scheme: str, values: int, dry_run: bool = False) -> Summary:
        """Send one request of values as it stands.

        Args:
            body: frozen bytes.
            org_unit_scheme: ``CODE`` or ``UID``, what the body uses.
            values: how many there are; more get more time.
            dry_run: the server checks everything and keeps nothing.

        Raises:
            Failed: nothing is known of the values, or the request was refused as a whole.
        """
        params = {
            "importStrategy": "CREATE_AND_UPDATE",
            "dryRun": "true" if dry_run else "false",
            "async": "false",
            "dataElementIdScheme": "UID",
            "orgUnitIdScheme": org_unit_scheme,
            "categoryOptionComboIdScheme": "UID",
            "attributeOptionComboIdScheme": "UID",
            **STRICT,
        }
        timeout = min(READ_TIMEOUT_S + values * 0.12, LONGEST_READ_TIMEOUT_S)
        return self._import("/api/dataValueSets", params, body, timeout)

    def complete(self, body: bytes, *, org_unit_scheme: str) -> Summary:
        """Register a period as complete.

        Raises:
            Failed: as ``push``.
        """
        params = {"orgUnitIdScheme": org_unit_scheme}
        return self._import("/api/completeDataSetRegistrations", params, body, READ_TIMEOUT_S)

    def values(
        self, *, data_set: str, period: str, org_unit: OrgUnit | str, attribute_option_combo: str | None
    ) -> dict[Place, str]:
        """Read back what the server has for one data set, period and org unit.

        Raises:
            Failed: the line failed or the server refuses to tell.
        """
        params = {"dataSet": data_set, "period": period, "dataElementIdScheme": "UID"}
        if isinstance(org_unit, OrgUnit):
            params["orgUnit"] = org_unit.id
        else:
            params |= {"orgUnit": org_unit, "orgUnitIdScheme": "CODE", "inputOrgUnitIdScheme": "CODE"}
        reply = self._ask("GET", "/api/dataValueSets", params)
        body = self._json(reply)
        if reply.status >= 400 or not isinstance(body, dict):
            raise Failed(refusal(body, reply.status))
        found: dict[Place, str] = {}
        for entry in body.get("dataValues") or []:
            if not isinstance(entry, dict) or entry.get("deleted") is True or "dataElement" not in entry:
                continue
            attribute = entry.get("attributeOptionCombo")
            if attribute_option_combo and attribute and attribute != attribute_option_combo:
                continue
            place = Place(str(entry["dataElement"]), str(entry.get("categoryOptionCombo") or ""))
            found[place] = str(entry.get("value", ""))
        return found

    def _import(self, path: str, params: Mapping[str, str], body: bytes, timeout: float) -> Summary:
        reply = self._ask("POST", path, params, body=body, read_timeout_s=timeout)
        summary = summary_of(self._json(reply), reply.status)
        if isinstance(summary, Problem):
            raise Failed(summary)
        return summary

    def _optional(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        """GET a resource that may be missing under this name; None when it is not there at all."""
        for name in (path, f"{path}.json"):
            reply = self._ask("GET", name, params)
            if reply.status in (404, 405) and b'"errorCode"' not in reply.body and not is_html(reply):
                continue
            body = self._json(reply)
            if reply.status >= 400:
                raise Failed(refusal(body, reply.status))
            return body
        return None

    def _json(self, reply: Reply) -> Any:
        body = read_json(reply, url=self._url)
        if isinstance(body, Problem):
            raise Failed(body)
        return body

    def _ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        body: bytes | None = None,
        read_timeout_s: float = READ_TIMEOUT_S,
        anonymous: bool = False,
    ) -> Reply:
        self.last_status = self.last_text = None
        reply = self._transport.exchange(
            method, path, params=params, body=body, read_timeout_s=read_timeout_s, anonymous=anonymous
        )
        self.last_status = reply.status
        self.last_text = reply.body[:2000].decode("utf-8", "replace")
        try:
            there = parsedate_to_datetime(reply.headers.get("date", ""))
            self.skew_s = (there - self._now()).total_seconds()
        except (TypeError, ValueError):
            pass
        return reply


def completion(*, data_set: str, period: str, org_unit: str, attribute: str | None, day: str) -> bytes:
    """The body that registers a period as complete.

    Args:
        data_set: its UID.
        period: as DHIS2 writes it.
        org_unit: as the values name it.
        attribute: the attribute option combo, when the data set has one.
        day: the ISO date on which it was complete.
    """
    entry: dict[str, Any] = {"dataSet": data_set, "period": period, "organisationUnit": org_unit}
    if attribute:
        entry["attributeOptionCombo"] = attribute
    entry |= {"date": day, "completed": True}
    return json.dumps({"completeDataSetRegistrations": [entry]}, separators=(",", ":")).encode("ascii")
