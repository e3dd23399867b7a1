"""The receipt of a delivery as paper, with the form's own rows and columns."""

from __future__ import annotations

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.forms.rows import FormReport
from emr_desktop.printing.delivery_receipt_page import ReceiptCell, ReceiptPaper, lay_out
from emr_desktop.printing.texts import Texts
from sync.receipts import Receipt


def receipt_pdf(receipt: Receipt, report: FormReport, facility: FacilityRow, *, language: str) -> bytes:
    """A4 landscape.

    Args:
        receipt: what became of each value.
        report: any report of the same form and edition, for its rows and columns.
        facility: whose.
        language: ``sw`` or ``en``.
    """
    swahili = language == "sw"
    texts = Texts("delivery_receipt", language)
    info = report.info
    state = "completed" if receipt.completed and receipt.state == "acknowledged" else receipt.state
    if state in ("retry", "unknown", "sending"):
        state = "waiting"
    signed = str(receipt.version) if receipt.version else texts("not_signed")
    facts = [
        (texts("target"), receipt.target),
        (texts("org_unit"), receipt.org_unit or "-"),
        (texts("state"), texts(f"state_{state}")),
        (texts("sent"), _instant(receipt.sent)),
        (texts("finished"), _instant(receipt.finished)),
        (texts("version"), signed),
        (texts("fingerprint"), (receipt.payload_sha256 or "-")[:16]),
    ]
    columns = [
        (f"{band.code}.{part.code}", f"{band.sw} {part.sw}" if swahili else f"{band.en} {part.en}")
        for band in info.bands
        for part in info.parts
    ]
    return lay_out(
        ReceiptPaper(
            title=f"{info.name_sw if swahili else info.name_en}, {receipt.period} (no. {receipt.number})",
            facts=facts,
            columns=columns,
            rows=[(row.row, row.sw if swahili else row.en) for row in report.rows],
            cells={
                (line.row, line.column): ReceiptCell(line.value, line.before, line.state, line.why)
                for line in receipt.lines
            },
            counts=receipt.counts,
        ),
        facility,
        language=language,
    )


def _instant(iso: str | None) -> str:
    return "-" if iso is None else f"{iso[8:10]}/{iso[5:7]}/{iso[:4]} {iso[11:16]}"
