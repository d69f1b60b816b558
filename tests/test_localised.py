"""A picture of its own for each language: ``photo.zh.jpg`` beside ``photo.jpg``."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.test_release_flow import SETTINGS, Newsroom
from workflow.formats.companions import localised, poster, stems, tracks
from workflow.model import Locale
from workflow.project.sources import Sources

CHOICES = [
    ("photo.jpg", "photo.zh.jpg", "zh", True),
    ("photo.jpg", "photo.zh-Hans.jpg", "zh", True),
    ("photo.jpg", "photo.zh_CN.jpg", "zh", True),
    ("photo.jpg", "photo.ZH-hans.png", "zh", True),
    ("photo.jpg", "photo.zh.jpg", "zh_Hans_CN", True),
    ("photo.jpg", "photo.zh_Hant.png", "zh_Hant", True),
    ("photo.jpg", "photo.zh-TW.png", "zh_Hant", True),
    ("photo.jpg", "photo.zh_Hant.png", "zh", False),
    ("photo.jpg", "photo.zh.jpg", "zh_Hant", False),
    ("photo.jpg", "photo.fr.png", "fr", True),
    ("photo.jpg", "photo.fr.svg", "fr_CA", True),
    ("photo.jpg", "photo.fr_CA.jpg", "fr", False),
    ("photo.jpg", "photo.sr.jpg", "sr_Latn", False),
    ("photo.jpg", "photo.fr.mp4", "fr", False),
    ("photo.jpg", "photo.fr.md", "fr", False),
    ("photo.jpg", "photos.fr.jpg", "fr", False),
    ("photo.jpg", "photo.v2.fr.jpg", "fr", False),
    ("photo.jpg", "photo-fr.jpg", "fr", False),
    ("a.b.jpg", "a.b.fr.jpg", "fr", True),
    ("plan.pdf", "plan.en.pdf", "en", True),
    ("plan.pdf", "plan.en.zip", "en", False),
    ("film.mp4", "film.zh.webm", "zh", True),
    ("film.mp4", "film.zh.mp3", "zh", False),
    ("图片.jpg", "图片.zh.jpg", "zh", True),
    ("été.png", "été.en.png", "en_GB", True),
]


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: " ".join(choice[:3]))
@pytest.mark.parametrize("folder", ["", "news/images"])
def test_the_nearest_language_counts_and_no_other_script(tmp_path, folder, choice):
    named, beside, locale, shown = choice
    place = tmp_path / "articles" / folder
    place.mkdir(parents=True, exist_ok=True)
    for each in (named, beside):
        (place / each).write_bytes(b"x")
    path = f"{folder}/{named}".strip("/")
    found = localised(path, Sources(tmp_path, "articles").beside(path), Locale(locale))
    assert found == (f"{folder}/{beside}".strip("/") if shown else path)


def test_of_several_the_nearest_then_the_same_ending_then_the_first_counts():
    names = ["photo.fr.png", "photo.fr.jpg", "photo.fr_CA.png", "photo.fr.avif", "photo.en.jpg"]
    assert localised("photo.jpg", names, Locale("fr_CA")) == "photo.fr_CA.png"
    assert localised("photo.jpg", names, Locale("fr_CH")) == "photo.fr.jpg"
    assert localised("photo.webp", names, Locale("fr")) == "photo.fr.avif"
    assert localised("photo.jpg", names, Locale("zh")) == "photo.jpg"


def test_a_folder_or_a_name_that_no_list_can_hold_is_no_file(tmp_path):
    place = tmp_path / "articles"
    (place / "photo.fr.jpg").mkdir(parents=True)
    (place / "photo.en\n.jpg").write_bytes(b"x")
    (place / "photo.jpg").write_bytes(b"x")
    assert Sources(tmp_path, "articles").beside("photo.jpg") == ()
    assert Sources(tmp_path, "articles").beside("none/photo.jpg") == ()


NAMES = st.from_regex(
    r"[a-c](\.[a-z]{2,3}([-_][A-Za-z]{2,4})?)?\.(jpg|png|mp4|vtt)", fullmatch=True
)


@given(st.lists(NAMES), st.sampled_from(["fr", "en", "zh", "zh_Hant"]))
def test_whatever_stands_beside_no_page_shows_another_language_or_script(names, locale):
    beside = sorted(each for each in set(names) if "a" in stems(each))
    here = Locale(locale)
    shown = {localised("a.jpg", beside, here), poster("a.mp4", beside, here)}
    shown |= {path for _, path in tracks("a.mp4", beside, here)}
    assert shown <= {*beside, "a.jpg", ""}
    for each in shown - {"a.jpg", "a.png", "a.vtt", ""}:
        named = Locale.parse(each.split(".")[1])
        assert each.endswith(".vtt") or (named.script, named.babel.language) == (
            here.script,
            here.babel.language,
        )


def picture(colour, width=600, kind="JPEG"):
    made = BytesIO()
    Image.new("RGB", (width, 400), colour).save(made, kind)
    return made.getvalue()


@pytest.fixture
def newsroom(tmp_path):
    place = Newsroom(tmp_path / "project")
    place.write("setup.cfg", SETTINGS)
    (place.root / "articles/atelier.md").unlink()
    (place.root / "articles/photo.jpg").write_bytes(picture("red"))
    (place.root / "articles/photo.zh.jpg").write_bytes(picture("blue", 700))
    place.write(
        "articles/second.md",
        "---\ntitle: Second\nlang: fr\ndate: 2026-03-31\nimage: {src: photo.jpg, alt: Le port}\n"
        "---\n\nTexte.\n\nEncore.\n\n![Le port au matin](photo.jpg)\n\n[la photo](photo.jpg)\n",
    )
    for locale in ("en", "zh"):
        place.ready("second", locale, locale)
    place.approve("second", "fr")
    return place


def put(newsroom, name, data):
    (newsroom.root / "articles" / name).write_bytes(data)


def status(newsroom):
    found = json.loads(newsroom.run("status", "--format", "json", code=None).stdout)
    return json.dumps(found, ensure_ascii=False)


def test_each_language_shows_its_own_everywhere(newsroom):
    newsroom.publish()
    for locale, name, other in (
        ("fr", "photo.jpg", "photo.zh"),
        ("en", "photo.jpg", "photo.zh"),
        ("zh-Hans", "photo.zh.jpg", "photo.jpg"),
    ):
        for path in (f"{locale}/second/index.html", f"{locale}/index.html", f"{locale}/feed.xml",
                     f"{locale}/feed.json"):  # fmt: skip
            text = (newsroom.root / "public" / path).read_text()
            assert f"media/{name}" in text, path
            assert other not in text, path
        page = newsroom.page(locale, "second")
        assert f'property="og:image" content="https://news.example.org/media/{name}"' in page
        wide = 700 if locale == "zh-Hans" else 600
        assert f'width="{wide}" height="400"' in page
        assert f'href="../../media/{name}">' in page
    manifest = newsroom.manifest()
    (page,) = (each for each in manifest["pages"] if each["locale"] == "zh")
    assert [(each["path"], each["named"]) for each in page["media"]] == [
        ("photo.zh.jpg", "photo.jpg")
    ]
    assert all("named" not in m for p in manifest["pages"] if p is not page for m in p["media"])
    newsroom.run("release", "verify")


def test_an_approval_binds_the_file_of_its_language_alone(newsroom):
    newsroom.publish()
    put(newsroom, "photo.zh.jpg", picture("green", 800))
    assert newsroom.actions() == {
        ("second", "en"): "unchanged",
        ("second", "fr"): "unchanged",
        ("second", "zh"): "carried",
    }
    reasons = [r for row in newsroom.plan()["rows"] for r in row["reasons"]]
    assert any("photo.zh.jpg" in each for each in reasons), reasons
    before = newsroom.page("zh-Hans", "second")
    newsroom.publish(hour=14, code=None)
    assert newsroom.page("zh-Hans", "second") == before
    newsroom.run("release", "verify")
    newsroom.approve("second", "zh")
    newsroom.publish(hour=15)
    assert 'width="800" height="400"' in newsroom.page("zh-Hans", "second")
    newsroom.run("release", "verify")
    put(newsroom, "photo.jpg", picture("black"))
    actions = newsroom.actions()
    assert (actions["second", "en"], actions["second", "zh"]) == ("carried", "unchanged")


@pytest.mark.parametrize("name", ["photo.en.jpg", "photo.en-GB.jpg", "photo.en.png"])
def test_a_file_that_comes_is_to_be_looked_at_and_again_when_it_goes(newsroom, name):
    newsroom.publish()
    assert "photo.en" not in status(newsroom)
    put(newsroom, name, picture("white", 640, "PNG" if name.endswith("png") else "JPEG"))
    if name == "photo.en-GB.jpg":  # another language's
        assert set(newsroom.actions().values()) == {"unchanged"}
        return
    assert newsroom.actions()["second", "en"] == "carried"
    assert name in status(newsroom)
    newsroom.approve("second", "en")
    newsroom.publish(hour=14)
    assert f"media/{name}" in newsroom.page("en", "second")
    (newsroom.root / "articles" / name).unlink()
    assert newsroom.actions()["second", "en"] == "carried"
    assert "photo.jpg" in status(newsroom)
    newsroom.publish(hour=15, code=None)
    assert f"media/{name}" in newsroom.page("en", "second")  # as long as nobody looked
    newsroom.run("release", "verify")


def test_what_is_kept_of_articles_sees_files_come_go_and_change_their_names(newsroom):
    newsroom.publish()
    for act in (
        lambda place: (place / "photo.zh.jpg").rename(place / "photo.zh_Hant.jpg"),
        lambda place: (place / "photo.zh_Hant.jpg").rename(place / "photo.zh-Hans.jpg"),
        lambda place: (place / "photo.en.jpg").write_bytes(picture("pink")),
        lambda place: (place / "photo.en.jpg").unlink(),
    ):
        act(newsroom.root / "articles")
        kept = newsroom.plan()
        facts = newsroom.root / ".workflow/facts.db"
        facts.unlink()
        assert newsroom.plan() == kept


def test_a_link_out_of_the_folder_in_its_place_withholds_the_page(newsroom):
    (newsroom.root / "secret.jpg").write_bytes(picture("red"))
    (newsroom.root / "articles/photo.en.jpg").symlink_to("../secret.jpg")
    newsroom.approve("second", "en", code=None)
    rows = {each["locale"]: each for each in newsroom.plan()["rows"]}
    assert rows["en"]["action"] == "withheld"
    assert any("photo.en.jpg" in each for each in rows["en"]["reasons"]), rows["en"]
    assert rows["fr"]["action"] == "new"


def test_a_preview_and_the_reviewer_see_it_too(newsroom):
    from workflow.flows.preview import draft_preview, release_preview
    from workflow.flows.unit_preview import page_preview
    from workflow.project.workspace import Workspace

    workspace = Workspace.open(newsroom.root)
    (article,) = workspace.select(("second",))
    beside = page_preview(workspace.translation(article, Locale("zh")))
    for preview in (draft_preview(workspace), release_preview(workspace), beside):
        page = preview.pages["zh-Hans/second/index.html"].decode()
        assert "photo.zh.jpg" in page
        assert not re.search(r"photo\.jpg", page)
        file = preview.media["media/photo.zh.jpg"]
        assert file.read_bytes() == picture("blue", 700)
