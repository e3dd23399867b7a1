"""Writes docs/user-guide/<language>: a page of contents and a chapter for each role."""

from __future__ import annotations

from ui.frame.help_texts import help_text
from ui.guide.said import said
from ui.guide.topics import EVERYWHERE, Topic, topics, topics_for
from ui.guide.wording import role_title, screen_title, word

LANGUAGES = ("sw", "en")
# role of a chapter: its file, and the screens whose tasks are told in it
_CHAPTERS: dict[str, tuple[str, tuple[str, ...]]] = {
    EVERYWHERE: ("everybody", (EVERYWHERE,)),
    "receptionist": ("reception", ("reception",)),
    "nurse": ("nurse", ("triage",)),
    "clinician": ("clinician", ("consultation",)),
    "lab": ("laboratory", ("laboratory",)),
    "pharmacist": ("pharmacy", ("pharmacy",)),
    "in_charge": ("in-charge", ("reports", "administration")),
    "it_admin": ("it", ("sync",)),
}


def pages(language: str) -> dict[str, str]:
    """Every page of the guide in a language: file name to text."""
    found = {"README.md": _contents(language)}
    for role, (name, screens) in _CHAPTERS.items():
        found[f"{name}.md"] = _chapter(role, screens, language)
    return found


def _contents(language: str) -> str:
    lines = [
        f"# {word('guide', language)}",
        "",
        word("other_language", language),
        "",
        word("intro", language),
        "",
        said(word("first_visit", language), language),
        "",
        f"## {word('contents', language)}",
        "",
    ]
    for role, (name, screens) in _CHAPTERS.items():
        lines.append(f"* [{_title(role, language)}]({name}.md)")
        lines += [
            f"  * [{topic.title[language]}]({name}.md#{topic.name})"
            for topic in topics()
            if topic.screen in screens
        ]
    return "\n".join([*lines, "", word("not_yet", language), ""])


def _chapter(role: str, screens: tuple[str, ...], language: str) -> str:
    lines = [f"# {_title(role, language)}", "", f"[{word('guide', language)}](README.md)", ""]
    lines += [f"[{word('card', language)}](../cards/{_card(role)}-{language}.pdf)", ""]
    told = [topic for topic in topics() if topic.screen in screens]
    for topic in told:
        lines += _topic(topic, language)
    if role != EVERYWHERE:
        lines += _elsewhere(role, told, language)
    for screen in screens:
        lines += _keys(screen, language)
    return "\n".join(lines).rstrip() + "\n"


def _topic(topic: Topic, language: str) -> list[str]:
    lines = [f'<a id="{topic.name}"></a>', "", f"## {topic.title[language]}", ""]
    if topic.picture:
        lines += [f"![{topic.title[language]}](../pictures/{topic.picture}-{language}.png)", ""]
    lines += [
        f"{number}. {said(step[language], language)}" for number, step in enumerate(topic.steps, start=1)
    ]
    return [*lines, ""]


def _elsewhere(role: str, told: list[Topic], language: str) -> list[str]:
    others = [topic for topic in topics_for((role,)) if topic not in told and topic.screen != EVERYWHERE]
    if not others:
        return []
    lines = [f"## {word('also', language)}", ""]
    for topic in others:
        file = next(name for name, screens in _CHAPTERS.values() if topic.screen in screens)
        lines.append(f"* [{topic.title[language]}]({file}.md#{topic.name})")
    return [*lines, ""]


def _keys(screen: str, language: str) -> list[str]:
    help_ = help_text(screen, language)
    keys = help_.everywhere if screen == EVERYWHERE else help_.keys
    title = word("keys", language)
    if screen != EVERYWHERE:
        title = f"{title}: {screen_title(screen, language)}"
    rows = [f"| `{pressed}` | {does.replace('|', '/')} |" for pressed, does in keys]
    return [f"## {title}", "", "| | |", "| --- | --- |", *rows, ""]


def _title(role: str, language: str) -> str:
    return word("everyone", language) if role == EVERYWHERE else role_title(role, language)


def _card(role: str) -> str:
    return "keyboard" if role == EVERYWHERE else role
