"""The rules of clusters, which the in-charge turns on and off and changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.changes import Written
from emr_desktop.reference.notifiable import cluster_rules
from emr_desktop.surveillance.rows import ClusterSetting
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import NumberField
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, row
from ui.widgets.table import Column, DataTable


class ClusterRulesPage(QWidget):
    """A table of rules and, under it, the one the cursor is on. Signals: ``back``."""

    back = Signal()

    def __init__(self, *, context: ScreenContext, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clusterRulesPage")
        self._context = context
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=self._point_at,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._back = Button("rulesBack", parent=self)
        self._back.clicked.connect(self.back)
        self._header.add_action(self._back)
        self.table: DataTable[ClusterSetting] = DataTable(
            "clusterRuleList",
            (
                Column(lambda: self.tr("Illness"), self._name, stretch=True),
                Column(lambda: self.tr("In use"), self._in_use, width=112),
                Column(lambda: self.tr("Patients"), lambda line: str(line.count), right=True, width=112),
                Column(lambda: self.tr("Days"), lambda line: str(line.days), right=True, width=96),
                Column(lambda: self.tr("Changed here"), self._changed, width=160),
            ),
            parent=self,
        )
        self.on = ChoiceField("clusterOn", parent=self)
        self.count = NumberField("clusterCount", whole=True, parent=self)
        self.days = NumberField("clusterDays", whole=True, parent=self)
        self._save = Button("saveCluster", kind="primary", parent=self)
        self._save.clicked.connect(self.save)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.table, 1)
        self._card = Card(self)
        line = row(spacing=2 * GRID)
        for field in (self.on, self.count, self.days):
            line.addWidget(field)
        line.addStretch(1)
        line.addWidget(self._save)
        self._card.body.addLayout(line)
        page.addWidget(self._card)
        self.table.selected.connect(self._show)
        self.table.opened.connect(lambda _line: self.on.editor.setFocus())
        FormKeys(self, save=self.save, back=self.back.emit)
        self._translate()

    def opened(self) -> None:
        """Read the rules."""
        self._context.tasks.run(
            self,
            self._context.clinic.surveillance.cluster_settings,
            done=self._take,
            failed=self._failed,
            key="rules",
        )
        self.table.setFocus()

    def save(self) -> None:
        """Keep what stands under the table for the rule the cursor is on."""
        line = self.table.current
        if line is None:
            return
        setting = ClusterSetting(
            line.rule,
            self.on.code == "yes",
            int(self.count.text() or 0),
            int(self.days.text() or 0),
        )
        surveillance = self._context.clinic.surveillance

        def done(_written: Written[ClusterSetting]) -> None:
            self._context.say(self.tr("Kept: {0}").format(self._name(line)))
            self.opened()

        self._context.tasks.run(
            self, lambda: surveillance.set_cluster(setting), done=done, failed=self._failed
        )

    def _take(self, settings: tuple[ClusterSetting, ...]) -> None:
        self.table.show_rows(settings)

    def _show(self, line: ClusterSetting | None) -> None:
        for field in (self.count, self.days):
            field.set_error(None)
        if line is not None:
            self._card.set_heading(self._name(line))
            self.on.bar.choose("yes" if line.on else "no")
            self.count.set_value(line.count)
            self.days.set_value(line.days)

    def _point_at(self, field: str, text: str) -> bool:
        box = {"count": self.count, "days": self.days}.get(field)
        if box is None:
            return False
        box.set_error(text)
        box.editor.setFocus()
        return True

    def _name(self, line: ClusterSetting) -> str:
        rule = cluster_rules().get(line.rule)
        return line.rule if rule is None else rule.name(self._context.language.code)

    def _in_use(self, line: ClusterSetting) -> str:
        return self.tr("Yes") if line.on else self.tr("No")

    def _changed(self, line: ClusterSetting) -> str:
        return self.tr("Yes") if line.changed else ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Rules for clusters"))
        self._header.set_line(
            self.tr("So many patients of one village within so many days give a warning. Unconfirmed.")
        )
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        self.on.set_label(self.tr("In use"))
        self.on.bar.offer((("yes", self.tr("Yes")), ("no", self.tr("No"))))
        self.count.set_label(self.tr("Patients"))
        self.days.set_label(self.tr("Days"))
        self._save.set_text(self.tr("Save"), tip=self.tr("Save (Ctrl+Enter)"))
        self.table.view.setAccessibleName(self.tr("Rules for clusters"))
        self._show(self.table.current)
