"""A report on a project as one HTML file that needs nothing beside it."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from workflow.model.phrase import phrase
from workflow.reports.i18n import Words
from workflow.reports.report_parts import Section
from workflow.reports.report_progress import HowFar
from workflow.reports.report_quality import WhoDidWhat
from workflow.reports.screen import visible
from workflow.review.log_filter import Period
from workflow.review.summing import Summary


def report_page(found: Summary, without_git: str, words: Words) -> str:
    """The page, in the language of ``words``; ``without_git``: why git tells nothing, for people.

    Charts are SVG, each with a table of the same figures. The page loads nothing, runs no script,
    and can be printed, mailed or put on a web server.
    """
    environment = Environment(
        loader=PackageLoader("workflow.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if isinstance(value, str) else value,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        language=words.language,
        title=words(phrase("Report on the translations")),
        about=words(_about(found)),
        parts=words(phrase("Parts of the report")),
        sections=_sections(found, without_git, words),
    )


def _sections(found: Summary, without_git: str, words: Words) -> list[Section]:
    far, done = HowFar(found, words), WhoDidWhat(found, words)
    return [
        far.progress(),
        far.ageing(),
        far.turnaround(),
        done.people(without_git),
        done.quality(),
        done.drafts(),
        far.due(),
        done.waivers(),
        far.articles(),
    ]


def _about(found: Summary) -> str:
    """As of when, and which days."""
    return phrase(
        "As of {today}. What was done: {days}.", today=found.today, days=_days(found.period)
    )


def _days(period: Period) -> str:
    if period.since and period.until:
        return phrase("from {since} to {until}", since=period.since, until=period.until)
    if period.since:
        return phrase("since {since}", since=period.since)
    return phrase("until {until}", until=period.until) if period.until else phrase("at any time")
