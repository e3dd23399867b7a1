"""What a printer complains of, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ui.qt.print_system import PrinterState


def state_words(state: PrinterState) -> str:
    """What is wrong with a printer, with the system's own word on it; empty when nothing is known to be."""
    translate = QCoreApplication.translate
    known = {
        "stopped": translate("PrinterWords", "it is stopped"),
        "not-accepting": translate("PrinterWords", "its queue takes no documents"),
        "media-empty": translate("PrinterWords", "the paper is used up"),
        "media-needed": translate("PrinterWords", "it asks for other paper"),
        "media-jam": translate("PrinterWords", "paper is jammed"),
        "cover-open": translate("PrinterWords", "its cover is open"),
        "door-open": translate("PrinterWords", "its door is open"),
        "toner-empty": translate("PrinterWords", "the toner is used up"),
        "marker-supply-empty": translate("PrinterWords", "the ink or toner is used up"),
        "offline": translate("PrinterWords", "it is switched off or not connected"),
        "connecting-to-device": translate("PrinterWords", "it cannot be reached; it may be switched off"),
        "timed-out": translate("PrinterWords", "it does not answer"),
        "spool-area-full": translate("PrinterWords", "the disk for its queue is full"),
    }
    found = known.get(state.trouble, state.trouble)
    return f"{found} ({state.said})" if found and state.said else found
