"""Releases: plan, publish, list, verify and roll back."""

from workflow.flows.release.publisher import GONE, PUBLISH, Publisher, publisher_of
from workflow.flows.release.publishing import Outcome, Planned, plan_release, publish, rollback

__all__ = [
    "GONE",
    "PUBLISH",
    "Outcome",
    "Planned",
    "Publisher",
    "plan_release",
    "publish",
    "publisher_of",
    "rollback",
]
