"""What is shipped is named, with its licence and its text; the bill of materials is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from installers import licences, native
from installers.bill import bill_of_materials
from installers.licences import components, shipped_packages


def test_every_package_that_the_program_needs_is_named_and_none_of_the_developers() -> None:
    names = {package.metadata["Name"].lower() for package in shipped_packages()}
    assert {"pyside6_essentials", "sqlcipher3", "cryptography", "urllib3", "pydantic_core"} <= names
    assert not {"pytest", "mypy", "ruff", "pyinstaller", "pygments"} & names


def test_everything_that_is_shipped_has_a_licence_and_its_text() -> None:
    for component, text in components():
        assert component.licence, component.name
        # SQLite is in the public domain and brings a blessing instead of a licence.
        assert len(text) > 200 or component.name == "SQLite", component.name


def test_the_libraries_inside_the_wheels_are_named_with_the_versions_that_they_say() -> None:
    found = {(part.name, part.within): part for part in native.parts()}
    assert found["SQLCipher", "sqlcipher3"].version.startswith("4.")
    assert found["OpenSSL", "cryptography"].version
    assert found["Qt", "PySide6_Essentials"].version.startswith("6.")
    assert not [part.name for part in found.values() if part.is_too_old]


def test_an_old_library_is_too_old_and_an_unknown_version_too() -> None:
    part = native.parts()[0]
    assert native.Part(**{**vars(part), "version": "3.9.1", "at_least": "3.10"}).is_too_old
    assert not native.Part(**{**vars(part), "version": "3.10.0 final", "at_least": "3.10"}).is_too_old
    assert native.Part(**{**vars(part), "version": "", "at_least": "3.10"}).is_too_old


def test_the_bill_is_cyclonedx_and_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795900000")
    found = [component for component, _text in components()]
    bill = bill_of_materials(found)
    assert bill == bill_of_materials(found)
    told = json.loads(bill)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["timestamp"].startswith("2026-")
    assert len(told["components"]) == len(found)
    assert all(each["purl"] and each["licenses"] for each in told["components"])


def test_the_folder_is_made_anew_and_every_text_lies_in_it(tmp_path: Path) -> None:
    out = tmp_path / "licences"
    out.mkdir()
    (out / "old.txt").write_text("x", encoding="utf-8")
    licences.write(out)
    listed = json.loads((out / "components.json").read_text(encoding="utf-8"))
    wanted = {each["text"] for each in listed if each["text"]}
    assert {path.name for path in out.iterdir()} == wanted | {"components.json", "sbom.cdx.json"}
