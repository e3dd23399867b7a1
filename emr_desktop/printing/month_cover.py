"""The cover of a month's forms: whose they are, which there are, how far each may be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.utils import simpleSplit

from emr_desktop.clock import local
from emr_desktop.forms.paper import paper_words, words_against
from emr_desktop.forms.periods import Period
from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either
from emr_desktop.printing.fonts import BOLD, REGULAR
from emr_desktop.printing.monthly_heading import draw_field, status_words
from emr_desktop.printing.monthly_layout import HEIGHT, MARGIN, WIDTH
from emr_desktop.printing.monthly_pen import Pen
from emr_desktop.printing.texts import Texts

_RIGHT = WIDTH - MARGIN
_FIRST_TOP, _NEXT_TOP = 168.0, 44.0
_SIGNING = 84.0  # lines to sign on under the list
_FOOT = 14.0
# What stands in a line, and where it begins.
_COLUMNS = (("number", 0.0), ("form", 26.0), ("period", 396.0), ("status", 500.0), ("page", 750.0))
_LEADING = 8.6
_LEAST = 22.0


class Cover:
    """The list may go over several pages; the signatures stand under its last line."""

    def __init__(self, reports: Sequence[FormReport], month: Period, *, language: str) -> None:
        self._reports, self._month, self._language = reports, month, language
        self._texts = Texts("month_bundle", language)
        self._other = Texts("month_bundle", "en" if language == "sw" else "sw")
        self._heights = [self._height(report) for report in reports]
        self._shares = self._share()

    @property
    def pages(self) -> int:
        return len(self._shares)

    def outline_words(self, report: FormReport) -> str:
        """What the outline calls a form."""
        name = either(self._language, report.info.name_sw, report.info.name_en)
        return f"{_with_edition(name, report.info.edition)}, {self._period(report)}"

    def draw(self, pen: Pen, starts: Sequence[int], *, of: int) -> None:
        """Draw it; ``starts`` has the page of each form."""
        for page, share in enumerate(self._shares, 1):
            if self._reports[0].paper.training:
                pen.across("MAFUNZO / TRAINING", 64, above=90)
            if page == 1:
                pen.bookmark("cover", self._texts("title"))
                self._heading(pen)
            else:
                pen.text(MARGIN, MARGIN + 8, self._title_line(), 8, bold=True)
            y = self._list(pen, share, starts, _FIRST_TOP if page == 1 else _NEXT_TOP)
            if page == self.pages:
                self._signatures(pen, y + 22)
            self._page_line(pen, page, of)
            pen.next_page()

    # inside --------------------------------------------------------------------------------------------

    def _share(self) -> list[list[int]]:
        """The places of the forms on each page."""
        left = HEIGHT - MARGIN - _FOOT - _FIRST_TOP - _LEAST
        pages: list[list[int]] = [[]]
        for place, height in enumerate(self._heights):
            if height > left:
                pages.append([])
                left = HEIGHT - MARGIN - _FOOT - _NEXT_TOP - _LEAST
            pages[-1].append(place)
            left -= height
        if left < _SIGNING:
            pages.append([pages[-1].pop()] if len(pages[-1]) > 1 else [])
        return pages

    def _names(self, report: FormReport) -> tuple[list[str], list[str]]:
        info = report.info
        first, second = (
            (info.name_sw, info.name_en) if self._language == "sw" else (info.name_en, info.name_sw)
        )
        width = _COLUMNS[2][1] - _COLUMNS[1][1] - 8
        return (
            list(simpleSplit(_with_edition(first, info.edition), BOLD, 7.5, width)),
            list(simpleSplit(second, REGULAR, 6.2, width)),
        )

    def _status(self, report: FormReport) -> list[str]:
        words = status_words(report, self._language).split(" / ", 1)[0]
        for key, values in words_against(report):
            words = f"{words}. {paper_words().words[self._language][key].format(**values)}"
        width = _COLUMNS[4][1] - _COLUMNS[3][1] - 8
        return list(simpleSplit(words, REGULAR, 7, width))

    def _height(self, report: FormReport) -> float:
        first, second = self._names(report)
        lines = max(len(first) + len(second), len(self._status(report)))
        return max(_LEAST, lines * _LEADING + 5)

    def _period(self, report: FormReport) -> str:
        if report.info.period_type == "month":
            return self._month_words()
        return f"{report.period}: {report.first_day:%d/%m}-{report.last_day:%d/%m}"

    def _month_words(self) -> str:
        names = paper_words().months[self._language]
        return f"{names[self._month.first_day.month - 1]} {self._month.first_day.year}"

    def _title_line(self) -> str:
        report = self._reports[0]
        place = f"{report.facility_name} ({report.facility_code})"
        return f"{self._texts('title')} - {place} - {self._month_words()}"

    def _heading(self, pen: Pen) -> None:
        report = self._reports[0]
        heading, paper = paper_words().heading, report.paper
        pen.text(MARGIN, MARGIN + 9, f"'{heading['confidential']}'", 10, bold=True)
        y = MARGIN - 2
        swahili, english = Texts("month_bundle", "sw"), Texts("month_bundle", "en")
        for told, size, bold in (
            (heading["country"], 10, True),
            (paper.ministry, 9.5, True),
            (heading["system"], 8.5, False),
            (swahili("title"), 13, True),
            (english("title"), 8, False),
        ):
            y += size * 1.32
            pen.text(WIDTH / 2, y, told, size, bold=bold, align="centre")
        words = paper_words().words
        first, second = (words["sw"], words["en"]) if self._language == "sw" else (words["en"], words["sw"])

        def label(key: str) -> str:
            return f"{first[key]} / {second[key]}"

        y = MARGIN + 82
        fields = (
            (
                ("facility", report.facility_name, 330.0),
                ("facility_code", report.facility_code, 170.0),
                ("council", paper.council or "", 294.0),
            ),
            (
                ("region", paper.region or "", 330.0),
                ("month", self._month_words(), 170.0),
                ("phone", paper.phone or "", 294.0),
            ),
        )
        for line in fields:
            x = MARGIN
            for key, value, width in line:
                draw_field(pen, x, y, label(key), value, width - 10)
                x += width
            y += 17
        signed = sum(one.status == "closed" for one in self._reports)
        changed = sum(one.status == "changed" for one in self._reports)
        counts = {"forms": len(self._reports), "signed": signed, "changed": changed}
        counts["open"] = len(self._reports) - signed - changed
        pen.fitted(MARGIN, y + 2, self._texts("counts", **counts), 8, _RIGHT - MARGIN - 4, bold=True)
        if not any(row.total["all"] for one in self._reports for row in one.rows):
            words_empty = f"{self._texts('nothing')} / {self._other('nothing')}"
            pen.fitted(MARGIN, y + 14, words_empty, 8, _RIGHT - MARGIN, bold=True)
        elif counts["open"] or counts["changed"]:
            words_open = f"{self._texts('not_final')} / {self._other('not_final')}"
            pen.fitted(MARGIN, y + 14, words_open, 8, _RIGHT - MARGIN)

    def _list(self, pen: Pen, share: list[int], starts: Sequence[int], top: float) -> float:
        pen.fill(MARGIN, top, _RIGHT - MARGIN, _LEAST, 0.9)
        for name, x in _COLUMNS:
            pen.text(MARGIN + x + 4, top + 10, self._texts(f"column_{name}"), 7.5, bold=True)
            pen.text(MARGIN + x + 4, top + 18, self._other(f"column_{name}"), 6)
        pen.rule(MARGIN, top, _RIGHT, top, heavy=True)
        y = top + _LEAST
        pen.rule(MARGIN, y, _RIGHT, y, heavy=True)
        for place in share:
            report, height = self._reports[place], self._heights[place]
            self._line(pen, report, place, starts[place], y)
            pen.link(f"form{place + 1}", MARGIN, y, _RIGHT - MARGIN, height)
            y += height
            pen.rule(MARGIN, y, _RIGHT, y)
        for x in (*(MARGIN + x for _, x in _COLUMNS), _RIGHT):
            pen.rule(x, top, x, y)
        pen.rule(MARGIN, y, _RIGHT, y, heavy=True)
        return y

    def _line(self, pen: Pen, report: FormReport, place: int, page: int, y: float) -> None:
        at = {name: MARGIN + x + 4 for name, x in _COLUMNS}
        pen.text(at["number"], y + 10, str(place + 1), 7.5)
        first, second = self._names(report)
        baseline = y + 10
        for words in first:
            pen.text(at["form"], baseline, words, 7.5, bold=True)
            baseline += _LEADING
        for words in second:
            pen.text(at["form"], baseline - 0.8, words, 6.2, grey=0.25)
            baseline += _LEADING
        pen.text(at["period"], y + 10, self._period(report), 7.5)
        signed = report.status == "closed"
        for number, words in enumerate(self._status(report)):
            pen.text(at["status"], y + 10 + number * _LEADING, words, 7, bold=not signed)
        pen.text(_RIGHT - 6, y + 10, str(page), 7.5, bold=True, align="right")

    def _signatures(self, pen: Pen, y: float) -> None:
        words = paper_words().words
        first, second = (words["sw"], words["en"]) if self._language == "sw" else (words["en"], words["sw"])
        for who in ("prepared_by", "reviewed_by"):
            x = MARGIN
            for key, width in ((who, 290.0), ("cadre", 190.0), ("signature", 170.0), ("date", 144.0)):
                draw_field(pen, x, y, f"{first[key]} / {second[key]}", "", width - 8)
                x += width
            y += 19
        x = MARGIN
        for key, width in (("received", 480.0), ("signature", 314.0)):
            draw_field(pen, x, y, f"{first[key]} / {second[key]}", "", width - 8)
            x += width

    def _page_line(self, pen: Pen, page: int, of: int) -> None:
        words = paper_words().words
        y = HEIGHT - MARGIN + 4
        order = ("sw", "en") if self._language == "sw" else ("en", "sw")
        numbered = " / ".join(words[one]["page"].format(page=page, pages=of) for one in order)
        made = local(self._reports[0].generated).strftime("%d/%m/%Y %H:%M")
        told = " / ".join(words[one]["generated"].format(date=made) for one in order)
        pen.text(MARGIN, y, f"{self._reports[0].facility_code}  {self._month.code}", 6.5)
        pen.text(WIDTH / 2, y, numbered, 6.5, align="centre")
        pen.text(_RIGHT, y, told, 6.5, align="right")


def _with_edition(name: str, edition: str) -> str:
    """The name with its edition, unless it says it already."""
    return name if edition in name else f"{name} ({edition})"
