"""A bare repository in which trees and commits are made, and by which another one is asked."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from filelock import FileLock

from workflow.errors import TargetError
from workflow.files.atomic import file_error
from workflow.model.phrase import phrase
from workflow.targets.host_programs import Done, cause, run, ssh_command
from workflow.targets.interface import Advance

_QUIET: Final = {"GIT_TERMINAL_PROMPT": "0", "SSH_ASKPASS": "", "GIT_ASKPASS": ""}
_OTHERS: Final = ("GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE")
_NOBODY: Final = "workflow"
_ADDRESS: Final = "workflow@localhost"
"""Who makes the commits: who published stands in the release, for whoever has it."""
_DEEP: Final = 50
"""Commits that are looked at where a host added its own."""


@dataclass(frozen=True, slots=True)
class GitCache:
    """git, without anybody's index, work tree, filters or questions."""

    folder: Path
    url: str
    """Of the repository elsewhere."""
    address: str
    """As messages name it."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """One command at a time; what a killed one left locked is free again."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder.with_name(f"{self.folder.name}.lock")):
                if not (self.folder / "HEAD").exists():
                    self._git("init", "--quiet", "--bare")
                for each in (*self.folder.glob("*.lock"), *self.folder.glob("refs/**/*.lock")):
                    each.unlink(missing_ok=True)
                yield
        except OSError as error:
            raise file_error(self.folder, "write", error) from error

    # The other repository

    def listed(self, *patterns: str) -> dict[str, str]:
        """References there → what they point to."""
        out = self._git("ls-remote", self.url, *patterns).out.decode("utf-8", "replace")
        found = (line.split("\t", 1) for line in out.splitlines() if "\t" in line)
        return {ref: commit for commit, ref in found}

    def fetch(self, wanted: Mapping[str, str], *, deep: bool = False) -> None:
        """Have the commits that references there point to."""
        missing = [ref for ref, commit in wanted.items() if deep or not self._has(commit)]
        if missing:
            specs = [f"+{ref}:refs/target/{number}" for number, ref in enumerate(missing)]
            depth = f"--depth={_DEEP if deep else 1}"
            self._git("fetch", "--quiet", "--no-tags", depth, self.url, *specs)

    def push(self, moves: Sequence[str], lease: str = "") -> None:
        """Move references there, all or none; ``lease``: ``reference:commit`` that must hold."""
        leases = (f"--force-with-lease={lease}",) if lease else ()
        self._git("push", "--quiet", "--atomic", "--no-verify", *leases, self.url, *moves)

    # This one

    def tree(self, folder: Path, paths: Sequence[str], advance: Advance) -> str:
        """The tree of files below ``folder``, of their bytes as they are."""
        for each in paths:
            if "\n" in each:
                raise self.trouble(phrase("a name with a line break: {name}", name=repr(each)))
        names = "".join(f"{folder.resolve() / each}\n" for each in paths).encode()
        ids: list[str] = []

        def note(line: str) -> None:
            ids.append(line)
            advance(1)

        self._git("hash-object", "-w", "--no-filters", "--stdin-paths", given=names, line=note)
        listed = "".join(
            f"100644 {each}\t{path}\0" for each, path in zip(ids, paths, strict=True)
        ).encode()
        with TemporaryDirectory(prefix="workflow-") as place:
            index = {"GIT_INDEX_FILE": f"{place}/index"}
            self._git("update-index", "-z", "--index-info", given=listed, env=index)
            return self._git("write-tree", env=index).out.decode().strip()

    def entries(self, tree: str) -> dict[str, str]:
        """What is at the top of a tree: name → mode, kind and id."""
        out = self._git("ls-tree", "-z", tree).out.decode("utf-8", "surrogateescape")
        found = (line.split("\t", 1) for line in out.split("\0") if line)
        return {name: what for what, name in found}

    def make_tree(self, entries: Mapping[str, str]) -> str:
        """A tree of what :meth:`entries` gives."""
        listed = "".join(f"{what}\t{name}\0" for name, what in entries.items())
        given = listed.encode("utf-8", "surrogateescape")
        return self._git("mktree", "-z", given=given).out.decode().strip()

    def blob(self, data: bytes) -> str:
        """The id of these bytes."""
        return self._git("hash-object", "-w", "--stdin", given=data).out.decode().strip()

    def commit(self, tree: str, parents: Iterable[str], message: str, time: str) -> str:
        """The id of a commit that depends on these alone."""
        env = {"GIT_AUTHOR_DATE": time, "GIT_COMMITTER_DATE": time}
        for who in ("AUTHOR", "COMMITTER"):
            env |= {f"GIT_{who}_NAME": _NOBODY, f"GIT_{who}_EMAIL": _ADDRESS}
        after = [option for each in parents for option in ("-p", each)]
        plain = ("-c", "commit.gpgSign=false", "-c", "i18n.commitEncoding=utf-8")
        done = self._git(*plain, "commit-tree", tree, *after, given=message.encode(), env=env)
        return done.out.decode().strip()

    def subject(self, commit: str) -> str:
        """The first line of a commit's message."""
        return self._git("log", "-1", "--format=%s", commit).out.decode("utf-8", "replace").strip()

    def trailers(self, tip: str, key: str, *, deep: bool = False) -> list[tuple[str, str]]:
        """Commits and what their trailer says, the newest first: of ``tip``, or of those before."""
        form = f"--format=%H %(trailers:key={key},valueonly,separator=%x20)"
        out = self._git("log", f"-{_DEEP if deep else 1}", "--first-parent", form, tip).out
        lines = (line.split() for line in out.decode("utf-8", "replace").splitlines())
        return [(words[0], words[-1]) for words in lines if len(words) > 1]

    def differing(self, one: str, other: str) -> frozenset[str]:
        """Paths of what two commits have otherwise."""
        out = self._git("diff-tree", "-r", "-z", "--name-only", "--no-renames", one, other).out
        return frozenset(filter(None, out.decode("utf-8", "surrogateescape").split("\0")))

    def contents(self, commit: str, paths: Sequence[str]) -> list[bytes | None]:
        """The bytes of files of a commit; None for what is not there."""
        asked = "".join(f"{commit}:{path}\n" for path in paths).encode()
        rest = memoryview(self._git("cat-file", "--batch", given=asked).out)
        found: list[bytes | None] = []
        for _ in paths:
            end = bytes(rest[: 1 << 16]).index(b"\n")
            words = bytes(rest[:end]).split(b" ")
            rest = rest[end + 1 :]
            if len(words) < 3 or words[-2] != b"blob":
                found.append(None)
                continue
            size = int(words[-1])
            found.append(bytes(rest[:size]))
            rest = rest[size + 1 :]
        return found

    def trouble(self, what: str) -> TargetError:
        """What to say where git does not do it."""
        return TargetError(
            phrase("git does not do what it is asked for: {what}", what=what),
            hint=phrase(
                "Readers get what they got before. Look whether `git ls-remote {url}` works "
                "without a question, then run the command again.",
                url=self.url,
            ),
            file=self.address,
        )

    def _has(self, commit: str) -> bool:
        return self._try("cat-file", "-e", f"{commit}^{{commit}}").code == 0

    def _git(self, *arguments: str, **options: Any) -> Done:
        done = self._try(*arguments, **options)
        if done.code:
            raise self.trouble(cause(done.err))
        return done

    def _try(
        self,
        *arguments: str,
        given: bytes = b"",
        env: Mapping[str, str] | None = None,
        line: Callable[[str], None] | None = None,
    ) -> Done:
        # What a hook of another repository sets would lead into that one.
        others = dict.fromkeys(_OTHERS, None)
        shell = {"GIT_SSH_COMMAND": shlex.join(ssh_command("GIT_SSH_COMMAND"))}
        return run(
            ("git", "--git-dir", str(self.folder), *arguments),
            given=given,
            env={**others, **_QUIET, **shell, **(env or {})},
            line=line,
            address=self.address,
        )
