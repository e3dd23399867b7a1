"""The bill of materials of a build, as CycloneDX 1.6: what to compare with lists of known faults."""

from __future__ import annotations

import os
import tomllib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Item
from cyclonedx.model.component import ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from installers.licences import Component

_ROOT = Path(__file__).resolve().parents[1]


def bill_of_materials(components: list[Component]) -> str:
    """Give the document; the same components at the same SOURCE_DATE_EPOCH give the same text."""
    from emr_desktop import __version__

    licences = LicenseFactory()
    bill = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"emr-desktop/{__version__}/{_digest(components)}")
    )
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    bill.metadata.timestamp = datetime.fromtimestamp(epoch, UTC)
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = Item(
        name="emr-desktop",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="emr-desktop",
        licenses=[licences.make_from_string(project["license"])],
    )
    bill.metadata.component = program
    items = []
    for each in components:
        reference = "/".join(part for part in (each.within, each.name, each.version) if part)
        items.append(
            Item(
                name=each.name,
                version=each.version or None,
                type=ComponentType.LIBRARY if each.kind != "typeface" else ComponentType.DATA,
                bom_ref=reference,
                description=f"comes within {each.within}" if each.within else None,
                supplier=OrganizationalEntity(name=each.supplier) if each.supplier else None,
                licenses=[licences.make_from_string(each.licence)] if each.licence else [],
                purl=PackageURL("pypi", None, canonicalize_name(each.name), each.version)
                if each.kind == "package"
                else PackageURL("generic", None, each.name.lower().replace(" ", "-"), each.version or None),
            )
        )
    for item in items:
        bill.components.add(item)
    bill.register_dependency(program, items)
    return JsonV1Dot6(bill).output_as_string(indent=1) + "\n"


def _digest(components: list[Component]) -> str:
    return ",".join(f"{each.within}/{each.name}@{each.version}" for each in components)
