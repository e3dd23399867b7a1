"""The stand-in of the district's DHIS2, which lies with the tests and is loaded by its path."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from ui.walk.hands import StepFailed

_FILE = Path(__file__).parents[2] / "tests" / "servers" / "dhis2.py"
_LIFETIME_S = 180.0


def is_here() -> bool:
    """Whether there is a stand-in: an installed program has none, and sends nothing on its walk."""
    return _FILE.is_file()


def stand_in(*, mapping: dict[str, Any], code: str, name: str) -> AbstractContextManager[Any]:
    """Serve it on 127.0.0.1 for the block, at most three minutes; it knows one facility by its code.

    Raises:
        StepFailed: this is no checkout.
    """
    spec = importlib.util.spec_from_file_location("emr_walk_stand_in_dhis2", _FILE)
    if spec is None or spec.loader is None or not _FILE.is_file():
        raise StepFailed(f"{_FILE} is not there: the walk needs the source tree")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    served: AbstractContextManager[Any] = module.serve(
        mapping=mapping, org_unit=code, org_unit_name=name, lifetime_s=_LIFETIME_S
    )
    return served
