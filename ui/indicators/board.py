"""The cards of the page: key figures, charts, alerts, what is missing."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QScrollArea, QWidget

from emr_desktop.indicators.charts import CHARTS, alert_chart, alert_method, alert_words, charts_of
from emr_desktop.indicators.rows import Amount, Compared, UseOfData
from emr_desktop.indicators.words import UseWords
from ui.theme import GRID, Theme
from ui.theme.apply import repolish
from ui.widgets.chart import ChartView
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, column, words
from ui.widgets.table import Column, DataTable

_HEIGHTS = {
    "attendance_year": 208,
    "diseases": 264,
    "villages": 264,
    "by_day": 184,
    "hours": 216,
    "complete": 168,
}
_READ_ONLY = frozenset({"hours"})
_ALERT_HEIGHT, _ALERT_COLUMNS, _MOST_ALERTS = 112, 3, 9
_FIGURES_HEIGHT = 268
_STOCK = 8
_ROOM_FOR_TWO = 1000  # px at 100 %: the table of figures beside a chart
_ROOM_FOR_HALF = 760  # two charts beside each other
_WIDE, _NARROW, _BARE = "wide", "narrow", "bare"
_ALERT_WIDTH = 216


class Board(QScrollArea):
    """``show_page(page, words)``; the focus keeps what it stands on in sight.

    Signals:
        alert_asked: the number of the condition and of its week.
    """

    alert_asked = Signal(int, int)

    def __init__(self, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("useBoard")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._words = UseWords("en")
        self._page: UseOfData | None = None
        self._focus: QWidget | None = None
        self.figures: DataTable[Compared] = DataTable("useFigures", self._columns(), parent=self)
        self.figures.setFixedHeight(theme.tokens.px(_FIGURES_HEIGHT))
        self.charts = {
            name: ChartView(
                f"use{_camel(name)}",
                theme=theme,
                height=_HEIGHTS[name],
                opens=name not in _READ_ONLY,
                parent=self,
            )
            for name in CHARTS
        }
        self.alerts = tuple(
            ChartView(f"useAlert{number}", theme=theme, height=_ALERT_HEIGHT, parent=self)
            for number in range(_MOST_ALERTS)
        )
        self._cards = {name: Card(self) for name in ("figures", *CHARTS, "alerts", "stock")}
        self._notes = {name: words(role="small", wrap=True, parent=self) for name in ("diseases", "hours")}
        self._alert_heads = tuple(words(role="strong", wrap=True, parent=self) for _ in self.alerts)
        self._alert_lines = tuple(words(role="small", wrap=True, parent=self) for _ in self.alerts)
        self._alert_boxes = tuple(QWidget(self) for _ in self.alerts)
        self._no_alerts = words(role="quiet", wrap=True, parent=self)
        self._method = words(role="small", wrap=True, parent=self)
        self._stock = words(wrap=True, parent=self)
        self._stock.setObjectName("useStock")
        self._stock_note = words(role="small", wrap=True, parent=self)
        self._lay_out()
        for number, chart in enumerate(self.alerts):
            chart.asked.connect(lambda at, number=number: self.alert_asked.emit(number, at))
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def _columns(self) -> tuple[Column[Compared], ...]:
        def name(one: Compared) -> str:
            return one.indicator.name(self._words.language)

        return (
            Column(
                lambda: self._words("figure"),
                name,
                stretch=True,
                tip=lambda one: one.indicator.meaning(self._words.language),
            ),
            Column(
                lambda: self._words("this_month"),
                lambda one: self._words.amount(one.now),
                right=True,
                width=96,
                tip=lambda one: self._words.amount_long(one.now),
            ),
            Column(
                lambda: self._words("last_month"),
                lambda one: self._then(one, one.before),
                right=True,
                width=128,
            ),
            Column(
                lambda: self._words("year_ago"),
                lambda one: self._then(one, one.year_ago),
                right=True,
                width=128,
            ),
        )

    def _then(self, one: Compared, then: Amount | None) -> str:
        is_over = self._page is not None and self._page.is_over
        change = self._words.change(one.now, then) if is_over else ""
        told = self._words.amount(then)
        return f"{told} ({change})" if change else told

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setObjectName("useInside")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, GRID, GRID)
        grid.setSpacing(GRID)
        self._cards["figures"].body.addWidget(self.figures)
        self._cards["figures"].body.addStretch(1)
        for name, chart in self.charts.items():
            self._cards[name].body.addWidget(chart, 1)
            if name in self._notes:
                self._cards[name].body.addWidget(self._notes[name])
        alerts = Flow(self, spacing=2 * GRID, even=_ALERT_COLUMNS, gap=GRID)
        for number, box in enumerate(self._alert_boxes):
            inner = column(box, spacing=0)
            for widget in (self._alert_heads[number], self._alert_lines[number], self.alerts[number]):
                inner.addWidget(widget)
            alerts.add(box, 1, least=_ALERT_WIDTH)
        body = self._cards["alerts"].body
        body.addWidget(self._no_alerts)
        body.addWidget(alerts)
        body.addWidget(self._method)
        for label in (self._stock, self._stock_note):
            self._cards["stock"].body.addWidget(label)
        self._cards["stock"].body.addStretch(1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        self._grid = grid
        self._place(_WIDE)
        self.setWidget(inside)
        stops = (self.figures.view, *self.alerts, *(self.charts[name] for name in CHARTS[1:]))
        before: QWidget = self.figures.view
        for after in (self.charts["attendance_year"], *stops[1:]):
            QWidget.setTabOrder(before, after)
            before = after

    def _place(self, room: str) -> None:
        """Two cards beside each other; with less room the first two have a line each, or all."""
        self._room = room
        if room == _BARE:
            for line, name in enumerate(("figures", *CHARTS[:1], "alerts", *CHARTS[1:], "stock")):
                self._grid.addWidget(self._cards[name], line, 0, 1, 2)
            return
        first = (
            (("figures", 0, 0, 2), ("attendance_year", 1, 0, 2))
            if room == _NARROW
            else (("figures", 0, 0, 1), ("attendance_year", 0, 1, 1))
        )
        others = (
            ("alerts", 2, 0, 2),
            ("diseases", 3, 0, 1),
            ("villages", 3, 1, 1),
            ("by_day", 4, 0, 1),
            ("hours", 4, 1, 1),
            ("complete", 5, 0, 1),
            ("stock", 5, 1, 1),
        )
        for name, line, place, span in (*first, *others):
            self._grid.addWidget(self._cards[name], line, place, 1, span)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        px = self._theme.tokens.px
        room = (
            _WIDE
            if self.width() >= px(_ROOM_FOR_TWO)
            else _NARROW
            if self.width() >= px(_ROOM_FOR_HALF)
            else _BARE
        )
        if room != self._room:
            self._place(room)

    def show_page(self, page: UseOfData, words: UseWords) -> None:
        """Show the figures of a month in the language of the moment."""
        self._page, self._words = page, words
        self.figures.model.say_headings_again()
        self.figures.view.setAccessibleName(words("key_figures"))
        self.figures.show_rows(page.compared)
        self._cards["figures"].set_heading(words("key_figures"))
        for name, chart in charts_of(page, words).items():
            self._cards[name].set_heading(chart.title)
            self.charts[name].show_chart(chart)
        left_out, unknown = page.diseases.left_out, page.hours.unknown
        self._say("diseases", words("left_out", count=left_out) if left_out else "")
        self._say("hours", words("hours_unknown", count=unknown) if unknown else "")
        self._show_alerts(page, words)
        self._cards["stock"].set_heading(words("stock"))
        lines = [
            words("stock_line", medicine=one.medicine, date=words.day(one.since))
            for one in page.out_of_stock[:_STOCK]
        ]
        more = len(page.out_of_stock) - len(lines)
        if more:
            lines.append(words("stock_more", count=more))
        self._stock.setText("\n".join(lines))
        self._stock.setVisible(bool(lines))
        self._stock_note.setText(words("stock_note" if lines else "stock_none"))

    def _say(self, name: str, text: str) -> None:
        self._notes[name].setText(text)
        self._notes[name].setVisible(bool(text))

    def _show_alerts(self, page: UseOfData, words: UseWords) -> None:
        self._cards["alerts"].set_heading(words("alerts"))
        self._no_alerts.setText(words("no_weeks"))
        self._no_alerts.setVisible(not page.alerts)
        self._method.setText(alert_method(words))
        for number, box in enumerate(self._alert_boxes):
            box.setVisible(number < len(page.alerts))
            if number >= len(page.alerts):
                continue
            alert = page.alerts[number]
            chart = replace(alert_chart(alert, words), legend=False)
            head, line = self._alert_heads[number], self._alert_lines[number]
            above = bool(alert.weeks and alert.weeks[-1].above)
            head.setProperty("role", "danger" if above else "strong")
            repolish(head)
            head.setText(chart.title)
            line.setText(alert_words(alert, words))
            self.alerts[number].show_chart(chart)

    # where the focus is --------------------------------------------------------------------------------

    def remember_focus(self) -> None:
        """Keep in mind where somebody was before the visits came to the front."""
        self._focus = QApplication.focusWidget()

    def take_focus_back(self) -> None:
        """Go back there."""
        if self._focus is not None and self.isAncestorOf(self._focus):
            self._focus.setFocus()

    def _follow(self, _before: QObject, now: QObject) -> None:
        if isinstance(now, QWidget) and self.isVisible() and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 3 * GRID)


def _camel(name: str) -> str:
    return "".join(part.title() for part in name.split("_"))
