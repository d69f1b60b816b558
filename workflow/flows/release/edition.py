"""An edition: everything that would go out, as values, before a byte is written."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.errors import WorkflowError
from workflow.model.release import Manifest, PublishPlan
from workflow.project.releases import (
    Files,
    file_records,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The plan, and the site and documents it comes to."""

    plan: PublishPlan
    site: Files
    """By path below the site's folder; images and other media included."""
    content: Files
    """By path below the content folder: the documents the pages were made from, UTF-8."""
    manifest: Manifest
    notes: tuple[str, ...] = ()
    """What a publisher should know that keeps nothing from going out."""
    unread: tuple[WorkflowError, ...] = ()
    """What cannot be read; its pages are withheld, or stay as they are live."""

    @classmethod
    def of(
        cls,
        plan: PublishPlan,
        site: Files,
        content: Files,
        frame: str = "",
        notes: tuple[str, ...] = (),
        *,
        unread: tuple[WorkflowError, ...] = (),
    ) -> Edition:
        """The edition with the manifest that follows from its parts."""
        manifest = Manifest(plan.pages, file_records(site), file_records(content), frame)
        return cls(plan, site, content, manifest, notes, unread)
