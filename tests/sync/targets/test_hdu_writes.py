"""A form that the HDU computes comes back to us only from a period of which the HDU has no visit."""

from __future__ import annotations

from typing import Any

import pytest

from emr_desktop.errors import EmrError
from ui.messages import sentence


def test_back_to_us_only_from_a_period_of_which_the_hdu_has_no_visit(to_hdu: Any) -> None:
    writers = to_hdu.sync.writers
    assert writers.change("opd", by="hdu", since="202611").writer == "hdu"
    to_hdu.visit(to_hdu.patient(), "B54")
    assert to_hdu.run().acknowledged == 1
    with pytest.raises(EmrError) as refused:
        writers.change("opd", by="us", since="202611")
    assert refused.value.code == "writer.hdu_has_visits"
    assert "202611" in sentence("writer.hdu_has_visits", refused.value.params, "sw")
    row = writers.change("opd", by="us", since="202612")
    assert row.changes == (("202611", "hdu"), ("202612", "us"))
    assert row.writer == "hdu"  # in November it is still theirs
