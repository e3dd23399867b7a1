"""Where everything of a monthly form stands on A4 landscape, in points from the top left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportlab.lib.utils import simpleSplit

from emr_desktop.forms.rows import FormReport
from emr_desktop.printing.fonts import BOLD, REGULAR

WIDTH, HEIGHT = 841.89, 595.28
MARGIN = 24.0  # desk printers leave about 6 mm white
BOTTOM = 8.0  # between the last row and the margin, where the page line stands
NUMBER_WIDTH = 27.0
FIGURE_WIDTH = 28.0
FIRST_HEADING = 118.0
NEXT_HEADING = 26.0
BAND_HEIGHT = 30.0
PART_HEIGHT = 11.0
CLOSING_HEIGHT = 104.0  # the signatures and notes under the last row
FIRST_SIZE, SECOND_SIZE = 7.0, 5.6
_NAME_WIDTH = 263.0  # what names have at least where columns are few
_WIDEST_NAME, _WIDEST_FIGURE = 430.0, 82.0
_FIRST_LEADING, _SECOND_LEADING, _PADDING = 8.0, 6.4, 2.8


@dataclass(frozen=True)
class FormLine:
    """One printed line: a row, a sum of rows, or the band that names a section."""

    kind: str  # row, by_hand, derived, section
    number: str
    first: tuple[str, ...]  # name in the language that stands first, wrapped
    second: tuple[str, ...]
    cells: Mapping[str, int | None]
    height: float


@dataclass(frozen=True)
class Grid:
    """The columns: number, name, then for each band its parts and their total, at last the grand total."""

    bands: tuple[str, ...]
    parts: tuple[str, ...]
    total_bands: tuple[str, ...]  # those that the grand total adds

    @property
    def has_totals(self) -> bool:
        """Whether a band has a total of its own: of a single part it would be the part once more."""
        return len(self.parts) > 1

    @property
    def has_grand_total(self) -> bool:
        return self.has_totals or len(self.total_bands) > 1

    @property
    def step(self) -> int:
        return len(self.parts) + self.has_totals

    @property
    def groups(self) -> int:
        """Bands that are printed, the grand total among them."""
        return len(self.bands) + self.has_grand_total

    @property
    def figures(self) -> int:
        return self.groups * self.step

    @property
    def figure_width(self) -> float:
        """Few columns are wide enough for their headings, many as narrow as figures allow."""
        room = WIDTH - 2 * MARGIN - NUMBER_WIDTH - _NAME_WIDTH
        return max(FIGURE_WIDTH, min(_WIDEST_FIGURE / (1 if self.step == 1 else 1.8), room / self.figures))

    @property
    def name_width(self) -> float:
        left = WIDTH - 2 * MARGIN - NUMBER_WIDTH - self.figures * self.figure_width
        return min(left, _WIDEST_NAME)

    @property
    def left(self) -> float:
        """A narrow table stands in the middle of the page."""
        width = NUMBER_WIDTH + self.name_width + self.figures * self.figure_width
        return (WIDTH - width) / 2

    @property
    def name_left(self) -> float:
        return self.left + NUMBER_WIDTH

    @property
    def right(self) -> float:
        return WIDTH - self.left

    @property
    def part_height(self) -> float:
        """The line of parts; a single part needs none."""
        return PART_HEIGHT if self.has_totals else 0.0

    def figure_left(self, index: int) -> float:
        return self.name_left + self.name_width + index * self.figure_width

    def band_left(self, index: int) -> float:
        return self.figure_left(index * self.step)

    def figures_of(self, cells: Mapping[str, int | None]) -> tuple[int | None, ...]:
        """All printed figures of a line; a total over greyed cells alone is grey too."""
        by_band = [[cells[f"{band}.{part}"] for part in self.parts] for band in self.bands]
        by_part = [_sum([cells[f"{band}.{part}"] for band in self.total_bands]) for part in self.parts]
        printed: list[int | None] = []
        for figures in (*by_band, by_part) if self.has_grand_total else by_band:
            printed += [*figures, _sum(figures)] if self.has_totals else figures
        return tuple(printed)

    def is_bold(self, index: int) -> bool:
        """Whether a column is a total."""
        in_total_of_band = self.has_totals and index % self.step == self.step - 1
        return in_total_of_band or index >= len(self.bands) * self.step


def _sum(figures: list[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def grid_of(report: FormReport) -> Grid:
    return Grid(
        tuple(band.code for band in report.info.bands),
        tuple(part.code for part in report.info.parts),
        report.info.total_bands,
    )


def lines_of(report: FormReport, grid: Grid, language: str) -> Iterator[FormLine]:
    """Every printed line in order."""
    sections = {section.code: section for section in report.paper.sections}
    section = ""
    for row in report.rows:
        if row.section != section:
            section = row.section
            if (heading := sections.get(section)) is not None:
                first, second = _in_order(heading.sw, heading.en, language)
                yield FormLine("section", "", (first,), (second,), {}, _FIRST_LEADING + 2 * _PADDING)
        yield _line(
            "by_hand" if row.by_hand else "row", row.row, _in_order(row.sw, row.en, language), row.cells, grid
        )
        for derived in report.derived:
            if derived.after == row.row:
                yield _line("derived", "", _in_order(derived.sw, derived.en, language), derived.cells, grid)


def _line(
    kind: str, number: str, names: tuple[str, str], cells: Mapping[str, int | None], grid: Grid
) -> FormLine:
    width = grid.name_width - 6
    first = tuple(simpleSplit(names[0], BOLD if kind == "derived" else REGULAR, FIRST_SIZE, width))
    second = tuple(simpleSplit(names[1], REGULAR, SECOND_SIZE, width)) if names[1] != names[0] else ()
    height = len(first) * _FIRST_LEADING + len(second) * _SECOND_LEADING + _PADDING
    return FormLine(kind, number, first, second, cells, height)


def _in_order(sw: str, en: str, language: str) -> tuple[str, str]:
    return (sw, en) if language == "sw" else (en, sw)


def pages_of(lines: list[FormLine]) -> list[list[FormLine]]:
    """Share the lines out: room for signatures at the end, a section's name beside its first row."""
    room = HEIGHT - 2 * MARGIN - BOTTOM - BAND_HEIGHT - PART_HEIGHT
    left = room - FIRST_HEADING
    pages: list[list[FormLine]] = [[]]
    for number, line in enumerate(lines):
        following = lines[number + 1].height if line.kind == "section" and number + 1 < len(lines) else 0.0
        if line.height + following > left:
            pages.append([])
            left = room - NEXT_HEADING
        pages[-1].append(line)
        left -= line.height
    if left < CLOSING_HEIGHT:
        # The signatures never stand alone: the last rows go over with them.
        last = pages[-1]
        taken: list[FormLine] = []
        while last and (len(taken) < 3 or last[-1].kind == "section"):
            taken.insert(0, last.pop())
        pages.append(taken)
    return [page for page in pages if page]
