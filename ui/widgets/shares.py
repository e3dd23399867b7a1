"""How the columns that stretch share the room of a table."""

from __future__ import annotations

from collections.abc import Sequence


def shares(room: int, *, least: Sequence[int], whole: Sequence[int]) -> tuple[int, ...]:
    """Widths in px that fill ``room``.

    Args:
        room: px for all of them together; may be negative where the others take everything.
        least: px each has before any gets more; cut in proportion where even that does not fit.
        whole: px each needs to show its longest text; who lacks little is served before who lacks much, so
            that a name is not cut for a long reason beside it. What is left over goes to all alike.
    """
    if not least:
        return ()
    room = max(room, 0)
    spare = room - sum(least)
    if spare <= 0:
        return _filled([room * each // sum(least) for each in least], room)
    lacks = [max(needs - each, 0) for needs, each in zip(whole, least, strict=True)]
    given = [0] * len(least)
    waiting = sorted(range(len(least)), key=lacks.__getitem__)
    for place, at in enumerate(waiting):
        given[at] = min(lacks[at], spare // (len(waiting) - place))
        spare -= given[at]
    alike = spare // len(least)
    return _filled([each + more + alike for each, more in zip(least, given, strict=True)], room)


def _filled(widths: list[int], room: int) -> tuple[int, ...]:
    """The same, the last one taking the pixels that rounding left."""
    return (*widths[:-1], widths[-1] + room - sum(widths))
