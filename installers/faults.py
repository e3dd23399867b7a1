"""Known faults in what is shipped: pip-audit over the lock, and the age of the libraries inside the wheels.

    python installers/faults.py

Exit code 1 when a fault is known or a library is too old. Without a line to the list of faults nothing is
known about the packages; it says so, names what was not looked up, and is no reason to stop a build. A fault
that does not reach us stands with its reason in accepted_faults.toml.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
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


def ask(lock: Path) -> tuple[dict[str, Any] | None, str]:
    """What pip-audit says of a lock file, and why it could not say anything where that is None."""
    with tempfile.TemporaryDirectory() as place:
        answer = Path(place) / "answer.json"
        command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--require-hashes", "--disable-pip"]
        command += ["--progress-spinner", "off", "--timeout", "10", "-f", "json", "-o", str(answer)]
        try:
            ended = subprocess.run(  # noqa: S603 - our own tool
                command, capture_output=True, timeout=LONGEST_S, check=False
            )
            told = json.loads(answer.read_text(encoding="utf-8"))
        except subprocess.TimeoutExpired:
            return None, f"no answer within {LONGEST_S} s"
        except OSError:
            said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
            last = said[-1].partition("(")[0][:120] if said else "it said nothing"
            return None, f"pip-audit gave no answer: {last}"
        except ValueError:
            return None, "pip-audit's answer cannot be read"
    if not isinstance(told, dict) or not isinstance(told.get("dependencies"), list):
        return None, "pip-audit's answer has another form"
    return told, ""


def judge(told: dict[str, Any] | None, known: dict[str, str], why: str = "") -> tuple[bool, list[str]]:
    """Whether a build may go on, and what to say of it: never more than was looked up."""
    packages = told.get("dependencies", []) if told else []
    looked_at = [each for each in packages if "skip_reason" not in each]
    if not looked_at:
        reason = why or f"none of the {len(packages)} packages is in the list that was reached"
        return True, [f"Packages: NOT LOOKED UP ({reason}). Whether faults of them are known was not asked."]
    good, lines, faults = True, [], 0
    for each in looked_at:
        for fault in each.get("vulns", ()):
            faults += 1
            names = {fault["id"], *fault.get("aliases", ())}
            reason = next((known[name] for name in sorted(names) if name in known), "")
            mended = ", ".join(fault.get("fix_versions", ())) or "nothing yet"
            verdict = f"accepted: {reason}" if reason else f"FAULT, mended in {mended}"
            lines.append(f"{each['name']} {each['version']} {fault['id']}: {verdict}")
            good = good and bool(reason)
    missed = sorted(each["name"] for each in packages if "skip_reason" in each)
    found = f"{faults} known faults" if faults else "no fault of these is known"
    head = f"Packages: {len(looked_at)} of {len(packages)} looked up, {found}."
    return good, [head, *([f"NOT looked up: {', '.join(missed)}."] if missed else []), *lines]


def judge_libraries(parts: Sequence[native.Part]) -> tuple[bool, list[str]]:
    """The libraries inside the wheels against the oldest versions in native.toml; nothing is asked."""
    bounded = [part for part in parts if part.at_least]
    old = [part for part in bounded if part.is_too_old]
    lines = [
        f"Libraries inside the wheels: {len(parts)}. {len(bounded) - len(old)} of the {len(bounded)} with an "
        "oldest version in native.toml are that or newer; no list of faults knows them, so none was asked."
    ]
    for part in old:
        version = part.version or "(it does not say its version)"
        lines.append(
            f"TOO OLD: {part.name} {version} in {part.within}, {part.at_least} wanted: {part.because}"
        )
    return not old, lines


def main() -> int:
    """Look at both; 0 when nothing is known against what is shipped."""
    young, of_libraries = judge_libraries(native.parts())
    told, why = ask(ROOT / "requirements.lock")
    good, of_packages = judge(told, accepted(), why)
    print("\n".join([*of_libraries, *of_packages]))
    return 0 if good and young else 1


if __name__ == "__main__":
    raise SystemExit(main())
