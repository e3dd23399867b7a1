"""The paper with the recovery key: every group on it, and a code that a scanner types into the field."""

from __future__ import annotations

from datetime import date

import pytest

from db.paper import read_recovery_key, write_recovery_key
from emr_desktop.printing.patient_card_page import QrCode
from emr_desktop.printing.recovery_paper import recovery_paper_pdf

SECRET = bytes(range(20))


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_group_stands_on_one_sheet_and_the_code_is_the_key(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    coded: list[str] = []
    real = QrCode.__init__

    def noted(self: QrCode, content: str, side: float) -> None:
        coded.append(content)
        real(self, content, side)

    monkeypatch.setattr(QrCode, "__init__", noted)
    key = write_recovery_key(SECRET)
    content = recovery_paper_pdf(key, facility="101168-3 Buigiri", day=date(2026, 11, 20), language=language)
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    words = document[0].get_textpage().get_text_bounded()
    assert all(group in words for group in key.split("-"))
    assert "20/11/2026" in words
    assert "101168-3 Buigiri" in words
    (typed,) = coded
    assert read_recovery_key(typed) == SECRET
