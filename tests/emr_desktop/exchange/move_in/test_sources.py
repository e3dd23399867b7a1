"""An export is read however it was written: folder or zip, UTF-8 or Windows, commas or MySQL's own tabs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from emr_desktop.errors import EmrError
from emr_desktop.exchange.move_in.mapping import TableRule
from emr_desktop.exchange.move_in.result import Moved
from emr_desktop.exchange.move_in.sources import Source

Export = Callable[[str], Path]
Bring = Callable[..., Moved]
TABLE = TableRule(name="t", files=("t",), key="id")


def _rows(path: Path, **options: str) -> list[tuple[int, list[str]]]:
    with Source(path, **options) as source:
        return [(row.line, row.cells) for row in source.rows(TABLE)]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("cp1252", "|")],
)
def test_encoding_and_delimiter_are_recognised(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["ID", "NAME"], ["1", "Café Ng’ombe"], ["2", f'a{delimiter}b "c"']]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    (tmp_path / "t.csv").write_bytes("\r\n".join(quoted).encode(encoding))
    assert _rows(tmp_path) == [(2, lines[1]), (3, lines[2])]


def test_what_is_said_goes_before_what_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("id;a,b\n1;é,2\n".encode("cp1252"))
    assert _rows(tmp_path, delimiter=",")[0][1] == ["1;é", "2"]
    assert _rows(tmp_path, delimiter=";", encoding="cp1252")[0][1] == ["1", "é,2"]
    with pytest.raises(EmrError) as wrong:
        _rows(tmp_path, delimiter=";", encoding="utf-8")
    assert (wrong.value.code, wrong.value.params["line"]) == ("move_in.encoding", 1)


def test_nothing_as_mysql_writes_it_is_an_empty_cell(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "id\tname\tnote\n1\t\\N\ta\\tb\\\\c\n2\tNULL\tx\\\ny\n3\tz\tw\n", encoding="utf-8"
    )
    assert _rows(tmp_path) == [(2, ["1", "", "a b\\c"]), (3, ["2", "", "x y"]), (5, ["3", "z", "w"])]


def test_a_table_of_mysqldump_has_its_columns_in_the_sql_beside_it(tmp_path: Path) -> None:
    (tmp_path / "t.sql").write_text(
        "DROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (\n  `ID` int NOT NULL,\n  `NAME` varchar(9),\n"
        "  PRIMARY KEY (`ID`)\n);\n",
        encoding="utf-8",
    )
    (tmp_path / "t.txt").write_text("1\tAsha\n2\t\\N\n", encoding="utf-8")
    with Source(tmp_path) as source:
        assert source.columns(TABLE) == ("id", "name")
    assert _rows(tmp_path) == [(1, ["1", "Asha"]), (2, ["2", ""])]


def test_a_file_without_its_column_names_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("1,Asha\n2,Juma\n", encoding="utf-8")
    with Source(tmp_path) as source, pytest.raises(EmrError) as refused:
        source.columns(TABLE)
    assert (refused.value.code, refused.value.params) == (
        "move_in.no_header",
        {"path": "t.csv", "column": "ID"},
    )


def test_quotes_that_do_not_close_are_refused_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('id,name\n1,a\n2,"b\n3,c\n', encoding="utf-8")
    with pytest.raises(EmrError) as refused:
        _rows(tmp_path)
    assert (refused.value.code, refused.value.params) == ("move_in.quoting", {"path": "t.csv", "line": 3})


def test_a_spreadsheet_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"PK\x03\x04and more")
    with pytest.raises(EmrError) as refused:
        _rows(tmp_path)
    assert refused.value.code == "import.spreadsheet"


def test_a_zip_comes_in_as_its_folder_would(an_export: Export, bring: Bring, tmp_path: Path) -> None:
    folder = an_export("open-hospital")
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"dump/{path.name}")
    from_zip = bring(packed, dry_run=True, rejects=tmp_path / "aside")
    from_folder = bring(folder, dry_run=True, rejects=tmp_path / "aside")
    assert [(each.read, each.added) for each in from_zip.parts] == [
        (each.read, each.added) for each in from_folder.parts
    ]


def test_an_export_in_windows_letters_with_semicolons_comes_in_the_same(
    an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    folder = an_export("open-hospital")
    expected = bring(folder, dry_run=True, rejects=tmp_path / "aside")
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        if ";" in text or '"' in text:
            continue
        path.write_bytes(text.replace(",", ";").encode("cp1252"))
    moved = bring(folder, dry_run=True, rejects=tmp_path / "aside")
    assert [(each.read, each.added, each.refused) for each in moved.parts] == [
        (each.read, each.added, each.refused) for each in expected.parts
    ]
    assert {each.encoding for each in moved.files} >= {"utf-8"}


def test_a_folder_without_the_tables_is_refused_with_their_names(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(EmrError) as refused:
        bring(tmp_path)
    assert refused.value.code == "move_in.nothing_there"
    assert refused.value.params["files"] == "OH_PATIENT, OH_OPD"
