"""A release looked at: is it as it was published, and who approved it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from workflow.errors import WorkflowError
from workflow.files.atomic import read_bytes
from workflow.flows.release.auditing import Auditor
from workflow.flows.release.publisher import Progress, publisher_of
from workflow.model.evidence import Audited, EvidenceIndex
from workflow.model.phrase import phrase
from workflow.project.releases import ReleaseStore
from workflow.project.stock import MANIFEST, Stock
from workflow.project.verdicts import allowed_signers
from workflow.project.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known of a release."""

    release: str
    """Id."""
    problems: tuple[str, ...]
    """Where it is not what was published, for people."""
    hint: str = ""
    """What helps against that."""
    pages: tuple[Audited, ...] = ()
    """In the order of the manifest; none where that cannot be read."""
    recorded: bool = True
    """Whether the release says who approved it; those of earlier versions do not."""


def is_copy(name: str) -> bool:
    """Whether ``name`` is the path of a release's folder, wherever it is."""
    return Path(name, MANIFEST).is_file()


@dataclass(frozen=True, slots=True)
class By:
    """What a release is judged by."""

    signers: bytes
    """A file of allowed signers."""
    required: bool
    """Whether what is not signed proves nothing."""
    progress: Progress


def examine(
    workspace: Workspace, wanted: str | None, signers: Path | None, progress: Progress
) -> Examined:
    """Look at a release of the project: the one of the id ``wanted``, or the live one.

    ``signers``: a file of allowed signers to take in the place of the project's. Raises as
    :meth:`.Publisher.verify` does, and where that file cannot be read.
    """
    publisher = publisher_of(workspace)
    release, problems = publisher.verify(wanted)
    required = workspace.settings.review.signatures == "required"
    known = read_bytes(signers) if signers else allowed_signers(workspace)
    hint = publisher.advice(release) if problems else ""
    return _examined(
        publisher.store, Examined(release, problems, hint), By(known, required, progress)
    )


def examine_copy(folder: Path, signers: Path, progress: Progress) -> Examined:
    """Look at a copy of a release, without any project: what is not signed proves nothing.

    The folder has to have the release's id for a name. Raises where a file cannot be read.
    """
    place = folder.resolve()
    store = ReleaseStore(place.parent)
    found = Examined(place.name, store.verify(place.name))
    return _examined(store, found, By(read_bytes(signers), required=True, progress=progress))


def _examined(store: ReleaseStore, found: Examined, by: By) -> Examined:
    try:
        index = store.evidence(found.release)
        manifest = store.manifest(found.release)
    except WorkflowError:  # which is one of the problems
        return found
    auditor = Auditor(
        Stock(store.folder / found.release, manifest, b"", index or EvidenceIndex("", ())),
        by.signers,
        by.required,
    )
    with by.progress(phrase("Verifying"), len(manifest.pages)) as advance:
        pages = tuple(auditor.pages(advance))
    if index is None and not by.required:  # an earlier version did not know of it
        pages = tuple(replace(each, trouble="") for each in pages)
    return replace(found, pages=pages, recorded=index is not None)
