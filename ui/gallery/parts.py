"""Parts of pages: messages, tables, charts, the patient's banner, lists and front pages."""

from __future__ import annotations

import uuid
from typing import cast

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.errors import EmrError
from emr_desktop.facility.confirming import PasswordService
from ui.gallery.samples import TODAY, Samples, bars, heat, medicines, patient
from ui.qt.tasks import Tasks
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.chart import ChartView
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.front_page import FrontPage
from ui.widgets.key_paper import KeyPaper
from ui.widgets.layout import Card, PageHeader, Panel, Section, ShrinkingLabel, column, words
from ui.widgets.list_editor import ListEditor
from ui.widgets.password_bar import PasswordBar
from ui.widgets.patient_banner import PatientBanner
from ui.widgets.phrase_list import PhraseList
from ui.widgets.picker import Choice
from ui.widgets.scrolled import Scrolled, ScrolledStack
from ui.widgets.section_list import SectionList
from ui.widgets.status_line import StatusLine
from ui.widgets.step_list import ShownStep, StepList
from ui.widgets.table import Column, DataTable
from ui.widgets.toast import Toast
from ui.widgets.trouble_page import TroublePage

TABLES = ("empty", "loading", "error", "filled")
BANNERS = ("info", "good", "warn", "danger")
LEVELS = ("surface", "card", "palette")  # flat, raised, floating
CHARTS = ("empty", "bars", "heat")


class _Lines(ListEditor[str]):
    """An editor of lines of text."""

    def __init__(self, samples: Samples) -> None:
        super().__init__(
            "sample",
            (Column(title=lambda: "#", show=str, stretch=True),),
            language=samples.language,
            trouble=lambda _error: None,
            may_save=True,
            may_remove=True,
        )
        self.add_fields(("line", TextField("sampleLine")))
        self._fields["line"].set_label(samples.say("Maneno", "Words"))
        self.table.view.setAccessibleName(samples.say("Maneno", "Words"))
        self.table.show_rows(["Paracetamol", "Zinc"])
        self._translate()

    def fill(self, line: str | None) -> None:
        field = self._fields["line"]
        if isinstance(field, TextField):
            field.set_text(line)

    def id_of(self, line: str) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_DNS, line)

    def save(self) -> None:
        """Nothing is kept."""

    def remove(self, line: str, reason: str) -> None:
        """Nothing is taken away."""

    def removing(self, line: str) -> str:
        return line

    def translate(self) -> None:
        """The words are set once."""


def banner(kind: str, samples: Samples) -> QWidget:
    """A message; ``danger`` with something to do."""
    made = Banner()
    made.setObjectName(f"{kind}Banner")
    action = samples.say("Jaribu tena", "Try again") if kind == "danger" else ""
    made.show_message(samples.long, kind=kind, action=action, then=lambda: None)
    return made


def question(samples: Samples) -> QWidget:
    """A question with a reason."""
    made = ConfirmBar()
    made.ask(
        samples.say("Ondoa mstari huu?", "Take this line away?"),
        yes=samples.say("Ondoa", "Take it away"),
        then=lambda _reason: None,
        details=samples.long,
        reason=samples.say("Kwa nini", "Why"),
    )
    return made


def table(state: str, samples: Samples) -> QWidget:
    """A table in one of its states."""
    made: DataTable[str] = DataTable(
        f"{state}Table",
        (
            Column(title=lambda: samples.say("Jina", "Name"), show=str, stretch=True),
            Column(
                title=lambda: samples.say("Idadi", "Number"), show=lambda line: str(len(line)), right=True
            ),
        ),
    )
    made.view.setAccessibleName(samples.say("Mfano", "Sample"))
    made.setMinimumHeight(160)
    made.set_empty_text(samples.say("Hakuna. Andika herufi mbili.", "Nothing. Type two letters."))
    if state == "loading":
        made.show_loading()
    elif state == "error":
        made.show_error(samples.long)
    else:
        made.show_rows(["Paracetamol", "Artemether-lumefantrine", "ORS"] if state == "filled" else [])
    return made


def chart(state: str, samples: Samples) -> QWidget:
    """A chart with bars, with shades, or with nothing yet."""
    made = ChartView(f"{state}Chart", theme=samples.theme, height=200)
    made.setAccessibleName(samples.say("Chati", "Chart"))
    if state != "empty":
        made.show_chart(bars(samples) if state == "bars" else heat(samples))
    return made


def people(samples: Samples) -> list[QWidget]:
    """The banner of a patient, with an allergy and without anything asked."""
    made = []
    for allergies in (("Penicillin",), ()):
        one = PatientBanner(language=samples.language)
        one.show_patient(
            patient(allergies=allergies), today=TODAY, weight=(9.2, TODAY), problems=lambda: ["J45"]
        )
        made.append(one)
    return list(made)


def frames(samples: Samples) -> list[QWidget]:
    """What holds other things."""
    card, section, header, panel = Card(), Section(), PageHeader(), Panel("status")
    card.set_heading(samples.say("Kadi", "Card"))
    card.body.addWidget(words(samples.long, wrap=True, parent=card))
    section.set_heading(samples.say("Sehemu", "Section"))
    short = ShrinkingLabel("quiet", section)
    short.setText(samples.long)
    section.body.addWidget(short)
    header.set_title(samples.say("Kichwa cha ukurasa", "Head of a page"))
    header.set_line(samples.long)
    column(panel).addWidget(words(samples.long, role="quiet", parent=panel))
    steps = StepList("sampleSteps")
    told = [ShownStep(name, f"{samples.say('Hatua', 'Step')} {name}", samples.long) for name in "12"]
    steps.show_steps(told, done={"1"})
    pages = QStackedWidget(section)
    sections = SectionList("sampleSections", pages)
    for name in ("one", "two"):
        pages.addWidget(words(name))
        sections.add(name)
        sections.say(name, f"{samples.say('Sehemu', 'Part')} {name}")
    inner = words(samples.long, wrap=True)
    scrolled = Scrolled(inner)
    turned = ScrolledStack()
    turned.addWidget(words(samples.long, wrap=True))
    flow = Flow()
    for name in ("flowOne", "flowTwo", "flowThree", "flowFour"):
        button = Button(name)
        button.set_text(samples.say("Chaguo refu kidogo", "Rather a long choice"))
        flow.add(button)
    beside = Beside(least=40 * GRID)
    for look in LEVELS:
        level = Panel(look)
        column(level, margin=2 * GRID).addWidget(words(samples.say("Urefu", "Elevation") + f": {look}"))
        level.setObjectName(f"{look}Level")
        beside.add(level, 1)
    return [card, section, header, panel, steps, sections, scrolled, turned, flow, beside]


def status(samples: Samples) -> QWidget:
    """The bottom line with a warning."""
    made = StatusLine(language=samples.language)
    made.show_about("999999-6")
    made.show_warning(samples.say("Angalia saa", "Look at the clock"))
    return made


def toast(samples: Samples) -> QWidget:
    """A short word over a page."""
    over = Panel("surface")
    over.setMinimumSize(400, 80)
    made = Toast(over=over, shown_ms=10 * 60_000)
    made.say(samples.say("Imehifadhiwa", "Saved"))
    made.setAccessibleName(made.text)
    return over


def phrases(samples: Samples) -> QWidget:
    """The list under a field of free text."""
    owner = Panel("surface")
    owner.setMinimumSize(400, 120)
    owner.setAccessibleName(samples.say("Malalamiko", "Complaint"))
    made = PhraseList(owner)
    choices = medicines("") or [Choice("a", samples.long)]
    made.offer(choices[:3], below=QPoint(0, 0), line_height=20)
    return owner


def fronts(samples: Samples) -> list[QWidget]:
    """Pages that stand alone: waiting, in trouble, with a key on paper, an editor of a list."""
    waiting = FrontPage(language=samples.language)
    waiting.set_title(samples.say("Inafungua", "Opening"), samples.long)
    waiting.show_busy(True)
    trouble = TroublePage(language=samples.language)
    trouble.show_error(EmrError("database.disk_full"), can_go_back=True)
    paper = KeyPaper()
    paper.show_key("CERMW-55RYQ-QX7TK-9E8Z0-A4F78-4TWK9-PYT82-KA2DQ")
    for page in (waiting, trouble):
        page.setMinimumHeight(320)
    return [waiting, trouble, paper, _Lines(samples)]


class _Unasked:
    """Stands where the service of the password is: nothing counts, nothing is looked up."""

    counts = False

    def give(self, _password: str) -> None:
        """Any password is right here."""


def password(samples: Samples, tasks: Tasks) -> QWidget:
    """The password asked again."""
    made = PasswordBar(
        password=cast("PasswordService", _Unasked()),
        tasks=tasks,
        language=samples.language,
        trouble=lambda _error: None,
    )
    made.before(lambda: None)
    return made
