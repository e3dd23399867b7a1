"""Known faults in what is shipped: pip-audit over the lock, and the age of the libraries inside the wheels.

    python installers/faults.py

Exit code 1 when a fault is known or a library is too old. Without a line to the list of faults that part is
skipped, and it says so. A fault that does not reach us stands with its reason in accepted_faults.toml.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from installers import native  # noqa: E402

LONGEST_S = 120


def accepted() -> dict[str, str]:
    """Faults that do not reach this program: name of the fault to the reason."""
    table = tomllib.loads((Path(__file__).parent / "accepted_faults.toml").read_text(encoding="utf-8"))
    return {str(name): str(reason) for name, reason in table.items()}


def ask(lock: Path) -> dict[str, Any] | None:
    """What pip-audit says of a lock file; None when it could not say anything."""
    with tempfile.TemporaryDirectory() as place:
        answer = Path(place) / "answer.json"
        command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--require-hashes", "--disable-pip"]
        command += ["--progress-spinner", "off", "--timeout", "10", "-f", "json", "-o", str(answer)]
        try:
            subprocess.run(command, capture_output=True, timeout=LONGEST_S, check=False)  # noqa: S603
            told = json.loads(answer.read_text(encoding="utf-8"))
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return None
    return told if isinstance(told, dict) else None


def judge(told: dict[str, Any] | None, known: dict[str, str]) -> tuple[bool, list[str]]:
    """Whether a build may go on, and what to say of it."""
    packages = told.get("dependencies", []) if told else []
    looked_at = [each for each in packages if "skip_reason" not in each]
    if not looked_at:
        return True, ["SKIPPED: the list of known faults was not reached; nothing is said about the packages"]
    lines = [f"{len(looked_at)} packages looked up"]
    missed = sorted(each["name"] for each in packages if "skip_reason" in each)
    if missed:
        lines.append(f"not looked up: {', '.join(missed)}")
    good = True
    for each in looked_at:
        for fault in each.get("vulns", ()):
            names = {fault["id"], *fault.get("aliases", ())}
            reason = next((known[name] for name in sorted(names) if name in known), None)
            mended = ", ".join(fault.get("fix_versions", ())) or "nothing yet"
            verdict = f"accepted: {reason}" if reason else f"FAULT, mended in {mended}"
            lines.append(f"{each['name']} {each['version']} {fault['id']}: {verdict}")
            good = good and reason is not None
    return good, lines


def main() -> int:
    """Look at both; 0 when nothing is known against what is shipped."""
    old = [part for part in native.parts() if part.is_too_old]
    for part in old:
        print(f"{part.name} {part.version} in {part.within} is older than {part.at_least}: {part.because}")
    good, lines = judge(ask(ROOT / "requirements.lock"), accepted())
    print("\n".join(lines))
    return 0 if good and not old else 1


if __name__ == "__main__":
    raise SystemExit(main())
