"""The rules behind warnings and doses: evidence, state, who decided; a clinician approves or withdraws."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from emr_desktop.changes import Written
from emr_desktop.clock import local
from emr_desktop.prescribing.rows import RuleRow
from emr_desktop.prescribing.tables import RULE_FILES
from emr_desktop.reference.folding import fold
from ui.prescribing import rule_words
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.table import Column, DataTable


class RulesPage(QWidget):
    """Arrows choose a rule, Enter decides: a draft is approved, one in force withdrawn with a reason."""

    def __init__(self, *, context: ScreenContext, may_decide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rulesPage")
        self._context = context
        self._may_decide = may_decide
        self._rules: tuple[RuleRow, ...] = ()
        self.banner = Banner(self)
        self.confirm = ConfirmBar(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self.approve = Button("approveRule", kind="primary", parent=self)
        self.withdraw = Button("withdrawRule", kind="danger", parent=self)
        for button in (self.withdraw, self.approve):
            button.setVisible(may_decide)
            self._header.add_action(button)
        self._kind_label = words(role="label", parent=self)
        self.kind = QComboBox(self)
        self.kind.setObjectName("ruleKind")
        self._kind_label.setBuddy(self.kind)
        self.state = QComboBox(self)
        self.state.setObjectName("ruleState")
        self.search = QLineEdit(self)
        self.search.setObjectName("ruleSearch")
        self.table: DataTable[RuleRow] = DataTable(
            "ruleList",
            (
                Column(lambda: self.tr("Kind"), self._kind_of, width=152, spare=True),
                Column(lambda: self.tr("Rule"), self._says, stretch=True),
                Column(lambda: self.tr("Warning"), self._severity, width=128),
                Column(lambda: self.tr("Evidence"), lambda each: each.evidence, width=80),
                Column(lambda: self.tr("State"), self._state, width=232, tip=self._state),
            ),
            parent=self,
        )
        self._whole = words(wrap=True, parent=self)
        self._whole.setObjectName("ruleWhole")
        filters = row()
        filters.addWidget(self._kind_label)
        filters.addWidget(self.kind)
        filters.addWidget(self.state)
        filters.addWidget(self.search, 1)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self.confirm)
        page.addLayout(filters)
        page.addWidget(self.table, 1)
        page.addWidget(self._whole)
        self.table.selected.connect(self._allow)
        self.table.opened.connect(lambda _rule: self._decide())
        self.approve.clicked.connect(self._ask_approve)
        self.withdraw.clicked.connect(self._ask_withdraw)
        self.kind.currentIndexChanged.connect(self._show)
        self.state.currentIndexChanged.connect(self._show)
        self.search.textChanged.connect(self._show)
        self._translate()

    def read(self) -> None:
        """Read the rules again."""
        self.table.show_loading()
        self._context.tasks.run(
            self,
            self._context.clinic.prescribing.rules,
            done=self._take,
            failed=self.table.unless(self._failed),
            key="rules",
        )

    def _take(self, rules: tuple[RuleRow, ...]) -> None:
        self._rules = rules
        self._show()

    def _show(self) -> None:
        kind, state = self.kind.currentData(), self.state.currentData()
        asked = fold(self.search.text()).split()
        shown = [
            rule
            for rule in self._rules
            if kind in (None, rule.kind)
            and (state is None or rule.in_force == state)
            and all(part in fold(f"{self._says(rule)} {rule.source} {rule.id}") for part in asked)
        ]
        self.table.show_rows(shown)
        in_force = sum(rule.in_force for rule in self._rules)
        if self._rules:
            self._header.set_line(
                self.tr("{0} rules in force, {1} off").format(in_force, len(self._rules) - in_force)
            )

    # what a row says -----------------------------------------------------------------------------------

    def _kind_of(self, rule: RuleRow) -> str:
        return rule_words.kind_name(rule.kind, language=self._context.language.code)

    def _says(self, rule: RuleRow) -> str:
        return rule_words.says(rule, language=self._context.language.code)

    def _severity(self, rule: RuleRow) -> str:
        return rule_words.severity_name(rule.severity, language=self._context.language.code)

    def _state(self, rule: RuleRow) -> str:
        if rule.decision is None:
            if rule.in_force:
                return self.tr("In force, as shipped")
            return self.tr("DRAFT: off")
        when = f"{local(rule.decided_at):%d/%m/%Y}" if rule.decided_at is not None else ""
        who = rule.decided_by or "-"
        if rule.in_force:
            return self.tr("Approved: {0}, {1}").format(who, when)
        said = self.tr("Withdrawn: {0}, {1}").format(who, when)
        return f"{said}: {rule.reason}" if rule.reason else said

    # what a person does --------------------------------------------------------------------------------

    def _allow(self, rule: RuleRow | None) -> None:
        self.approve.setEnabled(rule is not None and not rule.in_force)
        self.withdraw.setEnabled(rule is not None and rule.in_force)
        self._whole.setText("" if rule is None else f"{self._says(rule)}\n{_source(rule)}")

    def _decide(self) -> None:
        rule = self.table.current
        if rule is None or not self._may_decide:
            return
        if rule.in_force:
            self._ask_withdraw()
        else:
            self._ask_approve()

    def _ask_approve(self) -> None:
        rule = self.table.current
        if rule is None:
            return
        name = self._context.clinic.work.actor.full_name
        self.confirm.ask(
            self.tr("Approve this rule in the name of {0}? It counts from the next patient on.").format(name),
            yes=self.tr("I approve"),
            details=f"{self._says(rule)}\n[{rule.evidence}] {rule.source}",
            then=lambda _reason: self._write(rule, None),
            again=self._ask_approve,
        )

    def _ask_withdraw(self) -> None:
        rule = self.table.current
        if rule is None:
            return
        self.confirm.ask(
            self.tr("Withdraw this rule? Nobody is warned or helped by it any more."),
            yes=self.tr("Withdraw"),
            details=f"{self._says(rule)}\n[{rule.evidence}] {rule.source}",
            reason=self.tr("Why; it is kept with your name"),
            then=lambda reason: self._write(rule, reason),
            again=self._ask_withdraw,
        )

    def _write(self, rule: RuleRow, reason: str | None) -> None:
        service = self._context.clinic.prescribing

        def decide() -> Written[RuleRow]:
            if reason is None:
                return service.approve(rule.id)
            return service.withdraw(rule.id, reason=reason)

        def done(_written: Written[RuleRow]) -> None:
            self.table.setFocus()
            self.read()

        self._context.tasks.run(self, decide, done=done, failed=self._failed)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Prescribing rules"))
        self.table.view.setAccessibleName(self.tr("Prescribing rules"))
        self.approve.set_text(self.tr("Approve …"))
        self.withdraw.set_text(self.tr("Withdraw …"))
        self._kind_label.setText(self.tr("Show"))
        language = self._context.language.code
        kinds = [(rule_words.kind_name(kind, language=language), kind) for kind in RULE_FILES]
        _offer(self.kind, [(self.tr("All kinds"), None), *kinds])
        _offer(
            self.state,
            [(self.tr("All states"), None), (self.tr("In force"), True), (self.tr("Off"), False)],
        )
        self.kind.setAccessibleName(self.tr("Kind of rule"))
        self.state.setAccessibleName(self.tr("State of the rule"))
        self.search.setPlaceholderText(self.tr("Medicine, class or source"))
        self.search.setAccessibleName(self.tr("Search the rules"))
        self.table.set_empty_text(self.tr("No rule fits. Clear the search or show all kinds."))
        self._show()


def _offer(combo: QComboBox, choices: list[tuple[str, object]]) -> None:
    chosen = max(combo.currentIndex(), 0)
    combo.blockSignals(True)
    combo.clear()
    for text, data in choices:
        combo.addItem(text, data)
    combo.setCurrentIndex(chosen)
    combo.blockSignals(False)


def _source(rule: RuleRow) -> str:
    return f"[{rule.evidence}] {rule.source}  ({rule.id})"
