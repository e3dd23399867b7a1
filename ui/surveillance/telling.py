"""What surveillance says in words: steps of a form, clusters, answers to choose from."""

from __future__ import annotations

from emr_desktop.clock import local
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.notifiable import cluster_rules, conditions
from emr_desktop.surveillance.rows import Cluster, NotificationRow, Watch
from emr_desktop.surveillance.rules import OUTCOMES, VACCINATED
from emr_desktop.surveillance.watching import UNUSUAL_EVENT
from ui.messages import sentence


def condition_name(code: str, *, language: str) -> str:
    """The name of a condition; a code that is no longer on the list stands for itself."""
    condition = conditions().get(code)
    return code if condition is None else condition.name(language)


def offered(watch: Watch) -> tuple[str, ...]:
    """The conditions a visit may make a case form of: what is noticed, an unusual event for a cluster."""
    found = tuple(notice.condition for notice in watch.notices)
    return found or ((UNUSUAL_EVENT,) if watch.clusters else ())


def undecided(watch: Watch) -> tuple[str, ...]:
    """Noticed conditions of which neither a form was made nor said that it is not a case."""
    return tuple(notice.condition for notice in watch.notices if notice.known is None)


def vaccinated_answers(language: str) -> list[tuple[str, str]]:
    """Codes and words of the answers about vaccination."""
    texts = Texts("case_form", language)
    return [(code, texts(f"vaccinated_{code}")) for code in VACCINATED]


def outcome_answers(language: str) -> list[tuple[str, str]]:
    """Codes and words of what became of the patient."""
    texts = Texts("case_form", language)
    return [(code, texts(f"outcome_{code}")) for code in OUTCOMES]


def cluster_line(cluster: Cluster, *, language: str) -> str:
    """``Bloody diarrhoea: 3 patients of Chinangali in 7 days``."""
    rule = cluster_rules().get(cluster.rule)
    params: dict[str, object] = {
        "illness": cluster.rule if rule is None else rule.name(language),
        "patients": cluster.patients,
        "village": cluster.village,
        "days": cluster.days,
    }
    return sentence("surveillance.cluster", params, language)


def steps_line(row: NotificationRow, *, language: str) -> str:
    """How far a form is: to be phoned, printed, waiting for the national system."""
    params: dict[str, object] = {
        "reason": row.reason or "",
        "who": row.phoned_to or "",
        "when": "" if row.phoned_at is None else f"{local(row.phoned_at):%d/%m %H:%M}",
        "before": f"{local(row.deadline):%d/%m %H:%M}",
    }
    return " · ".join(sentence(f"surveillance.step.{step}", params, language) for step in row.steps)
