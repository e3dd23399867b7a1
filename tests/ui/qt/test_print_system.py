"""What the print system of Linux answers is read as it is meant, in words of both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from ui.i18n import build
from ui.messages import sentence
from ui.qt.print_system import PrinterState, meaning_of, read_states, request_of
from ui.qt.printer_words import state_words
from ui.qt.printing import NOT_PRINTED

PRINTERS = """printer Dirisha is idle.  enabled since Sun Nov 29 02:00:00 2026
\tForm mounted:
\tContent types: any
\tDescription: Dirisha
\tAlerts: none
\tConnection: direct
printer Maabara disabled since Sun Nov 29 02:01:00 2026 -
\tUnplugged or turned off
\tForm mounted:
\tAlerts: paused
printer Mapokezi now printing Mapokezi-7.  enabled since Sun Nov 29 02:02:00 2026
\tWaiting for paper
\tAlerts: media-empty-error toner-low-warning
printer Stoo disabled since Sun Nov 29 02:01:00 2026 -
\treason unknown
\tAlerts: none
"""
ACCEPTING = """Dirisha accepting requests since Sun Nov 29 02:00:00 2026
Stoo accepting requests since Sun Nov 29 02:00:00 2026
Famasi not accepting requests since Sun Nov 29 02:00:00 2026 -
\tRejecting Jobs
"""


def test_each_printer_is_as_the_system_says() -> None:
    assert read_states(PRINTERS, ACCEPTING) == {
        "Dirisha": PrinterState(),
        "Maabara": PrinterState("stopped", "Unplugged or turned off"),
        "Mapokezi": PrinterState("media-empty"),
        "Stoo": PrinterState("stopped"),
        "Famasi": PrinterState("not-accepting"),
    }
    assert read_states("", "") == {}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("lp: The printer or class does not exist.", "print.gone"),
        ("lp: Error - no default destination available.", "print.no_printer"),
        ('lp: Destination "Stoo" is not accepting jobs.', "print.not_accepting"),
        ("lp: Error - scheduler not responding.", "print.no_service"),
        ("lp: Bad file descriptor", "print.no_service"),
        ('lp: Unsupported document-format "application/pdf".', "print.refused"),
        ("", "print.refused"),
    ],
)
def test_a_refusal_is_said_as_what_it_is(said: str, code: str) -> None:
    assert meaning_of(said) == code
    assert code in NOT_PRINTED
    for language in ("sw", "en"):
        text = sentence(code, {"said": said, "printer": "Stoo", "path": "/run/x.pdf"}, language)
        assert "/run/x.pdf" in text
        assert "{" not in text


def test_the_number_of_the_job_is_found() -> None:
    assert request_of("request id is Dirisha-la-dawa-12 (1 file(s))\n") == (
        "Dirisha-la-dawa-12",
        "Dirisha-la-dawa",
    )
    assert request_of("") == ("", "")


def test_a_complaint_is_told_in_words_of_both_languages(qapp: QApplication) -> None:
    empty, jam = PrinterState("media-empty"), PrinterState("stopped", "Filter failed")
    assert state_words(PrinterState()) == ""
    assert state_words(empty) == "the paper is used up"
    assert state_words(jam) == "it is stopped (Filter failed)"
    swahili = QTranslator()
    assert swahili.load(str(build.__file__).replace("build.py", "emr_sw.qm"))
    qapp.installTranslator(swahili)
    try:
        assert state_words(empty) == "karatasi zimekwisha"
        assert state_words(jam) == "imesimamishwa (Filter failed)"
    finally:
        qapp.removeTranslator(swahili)
