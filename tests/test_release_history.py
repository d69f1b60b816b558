"""Whatever happened before: a release is what it would be with nothing kept and nothing linked."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_release_flow import PIXEL, Newsroom
from workflow.project import facts, spread

PLAIN = "---\ntitle: {title}\nlang: fr\n---\n\n{text}\n"


class History:
    """A newsroom, and what may happen in it; each act takes a number that says how."""

    def __init__(self, root: Path) -> None:
        self.newsroom = Newsroom(root / "project")
        self.hour = 0
        for slug in ("atelier", "second"):
            for locale in ("fr", "en"):
                self._ready(slug, locale, "one")

    def _ready(self, slug: str, locale: str, word: str) -> None:
        if locale != "fr":
            self.newsroom.translate(slug, locale, word)
        self.newsroom.approve(slug, locale, hour=self.hour)

    def edit(self, number: int) -> None:
        slug = self._slug(number)
        file = self.newsroom.root / f"articles/{slug}.md"
        file.write_text(f"{file.read_text(encoding='utf-8')}\nEncore {number}.\n", encoding="utf-8")

    def rename_title(self, number: int) -> None:
        slug = self._slug(number)
        file = self.newsroom.root / f"articles/{slug}.md"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("title: ", f"title: {number} ", 1), encoding="utf-8")

    def approve(self, number: int) -> None:
        self._ready(self._slug(number), ("fr", "en", "zh")[number % 3], f"word {number}")

    def withdraw(self, number: int) -> None:
        locale = ("fr", "en")[number % 2]
        arguments = ("approve", self._slug(number), "--locale", locale, "--withdraw")
        self.newsroom.run("extract")
        self.newsroom.run(*arguments, hour=self.hour, code=None)

    def link(self, number: int) -> None:
        self.edit(number)
        slug = self._slug(number)
        file = self.newsroom.root / f"articles/{slug}.md"
        other = self._slug(number + 1)
        text = f"{file.read_text(encoding='utf-8')}\n[Autre]({other}.md) {number}.\n"
        file.write_text(text, encoding="utf-8")

    def picture(self, number: int) -> None:
        file = self.newsroom.root / "articles/images/salle.png"
        file.write_bytes(PIXEL + bytes([number]))

    def new(self, number: int) -> None:
        slug = f"neuf-{number}"
        self.newsroom.write(f"articles/{slug}.md", PLAIN.format(title=slug, text="Voici."))
        self._ready(slug, "fr", "one")

    def remove(self, number: int) -> None:
        for file in sorted((self.newsroom.root / "articles").glob("neuf-*.md"))[:1]:
            file.unlink()

    def damage(self, number: int) -> None:
        """Somebody edits a file of the live site in its place."""
        site = self.newsroom.root / "public"
        pages = sorted(site.rglob("*.html")) if site.exists() else []
        if pages:
            file = pages[number % len(pages)]
            file.write_bytes(file.read_bytes().swapcase())

    def forget(self, number: int) -> None:
        """Half of what is kept is lost, or all of it."""
        facts = self.newsroom.root / ".workflow/facts.db"
        if number % 2 or not facts.exists():
            facts.unlink(missing_ok=True)
            return
        database = sqlite3.connect(facts)
        with database:
            database.execute("DELETE FROM facts WHERE random() % 2")
            database.execute("DELETE FROM stamps WHERE random() % 2")
            database.execute("DELETE FROM kept WHERE random() % 2")
        database.close()

    def plan(self, number: int) -> None:
        self.newsroom.plan()

    def _slug(self, number: int) -> str:
        return ("atelier", "second")[number % 2]

    def publish(self) -> None:
        """Publish here, and in a copy that keeps and links nothing: the same comes of it."""
        self.hour += 1
        root = self.newsroom.root
        twin = root.parent / "twin"
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(root, twin, symlinks=True, ignore=shutil.ignore_patterns(".workflow"))
        assert self._publish(root) == self._publish(twin)
        assert tree(root / "releases") == tree(twin / "releases")
        live = (root / "public").readlink() if (root / "public").is_symlink() else None
        if live is not None:
            assert live == (twin / "public").readlink()

    def _publish(self, root: Path) -> tuple[int, str, str]:
        place = Newsroom.__new__(Newsroom)
        place.root = root
        result = place.run("release", "publish", hour=self.hour, code=None)
        return result.exit_code, *(
            said.replace(str(root), "") for said in (result.stdout, result.stderr)
        )


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


Act = Callable[[History, int], None]
ACTS: tuple[Act, ...] = (
    History.edit, History.rename_title, History.approve, History.withdraw, History.link,
    History.picture, History.new, History.remove, History.damage, History.forget, History.plan,
)  # fmt: skip
acts = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), min_size=1, max_size=4)


@settings(max_examples=5, deadline=None)
@given(st.lists(acts, min_size=2, max_size=4))
def test_a_release_is_what_it_would_be_from_cold(history: list[list[tuple[Act, int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = History(Path(folder))
        place.publish()
        for between in history:
            for act, number in between:
                act(place, number)
            place.publish()


def test_other_processes_make_the_same_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = History(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(spread, "MANY", 1)
        patch.setattr(facts, "MANY", 1)
        place.newsroom.plan()  # which keeps facts, but no documents
        place.hour = 1
        place._publish(place.newsroom.root)
    there = tree(place.newsroom.root / "releases")
    assert any(path.endswith("index.html") for path in there)
    shutil.rmtree(place.newsroom.root / "releases")
    for name in ("public", ".workflow/facts.db"):
        (place.newsroom.root / name).unlink()
    place._publish(place.newsroom.root)
    assert tree(place.newsroom.root / "releases") == there
