"""What a release makes of drafts, embargoes, renames, corrections, clashes and limits."""

from __future__ import annotations

import json
import shutil

import pytest
from lxml import etree

from tests.test_release_flow import ARTICLE, PIXEL, SETTINGS, Newsroom, edit
from workflow.model.finding import SWITCHES

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://news.example.org/"


@pytest.fixture
def newsroom(tmp_path):
    return Newsroom(tmp_path / "project")


def entries(newsroom, tag="fr"):
    """Of each entry of a feed: id, address, updated, published."""
    root = etree.parse(newsroom.root / f"public/{tag}/feed.xml").getroot()
    return [
        (
            entry.findtext(f"{ATOM}id"),
            entry.xpath("string(*[local-name()='link'][1]/@href)"),
            entry.findtext(f"{ATOM}updated"),
            entry.findtext(f"{ATOM}published"),
        )
        for entry in root.iter(f"{ATOM}entry")
    ]


def front(newsroom, *lines):
    newsroom.write(
        "articles/atelier.md", ARTICLE.replace("lang: fr", "\n".join(["lang: fr", *lines]))
    )


def without_checks(newsroom):
    """The check of front matter names most of it before: what goes out does not depend on it."""
    off = SETTINGS.replace("base_url", f"checks_off = {', '.join(SWITCHES)}\nbase_url")
    newsroom.write("setup.cfg", off)


# Drafts and embargoes


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("draft: true", "“draft” in the front matter"),
        ("published: false", "`published: no`"),
        ("status: draft", "`status: draft`"),
        ("publish_at: 2026-11-25T06:00:00Z", "not before 2026-11-25 06:00 UTC (publish_at)"),
        ("publish_at: mañana", "is no time"),
    ],
)
def test_what_the_author_holds_back_is_withheld_with_the_reason(newsroom, line, says):
    front(newsroom, line)
    without_checks(newsroom)
    newsroom.ready("atelier", "en", "English")
    newsroom.approve("second", "fr")
    result = newsroom.publish()
    assert says in result.stdout
    assert newsroom.page("fr", "atelier") is None
    assert newsroom.page("en", "atelier") is None
    assert newsroom.page("fr", "second")


def test_an_embargo_ends_by_the_clock_alone(newsroom):
    front(newsroom, "publish_at: 2026-11-25T06:00:00+08:00")
    newsroom.ready("atelier", "en", "English", hour=1)
    newsroom.publish(code=1, hour=9)
    newsroom.publish(hour=10)
    assert newsroom.page("en", "atelier")
    assert "Nothing to change" in newsroom.publish(hour=11).stdout


def test_status_says_what_the_plan_says(newsroom):
    front(newsroom, "publish_at: 2026-11-25T06:00:00+08:00")
    newsroom.ready("atelier", "en", "English", hour=1)
    for hour, ready in ((9, False), (10, True)):
        arguments = ("status", "atelier", "--locale", "en", "--format", "json")
        (row,) = json.loads(newsroom.run(*arguments, hour=hour).stdout)["rows"]
        assert row["releasable"] is ready
        assert row["approved"] is True
        reasons = ["not before 2026-11-25 06:00 +08:00 (publish_at)"]
        assert row["blockers"] == ([] if ready else reasons)


def test_a_date_to_come_is_withheld(newsroom):
    edit(newsroom, "2026-03-31", "2026-11-26")
    newsroom.ready("atelier", "en", "English")
    assert "not before 2026-11-26 00:00 UTC (date is to come)" in newsroom.publish(code=1).stdout
    newsroom.publish(hour=48)
    assert newsroom.page("fr", "atelier")


def test_a_live_page_that_becomes_a_draft_stays_as_it_is(newsroom):
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    front(newsroom, "draft: yes")
    newsroom.approve("atelier", "fr", hour=13)
    assert newsroom.actions()["atelier", "fr"] == "carried"
    assert "“draft”" in newsroom.run("release", "plan").stdout


# Renames


def rename(newsroom, old, new, aliases):
    text = (newsroom.root / f"articles/{old}.md").read_text(encoding="utf-8")
    (newsroom.root / f"articles/{old}.md").unlink()
    text = text.replace("lang: fr", f"lang: fr\naliases: {aliases}")
    newsroom.write(f"articles/{new}.md", text.replace("](images/", "](/images/"))


@pytest.mark.parametrize("aliases", ["[atelier]", "atelier", "[/atelier/]", "[autre, atelier]"])
def test_a_renamed_article_sends_readers_on_and_keeps_its_id(newsroom, aliases):
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    before = entries(newsroom)
    rename(newsroom, "atelier", "nouvelles/atelier-de-nanning", aliases)
    newsroom.approve("nouvelles/atelier-de-nanning", "fr", hour=13)
    actions = newsroom.actions()
    assert actions["atelier", "fr"] == "removed"
    assert actions["nouvelles/atelier-de-nanning", "fr"] == "new"
    result = newsroom.publish(hour=14)
    assert "readers are sent on to nouvelles/atelier-de-nanning" in result.stdout
    old = newsroom.page("fr", "atelier")
    assert 'content="0; url=../nouvelles/atelier-de-nanning/index.html"' in old
    assert f'rel="canonical" href="{BASE}fr/nouvelles/atelier-de-nanning/"' in old
    assert 'content="noindex"' in old
    ((id_, address, *_),) = entries(newsroom)
    assert id_ == before[0][0] == f"{BASE}fr/atelier/"
    assert address == f"{BASE}fr/nouvelles/atelier-de-nanning/"
    sitemap = (newsroom.root / "public/sitemap.xml").read_text()
    assert "atelier-de-nanning" in sitemap
    assert f"{BASE}fr/atelier/" not in sitemap
    assert "Nothing to change" in newsroom.publish(hour=15).stdout
    # A second name later: the id is still the first.
    text = (newsroom.root / "articles/nouvelles/atelier-de-nanning.md").read_text(encoding="utf-8")
    (newsroom.root / "articles/nouvelles/atelier-de-nanning.md").unlink()
    text = text.replace(f"aliases: {aliases}", "aliases: [atelier, nouvelles/atelier-de-nanning]")
    newsroom.write("articles/轮训.md", text)
    newsroom.approve("轮训", "fr", hour=16)
    newsroom.publish(hour=17)
    assert entries(newsroom)[0][:2] == (id_, f"{BASE}fr/%E8%BD%AE%E8%AE%AD/")
    for slug in ("atelier", "nouvelles/atelier-de-nanning"):
        assert "轮训/index.html" in newsroom.page("fr", slug) or "%E8%BD%AE" in newsroom.page(
            "fr", slug
        )


def test_a_renamed_article_stays_at_its_old_address_until_it_is_approved(newsroom):
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    before = newsroom.page("fr", "atelier")
    rename(newsroom, "atelier", "neuf", "[atelier]")
    text = (newsroom.root / "articles/neuf.md").read_text(encoding="utf-8")
    newsroom.write("articles/neuf.md", text.replace("premier", "tout autre"))
    actions = newsroom.actions()
    assert actions["atelier", "fr"] == "carried"
    assert actions["neuf", "fr"] == "withheld"
    newsroom.publish(hour=13)
    assert newsroom.page("fr", "atelier") == before
    newsroom.approve("neuf", "fr", hour=14)
    newsroom.publish(hour=15)
    assert "url=../neuf/index.html" in newsroom.page("fr", "atelier")


def test_an_article_deleted_without_an_alias_is_taken_down(newsroom):
    newsroom.approve("atelier", "fr")
    newsroom.approve("second", "fr")
    newsroom.publish()
    (newsroom.root / "articles/atelier.md").unlink()
    newsroom.publish(hour=13)
    assert newsroom.page("fr", "atelier") is None


# Addresses that clash


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ("Second", "a disk or server may take its address for that of articles/"),
        ("SECOND", "a disk or server may take its address"),
        ("feed.xml", "the site has a page or a feed of its own at “feed.xml”"),
        ("Tags/weather", "the site has a page or a feed of its own at “Tags/weather”"),
        ("archive/1999", "the site has a page or a feed of its own at “archive/1999”"),
        ("a/translation", "is the page that tells of the translation of “a”"),
        ("a/Index.HTML", "the name of every page's own file"),
        ("con", "device on Windows"),
        ("news/aux.fr", "device on Windows"),
        ("fin.", "begins or ends with a blank or a dot"),
        (" x", "begins or ends with a blank or a dot"),
        ("é" * 116, "longer than the 230 bytes"),
    ],
)
def test_an_odd_address_withholds_its_page_and_names_the_file(newsroom, other, says):
    newsroom.write(f"articles/{other}.md", "---\ntitle: Autre\nlang: fr\n---\n\nUn autre.\n")
    newsroom.approve("atelier", "fr")
    newsroom.approve("second", "fr")
    newsroom.approve(other, "fr")
    result = newsroom.publish()
    assert says in result.stdout
    assert f"articles/{other}.md" in result.stdout
    assert newsroom.page("fr", "atelier")
    assert newsroom.page("fr", other) is None


def test_normal_forms_are_one_address(newsroom):
    for name in ("été", "e\u0301te\u0301"):
        newsroom.write(f"articles/{name}.md", f"---\ntitle: {name}\nlang: fr\n---\n\nTexte.\n")
        newsroom.approve(name, "fr")
    assert "may take its address" in newsroom.publish(code=1).stdout


def test_an_alias_that_is_another_article_is_named_and_holds_its_article(newsroom):
    newsroom.write(
        "articles/tiers.md",
        "---\ntitle: Tiers\nlang: fr\naliases: [Second, ancien]\n---\n\nTexte.\n",
    )
    newsroom.write(
        "articles/quart.md", "---\ntitle: Quart\nlang: fr\naliases: [ancien]\n---\n\nTexte.\n"
    )
    for slug in ("second", "tiers", "quart"):
        newsroom.approve(slug, "fr")
    result = newsroom.publish()
    assert (
        "articles/tiers.md: the alias “Second” is the address of articles/second.md"
        in result.stdout
    )
    assert (
        "articles/quart.md: the alias “ancien” is the address of articles/tiers.md" in result.stdout
    )
    assert newsroom.page("fr", "second")
    assert newsroom.page("fr", "tiers") is None


@pytest.mark.parametrize("title", ["News", "Other news"])
def test_a_page_that_stays_is_not_made_of_what_waits(newsroom, title):
    newsroom.write("articles/an.md", "---\ntitle: An\nlang: fr\naliases: [ancien]\n---\n\nTexte.\n")
    for slug in ("an", "atelier"):
        newsroom.approve(slug, "fr")
    newsroom.publish()
    live = newsroom.manifest()
    front(newsroom, "aliases: [ancien, neuf]")
    newsroom.write("setup.cfg", SETTINGS.replace("= News", f"= {title}"))
    digests = {newsroom.plan()["digest"] for _ in range(2)}
    shutil.rmtree(newsroom.root / ".workflow")
    newsroom.publish()
    assert digests == {newsroom.plan()["digest"]}
    assert not (newsroom.root / "public/fr/neuf").exists()
    assert newsroom.manifest()["content"] == live["content"]
    assert (newsroom.manifest() == live) == (title == "News")


# Times


def times(newsroom):
    ((_, _, updated, published),) = entries(newsroom)
    return updated, published


def test_updated_is_when_the_text_last_changed(newsroom):
    newsroom.approve("atelier", "fr", hour=1)
    newsroom.publish(hour=2)
    assert times(newsroom) == ("2026-03-31T00:00:00Z", "2026-03-31T00:00:00Z")
    edit(newsroom, "premier", "tout premier")
    newsroom.approve("atelier", "fr", hour=30)
    newsroom.publish(hour=40)
    corrected = "2026-11-25T18:00:00Z"
    assert times(newsroom) == (corrected, "2026-03-31T00:00:00Z")
    page = newsroom.page("fr", "atelier")
    assert '"dateModified": "2026-11-25T18:00:00+00:00"' in page
    assert '"datePublished": "2026-03-31"' in page
    assert "<lastmod>2026-11-25T18:00:00" in (newsroom.root / "public/sitemap.xml").read_text()
    # What no reader sees changes no time, nor does publishing something else.
    front(newsroom, "aliases: [ancien]", "status: published")
    text = (newsroom.root / "articles/atelier.md").read_text(encoding="utf-8")
    newsroom.write("articles/atelier.md", text.replace("premier", "tout premier"))
    newsroom.approve("atelier", "fr", hour=50)
    newsroom.publish(hour=60)
    assert times(newsroom)[0] == corrected
    # Back to the first text: that is a change, too, and time does not run backwards.
    edit(newsroom, "x", "x")
    newsroom.approve("atelier", "fr", hour=70)
    newsroom.publish(hour=80)
    assert times(newsroom)[0] == "2026-11-27T10:00:00Z"


def test_front_matter_of_any_shape_has_a_digest(newsroom):
    front(newsroom, "x: {1: a, b: 2026-01-01, null: c}", "y: !!set {b, a}", "3: z", "z: .nan")
    without_checks(newsroom)
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    text = newsroom.manifest()["pages"][0]["text"]
    front(newsroom, "3: z", "z: .nan", "y: !!set {a, b}", "x: {1: a, b: 2026-01-01, null: c}")
    newsroom.approve("atelier", "fr", hour=13)
    newsroom.publish(hour=14)
    assert newsroom.manifest()["pages"][0]["text"] == text


def test_the_same_inputs_give_the_same_times(newsroom, tmp_path):
    newsroom.approve("atelier", "fr", hour=1)
    newsroom.publish(hour=2)
    edit(newsroom, "premier", "tout premier")
    newsroom.approve("atelier", "fr", hour=30)
    clone = Newsroom.__new__(Newsroom)
    clone.root = tmp_path / "clone"
    shutil.copytree(newsroom.root, clone.root, symlinks=True)
    newsroom.publish(hour=40)
    clone.publish(hour=90)
    assert newsroom.manifest() == clone.manifest()


@pytest.mark.parametrize(
    "time", ["2026-11-25T08:00:00+08:00", "20261125T000000Z", "2026-11-25 00:00:00.5+00:00"]
)
def test_times_of_approvals_are_given_in_one_spelling(newsroom, time):
    newsroom.approve("second", "fr")
    log = newsroom.root / "reviews/fr/second.jsonl"
    event = json.loads(log.read_text(encoding="utf-8"))
    log.write_text(json.dumps(event | {"time": time}) + "\n", encoding="utf-8")
    newsroom.publish()
    assert entries(newsroom)[0][2] == "2026-11-25T00:00:00Z"


def test_what_the_article_says_of_its_update_comes_first(newsroom):
    front(newsroom, "updated: 2026-04-02 08:30:00 +08:00")
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    assert times(newsroom)[0] == "2026-04-02T08:30:00+08:00"
    edit(newsroom, "premier", "tout premier")
    newsroom.approve("atelier", "fr", hour=13)
    newsroom.publish(hour=14)
    assert times(newsroom)[0] == "2026-11-25T01:00:00Z"
    front(newsroom, "updated: hier")
    without_checks(newsroom)
    newsroom.approve("atelier", "fr", hour=15)
    assert "“hier” is not an ISO 8601 time" in newsroom.publish(hour=16).stdout


def test_the_time_of_day_orders_the_news_and_keeps_its_zone(newsroom):
    days = {
        "a": "2026-03-31T08:30+08:00",
        "b": "2026-03-31 07:00:00",
        "c": "2026-03-31",
        "d": "2026-03-31T09:00:00Z",
    }
    for slug, day in days.items():
        newsroom.write(
            f"articles/{slug}.md", f"---\ntitle: {slug}\nlang: fr\ndate: {day}\n---\n\nTexte.\n"
        )
        newsroom.approve(slug, "fr")
    newsroom.publish()
    found = [
        (address.rsplit("/", 2)[1], published) for _, address, _, published in entries(newsroom)
    ]
    assert found == [
        ("d", "2026-03-31T09:00:00Z"),
        ("b", "2026-03-31T07:00:00Z"),
        ("a", "2026-03-31T08:30:00+08:00"),
        ("c", "2026-03-31T00:00:00Z"),
    ]


# Limits of publishers


def limited(newsroom, locales="fr", other="bao@example.org = publisher"):
    text = (newsroom.root / "setup.cfg").read_text(encoding="utf-8")
    roles = f"\n[workflow:roles]\naline@example.org = editor, publisher[{locales}]\n{other}\n"
    newsroom.write("setup.cfg", text + roles)


def both_live(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.publish(hour=1)


def test_a_publisher_of_french_publishes_french(newsroom):
    both_live(newsroom)
    limited(newsroom)
    newsroom.approve("second", "fr", hour=2)
    newsroom.publish(hour=3)
    assert newsroom.page("fr", "second")
    newsroom.run("release", "rollback")
    assert newsroom.page("fr", "second") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title = News", "title = Defaced"),
        ("title = News", "title = News\ntitle[en] = Defaced"),
        ("title = News", "title = News\ntitle[fr] = Autre"),
        ("news.example.org", "evil.example.org"),
        ("fr, en, zh", "fr, en"),
    ],
)
def test_a_publisher_of_french_changes_nothing_that_all_share(newsroom, old, new):
    both_live(newsroom)
    limited(newsroom)
    text = (newsroom.root / "setup.cfg").read_text(encoding="utf-8")
    newsroom.write("setup.cfg", text.replace(old, new))
    before = newsroom.page("en", "atelier")
    result = newsroom.publish(code=2, hour=2)
    assert "index.html" in result.stderr
    assert "bao@example.org" in result.stderr
    assert "aline@example.org," not in result.stderr
    assert newsroom.page("en", "atelier") == before


def test_a_publisher_of_french_changes_no_english_picture(newsroom):
    both_live(newsroom)
    limited(newsroom)
    (newsroom.root / "articles/images/salle.png").write_bytes(PIXEL + b"2")
    newsroom.approve("atelier", "fr", hour=2)
    newsroom.approve("atelier", "en", hour=2)
    result = newsroom.publish(code=2, hour=3)
    assert "may not publish in en: en/atelier/index.html" in result.stderr
    assert (newsroom.root / "public/media/images/salle.png").read_bytes() == PIXEL


def test_a_publisher_of_french_rolls_no_english_page_back(newsroom):
    both_live(newsroom)
    newsroom.ready("second", "en", "English")
    newsroom.publish(hour=2)
    limited(newsroom)
    before = newsroom.releases()
    result = newsroom.run("release", "rollback", code=2)
    assert "may not publish in en: en/second/index.html" in result.stderr
    assert newsroom.releases() == before
    limited_all = (newsroom.root / "setup.cfg").read_text().replace("publisher[fr]", "publisher")
    newsroom.write("setup.cfg", limited_all)
    newsroom.run("release", "rollback")


# Settings of an example, and releases that were deleted


def test_settings_of_an_example_are_named_each_time(newsroom):
    newsroom.approve("second", "fr")
    plan = newsroom.run("release", "plan", "--format", "json")
    assert len(json.loads(plan.stdout)["notes"]) == 2
    for result in (plan, newsroom.publish(), newsroom.publish(hour=13)):
        assert f"base_url is {BASE}" in result.stderr
        assert "called “News”" in result.stderr
    own = SETTINGS.replace("news.example.org", "nouvelles.fr").replace("= News", "= Nouvelles")
    newsroom.write("setup.cfg", own)
    plan = newsroom.run("release", "plan", "--format", "json")
    assert json.loads(plan.stdout)["notes"] == []
    assert plan.stderr == ""
    newsroom.publish(hour=14)
    assert entries(newsroom)[0][0] == "https://nouvelles.fr/fr/second/"


@pytest.mark.parametrize("what", ["releases", "releases/*"])
def test_after_the_releases_were_deleted_every_command_goes_on(newsroom, what):
    newsroom.approve("second", "fr")
    newsroom.publish()
    for path in newsroom.root.glob(what):
        shutil.rmtree(path)
    assert "was deleted" in newsroom.run("release", "list").stderr
    assert "was deleted" in newsroom.run("release", "plan").stderr
    assert "was deleted" in newsroom.run("release", "verify", code=1).stderr
    assert "was deleted" in newsroom.run("release", "rollback", code=1).stderr
    newsroom.run("status")
    assert "was deleted" in newsroom.publish(hour=13).stderr
    assert newsroom.page("fr", "second")
    newsroom.run("release", "verify")


def test_a_live_release_that_lost_its_pages_is_published_anew(newsroom):
    newsroom.approve("second", "fr")
    newsroom.publish()
    shutil.rmtree(newsroom.root / "public/fr")
    assert "is damaged (site/fr/404.html)" in newsroom.publish(hour=13).stderr
    assert newsroom.page("fr", "second")
    assert "damaged" not in newsroom.publish(hour=14).stderr
    newsroom.run("release", "verify")
