"""The kinds of documents in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def kind_words(code: str) -> str:
    """What people call documents of a kind of ``document_kinds``."""
    translate = QCoreApplication.translate
    names = {
        "prescription": translate("KindWords", "Prescription"),
        "sick-sheet": translate("KindWords", "Sick sheet"),
        "visit-summary": translate("KindWords", "Visit summary"),
        "referral": translate("KindWords", "Referral letter"),
        "referral-answer": translate("KindWords", "Answer to the sender"),
        "death-report": translate("KindWords", "Death report"),
        "appointment-slip": translate("KindWords", "Return slip"),
        "appointment-list": translate("KindWords", "List of people to look for"),
        "card": translate("KindWords", "Patient card"),
        "laboratory-request": translate("KindWords", "Laboratory request"),
        "laboratory-result": translate("KindWords", "Laboratory result"),
        "laboratory-register": translate("KindWords", "Laboratory register"),
        "growth-chart": translate("KindWords", "Growth chart"),
        "register": translate("KindWords", "Register"),
        "monthly-form": translate("KindWords", "Form of a month or week"),
        "month": translate("KindWords", "All forms of a month"),
        "district": translate("KindWords", "What the district sees"),
        "receipt": translate("KindWords", "Receipt of a delivery"),
        "use-of-data": translate("KindWords", "Use of the data"),
        "case-notification": translate("KindWords", "Case form"),
        "notifications": translate("KindWords", "List of notifications"),
        "blank-form": translate("KindWords", "Blank forms"),
        "audit-trail": translate("KindWords", "Audit trail"),
        "breach-report": translate("KindWords", "Report of a breach"),
        "whole-record": translate("KindWords", "Everything kept about a person"),
        "role-card": translate("KindWords", "Card of a role"),
        "keyboard-card": translate("KindWords", "Keyboard card"),
        "recovery-key": translate("KindWords", "Recovery key"),
        "printer-page": translate("KindWords", "Test page"),
    }
    return names.get(code, code)
