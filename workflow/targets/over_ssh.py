"""A site on a server that SSH and rsync reach.

::

    <path>/public                  a link to the site of the release that readers get
    <path>/releases/<id>/…         a release's folder; never changed once it has this name
    <path>/releases/.shown         ids of the releases that were live
    <path>/releases/.coming-…      what is on its way
    <path>/releases/.lock          held while the link is compared and swapped

What the live release has of the same bytes is linked there, not sent. The server needs rsync, and
what every Linux has: sh, readlink, mv, flock.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote, urlsplit

from workflow.errors import FileError, TargetError
from workflow.model import bytes_digest
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord
from workflow.targets.host_programs import Done, cause, run, ssh_command
from workflow.targets.interface import HEADS, Advance, overtaken

_RSYNC: Final = ("rsync", "-s8", "--timeout=120")
_MARK: Final = "workflow-answer "
"""Before what is for this program, for a server may greet on standard output."""
_LINK: Final = re.compile(r"releases/([^/]+)/site")

# Read whole before it is run: a connection that is cut must not leave half of an act.
_SCRIPT: Final = r"""
answer() { printf 'workflow-answer %s\n' "$*"; }
fail() { answer "$@"; exit 0; }

locked() {
    command -v flock >/dev/null || fail no-flock
    exec 9>>releases/.lock
    flock -w 30 9 || fail busy
}

live() {
    if [ -L public ]; then
        readlink public
    elif [ -d public ] && [ -z "$(ls -A public)" ]; then
        echo -
    elif [ -e public ]; then
        echo foreign
    else
        echo -
    fi
}

note() {
    grep -qxF -e "$1" releases/.shown 2>/dev/null || printf '%s\n' "$1" >>releases/.shown
}

begin() {
    if [ -e "releases/$1" ]; then
        answer here
    else
        mkdir -p "releases/$2"
    fi
    answer live "$(live)"
}

settle() {
    locked
    if [ -e "releases/$1" ]; then fail taken; fi
    mv -T "releases/$2" "releases/$1"
    sync -f releases 2>/dev/null || sync
    answer settled
}

show() {
    locked
    now=$(live)
    [ "$now" = "$2" ] || fail overtaken "$now"
    [ -f "releases/$1/manifest.json" ] || fail missing
    case $now in releases/*/site) was=${now#releases/}; note "${was%/site}";; esac
    rm -f .public.next
    ln -s "releases/$1/site" .public.next
    if [ -d public ] && [ ! -L public ]; then rmdir public; fi
    mv -T .public.next public
    note "$1" || :
    sync -f . 2>/dev/null || :
    answer shown
}

remove() {
    locked
    [ "$(live)" != "releases/$1/site" ] || fail live
    if [ -f releases/.shown ]; then
        grep -vxF -e "$1" releases/.shown >releases/.shown.next || :
        mv releases/.shown.next releases/.shown
    fi
    if [ -e "releases/$1" ]; then mv -T "releases/$1" "releases/.going-$1-$$"; fi
    exec 9>&-
    rm -rf releases/.going-* "releases/.coming-$1-"*
    answer removed
}

main() {
    set -eu
    act=$1
    root=$2
    shift 2
    if [ "$act" = begin ]; then mkdir -p "$root/releases"; fi
    if ! [ -d "$root" ]; then fail live -; fi
    cd "$root"
    case $act in
    live) answer live "$(live)" ;;
    ids)
        answer live "$(live)"
        if [ -f releases/.shown ]; then
            while read -r id; do
                if [ -e "releases/$id" ]; then answer id "$id"; fi
            done <releases/.shown
        fi
        ;;
    *) "$act" "$@" ;;
    esac
}
main "$@"
"""


@dataclass(frozen=True, slots=True)
class OverSsh:
    """``rsync://user@host:port/path``."""

    address: str
    remote: bool = field(default=True, init=False)

    def live(self) -> str | None:
        """What the link leads to."""
        return self._release(dict(self._do("live")).get("live", "-"))

    def ids(self) -> tuple[str, ...]:
        """Those of which the server's list says that they were live, and the live one."""
        found = self._do("ids")
        known = dict.fromkeys(rest for word, rest in found if word == "id")
        live = self._release(dict(found).get("live", "-"))
        return tuple(known | {live: None} if live else known)

    def heads(self, releases: Sequence[str]) -> Mapping[str, Mapping[str, bytes]]:
        """All of them in one connection."""
        names = [f"{release}/{name}" for release in releases for name in HEADS]
        with TemporaryDirectory(prefix="workflow-") as folder:
            self._bring("releases", names, Path(folder), "--ignore-missing-args")
            found: dict[str, dict[str, bytes]] = {}
            for each in names:
                path = Path(folder, each)
                if path.is_file():
                    found.setdefault(path.parent.name, {})[path.name] = path.read_bytes()
        return found

    def upload(self, release: Path, files: Sequence[FileRecord], advance: Advance) -> None:
        """Sent beside, compared byte by byte, and only then given its name."""
        record = bytes_digest((release / "release.json").read_bytes())
        coming = f".coming-{release.name}-{record[:8]}"
        answers = dict(self._do("begin", release.name, coming))
        if "here" not in answers:
            live = self._release(answers.get("live", "-"))
            link = (f"--link-dest=../{live}",) if live else ()
            options = ("-rcii", "--delete", "--partial", "--out-format=%i %n", *link)
            paths = (f"{release}/", self._place(f"releases/{coming}/"))
            self._rsync((*options, "--", *paths), advance)
            self._compare(release, coming)
            if "taken" not in dict(self._do("settle", release.name, coming)):
                return
        self._compare(release, release.name)

    def show(self, release: str, before: str | None) -> None:
        """The link is compared and swapped while nobody else can."""
        link = f"releases/{before}/site" if before else "-"
        answers = dict(self._do("show", release, link))
        if "overtaken" in answers:
            raise overtaken(self._release(answers["overtaken"]), self.address)
        if "shown" not in answers:
            raise self._trouble(phrase("release {release} is not there", release=release))

    def fetch(
        self, release: str, files: Sequence[FileRecord], into: Path, advance: Advance
    ) -> None:
        """What is there with the same bytes is not brought."""
        self._bring(f"releases/{release}", [each.path for each in files], into, advance=advance)

    def remove(self, release: str) -> None:
        """Taken off the list and renamed, then deleted."""
        if "live" in dict(self._do("remove", release)):
            raise TargetError(
                phrase("release {release} is live", release=release), file=self.address
            )

    def clean(self) -> None:
        """Nothing: the next act does it, under the lock."""

    # The server

    def _do(self, act: str, *given: str) -> list[tuple[str, str]]:
        """Run an act of the script on the server; its answers, each a word and the rest."""
        words = shlex.join(("sh", "-s", "--", act, self._path, *given))
        done = run(
            (*ssh_command("RSYNC_RSH"), *self._port(), "--", self._host, words),
            given=_SCRIPT.encode(),
            address=self.address,
        )
        if done.code:
            raise self._failed(done)
        lines = done.out.decode("utf-8", "replace").splitlines()
        found = [each.removeprefix(_MARK) for each in lines if each.startswith(_MARK)]
        answers = [(word, rest) for word, _, rest in (each.partition(" ") for each in found)]
        if ("no-flock", "") in answers:
            raise self._trouble(phrase("the server has no program `flock`"))
        if ("busy", "") in answers:
            raise self._trouble(phrase("somebody else has been publishing there for 30 seconds"))
        return answers

    def _bring(
        self,
        place: str,
        names: Sequence[str],
        into: Path,
        *options: str,
        advance: Advance = lambda _: None,
    ) -> None:
        into.mkdir(parents=True, exist_ok=True)
        listed = "".join(f"{each}\0" for each in names).encode()
        more = ("-cii", "--out-format=%i %n", "--from0", "--files-from=-", *options)
        self._rsync((*more, "--", self._place(f"{place}/"), f"{into}/"), advance, listed)

    def _compare(self, release: Path, name: str) -> None:
        """Have both ends read every byte of a release; nothing may differ."""
        others: list[str] = []
        options = ("-rcn", "--delete", "--out-format=%i %n")
        paths = (f"{release}/", self._place(f"releases/{name}/"))
        done = self._run((*options, "--", *paths), others.append)
        if done.code:
            raise self._failed(done)
        differing = [each.partition(" ")[2] for each in others if not each.startswith(".d")]
        if differing and name == release.name:
            raise TargetError(
                phrase("another release has the id {release} there", release=release.name),
                hint=phrase("Run the command again: it then has an id of its own."),
                file=self.address,
            )
        if differing:
            raise self._trouble(phrase("{file} did not arrive as it was sent", file=differing[0]))

    def _rsync(self, given: Sequence[str], advance: Advance, listed: bytes = b"") -> None:
        def count(line: str) -> None:
            if line[1:2] == "f":
                advance(1)

        done = self._run(given, count, listed)
        if done.code:
            raise self._failed(done)

    def _run(self, given: Sequence[str], line: Callable[[str], None], listed: bytes = b"") -> Done:
        shell = shlex.join((*ssh_command("RSYNC_RSH"), *self._port()))
        command = (*_RSYNC, "-e", shell, *given)
        return run(command, given=listed, line=line, address=self.address)

    def _port(self) -> tuple[str, ...]:
        port = urlsplit(self.address).port
        return ("-p", str(port)) if port else ()

    @property
    def _host(self) -> str:
        """With the user, without the port."""
        parts = urlsplit(self.address)
        return parts.netloc.rpartition(":")[0] if parts.port else parts.netloc

    @property
    def _path(self) -> str:
        return unquote(urlsplit(self.address).path)

    def _place(self, name: str) -> str:
        return f"{self._host}:{self._path}/{name}"

    def _release(self, link: str) -> str | None:
        """The id in what the link leads to; None where there is no link."""
        if link == "-":
            return None
        if match := _LINK.fullmatch(link):
            return match[1]
        raise FileError(
            phrase("stands where the published site goes, and no release put it there"),
            hint=phrase("Move it away, or name another folder as “target” in setup.cfg."),
            file=f"{self.address}/public",
        )

    def _failed(self, done: Done) -> TargetError:
        return self._trouble(cause(done.err))

    def _trouble(self, what: str) -> TargetError:
        return TargetError(
            phrase("the server does not do what it is asked for: {what}", what=what),
            hint=phrase(
                "Readers get what they got before. Look whether `ssh {host}` works without a "
                "question, then run the command again: it goes on where it stopped.",
                host=self._host,
            ),
            file=self.address,
        )
