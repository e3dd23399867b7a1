"""Every mistake in a file of answers is named with its file, line and key, all of them at once."""

from pathlib import Path

import pytest

from emr_desktop.answer_file.reading import own_code, read_answers
from emr_desktop.answer_file.rows import AnswersFaulty
from ui.cli.answers import example_text
from ui.messages import catalogue, sentence

GOOD = """\
[facility]
code = "101168-3"
name = "Buigiri"

[[users]]
username = "mganga"
full_name = "Neema Mushi"
roles = ["in_charge"]
"""


def _write(folder: Path, text: str, name: str = "answers.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _faults(path: Path, code: str | None = None) -> list[tuple[int, str, str]]:
    with pytest.raises(AnswersFaulty) as faulty:
        read_answers(path, facility_code=code)
    for fault in faulty.value.faults:
        for language in ("sw", "en"):
            assert fault.code in catalogue(), fault.code
            assert "{" not in sentence(fault.code, fault.params, language)
    return [(fault.place[1], fault.place[2], fault.code) for fault in faulty.value.faults]


def test_good_answers_are_read(tmp_path: Path) -> None:
    found = read_answers(_write(tmp_path, GOOD + '[backup]\nfolder = "/b/{code}"\n[queue]\ntriage = true\n'))
    assert (found.details.code, found.details.language) == ("101168-3", "sw")
    assert (found.in_charge.username, found.users) == ("mganga", ())
    assert {name: value for name, (value, _) in found.settings.items()} == {
        "backup.folder": "/b/101168-3",
        "queue.triage": True,
    }


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_example_is_right_also_with_its_comments_taken_off(tmp_path: Path, language: str) -> None:
    text = example_text(language)
    assert read_answers(_write(tmp_path, text)).details.code == "101168-3"
    opened = "\n".join(
        line[2:]
        if line.startswith("# ") and ("=" in line or line.startswith("# [")) and "  " not in line[2:5]
        else line
        for line in text.splitlines()
    )
    for name in ("chamwino.council", "authority.pem", "mamlaka.pem", "opd.json", "patients-101168-3.csv"):
        _write(tmp_path, "", name)
    for name in ("our-form.toml", "fomu-yetu.toml", "wagonjwa-101168-3.csv"):
        _write(tmp_path, "", name)
    _write(tmp_path, "code,name\n101168-3,Buigiri\n", "facilities.csv")
    found = read_answers(_write(tmp_path, opened))
    assert (len(found.targets), found.council is not None, found.network is not None) == (1, True, True)
    assert "\n# [[targets]]" in text


def test_everything_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    text = """\
colour = "red"
[facility]
code = "101168-4"
name = "Buigiri"
kind = "dispensary"

[[users]]
username = "Neema Mushi"
full_name = "Neema Mushi"
roles = ["king"]

[[users]]
username = "fundi"
roles = "it_admin"

[backup]
daily = 1
colour = 3

[targetz]
a = 1

[[targets]]
kind = "dhis2"
name = "moh"
url = "https://dhis2.example.go.tz"
secret = "d2pat_in_clear"
mappings = ["gone.json"]
"""
    assert _faults(_write(tmp_path, text)) == [
        (1, "colour", "answers.unknown_key"),
        (3, "facility.code", "facility.code_check_digit"),
        (5, "facility.kind", "answers.unknown_key"),
        (8, "users.username", "staff.username_format"),
        (10, "users.roles", "staff.role_unknown"),
        (12, "users.full_name", "answers.missing"),
        (14, "users.roles", "answers.kind"),
        (17, "backup.daily", "answers.setting_value"),
        (18, "backup.colour", "answers.unknown_key"),
        (20, "targetz", "answers.unknown_key"),
        (27, "targets.secret", "answers.kind"),
        (28, "targets.mappings", "answers.file_missing"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[facility]\ncode = \n", (2, "-", "answers.not_toml")),
        (b'[facility]\nname = "\xff"\n', (2, "-", "answers.not_utf8")),
        (b"#" * 600_000, (1, "-", "answers.too_large")),
        (b"", (1, "facility.code", "answers.missing")),
    ],
)
def test_a_file_that_is_no_answers_is_said(
    tmp_path: Path, content: bytes, expected: tuple[int, str, str]
) -> None:
    path = tmp_path / "answers.toml"
    path.write_bytes(content)
    assert _faults(path)[0] == expected


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert _faults(tmp_path / "none.toml") == [(1, "-", "answers.not_read")]


def test_somebody_must_be_in_charge_and_nobody_stands_there_twice(tmp_path: Path) -> None:
    nobody = GOOD.replace("in_charge", "nurse")
    assert _faults(_write(tmp_path, nobody)) == [(1, "users", "answers.no_in_charge")]
    twice = GOOD + '[[users]]\nusername = "MGANGA"\nfull_name = "Other One"\nroles = ["nurse"]\n'
    assert _faults(_write(tmp_path, twice)) == [(10, "users.username", "staff.username_taken")]


LIST = """\
code,name,ward,in_charge,in_charge_name,backup.folder
101168-3,Buigiri,Buigiri,mganga,Neema Mushi,/b/one
100065-2,Mvumi,,asha,Asha Juma,
"""


def _listed(folder: Path, rows: str = LIST) -> Path:
    _write(folder, rows, "facilities.csv")
    common = '[facility]\nregion = "Dodoma"\n[[users]]\nusername = "fundi"\nfull_name = "Juma Ally"\n'
    return _write(folder, 'facilities = "facilities.csv"\n' + common + 'roles = ["it_admin"]\n')


def test_one_line_of_the_list_is_one_facility(tmp_path: Path) -> None:
    path = _listed(tmp_path)
    for code in ("101168-3", "1011683"):
        found = read_answers(path, facility_code=code)
        assert (found.details.code, found.details.name, found.details.region) == (
            "101168-3",
            "Buigiri",
            "Dodoma",
        )
        assert (found.in_charge.username, [user.username for user in found.users]) == ("mganga", ["fundi"])
        assert found.settings["backup.folder"][0] == "/b/one"


def test_what_is_wrong_with_the_list_is_named_with_its_line(tmp_path: Path) -> None:
    path = _listed(tmp_path)
    assert _faults(path) == [(1, "facilities", "answers.which_facility")]
    assert _faults(path, "999999-9") == [(1, "code", "answers.code_not_listed")]
    assert (3, "facilities.csv.code", "facility.code_check_digit") in _faults(
        _listed(tmp_path, LIST.replace("100065-2", "100065-9")), "100065-9"
    )
    assert _faults(_listed(tmp_path, LIST + "101168-3,Again,,a,b,\n"), "101168-3")[0] == (
        4,
        "code",
        "answers.code_twice",
    )
    assert _faults(_listed(tmp_path, "code,nam\n1,2\n"), "1")[0] == (1, "nam", "answers.unknown_key")
    bad = LIST.replace("mganga,Neema Mushi", "Mganga Mkuu,")
    assert {fault[2] for fault in _faults(_listed(tmp_path, bad), "101168-3")} == {
        "staff.username_format",
        "staff.full_name_missing",
    }


def test_answers_for_another_facility_are_not_taken(tmp_path: Path) -> None:
    path = _write(tmp_path, GOOD)
    assert _faults(path, "100065-2") == [(2, "facility.code", "answers.other_code")]
    assert read_answers(path, facility_code="1011683").details.code == "101168-3"
    assert own_code(path) == "101168-3"
    assert own_code(tmp_path / "none.toml") is None
