"""A site on a branch of a git repository, where a host of pages takes it from.

::

    refs/heads/<branch>             the site, a commit for each release and each going back
    refs/workflow/releases/<id>     a whole release: site, documents, evidence, manifest
    refs/workflow/heads/<id>        of that, the files that say what it is
    refs/workflow/coming/<id>       a release that is on its way

The branch's last line ``Workflow-Release: <id>`` says what is live. It moves on the condition that
it is where it was looked at, together with the references of the release, or none of them moves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from workflow.errors import FileError, TargetError
from workflow.files.atomic import write_bytes
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord
from workflow.targets.git_cache import GitCache
from workflow.targets.interface import HEADS, Advance, overtaken

_RELEASES: Final = "refs/workflow/releases/"
_HEADS: Final = "refs/workflow/heads/"
_COMING: Final = "refs/workflow/coming/"
_TRAILER: Final = "Workflow-Release"
_KEPT: Final = "CNAME"
"""A file that hosts of pages put on the branch themselves: the site's own name."""
_PLAIN: Final = ".nojekyll"
"""Tells GitHub to serve the files as they are."""
_TRIES: Final = 4
_AT_ONCE: Final = 16 << 20
"""Bytes that are taken out of git at a time."""


@dataclass(slots=True)
class PagesBranch:
    """``git+ssh://…/repository.git#branch``, and likewise ``git+https`` and ``git+file``."""

    address: str
    cache: Path
    """A bare repository of one's own; it can be made again."""
    remote: bool = field(default=True, init=False)
    _git: GitCache = field(init=False, repr=False)
    _branch: str = field(init=False)

    def __post_init__(self) -> None:
        url, _, branch = self.address.removeprefix("git+").partition("#")
        self._git = GitCache(self.cache, url, self.address)
        self._branch = f"refs/heads/{branch}"

    def live(self) -> str | None:
        """What the last commit of the branch says."""
        with self._git.held():
            return self._live(self._git.listed(self._branch).get(self._branch))

    def ids(self) -> tuple[str, ...]:
        """Those of which a whole release is there."""
        with self._git.held():
            found = self._git.listed(f"{_RELEASES}*")
        return tuple(each.removeprefix(_RELEASES) for each in found)

    def heads(self, releases: Sequence[str]) -> Mapping[str, Mapping[str, bytes]]:
        """Of small commits that hold nothing else."""
        with self._git.held():
            there = self._git.listed(f"{_HEADS}*")
            known = {each: there[ref] for each in releases if (ref := f"{_HEADS}{each}") in there}
            self._git.fetch({f"{_HEADS}{each}": commit for each, commit in known.items()})
            return {
                release: {
                    name: data
                    for name, data in zip(HEADS, self._git.contents(commit, HEADS), strict=True)
                    if data is not None
                }
                for release, commit in known.items()
            }

    def upload(self, release: Path, files: Sequence[FileRecord], advance: Advance) -> None:
        """git compares what arrives, and sends what the other end does not have."""
        with self._git.held():
            commit, _ = self._commits(release, files, advance)
            ref = f"{_COMING}{release.name}"
            self._git.push([f"{commit}:{ref}"])
            if self._git.listed(ref).get(ref) != commit:
                raise self._git.trouble(phrase("the release did not arrive"))

    def show(self, release: str, before: str | None) -> None:
        """The branch and the references of the release move together."""
        with self._git.held():
            there = self._git.listed(self._branch, f"{_COMING}{release}", f"{_RELEASES}{release}")
            tip = there.get(self._branch)
            if (live := self._live(tip)) != before:
                raise overtaken(live, self.address)
            coming, whole = there.get(f"{_COMING}{release}"), there.get(f"{_RELEASES}{release}")
            source = coming or whole
            if source is None:
                raise self._git.trouble(phrase("release {release} is not there", release=release))
            self._git.fetch({f"{_COMING if coming else _RELEASES}{release}": source})
            new = self._next(release, source, tip)
            moves = [f"{new}:{self._branch}", f"{source}:{_RELEASES}{release}",
                     f"{self._heads_of(source)}:{_HEADS}{release}"]  # fmt: skip
            moves += [f":{_COMING}{release}"] if coming else []
            try:
                self._git.push(moves, lease=f"{self._branch}:{tip or ''}")
            except TargetError:
                # The answer may be what was lost.
                found = self._git.listed(self._branch).get(self._branch)
                if found == new:
                    return
                if found != tip:
                    raise overtaken(self._live(found), self.address) from None
                raise

    def fetch(
        self, release: str, files: Sequence[FileRecord], into: Path, advance: Advance
    ) -> None:
        """Files that are there are not written again."""
        with self._git.held():
            ref = f"{_RELEASES}{release}"
            commit = self._git.listed(ref).get(ref)
            if commit is None:
                raise self._git.trouble(phrase("release {release} is not there", release=release))
            self._git.fetch({ref: commit})
            some: list[str] = []
            size = 0
            for each in files:
                path = into / each.path
                if not path.is_file() or path.stat().st_size != each.size:
                    some.append(each.path)
                    size += each.size
                if size > _AT_ONCE:
                    self._take_out(commit, some, into)
                    some, size = [], 0
                advance(1)
            self._take_out(commit, some, into)

    def remove(self, release: str) -> None:
        """The references go; the branch keeps its history."""
        with self._git.held():
            refs = [f"{each}{release}" for each in (_RELEASES, _HEADS, _COMING)]
            for _ in range(_TRIES):
                there = self._git.listed(self._branch, *refs)
                tip = there.get(self._branch)
                if self._live(tip) == release:
                    raise TargetError(
                        phrase("release {release} is live", release=release), file=self.address
                    )
                going = [f":{each}" for each in refs if each in there]
                if not going or self._push_where(tip, going):
                    return
            raise self._git.trouble(phrase("somebody else is publishing there"))

    def _push_where(self, tip: str | None, moves: Sequence[str]) -> bool:
        """Move references if the branch is where it was looked at; False where it is not."""
        same = [f"{tip}:{self._branch}"] if tip else []
        try:
            self._git.push([*same, *moves], lease=f"{self._branch}:{tip}" if tip else "")
        except TargetError:
            if self._git.listed(self._branch).get(self._branch) == tip:
                raise
            return False
        return True

    def clean(self) -> None:
        """Nothing: a push moves all or nothing."""

    def _live(self, tip: str | None) -> str | None:
        """The release that a commit of the branch shows; None where there is no branch."""
        if tip is None:
            return None
        self._git.fetch({self._branch: tip})
        if found := self._git.trailers(tip, _TRAILER):
            return found[0][1]
        # A host of pages may have added its own file on top.
        self._git.fetch({self._branch: tip}, deep=True)
        for commit, release in self._git.trailers(tip, _TRAILER, deep=True):
            if self._git.differing(commit, tip) <= {_KEPT, _PLAIN}:
                return release
            break
        raise FileError(
            phrase("what is on the branch was put there by no release"),
            hint=phrase("Name a branch of its own as “target” in setup.cfg; it is made then."),
            file=self.address,
        )

    def _commits(
        self, release: Path, files: Sequence[FileRecord], advance: Advance
    ) -> tuple[str, str]:
        """Commits of a release and of its heads, the same wherever they are made."""
        tree = self._git.tree(release, [each.path for each in files], advance)
        commit = self._git.commit(tree, (), *_made(release.name))
        return commit, self._heads_of(commit)

    def _heads_of(self, commit: str) -> str:
        entries = {name: each for name, each in self._git.entries(commit).items() if name in HEADS}
        release = self._git.subject(commit).removeprefix("Release ")
        return self._git.commit(self._git.make_tree(entries), (), *_made(release))

    def _next(self, release: str, source: str, tip: str | None) -> str:
        """The commit that shows a release, on top of what the branch has."""
        entries = dict(self._git.entries(f"{source}:site"))
        entries.setdefault(_PLAIN, f"100644 blob {self._git.blob(b'')}")
        if tip and (kept := self._git.entries(tip).get(_KEPT)):
            entries.setdefault(_KEPT, kept)
        tree = self._git.make_tree(entries)
        return self._git.commit(tree, (tip,) if tip else (), *_made(release, _TRAILER))

    def _take_out(self, commit: str, paths: Sequence[str], into: Path) -> None:
        for path, data in zip(paths, self._git.contents(commit, paths), strict=True):
            if data is not None:  # whoever calls tells what lacks
                write_bytes(into / path, data)


def _made(release: str, trailer: str = "") -> tuple[str, str]:
    """The message of a commit, and its time: that in the release's id, so that it is the same."""
    stamp = release.partition("-")[0]
    time = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[9:11]}:{stamp[11:13]}:{stamp[13:15]}Z"
    message = f"Release {release}\n"
    return (f"{message}\n{trailer}: {release}\n" if trailer else message), time
