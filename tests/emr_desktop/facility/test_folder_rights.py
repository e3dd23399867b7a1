"""Whether others who use this PC may read the data folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from emr_desktop.facility.folder_rights import others_may_read


@pytest.mark.parametrize(("mode", "may"), [(0o700, False), (0o750, True), (0o705, True), (0o755, True)])
def test_it_is_read_off_the_folder(tmp_path: Path, mode: int, may: bool) -> None:
    if os.name == "nt" and mode == 0o750:
        pytest.skip("Windows has no group of that kind")
    folder = tmp_path / "record"
    folder.mkdir()
    folder.chmod(mode)
    if os.name == "nt":  # modes do not reach its lists of rights
        assert others_may_read(folder) is not None
        return
    assert others_may_read(folder) is may


def test_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"."):
        others_may_read(tmp_path / "none")
