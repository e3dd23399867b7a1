"""Places of the mainland: what is in the file, and what is found first."""

from collections import Counter

from emr_desktop.reference.localities import Place, all_places, find_places, names_of, settled

HOME = Place("Dodoma", "Chamwino", "Buigiri")


def test_the_file_holds_every_region_and_whole_names() -> None:
    places = all_places()
    assert len(places) > 16_000
    assert len({place.region for place in places}) == 26
    assert len(set(places)) == len(places)
    assert not any("\n" in name or name != name.strip() for place in places for name in vars(place).values())
    assert min(Counter(place.region for place in places).values()) > 50
    assert Place("Dodoma", "Chamwino", "Buigiri", "Buigiri") in places


def test_the_own_ward_comes_first_then_the_council_then_the_rest() -> None:
    found = find_places("bui", home=HOME)
    assert (found[0].village, found[0].ward, found[0].council) == ("Buigiri", "Buigiri", "Chamwino")
    closeness = [place.closeness(HOME) for place in find_places("kil", home=HOME, limit=20)]
    assert closeness == sorted(closeness, reverse=True)
    assert closeness[-1] < 2


def test_where_patients_come_from_stands_before_everything() -> None:
    known = [Place(village="Kilindi Juu"), Place("Dodoma", "Chamwino", "Msanga", "Kilimo")]
    assert find_places("kil", home=HOME, known=known)[:2] == known


def test_an_apostrophe_need_not_be_typed() -> None:
    assert any(place.village == "Ng'ongo" for place in find_places("ngongo", home=HOME))
    assert find_places("  ", home=HOME) == []


def test_levels_are_found_inside_what_is_known() -> None:
    assert [place.region for place in names_of("region", "do", within=Place())] == ["Dodoma"]
    councils = {place.council for place in names_of("council", "", within=Place("Dodoma"), limit=20)}
    assert {"Chamwino", "Bahi", "Kongwa"} <= councils
    wards = names_of("ward", "bui", within=Place("Dodoma", "Chamwino"))
    assert wards == [Place("Dodoma", "Chamwino", "Buigiri")]


def test_a_village_that_can_only_be_one_is_settled() -> None:
    assert settled("buigiri", home=HOME) == Place("Dodoma", "Chamwino", "Buigiri", "Buigiri")
    assert settled("No Such Village", home=HOME) is None
    assert settled("Majengo", home=Place()) is None
    own = Place("Dodoma", "Chamwino", "Ikowa", "Kwa Mzee")
    assert settled("kwa mzee", home=HOME, known=[own]) == own
