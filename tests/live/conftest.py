"""The facility at work, as for the targets' own tests."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_path = Path(__file__).parents[1] / "sync" / "targets" / "conftest.py"
_spec = importlib.util.spec_from_file_location("live_targets_conftest", _path)
assert _spec is not None
assert _spec.loader is not None
_module = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _module
_spec.loader.exec_module(_module)

desk = _module.desk
