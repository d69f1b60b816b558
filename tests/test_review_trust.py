"""No order of edits, words, merges of logs, renames and settings ends in a published text that the
policy's people did not approve.

People work on one small article, in two clones at once; at each publication a naive book-keeper,
who only heard what was said and reads the pages as a reader does, is asked whether that was right.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import polib
from click.testing import CliRunner
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from workflow.cli import main
from workflow.errors import WorkflowError
from workflow.flows.approve import approve, withdraw
from workflow.flows.carry_over import carry_over, fallen
from workflow.flows.edit import edit
from workflow.flows.judge import accept, comment, reject, retract, suggest
from workflow.flows.significance import significance
from workflow.flows.word import Word
from workflow.model import Locale, Provenance, Significance
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.project.workspace import Workspace
from workflow.review.outcome import Place, Result

PEOPLE = ("a@example.org", "b@example.org", "c@example.org")
STRANGER = "x@example.org"
START = datetime(2026, 1, 15, 10, tzinfo=UTC)
TITLES = ("Titrea", "Titreb")
FIRST = ("« una »", "“una”", "unb")
SECOND = ("deuxa", "deuxb")
FRENCH = (TITLES, FIRST, SECOND)
ENGLISH = (("Titlea", "Titleb"), ("onea", "oneb"), ("twoa", "twob"))
TOKEN = re.compile(r"\b(?:Titre|un|deux|Title|one|two)[ab]\b")
LOCALES = ("fr", "en")
ROLES = (
    "",
    "a@example.org = editor\nb@example.org = editor\nc@example.org = translator\n",
    "a@example.org = editor[en]\nb@example.org = editor[fr]\nc@example.org = editor\n",
    "b@example.org = editor\n",
)
REVIEW = (
    "",
    "approvals = 2\n",
    "four_eyes = yes\n",
    "approvals = 2\nfour_eyes = yes\n",
    "untouched_machine = 0\nmust_pass = numbers\n",
)
Source = tuple[str, str, str, str]
"""Head, title and two paragraphs."""
Texts = tuple[str, ...]
"""The msgstr of each of the three."""


class Spoken(NamedTuple):
    """What somebody said, as the book-keeper heard it."""

    second: int
    act: str
    actor: str
    locale: str
    source: Source
    texts: Texts
    before: tuple[Source, Texts] | None = None
    """Of what is carried on: the source and the texts as they were."""
    number: int = 0
    """Of a verdict or an edit: which of the three."""


@dataclass
class Clone:
    """One folder of the project."""

    root: Path

    @property
    def workspace(self) -> Workspace:
        """As it is on disk now, with a clock that is ahead of all that is said."""
        return replace(Workspace.open(self.root), now=START + timedelta(days=1))

    @property
    def file(self) -> Path:
        return next((self.root / "articles").glob("*.md"))

    @property
    def slug(self) -> str:
        return self.file.stem

    @property
    def po(self) -> Path:
        return self.root / f"locales/en/LC_MESSAGES/{self.slug}.po"

    def log(self, locale: str) -> Path:
        return self.root / f"reviews/{locale}/{self.slug}.jsonl"

    def run(self, *arguments: str) -> int:
        return CliRunner().invoke(main, ["-C", str(self.root), *arguments]).exit_code

    def source(self) -> Source:
        """As the author reads it; `aliases` is the program's own."""
        front, body = self.file.read_text("utf-8").removeprefix("---\n").split("\n---\n")
        head, title = (line for line in front.split("\n") if not line.startswith("aliases"))
        first, second = body.strip().split("\n\n")
        return (head, title.removeprefix("title: "), first, second)

    def write(self, source: Source) -> None:
        old = self.file.read_text("utf-8") if list((self.root / "articles").glob("*.md")) else ""
        kept = "".join(f"{line}\n" for line in old.split("\n") if line.startswith("aliases"))
        head, title, *paragraphs = source
        text = f"---\n{head}\ntitle: {title}\n{kept}---\n\n" + "\n\n".join(paragraphs) + "\n"
        path = self.file if old else self.root / "articles/a.md"
        path.write_text(text, "utf-8")

    def texts(self) -> Texts:
        """The translations, as another program reads the catalogue."""
        entries = {
            entry.msgid: entry.msgstr for entry in polib.pofile(str(self.po)) if not entry.obsolete
        }
        return tuple(entries.get(text, "") for text in self.source()[1:])

    def place(self, number: int) -> Place:
        key = ("title" if number == 0 else None, self.source()[1 + number])
        return Place(self.slug, Locale("en"), key)


class Newsroom(RuleBasedStateMachine):
    """People at work, and a book-keeper."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp())
        self.ours = Clone(self.folder / "ours")
        self.second = 0
        self.ledger: list[Spoken] = []
        self.apart: list[Spoken] = []
        """What was said in the other clone, and is not merged yet."""
        self.live: dict[str, tuple[str, ...]] = {}
        self.roles, self.review = ROLES[1], ""
        (self.ours.root / "articles").mkdir(parents=True)
        self.settings(ROLES[1], "")
        self.ours.write(("lang: fr", TITLES[0], FIRST[0], SECOND[0]))
        assert self.ours.run("extract") == 0
        self.translate([0, 0, 0], flag="")
        self.theirs = Clone(self.folder / "theirs")
        shutil.copytree(self.ours.root, self.theirs.root)

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    # Texts

    @rule(
        head=st.sampled_from(("lang: fr", "lang: fr", "lang: fr # x")),
        choice=st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 1)),
        extracted=st.sampled_from((True, True, True, False)),
    )
    def write(self, head: str, choice: tuple[int, int, int], extracted: bool) -> None:
        title, first, second = (texts[each] for texts, each in zip(FRENCH, choice, strict=True))
        self.ours.write((head, title, first, second))
        if extracted:
            self.ours.run("extract")

    @rule(name=st.sampled_from("abc"))
    def rename(self, name: str) -> None:
        self.ours.file.rename(self.ours.file.with_stem(name))
        self.ours.run("extract")

    @rule(
        choice=st.lists(st.integers(0, 1), min_size=3, max_size=3),
        flag=st.sampled_from(("", "", "", "fuzzy", "draft", "keep")),
    )
    def translate(self, choice: Sequence[int], flag: str) -> None:
        """As a translator's editor saves it, or a machine drafts it."""
        if not self.ours.po.exists():
            return
        catalogue, made = read_catalogue(self.ours.po), []
        for number, text in enumerate(self.ours.source()[1:]):
            message = catalogue.get(("title" if number == 0 else None, text))
            if message is None:
                continue
            new = ENGLISH[number][choice[number]]
            if flag == "draft":
                origin = Provenance("machine translation", "dummy", "2026-01-15")
                made.append(message.with_draft(new, origin))
            else:
                flags = {"": (), "fuzzy": ("fuzzy",), "keep": message.flags}[flag]
                made.append(replace(message.without_fuzzy(), msgstr=new, flags=flags))
        write_catalogue(catalogue.with_messages(made))

    # Words

    def speaks(self, actor: str) -> Word:
        self.second += 2
        return Word(actor, START + timedelta(seconds=self.second))

    def hear(
        self,
        clone: Clone,
        act: str,
        actor: str,
        locale: str,
        *,
        before: tuple[Source, Texts] | None = None,
        number: int = 0,
    ) -> None:
        book = self.ledger if clone is self.ours else self.apart
        texts = (clone.source(), clone.texts())
        book.append(Spoken(self.second, act, actor, locale, *texts, before, number))

    clones = st.sampled_from(("ours", "ours", "theirs"))
    people = st.sampled_from(PEOPLE)
    locales = st.sampled_from(LOCALES)

    @rule(where=clones, actor=people, locale=locales, machine=st.booleans())
    def approve_one(self, where: str, actor: str, locale: str, machine: bool) -> None:
        self.approve(where, actor, locale, machine)

    def approve(self, where: str, actor: str, locale: str, machine: bool) -> None:
        clone: Clone = getattr(self, where)
        word, where_ = self.speaks(actor), (Locale(locale),)
        with suppress(WorkflowError):
            slugs = (clone.slug,)
            found = approve(clone.workspace, slugs, where_, word, accept_machine=machine)
            if found.outcomes[0].result is Result.APPROVED:
                self.hear(clone, "approve", actor, locale)

    @rule(choice=st.lists(st.integers(0, 1), min_size=3, max_size=3), accepting=st.booleans())
    def be_ready(self, choice: list[int], accepting: bool) -> None:
        """As on the eve of a publication: all is mended, translated and approved."""
        for locale in LOCALES:
            self.mend(locale)
        self.ours.run("extract")
        self.translate(choice, "")
        for number in range(3 if accepting else 0):
            self.judge("ours", PEOPLE[0], number, accept)
        for actor in PEOPLE:
            for locale in LOCALES:
                self.approve("ours", actor, locale, machine=False)

    @rule(
        act=st.sampled_from(("reject", "edit", "own work", "one of two", "withdraw", "overrule")),
        choice=st.tuples(*3 * [st.integers(0, 1)]),
        number=st.integers(0, 2),
    )
    def keep_back(self, act: str, choice: tuple[int, int, int], number: int) -> None:
        """All is ready; then somebody does what has to keep the new texts back, and at once the
        project is published: with the lines of the log in another order, some of them twice.
        """
        texts = list(choice)
        if tuple(ENGLISH[place][text] for place, text in enumerate(texts)) == self.live.get("en"):
            texts[number] = 1 - texts[number]
        self.settings(ROLES[1], "")
        if act == "own work":
            self.mend("en")
            self.ours.run("extract")
            self.translate([*texts[:number], 1 - texts[number], *texts[number + 1 :]], "")
            self.edit("ours", PEOPLE[0], number, texts[number])
            self.approve("ours", PEOPLE[0], "en", machine=False)
            self.settings(ROLES[1], "four_eyes = yes\n")
        elif act == "one of two":
            self.mend("en")
            self.ours.run("extract")
            self.translate(texts, "")
            self.settings(ROLES[1], "approvals = 2\n")
            self.approve("ours", PEOPLE[1], "en", machine=False)
        else:
            self.be_ready(texts, accepting=act == "overrule")
        if act in ("reject", "overrule"):
            self.judge("ours", PEOPLE[1], number, reject)
        elif act == "edit":
            self.edit("ours", PEOPLE[0], number, 1 - texts[number])
        elif act == "withdraw":
            self.withdraw("ours", PEOPLE[0], "en")
        lines = _lines(self.ours.log("en"))
        if lines:
            self.ours.log("en").write_text("".join([*reversed(lines), lines[-1]]), "utf-8")

    @rule(where=clones, actor=people, locale=locales)
    def withdraw(self, where: str, actor: str, locale: str) -> None:
        clone: Clone = getattr(self, where)
        word = self.speaks(actor)
        with suppress(WorkflowError):
            found = withdraw(clone.workspace, (clone.slug,), (Locale(locale),), word)
            if found.outcomes[0].result is Result.WITHDRAWN:
                self.hear(clone, "withdraw", actor, locale)

    @rule(actor=people)
    def carry_over(self, actor: str) -> None:
        workspace, word = self.ours.workspace, self.speaks(actor)
        with suppress(WorkflowError):
            before = {locale: self.last_texts(locale) for locale in LOCALES}
            found = fallen(workspace, workspace.articles, (), actor)
            for each in carry_over(workspace, found, word):
                if not each.reasons:
                    self.hear(self.ours, "carry", actor, each.locale, before=before[each.locale])

    def last_texts(self, locale: str) -> tuple[Source, Texts] | None:
        words = [each for each in self.ledger if each.locale == locale and each.act in _WORDS]
        words = [each for each in words if self.may(each.actor, "editor", locale)]
        return (words[-1].source, words[-1].texts) if words else None

    @rule(
        where=clones,
        actor=people,
        number=st.integers(0, 2),
        act=st.sampled_from((accept, reject, reject, retract)),
    )
    def judge(self, where: str, actor: str, number: int, act: object) -> None:
        clone: Clone = getattr(self, where)
        word = self.speaks(actor)
        with suppress(WorkflowError):
            (done,) = act(clone.workspace, [(clone.place(number), None)], word)  # type: ignore[operator]
            if done.result is Result.DONE:
                self.hear(clone, act.__name__, actor, "en", number=number)  # type: ignore[attr-defined]

    @rule(where=clones, actor=people, number=st.integers(0, 2), text=st.integers(0, 1))
    def edit(self, where: str, actor: str, number: int, text: int) -> None:
        clone: Clone = getattr(self, where)
        word, new = self.speaks(actor), ENGLISH[number][text]
        with suppress(WorkflowError):
            before = (clone.source(), clone.texts())
            done = edit(clone.workspace, clone.place(number), new, word, None)
            if done.result is Result.DONE:
                self.hear(clone, "edit", actor, "en", number=number, before=before)

    @rule(actor=people, number=st.integers(0, 2))
    def talk(self, actor: str, number: int) -> None:
        word = replace(self.speaks(actor), note="?")
        with suppress(WorkflowError):
            comment(self.ours.workspace, [(self.ours.place(number), None)], word)
            suggest(self.ours.workspace, [(self.ours.place(number), None)], word, "other")

    @rule(actor=people, kind=st.sampled_from((Significance.TYPO, Significance.TYPO, *Significance)))
    def mean(self, actor: str, kind: Significance) -> None:
        word = self.speaks(actor)
        old = [self.last_texts(locale) for locale in LOCALES]
        with suppress(WorkflowError):
            found = significance(self.ours.workspace, self.ours.slug, word, kind)
            if found.result is Result.DONE:
                for before in filter(None, old):
                    self.hear(self.ours, str(kind), actor, "fr", before=before)

    # Logs and settings

    @rule(locale=locales, order=st.randoms(use_true_random=False))
    def merge(self, locale: str, order: object) -> None:
        """The lines of both clones, in any order, some of them twice."""
        lines = [*_lines(self.ours.log(locale)), *_lines(self.theirs.log(locale))]
        if not lines:
            return
        order.shuffle(lines)  # type: ignore[attr-defined]
        path = self.ours.log(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), "utf-8")
        heard = [each for each in self.apart if each.locale == locale]
        self.apart = [each for each in self.apart if each.locale != locale]
        self.ledger = sorted([*self.ledger, *heard], key=lambda each: each.second)

    @rule()
    def pull(self) -> None:
        """The other clone is as ours; what was said there alone is lost."""
        shutil.rmtree(self.theirs.root)
        shutil.copytree(self.ours.root, self.theirs.root, symlinks=True)
        self.apart = []

    @rule(
        locale=locales,
        at=st.integers(0, 9),
        change=st.sampled_from(
            (
                {"actor": STRANGER},
                {"locale": "zh"},
                {"article": "other"},
                {"time": "2099-03-01T00:00:00Z"},
                {"time": "soon"},
            )
        ),
    )
    def junk(self, locale: str, at: int, change: dict[str, str]) -> None:
        """A line that somebody made of another one: nobody's word."""
        lines = [line for each in LOCALES for line in _lines(self.ours.log(each))]
        lines = list(filter(_is_whole, lines))
        if lines:
            record = json.loads(lines[at % len(lines)])
            bent = {**record, "locale": locale, **change}
            self.append(locale, json.dumps(bent) + "\n")

    @rule(
        locale=locales, text=st.sampled_from(("{\n", "<<<<<<< ours\n", '{"action": "approve"}\n'))
    )
    def damage(self, locale: str, text: str) -> None:
        self.append(locale, text)

    @rule(locale=locales)
    def mend(self, locale: str) -> None:
        """Take out what cannot be read, as the hint says."""
        good = [line for line in _lines(self.ours.log(locale)) if _is_whole(line)]
        if self.ours.log(locale).exists():
            self.ours.log(locale).write_text("".join(good), "utf-8")

    def append(self, locale: str, text: str) -> None:
        path = self.ours.log(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)

    @rule(roles=st.sampled_from(ROLES), review=st.sampled_from(REVIEW))
    def settings(self, roles: str, review: str) -> None:
        self.roles, self.review = roles, review
        publisher = f"pub@example.org = publisher\n{roles}" if roles else ""
        text = (
            "[workflow]\nsource_locale = fr\ntarget_locales = fr, en\nengines = dummy\n"
            f"[workflow:roles]\n{publisher}[workflow:review]\n{review}"
        )
        (self.ours.root / "setup.cfg").write_text(text, "utf-8")

    # The book-keeper

    @invariant()
    def publish(self) -> None:
        code = self.ours.run("release", "publish", "--actor", "pub@example.org")
        assert code in (0, 1, 2)
        now: dict[str, tuple[str, ...]] = {}
        for locale in LOCALES:
            for page in (self.ours.root / "public").glob(f"{locale}/[abc]/index.html"):
                text = page.read_text("utf-8")
                shown = tuple(dict.fromkeys(TOKEN.findall(text)))
                if 'http-equiv="refresh"' not in text:  # which sends readers to the new address
                    now[locale] = shown
                    known = shown == self.live.get(locale)
                    assert known or self.is_right(locale, shown), (locale, shown, self.ledger)
        self.live = now

    def may(self, actor: str, role: str, locale: str) -> bool:
        found = re.search(rf"^{actor} = (\w+)(?:\[(\w+)\])?$", self.roles, re.MULTILINE)
        if not self.roles:
            return True
        return found is not None and found[1] == role and found[2] in (None, locale)

    def is_right(self, locale: str, shown: tuple[str, ...]) -> bool:
        """Whether enough people who may have approved the texts that a page shows."""
        source, texts = self.ours.source(), self.ours.texts()
        assert shown == tuple(TOKEN.findall(" ".join(source[1:] if locale == "fr" else texts)))
        people: set[str] = set()
        for each in LOCALES if locale == "fr" else (locale,):
            words = [said for said in self.ledger if said.locale == each and said.act in _WORDS]
            words = [said for said in words if self.may(said.actor, "editor", each)]
            if not words or words[-1].act == "withdraw":
                continue
            same = self.alike(each, source, None if locale == "fr" else texts)
            for said in words:
                pair = (said.source, None if locale == "fr" else said.texts)
                if said.act == "approve" and pair in same:
                    people.add(said.actor)
        if locale == "en":
            if any(self.is_rejected(number, source, texts) for number in range(3)):
                return False
            if "four_eyes" in self.review:
                people -= {each.actor for each in self.ledger if self.made(each, texts)}
        return len(people) >= (2 if "approvals = 2" in self.review else 1)

    def alike(
        self, locale: str, source: Source, texts: Texts | None
    ) -> set[tuple[Source, Texts | None]]:
        """The texts of which an approval is one of these, by carry-overs and typos."""
        found: set[tuple[Source, Texts | None]] = {(source, texts)}
        waiting = [(source, texts)]
        while waiting:
            at = waiting.pop()
            for new in self.carried(locale, *at):
                if new not in found:
                    found.add(new)
                    waiting.append(new)
        return found

    def carried(
        self, locale: str, source: Source, texts: Texts | None
    ) -> Iterator[tuple[Source, Texts | None]]:
        for said in self.ledger:
            if said.before is None or said.source != source:
                continue
            if said.act == "carry" and said.locale == locale and texts in (None, said.texts):
                if self.may(said.actor, "editor", locale):
                    yield said.before[0], None if texts is None else said.before[1]
            elif said.act == "typo" and self.may(said.actor, "editor", "fr"):
                yield said.before[0], texts

    def made(self, said: Spoken, texts: Texts) -> bool:
        """Whether somebody wrote one of the texts; not so who brought it back."""
        text = said.texts[said.number]
        if said.act != "edit" or text != texts[said.number]:
            return False
        return not any(self.stood(each, text) for each in self.ledger if each.second < said.second)

    def stood(self, said: Spoken, text: str) -> bool:
        """Whether a word tells that a text stood there."""
        if said.locale != "en":
            return False
        if said.act == "edit" and said.before is not None:
            return said.before[1][said.number] == text
        if not self.may(said.actor, "editor", "en"):
            return False
        return (
            text in said.texts
            if said.act in ("approve", "carry")
            else (said.act == "accept" and said.texts[said.number] == text)
        )

    def is_rejected(self, number: int, source: Source, texts: Texts) -> bool:
        said = [
            each
            for each in self.ledger
            if each.act in ("accept", "reject", "retract")
            and each.number == number
            and each.source[1 + number] == source[1 + number]
            and each.texts[number] == texts[number]
            and self.may(each.actor, "editor", "en")
        ]
        return bool(said) and said[-1].act == "reject"


_WORDS = ("approve", "withdraw", "carry")


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []


def _is_whole(line: str) -> bool:
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and "article" in record and record["time"][:4] == "2026"


TestTrust = Newsroom.TestCase
TestTrust.settings = settings(max_examples=20, stateful_step_count=30, deadline=None)
