"""What is derived once and kept changes no report by a byte, whatever becomes of what is kept."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from workflow.cli import main
from workflow.errors import CatalogueError, WorkflowError
from workflow.files.clock import machine_time
from workflow.files.stamps import SLACK, StampIndex
from workflow.flows.assign import assign
from workflow.flows.check import check
from workflow.flows.extract import extract
from workflow.flows.judge import accept, comment, reject, waive
from workflow.flows.release.entrants import PAGES
from workflow.flows.word import Word
from workflow.model import Locale, bytes_digest
from workflow.project import facts as facts_module
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.project.config import load_settings
from workflow.project.disk import Shared
from workflow.project.kinds import ANCHORS, EXTRACTED, OUTLINE, STATUS
from workflow.project.settings import Settings
from workflow.project.trace import Derived
from workflow.project.workspace import Workspace
from workflow.reports import contract
from workflow.reports.findings import counted
from workflow.reports.i18n import Words
from workflow.review.outcome import Place

SETTINGS = "[workflow]\nsource_locale = fr\ntarget_locales = fr, en, zh\nengines = dummy\n"
SLUGS = ("a", "b", "news/c")
BODIES = (
    "Deux jours de travail.",
    "Un texte avec **gras** et [un lien](/b.md#titre).",
    "Voir [la carte](plan.pdf) ![carte](carte.png) et [l’autre](a.md).",
    "# Titre\n\nVoir [l’ancien](vieux.md), [ici](#titre) et [rien](nulle-part.md).",
    "![image](/carte.png)\n\nUn {{< video id >}} et <b>du HTML</b>.",
)
HEADS = (
    "",
    "draft: true\n",
    "publish_at: 2027-03-01T06:00:00+01:00\n",
    "date: 2026-01-05\n",
    "aliases: [vieux]\n",
    "checks_off: [links]\n",
    "lang: en\n",
    "lang: klingon\n",
    "title: [\n",
)
GLOSSARY = "fr,en\ncarte,map\ntravail,work\n"
ACTOR = "aline@example.org"
COMMANDS = (
    ("status", "--format", "json"),
    ("check", "--format", "json"),
    ("check", "news/c", "--locale", "en"),
    ("--lang", "fr", "check", "a", "--format", "json"),
    ("status", "a"),
    ("release", "plan", "--format", "json"),
)
slugs = st.sampled_from(SLUGS)
locales = st.sampled_from(("fr", "en", "zh"))


def run(root: Path, *arguments: str, hour: int = 0) -> tuple[int, str, str]:
    """Exit code, output and what was said of a command at an hour of the test's clock."""
    environment = {"SOURCE_DATE_EPOCH": str(1795521600 + 3600 * hour), "WORKFLOW_ACTOR": ACTOR}
    done = CliRunner().invoke(main, ["-C", str(root), *arguments], env=environment)
    assert "defect" not in done.stderr, done.stderr
    return done.exit_code, done.stdout, done.stderr


def said(root: Path, hour: int) -> list[tuple[int, str, str]]:
    return [run(root, *command, hour=hour) for command in COMMANDS]


@contextmanager
def without(root: Path) -> Iterator[None]:
    """The project as it is with nothing kept; what was is there again afterwards."""
    state, aside = root / ".workflow", root / ".aside"
    state.mkdir(exist_ok=True)
    state.rename(aside)
    yield
    shutil.rmtree(state, ignore_errors=True)
    aside.rename(state)


def site(root: Path) -> dict[str, bytes]:
    """Every file of the live site."""
    public = root / "public"
    files = (Path(folder, name) for folder, _, names in os.walk(public) for name in names)
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in files}


class Newsroom(RuleBasedStateMachine):
    """People at work on a project, and accidents; every report is asked for at each step."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(mkdtemp())
        self.hour = self.writings = 0
        # No file is too young to be known by its look: each writing has a time of its own.
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("workflow.files.stamps.SLACK", -(10**18))
        self.write("setup.cfg", SETTINGS)
        for slug, body in zip(SLUGS, BODIES, strict=False):
            self.article(slug, HEADS[0], body)
        run(self.root, "extract")

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.root, ignore_errors=True)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.date(file)

    def date(self, file: Path) -> None:
        self.writings += 1
        os.utime(file, (self.writings, self.writings))

    @rule(slug=slugs, head=st.sampled_from(HEADS), body=st.sampled_from(BODIES))
    def article(self, slug: str, head: str, body: str) -> None:
        title = "" if "title" in head else "title: Titre\n"
        self.write(f"articles/{slug}.md", f"---\n{title}{head}---\n\n{body}\n")

    @rule(slug=slugs)
    def delete(self, slug: str) -> None:
        (self.root / f"articles/{slug}.md").unlink(missing_ok=True)

    @rule(slug=slugs, name=st.sampled_from(("a.html", "B.md", "d.md", "vieux.md")))
    def rename(self, slug: str, name: str) -> None:
        file = self.root / f"articles/{slug}.md"
        if file.exists():
            file.rename(self.root / "articles" / name)

    @rule()
    def extract(self) -> None:
        run(self.root, "extract", hour=self.hour)

    @rule(slug=slugs, locale=locales, word=st.sampled_from(("Un", "", "**", "map", "{{< x >}}")))
    def translate(self, slug: str, locale: str, word: str) -> None:
        """As an editor of catalogues does, which opens none that is broken."""
        path = Workspace.open(self.root).catalogue_path(slug, Locale(locale))
        catalogue = None
        with suppress(CatalogueError):
            catalogue = read_catalogue(path) if path.exists() else None
        if catalogue is not None:
            write_catalogue(
                catalogue.with_messages(
                    replace(each.without_fuzzy(), msgstr=word and f"{word} {each.msgid}")
                    for each in catalogue.messages
                )
            )

    @rule(slug=slugs, locale=locales, text=st.sampled_from(("", "<<<<<<< x\n", 'msgid "\n')))
    def break_catalogue(self, slug: str, locale: str, text: str) -> None:
        if (self.root / f"locales/{locale}/LC_MESSAGES/{slug}.po").exists():
            self.write(f"locales/{locale}/LC_MESSAGES/{slug}.po", text)

    @rule(slug=slugs, locale=locales, options=st.sampled_from(((), ("--withdraw",))))
    def approve(self, slug: str, locale: str, options: tuple[str, ...]) -> None:
        run(self.root, "approve", slug, "--locale", locale, *options, hour=self.hour)

    @rule(
        slug=slugs,
        locale=locales,
        act=st.sampled_from((accept, reject, partial(waive, check="placeables"), comment)),
    )
    def speak(self, slug: str, locale: str, act: Callable[..., object]) -> None:
        """Of every message, as a reviewer does."""
        workspace = Workspace.open(self.root)
        word = Word(ACTOR, datetime.fromtimestamp(1795521600 + 3600 * self.hour, UTC), "So")
        with suppress(WorkflowError):
            catalogue = workspace.catalogue(slug, Locale(locale))
            found = catalogue.messages if catalogue else ()
            places = [(Place(slug, Locale(locale), each.key), None) for each in found]
            act(workspace, places, word)

    @rule(slug=slugs, locale=locales, due=st.sampled_from(("", "2026-12-24")))
    def assign(self, slug: str, locale: str, due: str) -> None:
        word = Word(ACTOR, datetime.fromtimestamp(1795521600 + 3600 * self.hour, UTC))
        with suppress(WorkflowError):
            workspace = Workspace.open(self.root)
            assign(workspace, (slug,), (Locale(locale),), word, assignee=ACTOR, due=due)

    @rule()
    def publish(self) -> None:
        """With what is kept, and without, on two copies of the project."""
        twin = self.root.with_name(f"{self.root.name}-twin")
        shutil.copytree(self.root, twin, symlinks=True)
        shutil.rmtree(twin / ".workflow", ignore_errors=True)
        said = [run(root, "release", "publish", hour=self.hour) for root in (self.root, twin)]
        assert said[0][0] == said[1][0]
        assert said[0][1].replace(str(self.root), "") == said[1][1].replace(str(twin), "")
        assert site(self.root) == site(twin)
        shutil.rmtree(twin)

    @rule(slug=slugs, locale=locales, line=st.sampled_from(("{", "{}", '{"time": 1}')))
    def damage_log(self, slug: str, locale: str, line: str) -> None:
        path = self.root / f"reviews/{locale}/{slug}.jsonl"
        old = path.read_text("utf-8") if path.exists() else ""
        self.write(f"reviews/{locale}/{slug}.jsonl", f"{old}{line}\n")

    @rule(
        name=st.sampled_from(("carte.png", "plan.pdf", "news/plan.pdf")), data=st.binary(max_size=2)
    )
    def media(self, name: str, data: bytes) -> None:
        path = self.root / "articles" / name
        path.parent.mkdir(exist_ok=True)
        if path.exists() and not data:
            path.unlink()
        else:
            path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
            self.date(path)

    @rule(text=st.sampled_from((GLOSSARY, GLOSSARY + "titre,heading\n", "fr\n\x00", None)))
    def glossary(self, text: str | None) -> None:
        if text is None:
            (self.root / "glossary.csv").unlink(missing_ok=True)
        else:
            self.write("glossary.csv", text)

    @rule(
        more=st.sampled_from(
            (
                "",
                "checks_off = links\n",
                "profiles = en-GB\n",
                "segmentation = sentence\n",
                "base_url = https://news.test.org/\n",
                f"[workflow:roles]\n{ACTOR} = editor[en], publisher\n",
                "[workflow:review]\napprovals = 2\nfour_eyes = yes\n",
                "[workflow:review]\nmust_pass = numbers\nmay_waive = publisher\n",
                "[workflow:site]\ntitle = Un autre titre\n",
                "public = ailleurs\n",
            )
        )
    )
    def settings(self, more: str) -> None:
        self.write("setup.cfg", SETTINGS + more)

    @rule(hours=st.sampled_from((-30, 1, 5000)))
    def time_passes(self, hours: int) -> None:
        self.hour = max(0, self.hour + hours)

    @rule(hour=st.sampled_from((-5, 5, 50)), slug=slugs, locale=locales)
    def somebody_elses_clock(self, hour: int, slug: str, locale: str) -> None:
        run(self.root, "approve", slug, "--locale", locale, hour=max(0, self.hour + hour))

    @rule(index=st.integers(0, 9))
    def touch(self, index: int) -> None:
        files = sorted(path for path in self.root.rglob("*.*") if path.is_file())
        os.utime(files[index % len(files)], (index, index))

    @rule(part=st.floats(0, 1))
    def crash(self, part: float) -> None:
        path = self.root / ".workflow/facts.db"
        if path.exists():
            os.truncate(path, int(part * path.stat().st_size))

    @rule(rest=st.integers(0, 1))
    def lose_half(self, rest: int) -> None:
        path = self.root / ".workflow/facts.db"
        try:
            with sqlite3.connect(path) as database:
                database.execute("DELETE FROM facts WHERE rowid % 2 = ?", (rest,))
                database.execute("DELETE FROM stamps WHERE length(path) % 2 = ?", (rest,))
                database.execute("DELETE FROM looks WHERE length(name || kind) % 2 = ?", (rest,))
                database.execute("DELETE FROM kept WHERE length(value) % 2 = ?", (rest,))
        except sqlite3.Error:
            pass

    @rule()
    def another_version(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(facts_module, "program_digest", lambda: "another")
            patch.setattr("workflow.review.row.DONE", frozenset())
            patch.setattr("workflow.project.deriving.DONE", frozenset())
            said(self.root, self.hour)

    @invariant()
    def what_is_kept_changes_nothing(self) -> None:
        if not hasattr(self, "root"):
            return
        kept = said(self.root, self.hour)
        with without(self.root):
            assert kept == said(self.root, self.hour)
        assert kept == said(self.root, self.hour)


Newsroom.TestCase.settings = settings(max_examples=12, stateful_step_count=10, deadline=None)
TestNewsroom = Newsroom.TestCase


# The parts


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three articles with links between them, extracted."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "setup.cfg").write_text(SETTINGS, "utf-8")
    for name, body in zip("abc", BODIES, strict=False):
        text = f"---\ntitle: Titre\n---\n\n{body}\n"
        (tmp_path / f"articles/{name}.md").write_text(text, "utf-8")
    assert run(tmp_path, "extract")[0] == 0
    return tmp_path


def derived(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs that `status` and `check` derive again."""
    found: list[str] = []
    real = facts_module._derived_of

    def watched(maker: str, workspace: Workspace, slug: str) -> list[Derived | str]:
        found.append(slug)
        return real(maker, workspace, slug)

    monkeypatch.setattr(facts_module, "_derived_of", watched)
    run(root, "status")
    run(root, "check")
    monkeypatch.setattr(facts_module, "_derived_of", real)
    return found


def test_only_what_changed_is_derived(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert derived(project, monkeypatch) == ["a", "b", "c"]
    assert derived(project, monkeypatch) == []
    path = project / "articles/a.md"
    path.write_text(path.read_text("utf-8") + "\nPlus.\n", "utf-8")
    assert derived(project, monkeypatch) == ["a"]
    po = project / "locales/en/LC_MESSAGES/c.po"
    po.write_text(po.read_text("utf-8") + "# end\n", "utf-8")
    assert derived(project, monkeypatch) == ["c"]
    # A link of b leads to its headings; that is looked at, and b derived where they changed.
    (project / "articles/d.md").write_text("---\ntitle: D\n---\n\nUn.\n", "utf-8")
    assert derived(project, monkeypatch) == ["d"]
    (project / "articles/plan.pdf").write_bytes(b"%PDF-")
    assert derived(project, monkeypatch) == ["c"]
    (project / "glossary.csv").write_text(GLOSSARY, "utf-8")
    assert derived(project, monkeypatch) == ["a", "b", "c"]  # d has no translation yet
    assert derived(project, monkeypatch) == []


class Noted(Settings):
    """Settings that keep which of them are read."""

    read: ClassVar[set[str]] = set()

    def __getattribute__(self, name: str) -> Any:
        Noted.read.add(name)
        return super().__getattribute__(name)


def test_a_kind_of_facts_reads_no_setting_that_it_is_apart_from(project: Path) -> None:
    (project / "articles/d.md").write_text(f"---\ntitle: D\n---\n\n{BODIES[3]}\n", "utf-8")
    (project / "articles/carte.png").write_bytes(b"no picture")
    (project / "glossary.csv").write_text(GLOSSARY, "utf-8")
    roles = f"[workflow:roles]\n{ACTOR} = editor, publisher\n"
    (project / "setup.cfg").write_text(SETTINGS + roles, "utf-8")
    run(project, "extract")
    run(project, "approve", "a", "b", "--locale", "fr")
    plain = load_settings(project)
    noted = Noted(**{each.name: getattr(plain, each.name) for each in fields(plain)})
    kinds = set()
    for asked in (OUTLINE, ANCHORS, STATUS, PAGES):
        for slug in "abcd":
            shared = Shared(aliases={"vieux": "a"})
            workspace = Workspace(project, noted, machine_time(), shared=shared)
            Noted.read.clear()
            for each in facts_module._maker(asked.maker)(workspace, slug):
                if each.kind is ANCHORS and asked is not ANCHORS:
                    continue  # of another article, and looked for before the others were done
                assert not Noted.read & each.kind.apart
                kinds.add(each.kind.name)
    assert kinds == {"outline", "anchors", "checks", "status", "texts", "pages"}
    Noted.read.clear()
    list(extract(Workspace(project, noted, machine_time()), (), (), machine_time()))
    assert not Noted.read & EXTRACTED.apart


def test_a_title_derives_nothing_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    derived(project, monkeypatch)
    more = "[workflow:site]\ntitle = Le port\n"
    (project / "setup.cfg").write_text(SETTINGS + more, "utf-8")
    assert derived(project, monkeypatch) == []
    (project / "setup.cfg").write_text(SETTINGS + "checks_off = links\n" + more, "utf-8")
    assert {*derived(project, monkeypatch)} == {"a", "b", "c"}


def test_a_touched_file_is_read_and_not_derived(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert derived(project, monkeypatch) == ["a", "b", "c"]
    os.utime(project / "articles/a.md")
    assert derived(project, monkeypatch) == []


def test_files_that_look_as_they_did_are_not_read(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.files.stamps.SLACK", -(10**18))
    assert derived(project, monkeypatch) == ["a", "b", "c"]
    assert derived(project, monkeypatch) == []
    with monkeypatch.context() as patch:
        patch.setattr(StampIndex, "digest", lambda *_: pytest.fail("a digest was asked for"))
        assert derived(project, patch) == []
    path = project / "locales/en/LC_MESSAGES/c.po"
    path.unlink()
    assert derived(project, monkeypatch) == ["c"]
    assert derived(project, monkeypatch) == derived(project, monkeypatch) == []
    path.mkdir()
    assert derived(project, monkeypatch) == ["c"]


def test_a_look_is_not_taken_for_another_facts(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes may keep two facts of one article, from other files or settings."""
    monkeypatch.setattr("workflow.files.stamps.SLACK", -(10**18))
    derived(project, monkeypatch), derived(project, monkeypatch)
    path = project / ".workflow/facts.db"
    with sqlite3.connect(path) as database:
        looks = database.execute("SELECT * FROM looks").fetchall()
    (project / "setup.cfg").write_text(SETTINGS + "checks_off = links\n", "utf-8")
    assert {*derived(project, monkeypatch)} == {"a", "b", "c"}
    with sqlite3.connect(path) as database:
        database.executemany("INSERT OR REPLACE INTO looks VALUES (?, ?, ?)", looks)
    (project / "setup.cfg").write_text(SETTINGS, "utf-8")
    assert {*derived(project, monkeypatch)} == {"a", "b", "c"}


def test_findings_that_are_kept_in_words_are_those_that_are_found(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In either language, whatever of them was kept before, and where articles have more to say."""
    for slug, locale in (("a", "en"), ("b", "zh")):
        path = project / f"locales/{locale}/LC_MESSAGES/{slug}.po"
        path.write_text(path.read_text("utf-8").replace('msgstr ""', 'msgstr "«?"'), "utf-8")
    (project / "locales/zh/LC_MESSAGES/c.po").unlink()
    seen = set()
    for step in ("nothing", "kept", "edited", "unread"):
        if step == "edited":
            path = project / "locales/en/LC_MESSAGES/a.po"
            path.write_text(path.read_text("utf-8").replace("«?", "12 !"), "utf-8")
        if step == "unread":
            (project / "articles/b.md").write_text("---\ntitle: [\n---\n\nUn.\n", "utf-8")
        for language in ("fr", "en"):
            words = Words(language)
            checked = check(Workspace.open(project))
            assert step == "unread" or checked.findings
            plain = json.dumps(contract.check(checked, words), ensure_ascii=False, indent=2)
            done = run(project, "--lang", language, "check", "--format", "json")
            assert done[1] == f"{plain}\n"
            assert words(counted(checked.severities)) in done[2]
            seen.add(done[1])
    assert len(seen) == 6
    with sqlite3.connect(project / ".workflow/facts.db") as database:
        kept = dict(database.execute("SELECT kind, count(*) FROM kept GROUP BY kind"))
    assert kept == {"findings in en": 1, "findings in fr": 1}  # of a: the others have more to say


def test_a_store_that_cannot_be_written_is_no_error(project: Path) -> None:
    kept = said(project, 0)
    for accident in (
        lambda path: path.chmod(0),
        lambda path: (path.unlink(), path.mkdir()),
        lambda path: (path.rmdir(), path.symlink_to("nowhere/facts.db")),
    ):
        accident(project / ".workflow/facts.db")
        assert said(project, 0) == kept


def test_a_store_that_another_process_writes_is_no_error(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.project.factstore._PATIENCE", 0.01)
    kept = said(project, 0)
    other = sqlite3.connect(project / ".workflow/facts.db", isolation_level=None)
    for lock in ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"):
        other.execute(lock)
        os.utime(project / "articles/a.md", (1, 1))
        assert said(project, 0) == kept
        other.execute("ROLLBACK")


def test_another_form_is_replaced(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project / ".workflow/facts.db"
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE facts (x)")
        database.execute("PRAGMA user_version = 7")
    assert derived(project, monkeypatch) == ["a", "b", "c"]
    assert derived(project, monkeypatch) == []


def test_what_is_no_value_is_derived(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row with the right seal, which only somebody who means harm can make."""
    assert derived(project, monkeypatch) == ["a", "b", "c"]
    workspace = Workspace.open(project)
    (fact,) = workspace.facts.held(STATUS, ["a"])
    row = next(workspace.facts._store.rows("status", ["a"]))
    for value in (b'{"x":1}', b"[]", b"[1,[[]]]", b"\xff", b'["fr",[["raise_all","","",null,1]]]'):
        workspace.facts._store.keep("status", row._replace(value=value))
        workspace.facts.save()
        assert list(Workspace.open(project).facts.held(STATUS, ["a"])) == []
        assert next(Workspace.open(project).facts.of(STATUS, ["a"])) == fact


def test_questions_in_another_form_are_none(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace.open(project)
    facts = list(workspace.facts.of(STATUS, ["a"]))
    for questions in ("no JSON", "7", "null", '["x"]', '[""]', "[[]]"):
        with monkeypatch.context() as patch:
            patch.setattr("workflow.project.factstore.json.dumps", lambda _, q=questions: q)
            for row in workspace.facts._store.rows("status", ["a"]):
                workspace.facts._store.keep("status", row)
            workspace.facts.save()
        assert list(Workspace.open(project).facts.of(STATUS, ["a"])) == facts


def test_facts_of_articles_that_are_gone_go(project: Path) -> None:
    run(project, "status")
    (project / "articles/a.md").unlink()
    run(project, "status")
    (project / "articles/b.md").write_text("---\ntitle: B\n---\n\nUn.\n", "utf-8")
    run(project, "status")
    with sqlite3.connect(project / ".workflow/facts.db") as database:
        names = {name for (name,) in database.execute("SELECT DISTINCT name FROM facts")}
        paths = [path for (path,) in database.execute("SELECT path FROM stamps")]
    assert names == {"b", "c"}
    assert not any(path.endswith("articles/a.md") for path in paths)


def test_values_under_keys_of_their_own(project: Path) -> None:
    facts = Workspace.open(project).facts
    assert facts.kept("page", "k") is None
    facts.keep("page", "k", b"1")
    facts.keep("page", "old", b"2")
    assert facts.kept("page", "k") == b"1"
    facts.save("page")
    again = Workspace.open(project).facts
    assert again.kept("page", "k") == b"1"
    again.save("page")
    last = Workspace.open(project).facts
    assert (last.kept("page", "k"), last.kept("page", "old")) == (b"1", None)


def test_many_articles_are_derived_in_other_processes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = said(project, 0)
    shutil.rmtree(project / ".workflow")
    monkeypatch.setattr(facts_module, "MANY", 1)
    monkeypatch.setattr(facts_module, "CHUNK", 1)
    monkeypatch.setattr(facts_module, "BATCH", 2)
    assert said(project, 0) == kept


# Stamps


def test_digests_are_known_by_stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a")
    index = StampIndex()
    assert index.digest(str(path)) == bytes_digest(b"a")
    assert not index.fresh  # it changed just now, and may again
    monkeypatch.setattr("workflow.files.stamps.SLACK", -SLACK)
    assert index.digest(str(path)) == bytes_digest(b"a")
    record = index.fresh.pop(str(path))
    forged = index.known[str(path)] = record[:-16] + b"\1" * 16
    assert index.digest(str(path)) == "01" * 16
    assert forged
    path.write_bytes(b"b")
    assert index.digest(str(path)) == bytes_digest(b"b")


def test_what_is_no_file_has_no_digest(tmp_path: Path) -> None:
    index = StampIndex()
    assert index.digest(str(tmp_path / "missing")) == ""
    assert index.digest(str(tmp_path)).startswith("!")
    assert index.digest(str(tmp_path / "a" / "b")) == ""
    assert index.digest(str(tmp_path / "a\0b")) == index.digest(str(tmp_path / "\ud800")) == ""


@pytest.mark.parametrize(
    "alias", ["a\\0b", "n" * 3000, "d/" * 2000 + "e"], ids=["NUL", "long", "deep"]
)
def test_an_alias_that_no_file_can_have_stops_no_second_run(project: Path, alias: str) -> None:
    text = f'---\ntitle: Titre\naliases: ["{alias}"]\n---\n\nTexte.\n'
    (project / "articles/c.md").write_text(text, "utf-8")
    assert said(project, 0) == said(project, 0)
