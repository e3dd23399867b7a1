"""What goes into the frozen program: our data, the Qt plugins in use, and the libraries that these need."""

from __future__ import annotations

from pathlib import Path

from installers.contents import in_use, is_dead_weight, is_wanted_plugin, package_data, without_dangling

ROOT = Path(__file__).parents[2]
QT = "PySide6/Qt/plugins"


def test_every_file_that_the_program_reads_goes_in() -> None:
    names = {Path(file).relative_to(ROOT).as_posix() for file, _folder in package_data(ROOT)}
    assert {"emr_desktop/access/permissions.toml", "emr_desktop/reference/icd10.csv.gz"} <= names
    assert {"ui/theme/icons/save.svg", "ui/i18n/emr_sw.qm", "db/migrations/env.py"} <= names
    kept = {
        path.relative_to(ROOT).as_posix()
        for package in ("emr_desktop", "ui", "db", "sync")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc", ".ts"}
    }
    assert kept <= names


def test_every_migration_goes_in_as_a_file() -> None:
    folders = {Path(file).name: folder for file, folder in package_data(ROOT)}
    for path in (ROOT / "db" / "migrations" / "versions").glob("*.py"):
        assert folders[path.name] == "db/migrations/versions"


def test_only_plugins_in_use_are_wanted_on_both_systems() -> None:
    assert is_wanted_plugin(f"{QT}/platforms/libqxcb.so")
    assert is_wanted_plugin("PySide6\\plugins\\platforms\\qwindows.dll")
    assert not is_wanted_plugin(f"{QT}/platforms/libqvnc.so")
    assert not is_wanted_plugin("PySide6\\plugins\\sqldrivers\\qsqlite.dll")
    assert is_wanted_plugin("sqlcipher3/_sqlite3.so")


def test_qt_translations_stubs_and_package_records_are_dead_weight() -> None:
    assert is_dead_weight("PySide6/Qt/translations/qt_de.qm")
    assert is_dead_weight("argon2_cffi-25.1.0.dist-info/RECORD")
    assert not is_dead_weight("ui/i18n/emr_sw.qm")
    assert not is_dead_weight("argon2_cffi-25.1.0.dist-info/METADATA")


def test_a_library_goes_when_the_plugin_that_needed_it_goes() -> None:
    needs = {
        "/w/core.so": ["libQt6Core.so.6"],
        "/w/xcb.so": ["libQt6XcbQpa.so.6"],
        "/w/vnc.so": ["libVnc.so"],
    }
    found = in_use(
        [
            ("PySide6/QtCore.so", "/w/core.so", "EXTENSION"),
            (f"{QT}/platforms/libqxcb.so", "/w/xcb.so", "BINARY"),
            (f"{QT}/platforms/libqvnc.so", "/w/vnc.so", "BINARY"),
            ("libQt6Core.so.6", "/w/libcore.so", "BINARY"),
            ("libQt6XcbQpa.so.6", "/w/libxcbqpa.so", "BINARY"),
            ("libVnc.so", "/w/libvnc.so", "BINARY"),
        ],
        lambda file: needs.get(file, []),
    )
    assert [name for name, _file, _kind in found] == [
        f"{QT}/platforms/libqxcb.so",
        "PySide6/QtCore.so",
        "libQt6Core.so.6",
        "libQt6XcbQpa.so.6",
    ]


def test_libraries_of_the_build_machine_stay_there_but_for_those_that_desktops_lack() -> None:
    found = in_use(
        [
            ("a.so", "/w/a.so", "EXTENSION"),
            ("libssl.so.3", "/lib/x86_64-linux-gnu/libssl.so.3", "BINARY"),
            ("libxcb-cursor.so.0", "/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0", "BINARY"),
        ],
        lambda file: ["libssl.so.3", "libxcb-cursor.so.0"] if file == "/w/a.so" else [],
    )
    assert [name for name, _file, _kind in found] == ["a.so", "libxcb-cursor.so.0"]


def test_links_to_what_is_gone_go_too() -> None:
    links = [("libA.so", "q/libA.so", "SYMLINK"), ("libB.so", "q/libB.so", "SYMLINK"), ("x", "y", "DATA")]
    assert without_dangling(links, ["q/libA.so"]) == [links[0], links[2]]
