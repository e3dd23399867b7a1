"""Says what is wrong with a file of answers, with its file, line and key."""

from __future__ import annotations

from emr_desktop.answer_file.rows import Fault
from ui.messages import sentence


def fault_text(fault: Fault, language: str) -> str:
    """One sentence for one fault."""
    path, line, key = fault.place
    why = sentence(fault.code, fault.params, language)
    return sentence("answers.fault", {"file": path.name, "line": line, "key": key, "text": why}, language)
