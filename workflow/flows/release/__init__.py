"""Releases: plan, publish, list, verify and roll back."""

from workflow.flows.release.edition import Edition
from workflow.flows.release.outlet import GONE, PUBLISH, Outlet, outlet_of
from workflow.flows.release.publish import Outcome, plan_release, publish, rollback

__all__ = [
    "GONE",
    "PUBLISH",
    "Edition",
    "Outcome",
    "Outlet",
    "outlet_of",
    "plan_release",
    "publish",
    "rollback",
]
