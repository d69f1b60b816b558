"""What a release holds, and what differs between two."""

from __future__ import annotations

from workflow.flows.release.differing import stock_diffs
from workflow.flows.release.publisher import Progress, publisher_of
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace
from workflow.review.release_diff import Compared, ShownPage, ShownRelease, page_file, release_diff


def show_release(workspace: Workspace, wanted: str | None) -> ShownRelease:
    """The release of the id ``wanted``, or the live one.

    Raises :class:`NotReadyError` where nothing was published, :class:`WorkflowError` for an id
    that there is not, :class:`FileError` where the release is damaged.
    """
    release, stock = publisher_of(workspace).stock(wanted)
    sizes = {record.path: record.size for record in stock.manifest.files}
    pages = (
        ShownPage(page, page_file(page), sizes.get(page_file(page), 0))
        for page in stock.manifest.pages
    )
    return ShownRelease(release, stock.manifest, tuple(pages))


def compare_releases(
    workspace: Workspace, before: str, after: str, progress: Progress, *, words: bool
) -> Compared:
    """What readers saw change from the release ``before`` to ``after`` (ids).

    Raises as :func:`show_release` does; with ``words`` also where a document was altered.
    """
    publisher = publisher_of(workspace)
    one, other = publisher.stock(before)[1], publisher.stock(after)[1]
    changes = release_diff(one.manifest, other.manifest)
    diffs = []
    if words:
        with progress(phrase("Comparing"), len(changes.pages)) as advance:
            for each in stock_diffs(one, other, changes.pages):
                diffs.append(each)
                advance(1)
    return Compared(before, after, changes, tuple(diffs))
