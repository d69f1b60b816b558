"""Engines of machine translation as other programs read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from workflow.reports.contract.json_shared import VERSION, Report

if TYPE_CHECKING:
    from workflow.engines.answers import Usage
    from workflow.engines.inventory import EngineState
    from workflow.reports.i18n import Words

_CENTS = 6
"""Digits of a sum after the point."""


def mt_usage(found: Sequence[Usage], limits: Mapping[str, int | None]) -> Report:
    """``mt usage``; ``limits`` are characters a month by engine."""
    return {
        "version": VERSION,
        "engines": [
            {
                "engine": each.engine,
                "month": each.month,
                "requests": each.requests,
                "characters": each.characters,
                "cost": None if each.cost is None else round(each.cost, _CENTS),
                "limit": limits.get(each.engine),
            }
            for each in found
        ],
    }


def mt_list(found: Sequence[EngineState], words: Words) -> Report:
    """``mt list``."""
    return {
        "version": VERSION,
        "engines": [
            {
                "engine": each.name,
                "provider": each.provider,
                "chain": each.place,
                "ready": each.ready,
                "reason": words(each.trouble),
                "advice": words(each.advice),
                "local": each.local,
                "price_per_million": each.price,
                "characters": each.sent,
                "limit": each.limit,
                "request": None if each.limits is None else asdict(each.limits),
                "pairs": [
                    {
                        "source": pair.source.name,
                        "target": pair.target.name,
                        "ready": pair.ready,
                        "advice": words(pair.advice),
                    }
                    for pair in each.pairs
                ],
            }
            for each in found
        ],
    }
