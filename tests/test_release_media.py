"""What goes out with a page: nothing that nobody approved, and nothing that is no medium."""

from __future__ import annotations

import pytest

from tests.test_release_flow import PIXEL, SETTINGS, Newsroom
from workflow.flows.release import proof, publishing
from workflow.flows.release.prepare import prepare
from workflow.model.finding import SWITCHES
from workflow.site import describe

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'


@pytest.fixture
def newsroom(tmp_path):
    place = Newsroom(tmp_path / "project")
    # What the checks say is a help; what goes out must not depend on it.
    off = f"checks_off = {', '.join(SWITCHES)}\nbase_url"
    place.write("setup.cfg", SETTINGS.replace("base_url", off))
    place.write("articles/deux.md", "---\ntitle: Deux\nlang: fr\n---\n\nEn préparation.\n")
    place.write("articles/.env", "KEY=1\n")
    place.write("articles/.git/config", "[remote]\n")
    place.write("articles/.git/logo.png", "x")
    place.write("secret.pdf", "%PDF-1.7 secret")
    return place


def article(newsroom, body, front=""):
    newsroom.write("articles/second.md", f"---\ntitle: Second\nlang: fr\n{front}---\n\n{body}\n")
    newsroom.approve("second", "fr")


BAD = [
    ("![x](deux.md)", "is an article’s source"),
    ("![x](deux.MD)", "is an article’s source"),
    ("![x](./images/../deux.md)", "is an article’s source"),
    ("![x](%64eux.md)", "is an article’s source"),
    ("![x](/deux.md)", "is an article’s source"),
    ("![x][a]\n\n[a]: deux.md", "is an article’s source"),
    ("![x](.env)", "is hidden"),
    ("![x](%2eenv)", "is hidden"),
    ("![x](.git/config)", "is hidden"),
    ("![x](.git/logo.png)", "is hidden"),
    ('<img src=".git/config">', "is hidden"),
    ("![x](../setup.cfg)", "leads out of the articles folder"),
    ("![x](..%2fsetup.cfg)", "leads out of the articles folder"),
    ("![x](../articles/../setup.cfg)", "leads out of the articles folder"),
    (r'<img src="..\setup.cfg">', "has a backslash"),
    ("![x](images%5csalle.png)", "has a backslash"),
    ("[x](../secret.pdf)", "leads out of the articles folder"),
    ("[x](%2e%2e/secret.pdf)", "leads out of the articles folder"),
    ("![x](a%00.png)", "leads out of the articles folder"),
    ("[x](.git/logo.png)", "is hidden"),
    ("![x](nowhere.png)", "is missing"),
    ("![图](缺失.png)", "is missing"),
    ("![x](out.png)", "is missing"),
    ("![x](inner.png)", "is an article’s source"),
    ("![x](hidden.png)", "is hidden"),
    ("![x](page.png)", "holds markup"),
    ("![x](text.png)", "holds text"),
    ("![x](active.svg)", "(line 2): it has an element “script”"),
    ("![x](page.xhtml)", "is of a kind that is not published"),
    ("[x](page.pdf)", "holds markup"),
]


@pytest.mark.parametrize(("body", "says"), BAD)
def test_what_may_not_go_out_withholds_its_page_alone(newsroom, body, says):
    folder = newsroom.root / "articles"
    (folder / "out.png").symlink_to("../secret.pdf")
    (folder / "inner.png").symlink_to("deux.md")
    (folder / "hidden.png").symlink_to(".env")
    (folder / "page.png").write_bytes(b"<html><script>x</script>")
    (folder / "page.pdf").write_bytes(b"<html><script>x</script>")
    (folder / "page.xhtml").write_bytes(b"<html xmlns='http://www.w3.org/1999/xhtml'/>")
    (folder / "text.png").write_bytes(b"password: swordfish\n")
    (folder / "active.svg").write_bytes(SVG.replace(b"<rect", b"\n<script>x</script><rect"))
    article(newsroom, f"Texte.\n\n{body}")
    newsroom.approve("atelier", "fr")
    result = newsroom.publish()
    assert says in result.stdout
    line = 10 if "[a]: " in body else 8
    assert f"articles/second.md:{line}: “" in result.stdout
    assert newsroom.page("fr", "second") is None
    assert newsroom.page("fr", "atelier")
    public = newsroom.root / "public"
    assert sorted(path.name for path in (public / "media").rglob("*") if path.is_file()) == [
        "salle.png"
    ]
    data = b"".join(path.read_bytes() for path in public.rglob("*") if path.is_file())
    for secret in (b"En pr\xc3\xa9paration", b"KEY=1", b"[remote]", b"secret", b"swordfish"):
        assert secret not in data


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("image: deux.md", "is an article’s source"),
        ("image: .env", "is hidden"),
        ("image: {src: ../setup.cfg}", "leads out of the articles folder"),
        ("image: ..%2fsecret.pdf", "leads out of the articles folder"),
        ("image: {url: nowhere.png, alt: x}", "is missing"),
    ],
)
def test_the_picture_of_the_front_matter_is_held_to_the_same_rules(newsroom, line, says):
    article(newsroom, "Texte.", f"{line}\n")
    result = newsroom.publish(code=1)
    assert says in result.stdout
    assert "articles/second.md:4: “" in result.stdout


def test_the_picture_of_the_front_matter_goes_out(newsroom):
    article(newsroom, "Texte.", "image: images/salle.png\n")
    newsroom.publish()
    assert (newsroom.root / "public/media/images/salle.png").read_bytes() == PIXEL


def test_a_picture_that_is_also_behind_a_link_must_be_a_picture(newsroom):
    (newsroom.root / "articles/plan.pdf").write_bytes(b"%PDF-1.7")
    article(newsroom, "[a](plan.pdf) ![b](plan.pdf)")
    assert "is no picture" in newsroom.publish(code=1).stdout


def test_links_to_what_is_no_medium_lead_nowhere(newsroom):
    article(newsroom, "[a](../setup.cfg) [b](.env) [c](deux.md) [d](.git/config)")
    newsroom.publish()
    page = newsroom.page("fr", "second")
    assert "setup.cfg" not in page
    assert ".env" not in page
    assert not (newsroom.root / "public/media").exists()


def test_html_that_loads_by_other_ways_brings_nothing_along(newsroom):
    article(
        newsroom,
        '<p><img src="images/salle.png" srcset="deux.md 2x">x</p>\n'
        '<video poster=".env" src="deux.md"></video><object data=".git/config"></object>\n'
        '<picture><source srcset=".env"></picture><embed src="deux.md">\n'
        '<a href="deux.md" download>x</a><link rel="stylesheet" href=".env">',
    )
    newsroom.publish()
    media = newsroom.root / "public/media"
    assert [path.name for path in media.rglob("*.*")] == ["salle.png"]


def test_pictures_in_svg_are_published_clean(newsroom):
    (newsroom.root / "articles/plan.svg").write_bytes(b"<!-- who made it -->" + SVG)
    article(newsroom, "![Plan](plan.svg)")
    newsroom.publish()
    assert (newsroom.root / "public/media/plan.svg").read_bytes() == SVG + b"\n"
    assert "Nothing to change" in newsroom.publish(hour=13).stdout
    newsroom.run("release", "verify")


def test_a_picture_that_changed_is_a_change_of_the_page(newsroom):
    article(newsroom, "![x](images/salle.png)")
    newsroom.publish()
    (newsroom.root / "articles/images/salle.png").write_bytes(PIXEL + b"2")
    newsroom.approve("second", "fr")
    assert newsroom.actions()["second", "fr"] == "changed"
    newsroom.publish(hour=13)
    assert (newsroom.root / "public/media/images/salle.png").read_bytes() == PIXEL + b"2"
    (media,) = newsroom.manifest()["pages"][0]["media"]
    assert (media["path"], media["place"]) == ("images/salle.png", "media/images/salle.png")


def test_a_page_that_stays_keeps_its_own_picture(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.ready("atelier", "zh", "中文")
    newsroom.publish()
    (newsroom.root / "articles/images/salle.png").write_bytes(PIXEL + b"2")
    text = (newsroom.root / "articles/atelier.md").read_text(encoding="utf-8")
    newsroom.write("articles/atelier.md", text.replace("premier", "second"))
    newsroom.ready("atelier", "en", "English")
    assert newsroom.actions()["atelier", "zh"] == "carried"
    newsroom.publish(hour=13)
    shown = {}
    for locale in ("en", "zh-Hans"):
        page = newsroom.page(locale, "atelier")
        place = page.split('<img src="../../')[1].split('"')[0]
        shown[locale] = (newsroom.root / "public" / place).read_bytes()
    assert shown == {"en": PIXEL + b"2", "zh-Hans": PIXEL}
    assert "Nothing to change" in newsroom.publish(hour=14).stdout
    newsroom.write("articles/atelier.md", text.replace("premier", "dernier"))
    newsroom.ready("atelier", "en", "English")
    newsroom.publish(hour=15)
    assert place in newsroom.page("zh-Hans", "atelier")
    newsroom.run("release", "verify")


def test_a_picture_that_no_approval_binds_does_not_go_out(newsroom, monkeypatch):
    article(newsroom, "![x](images/salle.png)")
    picture = newsroom.root / "articles/images/salle.png"

    def swapped(*arguments):
        picture.write_bytes(PIXEL + b"2")
        return describe(*arguments)

    monkeypatch.setattr(proof, "describe", swapped)
    assert "changed while the release was prepared" in newsroom.publish(code=1).stderr
    assert not (newsroom.root / "public").exists()


@pytest.mark.parametrize("swap", ["replace", "delete"])
def test_a_picture_that_changes_while_the_release_is_made_stops_it(newsroom, monkeypatch, swap):
    article(newsroom, "![x](images/salle.png)")
    picture = newsroom.root / "articles/images/salle.png"

    def prepared(*arguments):
        found = prepare(*arguments)
        if swap == "replace":
            picture.write_bytes(PIXEL + b"2")
        else:
            picture.unlink()
        return found

    monkeypatch.setattr(publishing, "prepare", prepared)
    result = newsroom.publish(code=1 if swap == "replace" else 2)
    assert "articles/images/salle.png" in result.stderr
    assert not (newsroom.root / "public").exists()
    assert not list((newsroom.root / "releases").glob("*"))


def test_a_live_page_whose_picture_went_bad_stays_as_it_is(newsroom):
    article(newsroom, "![x](images/salle.png)")
    newsroom.publish()
    (newsroom.root / "articles/images/salle.png").write_bytes(b"<html>")
    newsroom.approve("second", "fr")
    result = newsroom.publish(hour=13)
    assert "kept" in result.stdout
    assert "holds markup" in result.stdout
    assert (newsroom.root / "public/media/images/salle.png").read_bytes() == PIXEL
