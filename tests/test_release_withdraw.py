"""``workflow release withdraw``: what is taken back reaches no reader again until it is lifted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.keys import keys, signer
from tests.test_release_flow import ACTOR, ARTICLE, PIXEL, SETTINGS, Newsroom
from workflow.project import withdrawals
from workflow.web.answer import answer

__all__ = ["keys"]
REASON = "Les chiffres étaient faux."
SAID = {
    "en": "This article was withdrawn",
    "fr": "Cet article a été retiré",
    "zh-Hans": "本文已撤回",
}
LOG = "reviews/withdrawn.jsonl"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A project whose two articles are out in three languages."""
    found = Newsroom(tmp_path_factory.mktemp("published") / "project")
    for slug in ("atelier", "second"):
        for locale in ("fr", "en", "zh"):
            if locale != "fr":
                found.translate(slug, locale, f"Texte {locale} {slug}")
            found.approve(slug, locale)
    found.publish()
    return found.root


@pytest.fixture
def newsroom(published, tmp_path):
    shutil.copytree(published, tmp_path / "project", symlinks=True)
    found = Newsroom.__new__(Newsroom)
    found.root = tmp_path / "project"
    return found


def withdraw(newsroom, *names, code=0, reason=REASON, **options):
    return newsroom.run("release", "withdraw", *names, "--reason", reason, code=code, **options)


def lift(newsroom, *names, **options):
    return withdraw(newsroom, *names, "--lift", **options)


def site(newsroom):
    """Path → bytes of every file that readers get."""
    top = newsroom.root / "public"
    return {
        str(path.relative_to(top)): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file()
    }


def shows(newsroom, *marks):
    """The files of the live site in which any of ``marks`` stands."""
    return [path for path, data in site(newsroom).items() if any(mark in data for mark in marks)]


ATELIER = (b"Le premier paragraphe parle", b"Texte en atelier", b"Texte zh atelier", PIXEL)


def assert_gone(newsroom):
    assert shows(newsroom, *ATELIER) == []
    assert not (newsroom.root / "public/media/images/salle.png").exists()
    for tag, said in SAID.items():
        page = newsroom.page(tag, "atelier")
        assert said in page
        assert REASON in page
        assert '<meta name="robots" content="noindex">' in page
        assert "canonical" not in page
        assert "Un atelier" not in page


def test_an_article_goes_everywhere_in_one_step_and_readers_are_told(newsroom):
    assert shows(newsroom, *ATELIER)
    said = withdraw(newsroom, "atelier").stdout
    assert said.count("removed") == 3
    assert "3 addresses" in said
    assert len(newsroom.releases()) == 2
    assert_gone(newsroom)
    files = site(newsroom)
    assert b"/atelier/" not in files["sitemap.xml"]
    for tag in SAID:
        assert b"atelier" not in files[f"{tag}/index.html"]
        feed = files[f"{tag}/feed.xml"].decode()
        assert feed.count("<entry>") == 1
        ref = f"https://news.example.org/{tag}/atelier/"
        assert f'ref="{ref}" when="2026-11-2' in feed
        assert (newsroom.root / f"public/{tag}/second/index.html").exists()
        assert "atelier" not in newsroom.page(tag, "second")
    newsroom.run("release", "verify")


def test_it_names_the_place_that_readers_get_it_from(newsroom, tmp_path):
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "pages.git")], check=True)
    target = f"git+file://{tmp_path}/pages.git#pages"
    with (newsroom.root / "setup.cfg").open("a") as file:
        file.write(f"\n[workflow:release]\ntarget = {target}\n")
    newsroom.run("release", "publish")
    said = withdraw(newsroom, "atelier", hour=13).stdout
    assert f": {target}\n" in said
    assert "/public" not in said


def test_nothing_else_that_is_approved_goes_out_with_it(newsroom):
    newsroom.write("articles/third.md", "---\ntitle: Troisième\nlang: fr\n---\n\nEncore un.\n")
    newsroom.ready("third", "en", "x")
    before = {each["article"] for each in newsroom.manifest()["pages"]}
    withdraw(newsroom, "atelier")
    assert {each["article"] for each in newsroom.manifest()["pages"]} == before - {"atelier"}
    newsroom.publish()
    assert newsroom.page("fr", "third")
    assert_gone(newsroom)


def test_what_differs_is_the_withdrawal_alone(newsroom):
    before = site(newsroom)
    withdraw(newsroom, "atelier")
    after = site(newsroom)
    assert before["404.html"] == after["404.html"]
    newsroom.run("release", "plan")
    assert newsroom.plan()["digest"] == newsroom.releases()[0]["digest"]
    assert "Nothing to change" in newsroom.publish().stdout


@pytest.mark.parametrize("back", ["first", "default"])
def test_no_rollback_brings_it_back(newsroom, back):
    first = newsroom.releases()[0]["id"]
    newsroom.write("articles/second.md", "---\ntitle: Autre titre\nlang: fr\n---\n\nUne phrase.\n")
    newsroom.ready("second", "en", "Newer")
    newsroom.publish(hour=13)
    withdraw(newsroom, "atelier", hour=14)
    arguments = [first] if back == "first" else []
    said = newsroom.run("release", "rollback", *arguments, hour=15).stdout
    assert "withdrawn since" in said
    assert_gone(newsroom)
    newsroom.run("release", "verify")
    live = newsroom.releases()[0]
    assert live["live"]
    assert ("Texte en second" in newsroom.page("en", "second")) == (back == "first")


def test_nor_does_a_rollback_while_somebody_else_withdraws_it(newsroom, monkeypatch):
    first = newsroom.releases()[0]["id"]
    newsroom.write("articles/second.md", "---\ntitle: Autre titre\nlang: fr\n---\n\nUne phrase.\n")
    newsroom.ready("second", "en", "Newer")
    newsroom.publish(hour=13)
    public, second = newsroom.root / "public", (newsroom.root / "public").readlink()
    withdraw(newsroom, "atelier", hour=14)
    theirs = public.readlink()
    log = newsroom.root / LOG
    log.unlink()  # it was said on another machine

    def point(link):
        public.unlink()
        public.symlink_to(link)

    def late(*given):
        found = publishing_tombstones(*given)
        point(theirs)
        return found

    point(second)
    publishing_tombstones = withdrawals.tombstones
    monkeypatch.setattr("workflow.flows.release.publishing.tombstones", late)
    newsroom.run("release", "rollback", first, hour=15, code=3)
    assert public.readlink() == theirs
    assert_gone(newsroom)


def test_a_rollback_to_before_the_article_came_has_its_tombstone_too(tmp_path):
    newsroom = Newsroom(tmp_path / "project")
    newsroom.ready("second", "en", "Texte")
    newsroom.publish()
    newsroom.ready("atelier", "en", "Texte en atelier")
    newsroom.publish(hour=13)
    withdraw(newsroom, "atelier", hour=14)
    oldest = newsroom.releases()[-1]["id"]
    newsroom.run("release", "rollback", oldest, hour=15)
    assert "This article was withdrawn" in newsroom.page("en", "atelier")
    # Among releases that all have the tombstone, the link alone changes.
    newest, withdrawn, *_ = (each["id"] for each in newsroom.releases())
    newsroom.run("release", "rollback", withdrawn, hour=16)
    assert newsroom.releases()[1]["live"]
    assert newsroom.releases()[0]["id"] == newest


def test_nor_does_a_new_text_or_a_new_approval(newsroom):
    withdraw(newsroom, "atelier")
    newsroom.write("articles/atelier.md", ARTICLE.replace("premier", "tout premier"))
    newsroom.ready("atelier", "en", "Texte en atelier, encore")
    said = newsroom.plan()
    rows = {row["locale"]: row for row in said["rows"] if row["article"] == "atelier"}
    assert {row["action"] for row in rows.values()} == {"withheld"}
    assert REASON in rows["en"]["reasons"][0]
    newsroom.publish(hour=14)
    assert_gone(newsroom)


def test_nor_does_another_name(newsroom):
    withdraw(newsroom, "atelier")
    (newsroom.root / "articles/atelier.md").rename(newsroom.root / "articles/neuf.md")
    newsroom.run("extract")
    newsroom.publish(hour=13)
    assert_gone(newsroom)
    assert newsroom.page("fr", "neuf") is None
    # Without the alias that `extract` wrote, and approved anew, it is the same text still.
    file = newsroom.root / "articles/neuf.md"
    file.write_text(re.sub(r"aliases:.*\n(?:- .*\n)*", "", file.read_text()))
    for locale in ("fr", "en", "zh"):
        newsroom.run("extract")
        newsroom.run("approve", "neuf", "--locale", locale, code=None)
    newsroom.publish(hour=14)
    assert_gone(newsroom)
    assert newsroom.page("fr", "neuf") is None


def test_nor_does_another_name_with_another_text_that_its_log_knows(newsroom):
    withdraw(newsroom, "atelier")
    (newsroom.root / "articles/atelier.md").rename(newsroom.root / "articles/neuf.md")
    newsroom.run("extract")
    newsroom.write("articles/neuf.md", ARTICLE.replace("premier", "tout premier"))
    newsroom.ready("neuf", "en", "Texte en atelier, encore")
    newsroom.publish(hour=14)
    assert newsroom.page("en", "neuf") is None
    assert_gone(newsroom)


def test_a_live_page_under_a_name_that_only_logs_know_goes_as_well(newsroom):
    (newsroom.root / "articles/atelier.md").rename(newsroom.root / "articles/neuf.md")
    newsroom.run("extract")
    newsroom.write("articles/neuf.md", ARTICLE.replace("premier", "tout premier"))
    with (newsroom.root / "reviews/fr/neuf.jsonl").open("a", encoding="utf-8") as log:
        stray = (newsroom.root / "reviews/en/second.jsonl").read_text(encoding="utf-8")
        log.write(stray)
    withdraw(newsroom, "neuf")
    assert_gone(newsroom)
    assert newsroom.page("en", "second")


def test_nor_does_a_copy(newsroom):
    withdraw(newsroom, "atelier")
    shutil.copy(newsroom.root / "articles/atelier.md", newsroom.root / "articles/copie.md")
    newsroom.ready("copie", "en", "Texte en copie")
    newsroom.publish(hour=13)
    assert newsroom.page("fr", "copie") is None
    assert shows(newsroom, ATELIER[0], PIXEL) == []


def test_another_article_does_not_take_the_address(newsroom):
    (newsroom.root / "articles/atelier.md").unlink()
    withdraw(newsroom, "atelier")
    newsroom.write("articles/Atelier.md", "---\ntitle: Neuf\nlang: fr\n---\n\nTout autre chose.\n")
    newsroom.ready("Atelier", "en", "Another")
    actions = newsroom.actions()
    assert actions["Atelier", "en"] == "withheld"
    newsroom.publish(hour=13)
    assert_gone(newsroom)
    lift(newsroom, "atelier", hour=14)
    newsroom.publish(hour=15)
    assert "Another" in newsroom.page("en", "Atelier")


def test_an_alias_of_another_article_does_not_take_it_either(newsroom):
    withdraw(newsroom, "atelier")
    (newsroom.root / "articles/atelier.md").unlink()
    text = "---\ntitle: Neuf\nlang: fr\naliases: [atelier]\n---\n\nTout autre chose.\n"
    newsroom.write("articles/neuf.md", text)
    newsroom.ready("neuf", "en", "Another")
    newsroom.publish(hour=13)
    assert_gone(newsroom)


def test_old_addresses_that_sent_readers_on_say_so_too(newsroom):
    (newsroom.root / "articles/atelier.md").rename(newsroom.root / "articles/neuf.md")
    newsroom.run("extract")
    newsroom.publish(hour=13)
    assert "http-equiv" in newsroom.page("en", "atelier")
    said = withdraw(newsroom, "neuf", hour=14).stdout
    assert "6 addresses" in said
    assert "This article was withdrawn" in newsroom.page("en", "neuf")
    assert_gone(newsroom)
    # Its old name is its name for this, too.
    lift(newsroom, "atelier", hour=15)
    newsroom.publish(hour=16)
    assert "Texte en atelier" in newsroom.page("en", "neuf")


def test_links_to_it_become_plain_text(newsroom):
    newsroom.write(
        "articles/second.md",
        "---\ntitle: Second\nlang: fr\n---\n\nVoir [l’atelier](atelier.md), là.\n",
    )
    newsroom.ready("second", "en", "Voir")
    newsroom.publish(hour=13)
    assert 'href="../atelier/index.html"' in newsroom.page("fr", "second")
    withdraw(newsroom, "atelier", hour=14)
    page = newsroom.page("fr", "second")
    assert "l’atelier" in page
    assert "../atelier/" not in page


def test_a_picture_that_another_page_shows_stays_with_it(newsroom):
    text = "---\ntitle: Second\nlang: fr\n---\n\n![Une salle](images/salle.png)\n"
    newsroom.write("articles/second.md", text)
    newsroom.ready("second", "en", "Voir")
    newsroom.publish(hour=13)
    withdraw(newsroom, "atelier", hour=14)
    assert (newsroom.root / "public/media/images/salle.png").read_bytes() == PIXEL
    withdraw(newsroom, "second", hour=15)
    assert not (newsroom.root / "public/media").exists()


def test_an_article_that_is_carried_or_whose_file_is_gone_goes_as_well(newsroom):
    newsroom.write("articles/atelier.md", ARTICLE.replace("premier", "second"))
    withdraw(newsroom, "atelier")
    assert_gone(newsroom)
    (newsroom.root / "articles/second.md").unlink()
    withdraw(newsroom, "second", hour=13)
    assert "This article was withdrawn" in newsroom.page("en", "second")
    assert newsroom.manifest()["pages"] == []
    newsroom.publish(hour=14, code=1)  # nothing is ready, and nothing changes
    assert_gone(newsroom)


def test_lifting_lets_it_out_again_and_a_new_withdrawal_takes_it_back(newsroom):
    withdraw(newsroom, "atelier")
    lift(newsroom, "atelier", hour=13)
    assert_gone(newsroom)  # lifting publishes nothing
    newsroom.publish(hour=14)
    assert shows(newsroom, PIXEL)
    assert "deleted-entry" not in site(newsroom)["en/feed.xml"].decode()
    withdraw(newsroom, "atelier", hour=15)
    assert_gone(newsroom)
    # A clock that runs backwards lifts nothing, and withdraws still.
    lift(newsroom, "atelier", hour=2)
    newsroom.publish(hour=3)
    withdraw(newsroom, "atelier", hour=1)
    newsroom.publish(hour=16)
    assert_gone(newsroom)


def test_the_log_may_be_lost_doubled_or_mixed(newsroom):
    withdraw(newsroom, "atelier")
    log = newsroom.root / LOG
    lines = log.read_text(encoding="utf-8")
    log.unlink()
    said = newsroom.publish(hour=13)
    assert_gone(newsroom)
    assert "is not in reviews/withdrawn.jsonl any more" in said.stderr
    newsroom.run("release", "rollback", newsroom.releases()[-1]["id"], hour=14)
    assert_gone(newsroom)
    log.write_text(lines, encoding="utf-8")
    lift(newsroom, "atelier", hour=15)
    both = log.read_text(encoding="utf-8").splitlines(keepends=True)
    log.write_text("".join(both[::-1] + both), encoding="utf-8")
    newsroom.publish(hour=16)
    assert shows(newsroom, PIXEL)


@pytest.mark.parametrize(
    "damage",
    [b"{", b"[1]", b'"x"', b"\xff\xfe", b'{"action": "erase", "article": "x"}', b"<<<<<<< ours",
     b'{"action": "withdraw"}', b'{"action": "withdraw", "article": 3}', b"[" * 100_000],
)  # fmt: skip
def test_a_line_nobody_can_read_stops_publishing_but_no_withdrawal(newsroom, damage):
    log = newsroom.root / LOG
    log.write_bytes(damage + b"\n")
    before = site(newsroom)
    for verb in ("plan", "publish", "rollback"):
        result = newsroom.run("release", verb, code=None)
        assert result.exit_code in (1, 2)
        assert "Traceback" not in result.output
        assert verb == "rollback" or f"{LOG}:1" in result.stderr
    assert site(newsroom) == before
    withdraw(newsroom, "atelier", hour=13)
    assert_gone(newsroom)
    assert log.read_bytes().startswith(damage)
    lift(newsroom, "atelier", code=None)
    newsroom.publish(code=None)
    assert_gone(newsroom)


def test_a_withdrawal_counts_whatever_else_its_line_lacks(newsroom):
    log = newsroom.root / LOG
    log.write_text(json.dumps({"action": "withdraw", "article": "atelier", "pages": 7}) + "\n")
    newsroom.publish(hour=13)
    assert shows(newsroom, *ATELIER) == []
    withdraw(newsroom, "second", hour=14)
    assert shows(newsroom, *ATELIER) == []


def test_a_path_in_the_log_leads_nowhere_else(newsroom):
    pages = [
        {"locale": "en", "path": path}
        for path in ("../../x/index.html", "en/../index.html", "/en/x/index.html", "en/index.html",
                     "robots.txt", "en/feed.xml/index.html", "en/second/index.html",
                     "en/é\u0000/index.html", "fr/x/index.html")
    ]  # fmt: skip
    line = {"action": "withdraw", "article": "atelier", "time": "never", "reason": "<b>x</b>\n&"}
    (newsroom.root / LOG).write_text(json.dumps({**line, "pages": pages}) + "\n")
    before = set(site(newsroom))
    newsroom.publish(hour=13)
    assert set(site(newsroom)) <= before
    assert "Texte en second" in newsroom.page("en", "second")
    assert b"<b>x" not in b"".join(site(newsroom).values())


ROLES = """
[workflow:roles]
aline@example.org = editor, publisher
fran@example.org = publisher[fr]
deux@example.org = publisher[fr, en], editor
"""


def by(newsroom, actor, *arguments, code=0):
    return newsroom.run("release", "withdraw", *arguments, "--actor", actor, code=code)


def test_who_may(newsroom):
    newsroom.write("setup.cfg", SETTINGS + ROLES)
    before = site(newsroom)
    for actor in ("fran@example.org", "deux@example.org", "nobody@example.org"):
        said = by(newsroom, actor, "atelier", "--reason", "x", code=None)
        assert said.exit_code, said.output
        assert "aline@example.org" in said.stderr
    assert not (newsroom.root / LOG).exists()
    assert site(newsroom) == before
    by(newsroom, ACTOR, "atelier", "--reason", REASON)
    said = by(newsroom, "deux@example.org", "atelier", "--lift", "--reason", "x", code=None)
    assert said.exit_code
    # Written by hand, it counts for nothing either.
    log = newsroom.root / LOG
    event = newsroom.manifest()["gone"][0]["event"]
    forged = {"time": "2026-11-24T06:00:00Z", "actor": "deux@example.org", "action": "lift",
              "article": "atelier", "reason": "x", "lifts": [event]}  # fmt: skip
    with log.open("a") as file:
        file.write(json.dumps(forged) + "\n")
    said = newsroom.publish(hour=13)
    assert f"{LOG}:2: the lift of atelier does not count" in said.stderr
    assert_gone(newsroom)
    # And a withdrawal by whomever counts: doubt keeps an article back.
    with log.open("a") as file:
        file.write(json.dumps({"action": "withdraw", "article": "second", "actor": "x"}) + "\n")
    newsroom.publish(hour=14)
    assert shows(newsroom, b"Texte en second") == []


def test_a_publisher_of_the_languages_of_an_article_may_withdraw_it(tmp_path):
    newsroom = Newsroom(tmp_path / "project")
    newsroom.ready("second", "en", "Texte en second")
    newsroom.publish()
    newsroom.write("setup.cfg", SETTINGS + ROLES)
    by(newsroom, "fran@example.org", "second", "--reason", "x", code=2)
    by(newsroom, "deux@example.org", "second", "--reason", "x")
    assert shows(newsroom, b"Texte en second") == []


def test_where_signatures_are_required_a_lift_without_one_counts_for_nothing(
    newsroom, keys, monkeypatch
):
    required = SETTINGS + "\n[workflow:review]\nsignatures = required\n"
    newsroom.write("reviews/allowed_signers", signer(ACTOR, keys / "aline"))
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(keys / "aline"))
    withdraw(newsroom, "atelier")
    assert "signature" in json.loads((newsroom.root / LOG).read_text())
    newsroom.write("setup.cfg", required)
    monkeypatch.delenv("WORKFLOW_SIGNING_KEY")
    withdraw(newsroom, "second", code=None)
    assert len((newsroom.root / LOG).read_text().splitlines()) == 1
    lift(newsroom, "atelier", code=2)
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(keys / "bo"))
    lift(newsroom, "atelier", code=2)
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(keys / "aline"))
    lift(newsroom, "atelier")
    log = newsroom.root / LOG
    lines = log.read_text(encoding="utf-8").splitlines()
    good = json.loads(lines[1])
    assert good["action"] == "lift"
    for change in (
        {"signature": ""},
        {"actor": "bo@example.org"},
        {"time": "2026-11-25T00:00:01Z"},
    ):
        said = json.dumps({**good, **change}, ensure_ascii=False)
        log.write_text(f"{lines[0]}\n{said}\n", encoding="utf-8")
        said = newsroom.run("release", "plan").stderr
        assert "the lift of atelier does not count" in said, change
    log.write_text("\n".join(lines), encoding="utf-8")
    assert "the lift of" not in newsroom.run("release", "plan").stderr


def test_names_that_nothing_has_and_reasons_that_say_nothing(newsroom):
    said = withdraw(newsroom, "ateliers", code=2)
    assert "Did you mean atelier?" in said.stderr
    said = withdraw(newsroom, "atelier", "niemand", code=2)
    assert not (newsroom.root / LOG).exists()
    withdraw(newsroom, "atelier", reason="  ", code=2)
    newsroom.run("release", "withdraw", "atelier", code=2)
    assert "is not withdrawn" in lift(newsroom, "atelier", code=2).stderr
    withdraw(newsroom, "articles/atelier.md")
    assert_gone(newsroom)
    before = (newsroom.root / LOG).read_bytes()
    withdraw(newsroom, "atelier", hour=13)  # once more changes nothing
    assert (newsroom.root / LOG).read_bytes() == before
    assert len(newsroom.releases()) == 2


def test_what_was_never_published_never_is(tmp_path):
    newsroom = Newsroom(tmp_path / "project")
    said = withdraw(newsroom, "atelier").stdout
    assert "no release was made" in said
    newsroom.ready("atelier", "en", "Texte en atelier")
    newsroom.publish(code=1)
    assert not (newsroom.root / "public").exists()


def test_a_withdrawal_that_could_not_be_published_stands(newsroom, monkeypatch):
    from workflow.targets import FolderTarget

    def fails(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FolderTarget, "show", fails)
        withdraw(newsroom, "atelier", code=None)
    assert shows(newsroom, PIXEL)
    withdraw(newsroom, "atelier", hour=13)
    assert_gone(newsroom)


def test_the_preview_answers_with_410(newsroom):
    from workflow.flows.preview import LivePreview

    withdraw(newsroom, "atelier")
    preview = LivePreview(newsroom.root, "http://127.0.0.1/", drafts=False).get()
    for tag, said in SAID.items():
        found = answer(f"/{tag}/atelier/", preview)
        assert found.status == 410
        assert said in found.body.decode()
        assert answer(f"/{tag}/second/", preview).status == 200
    everything = b"".join(preview.pages[path] for path in preview.pages)
    assert not any(mark in everything for mark in ATELIER)
    assert not any("salle" in path for path in preview.media)


ACTS = ("approve", "publish", "withdraw", "lift", "rename", "rollback", "delete", "edit", "forget")


class Life:
    """A newsroom of two articles in which anything may happen; what is withdrawn is known."""

    def __init__(self, root: Path) -> None:
        self.newsroom = Newsroom(root / "project")
        self.hour = 0
        self.names = {"atelier": "atelier", "second": "second"}
        self.withdrawn: set[str] = set()
        for slug in self.names:
            self.write(slug, 0)
            self.approve(slug, 1)
            self.approve(slug, 2)
        self.newsroom.publish()

    def write(self, article: str, number: int) -> None:
        picture = f"![Une image](images/{article}.png)\n"
        text = (
            f"---\ntitle: Titre\nlang: fr\n---\n\nPhrase {article}-secret, {number}.\n\n{picture}"
        )
        self.newsroom.write(f"articles/{self.names[article]}.md", text)
        file = self.newsroom.root / f"articles/images/{article}.png"
        file.write_bytes(PIXEL + f"{article}-secret".encode())

    def approve(self, article: str, number: int) -> None:
        if (self.newsroom.root / f"articles/{self.names[article]}.md").exists():
            self.newsroom.translate(self.names[article], "en", f"{article}-secret")
            locale = ("fr", "en")[number % 2]
            name = self.names[article]
            self.newsroom.run("approve", name, "--locale", locale, code=None, hour=self.hour)

    def edit(self, article: str, number: int) -> None:
        if (self.newsroom.root / f"articles/{self.names[article]}.md").exists():
            self.write(article, number)

    def publish(self, _article: str, _number: int) -> None:
        self.newsroom.publish(code=None, hour=self.hour)

    def withdraw(self, article: str, _number: int) -> None:
        self.withdrawn.add(article)
        withdraw(self.newsroom, self.names[article], hour=self.hour)

    def lift(self, article: str, _number: int) -> None:
        if article in self.withdrawn:
            lift(self.newsroom, self.names[article], hour=self.hour)
            self.withdrawn.discard(article)

    def rename(self, article: str, number: int) -> None:
        file = self.newsroom.root / f"articles/{self.names[article]}.md"
        if file.exists() and article not in self.withdrawn:
            self.names[article] = f"{article}-{number}"
            file.rename(file.with_name(f"{self.names[article]}.md"))
            self.newsroom.run("extract")

    def rollback(self, _article: str, number: int) -> None:
        found = self.newsroom.releases()
        wanted = found[number % len(found)]["id"]
        self.newsroom.run("release", "rollback", wanted, code=None, hour=self.hour)

    def delete(self, article: str, _number: int) -> None:
        (self.newsroom.root / f"articles/{self.names[article]}.md").unlink(missing_ok=True)

    def forget(self, _article: str, _number: int) -> None:
        """Somebody deletes the log; a site that is live knows all the same."""
        if self.withdrawn:
            (self.newsroom.root / LOG).unlink(missing_ok=True)

    def check(self) -> None:
        if not (self.newsroom.root / "public").exists():
            return
        for article in self.withdrawn:
            mark = f"{article}-secret".encode()
            assert shows(self.newsroom, mark) == [], article
        self.newsroom.run("release", "verify")


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS), st.sampled_from(("atelier", "second")), st.integers(0, 5)),
        min_size=4,
        max_size=10,
    )
)
def test_whatever_happens_nothing_withdrawn_is_shown(acts):
    with tempfile.TemporaryDirectory() as name:
        life = Life(Path(name))
        for act, article, number in acts:
            life.hour += 1
            getattr(life, act)(article, number)
            life.check()
