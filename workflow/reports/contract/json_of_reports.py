"""The object of ``report``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.model import State, mqm
from workflow.model.effort import Amount, Maker
from workflow.reports.contract.json_shared import VERSION, Report
from workflow.reports.i18n import Words
from workflow.review.summing import AGES, Quality, Summary


def report(found: Summary, without_git: str, words: Words) -> Report:
    """``report``."""
    since, until = found.period.since, found.period.until
    return {
        "version": VERSION,
        "date": found.today.isoformat(),
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "without_git": words(without_git) or None,
        "translations": [
            {
                "article": each.article,
                "title": each.title,
                "locale": each.locale,
                "approved": each.effort.approved,
                "assignee": each.effort.assignee or None,
                "due": each.effort.due or None,
                "states": _states(each.amounts()),
            }
            for each in found.translated
        ],
        "locales": [
            {
                "locale": each.locale,
                "translations": each.translations,
                "approved": each.approved,
                "states": _states(each.amounts),
            }
            for each in found.locales
        ],
        "people": [
            {
                "person": each.person,
                **{str(work): _amount(amount) for work, amount in each.work.items()},
            }
            for each in found.people
        ],
        "unknown": _amount(found.nobodys),
        "turnaround": _turnaround(found),
        "ageing": {
            "days": list(AGES),
            "states": {str(each.state): list(map(_amount, each.amounts)) for each in found.ageing},
        },
        "due": _due(found),
        "quality": {
            "weights": dict(mqm.WEIGHTS),
            "locales": [
                {"locale": name, **_quality(each)} for name, each in found.by_locale.items()
            ],
            "people": [
                {**_maker(maker), **_quality(each)} for maker, each in found.by_maker.items()
            ],
        },
        "drafts": _drafts(found),
        "waivers": _waivers(found),
    }


def _turnaround(found: Summary) -> list[dict[str, Any]]:
    return [
        {
            "locale": each.locale,
            "since": str(each.since),
            "count": each.spans,
            "days": [round(value, 6) for value in each.quartiles],
        }
        for each in found.turnaround
    ]


def _due(found: Summary) -> list[dict[str, Any]]:
    return [
        {
            "article": each.translated.article,
            "locale": each.translated.locale,
            "assignee": each.translated.effort.assignee or None,
            "due": each.translated.effort.due,
            "days": each.days,
            "left": _amount(each.left),
        }
        for each in found.due
    ]


def _drafts(found: Summary) -> list[dict[str, Any]]:
    return [
        {
            "origin": each.origin or None,
            **_amount(each.amount),
            "waiting": each.waiting,
            "kept": each.kept,
            "changed": each.changed,
            "untold": each.untold,
            "measured": each.measured,
            "distance": each.distance,
            "length": each.length,
        }
        for each in found.drafts
    ]


def _waivers(found: Summary) -> list[dict[str, Any]]:
    return [
        {
            "article": each.article,
            "locale": each.locale,
            "number": each.waived.number,
            "check": each.waived.check,
            "person": each.waived.person,
            "date": each.waived.day,
            "note": each.waived.note,
        }
        for each in found.waivers
    ]


def _amount(amount: Amount) -> dict[str, Any]:
    return {"texts": amount.texts, "words": amount.words, "unmeasured": amount.unmeasured}


def _states(amounts: Mapping[State, Amount]) -> dict[str, Any]:
    return {str(state): _amount(amount) for state, amount in amounts.items()}


def _maker(maker: Maker) -> dict[str, Any]:
    return {"person": maker.person or None, "engine": maker.engine or None}


def _quality(found: Quality) -> dict[str, Any]:
    score = found.score
    return {
        "reviewed": _amount(found.amount),
        "errors": found.errors,
        "points": found.points,
        "score": None if score is None else round(score, 6),
        "kinds": {kind: dict(counts) for kind, counts in found.flaws.items()},
    }
