"""The clinical concepts, the severity they ask for, and the search behind the diagnosis picker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from emr_desktop.languages import SWAHILI, either
from emr_desktop.reference.folding import american, fold
from emr_desktop.reference.icd10 import icd10_title, search_icd10
from emr_desktop.reference.icd10_sw import swahili_title
from emr_desktop.reference.matching import matched_name
from emr_desktop.reference.rows import Concept, DiagnosisHit
from emr_desktop.reference.tables import phrases, read_table, words

_LONGEST_PREFIX = 6  # A09.01
_ANY = "any"  # the question that no code asks


@cache
def _severity_questions() -> tuple[dict[str, str], dict[str, dict[str, tuple[str, str]]]]:
    """Question by ICD-10 prefix, and the answers of each question with their names, in the order asked."""
    by_prefix: dict[str, str] = {}
    answers: dict[str, dict[str, tuple[str, str]]] = {}
    for row in read_table("severity_questions.csv"):
        for prefix in words(row["icd10"]):
            by_prefix[prefix] = row["question"]
        answers.setdefault(row["question"], {})[row["severity"]] = (row["name_en"], row["name_sw"])
    return by_prefix, answers


def _answers_for(icd10: str) -> dict[str, tuple[str, str]]:
    by_prefix, answers = _severity_questions()
    for length in range(min(len(icd10), _LONGEST_PREFIX), 0, -1):
        question = by_prefix.get(icd10[:length])
        if question:
            return answers[question]
    return {}


def severities_for(icd10: str) -> tuple[str, ...]:
    """The severities to ask for with an ICD-10 code, mildest first; empty when nothing needs asking."""
    return tuple(_answers_for(icd10))


def severity_name(icd10: str, severity: str, *, language: str) -> str:
    """What to call a severity of this disease: ``none`` is "No dehydration" for A09, "Not severe" for J18.

    A record that came from elsewhere may hold one where none is asked for: it is called in general words.
    """
    general = _severity_questions()[1][_ANY].get(severity, (severity, severity))
    english, swahili = _answers_for(icd10).get(severity, general)
    return either(language, swahili, english)


@cache
def concepts() -> dict[str, Concept]:
    """The clinical concepts by code."""
    return {
        row["code"]: Concept(
            code=row["code"],
            icd10=row["icd10"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            synonyms=phrases(row["synonyms"]),
            severities=severities_for(row["icd10"]),
            chronic=row["chronic"] == "yes",
            sensitive=row["sensitive"] == "yes",
            frequency=int(row["frequency"]),
        )
        for row in read_table("concepts.csv")
    }


def concept_name(concept: Concept, *, language: str) -> str:
    """The concept's name in one language."""
    return either(language, concept.name_sw, concept.name_en)


def diagnosis_name(icd10: str, concept: str | None, *, language: str) -> str:
    """What to call a recorded diagnosis: the concept's name, else the ICD-10 title, else the code."""
    known = concepts().get(concept) if concept else None
    if known is not None:
        return concept_name(known, language=language)
    return code_name(icd10, language=language)


def code_name(icd10: str, *, language: str) -> str:
    """The title of an ICD-10 code in one language, else the code."""
    return swahili_title(icd10) if language == SWAHILI else icd10_title(icd10) or icd10


@cache
def _sensitive_prefixes() -> tuple[str, ...]:
    return tuple(row["icd10"] for row in read_table("sensitive_codes.csv"))


def is_sensitive(icd10: str, concept: str | None = None) -> bool:
    """Say whether a diagnosis is one of HIV, violence or mental health, by its concept or its ICD-10 code."""
    known = concepts().get(concept) if concept else None
    return icd10.startswith(_sensitive_prefixes()) or (known is not None and known.sensitive)


@dataclass(frozen=True)
class _Entry:
    concept: Concept
    place: int
    phrases: tuple[str, ...]  # names and synonyms, folded, British and American
    words: tuple[tuple[str, ...], ...]  # the words of each phrase


@cache
def _entries() -> tuple[_Entry, ...]:
    entries = []
    for place, concept in enumerate(concepts().values()):
        spelled: dict[str, None] = {}
        for text in (concept.name_en, concept.name_sw, *concept.synonyms):
            folded = fold(text)
            spelled[folded] = None
            spelled[american(folded)] = None
        found = tuple(spelled)
        entries.append(_Entry(concept, place, found, tuple(tuple(phrase.split()) for phrase in found)))
    return tuple(entries)


def search_diagnoses(
    text: str, *, language: str, limit: int = 20, used: Mapping[str, int] | None = None
) -> tuple[DiagnosisHit, ...]:
    """Concepts first (both languages and synonyms match, whatever the language shown), then all of ICD-10.

    Args:
        text: two letters are enough; words in any order; an ICD-10 code or its beginning; a slip is forgiven.
        language: in which language the concepts are named.
        limit: how many at most.
        used: how often this facility uses a concept, and a code without one: among what fits alike, the
            most used goes first.
    """
    used = used or {}
    asked = fold(text)
    if len(asked) < 2:
        return ()
    ranked = _matching(asked, code=text.strip().upper())
    if len(ranked) < 3 and len(asked) > 3:
        seen = {entry.concept.code for _, entry in ranked}
        ranked += [hit for hit in _similar(asked) if hit[1].concept.code not in seen]
    ranked.sort(
        key=lambda hit: (
            hit[0],
            -used.get(hit[1].concept.code, 0),
            hit[1].concept.frequency,
            # Among equals, what begins like that in the language on the screen.
            not fold(concept_name(hit[1].concept, language=language)).startswith(asked),
            hit[1].place,
        )
    )
    hits = [
        _hit(entry.concept, text, concept_name(entry.concept, language=language))
        for _, entry in ranked[:limit]
    ]
    if len(hits) < limit:
        named = {hit.icd10 for hit in hits}
        bare = search_icd10(text, limit=limit)
        bare = sorted(bare, key=lambda found: -used.get(found[0], 0))
        hits += [
            _bare_hit(code, title, text, code_name(code, language=language))
            for code, title in bare
            if code not in named
        ]
    return tuple(hits[:limit])


def _hit(concept: Concept, typed: str, name: str) -> DiagnosisHit:
    others = tuple(one for one in (concept.name_sw, concept.name_en, *concept.synonyms) if one != name)
    matched = matched_name(typed, shown=f"{name} {concept.icd10}", others=others)
    return DiagnosisHit(concept.icd10, name, concept, matched)


def _bare_hit(code: str, title: str, typed: str, name: str) -> DiagnosisHit:
    return DiagnosisHit(code, name, None, matched_name(typed, shown=f"{name} {code}", others=(title,)))


def prepare_search() -> None:
    """Read everything the first search would wait for; meant for a background thread at start-up."""
    search_diagnoses("zzzz", language="en", limit=1)


def _matching(asked: str, *, code: str) -> list[tuple[float, _Entry]]:
    tokens = asked.split()
    joined = asked.replace(" ", "")
    ranked = []
    for entry in _entries():
        score = _score(entry, asked, tokens, joined, code)
        if score is not None:
            ranked.append((score, entry))
    return ranked


def _score(entry: _Entry, asked: str, tokens: list[str], joined: str, code: str) -> float | None:
    """How well a concept fits, 0 best; None when it does not."""
    if asked in entry.phrases or joined in entry.phrases or entry.concept.icd10 == code:
        return 0
    if any(phrase.startswith(asked) for phrase in entry.phrases):
        return 1
    if len(code) > 2 and code[1].isdigit() and entry.concept.icd10.startswith(code):
        return 1
    if any(all(any(word.startswith(token) for word in words) for token in tokens) for words in entry.words):
        return 2
    if len(asked) > 2 and any(asked in phrase for phrase in entry.phrases):
        return 3
    if len(tokens) > 1 and all(
        any(word.startswith(token) for words in entry.words for word in words) for token in tokens
    ):
        return 4  # the words stand in different names: "malaria kali" typed as "severe malaria kali"
    return None


@cache
def _fuzzy_choices() -> tuple[tuple[str, ...], tuple[_Entry, ...]]:
    pairs = dict.fromkeys(
        (choice, entry)
        for entry in _entries()
        for phrase, words in zip(entry.phrases, entry.words, strict=True)
        for choice in (phrase, *(word for word in words if len(word) > 3))
    )
    return tuple(choice for choice, _ in pairs), tuple(entry for _, entry in pairs)


def _similar(asked: str) -> list[tuple[float, _Entry]]:
    """Concepts with a name or a word much like what was typed: ``diarea``, ``nimonya``, ``newmonia``."""
    from rapidfuzz import fuzz, process

    choices, owners = _fuzzy_choices()
    best: dict[str, tuple[float, _Entry]] = {}
    for _, likeness, place in process.extract(asked, choices, scorer=fuzz.ratio, score_cutoff=75, limit=40):
        entry = owners[place]
        score = 5 + (100 - likeness) / 100
        if entry.concept.code not in best or score < best[entry.concept.code][0]:
            best[entry.concept.code] = (score, entry)
    return list(best.values())
