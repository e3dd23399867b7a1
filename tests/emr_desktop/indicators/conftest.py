"""The bare record of the forms' tests, with the verbs on the facility's own figures."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_PATH = Path(__file__).parents[1] / "forms" / "conftest.py"
_SPEC = importlib.util.spec_from_file_location("forms_desk", _PATH)
assert _SPEC is not None
assert _SPEC.loader is not None
_MODULE = importlib.util.module_from_spec(_SPEC)
sys.modules["forms_desk"] = _MODULE
_SPEC.loader.exec_module(_MODULE)

Desk = _MODULE.Desk
make_desk = _MODULE.make_desk
desk = _MODULE.desk
