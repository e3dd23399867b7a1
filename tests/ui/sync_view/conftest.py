"""A district to send to, on this PC alone."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from emr_desktop import reference

ROOT = Path(__file__).parents[3]


@pytest.fixture
def district() -> Iterator[Any]:
    """The stand-in DHIS2: ``url``, ``token``, ``values``, ``fail(...)``."""
    spec = importlib.util.spec_from_file_location("district_of_windows", ROOT / "tests/servers/dhis2.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    mapping = Path(reference.__file__).parent / "mappings" / "dhis2_opd_2014.json"
    with module.serve(mapping=json.loads(mapping.read_text(encoding="utf-8")), lifetime_s=120) as server:
        yield server
