from hypothesis import given
from hypothesis import strategies as st

from db.portions import PORTION, portions


@given(st.lists(st.integers()), st.integers(1, 7))
def test_every_value_comes_once_in_its_order_and_no_list_is_longer_or_empty(
    values: list[int], size: int
) -> None:
    parts = list(portions(values, size))
    assert [each for part in parts for each in part] == values
    assert all(0 < len(part) <= size for part in parts)
    assert len(parts) == -(-len(values) // size)


def test_a_set_and_a_generator_do_too() -> None:
    assert sum(map(len, portions(set(range(PORTION + 1))))) == PORTION + 1
    assert [len(part) for part in portions(number for number in range(2 * PORTION))] == [PORTION, PORTION]
