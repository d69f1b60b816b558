"""Sound and films: played on the page by the browser itself, without a script."""

from __future__ import annotations

import json
import re
import shutil
import struct
import wave
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree, html

from tests.test_release_flow import SETTINGS, Newsroom
from tests.test_site_markup import publication
from workflow.formats.mediafiles import content_problem
from workflow.formats.movie import frame_size
from workflow.model import Locale
from workflow.site.bodies import render_body
from workflow.site.content import Content
from workflow.site.strings import file_size

PLAYED = Path(__file__).parent / "data/played"
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour\n"


def sound():
    made = BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 400)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "size"),
    [("film.mp4", (96, 54)), ("turned.mp4", (54, 96)), ("film.webm", (96, 54)),
     ("talk.opus", None)],
)  # fmt: skip
def test_the_size_of_a_film_is_read_from_its_file(name, size):
    assert frame_size(BytesIO((PLAYED / name).read_bytes())) == size


@pytest.mark.parametrize("name", ["film.mp4", "film.webm"])
def test_of_a_film_cut_off_or_changed_anywhere_no_size_or_one_is_read(name):
    data = (PLAYED / name).read_bytes()
    for at in range(0, min(len(data), 900), 3):
        for damaged in (data[:at], data[:at] + b"\xff" + data[at + 1 :], data[:at] + b"\0" * 9):
            found = frame_size(BytesIO(damaged))
            assert found is None or (len(found) == 2 and min(found) > 0)


def test_a_film_whose_index_stands_at_its_end_is_read_as_well():
    data = (PLAYED / "film.mp4").read_bytes()
    boxes, at = {}, 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        boxes[kind] = data[at : at + size]
        at += size
    moov = boxes.pop(b"moov")
    large = struct.pack(">I4sQ", 1, b"free", 16 + 70_000) + b"\0" * 70_000  # of 64 bits
    assert frame_size(BytesIO(b"".join(boxes.values()) + large + moov)) == (96, 54)


def rendered(body, format="markdown", locale="fr"):
    page = publication(body, slug="news/rain", format=format, locale=Locale(locale))
    return html.fragment_fromstring(
        str(render_body(Content.of(page), f"{locale}/news/rain/index.html").html), "div"
    )


SHOWN = [
    ("markdown", '![Le port](film.mp4 "Au matin")', "video", "Le port", "Au matin"),
    ("markdown", "![Interview](talk.mp3)", "audio", "Interview", ""),
    ("markdown", "![港口](港口.webm '早上')", "video", "港口", "早上"),
    ("markdown", '<audio src="talk.ogg" title="Speech" controls autoplay></audio>', "audio",
     "Speech", ""),
    ("html", '<video src="film.mp4" aria-label="The port" autoplay loop></video>', "video",
     "The port", ""),
    ("html", '<p><video controls><source src="film.mp4">No video</video></p>', "video", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("format", "body", "tag", "label", "caption"), SHOWN)
def test_what_stands_beside_the_article_is_played(format, body, tag, label, caption):
    root = rendered(body, format)
    (media,) = root.iter("video", "audio")
    assert media.tag == tag
    assert media.get("controls") is not None
    assert media.get("preload") == ("metadata" if tag == "video" else "none")
    assert (media.get("playsinline") is not None) == (tag == "video")
    assert media.get("aria-label") == label
    assert not {"autoplay", "loop", "muted", "onplay"} & set(media.attrib)
    assert media.get("src").startswith("../../../media/news/")
    (link,) = root.iter("a")
    assert link.get("href") == media.get("src")
    assert link.get("download") is not None
    assert "Télécharger" in link.text
    assert media.getparent().tag == "figure"
    text = media.getparent().find("figcaption").text_content()
    assert text.startswith(caption) and (caption or text.startswith("Télécharger"))


def test_of_several_files_the_browser_takes_what_it_can_play():
    body = (
        '<video poster="p.jpg" width="640" height="360"><source src="a.webm" type="x/y">'
        '<source src="a.mp4"><track src="s.vtt" srclang="fr" kind="captions">'
        '<track src="https://e.org/t.vtt" srclang="en"><track src="u.txt" srclang="de"></video>'
    )
    (media,) = rendered(body, "html").iter("video")
    found = [(each.get("src"), each.get("type")) for each in media.iter("source")]
    folder = "../../../media/news"
    assert found == [(f"{folder}/a.webm", "video/webm"), (f"{folder}/a.mp4", "video/mp4")]
    assert media.get("src") is None
    assert (media.get("poster"), media.get("width")) == (f"{folder}/p.jpg", "640")
    (track,) = media.iter("track")
    assert dict(track.attrib) == {
        "kind": "captions", "src": f"{folder}/s.vtt", "srclang": "fr", "label": "Français",
    }  # fmt: skip


def test_in_a_line_of_text_it_stays_there_and_in_a_link_it_is_words():
    root = rendered("Voici ![le port](a.mp4 'matin') ici.")
    (media,) = root.iter("video")
    assert media.getparent().tag == "span"
    assert "matin" in root.text_content()
    assert not list(root.iter("figure"))
    root = rendered("[![le port](a.mp4)](https://e.org/)")
    assert not list(root.iter("video"))
    assert root.find(".//a").text_content() == "le port"


def test_in_a_figure_of_the_author_there_is_no_second_one():
    root = rendered("<figure><video src=a.mp4></video><figcaption>Le port</figcaption></figure>",
                    "html")  # fmt: skip
    assert len(list(root.iter("figure"))) == len(list(root.iter("figcaption"))) == 1
    assert [each.tag for each in root.find(".//div[@class='player']")] == ["video", "a"]


ELSEWHERE = [
    ("markdown", '![Le port](https://video.example.org/film.mp4 "Au matin")'),
    ("html", '<video src="https://video.example.org/film.mp4" title="Le port"></video>'),
    ("html", '<audio title="Le port"><source src="//video.example.org/a.mp3"></audio>'),
    ("html", '<VIDEO title="Le port" SRC="https://video.example.org/x.webm" poster=p.jpg>'),
]


@pytest.mark.parametrize(("format", "body"), ELSEWHERE)
def test_what_is_elsewhere_is_a_link_that_says_where_it_leads(format, body):
    root = rendered(body, format)
    assert not list(root.iter("video", "audio", "source", "track", "img"))
    assert root.find(".//a").text == "Le port (video.example.org)"
    assert "Au matin" in root.text_content() or "Au matin" not in body


HOSTILE = [
    "<video src=a.mp4 poster=https://e.org/p.jpg></video>",
    "<video><source src=a.mp4><source src=https://e.org/b.mp4><track src=//e.org/t.vtt></video>",
    "<svg><video src=https://e.org/b.mp4></video></svg>",
    "<source src=https://e.org/b.mp4><track src=https://e.org/t.vtt>",
    "<math><mtext><video src=https://e.org/b.mp4></mtext></math>",
    "<p title='<video src=https://e.org/b.mp4>'>x</p>",
    "<noscript><video src=https://e.org/b.mp4></video></noscript>",
    "<video src=a.mp4 onplay=alert(1)></video>",
    "<video src='javascript:alert(1)//a.mp4'></video>",
    "<video src=a.mp4><video src=https://e.org/b.mp4></video></video>",
]  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("format", ["html", "markdown"])
def test_no_body_makes_a_page_load_from_elsewhere(format, body):
    for each in rendered(body, format).iter():
        for name in ("src", "poster", "srcset", "data"):
            assert "e.org" not in each.get(name, ""), etree.tostring(each)
            assert "javascript" not in each.get(name, "")
        assert not any(name.startswith("on") for name in each.attrib)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"WEBVTT", ""), (b"WEBVTT\n\nx", ""), (b"\xef\xbb\xbfWEBVTT - titre\n", ""),
     (b"", "is empty"), (b"1\n00:00:00,000 --> 00:00:01,000\nx", "no subtitles"),
     (b"WEBVTTX", "no subtitles"), (b"<html>", "no subtitles")],
)  # fmt: skip
def test_subtitles_are_what_they_say(data, said):
    assert said in content_problem("film.vtt", data)
    assert bool(content_problem("film.vtt", data)) == bool(said)


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "0.1 kB"), (1234, "1.2 kB"), (12_345, "12 kB"), (1_250_000, "1.2 MB"),
     (3 * 10**9, "3 GB")],
)  # fmt: skip
def test_sizes_are_said_in_two_digits(size, said):
    assert file_size(size, Locale("en")) == said


def test_sizes_are_said_as_readers_write_them():
    assert file_size(1_500_000, Locale("fr")).split() == ["1,5", "Mo"]


@pytest.fixture
def newsroom(tmp_path):
    place = Newsroom(tmp_path / "project")
    place.write("setup.cfg", SETTINGS)
    folder = place.root / "articles"
    (folder / "atelier.md").unlink()
    shutil.copy(PLAYED / "film.mp4", folder / "film.mp4")
    (folder / "talk.wav").write_bytes(sound())
    (folder / "film.vtt").write_text(VTT)
    (folder / "film.zh.vtt").write_text(VTT)
    shutil.copy(folder / "images/salle.png", folder / "film.png")
    place.write(
        "articles/second.md",
        "---\ntitle: Second\nlang: fr\ndate: 2026-03-31\n---\n\nTexte.\n\n"
        '![Le port](film.mp4 "Au matin")\n\n![Un entretien](talk.wav)\n\n[le film](film.mp4)\n',
    )
    for locale in ("en", "zh"):
        place.ready("second", locale, locale)
    place.approve("second", "fr")
    return place


def test_what_a_film_needs_goes_out_with_it_in_each_language(newsroom):
    newsroom.publish()
    public = newsroom.root / "public"
    for path in ("film.mp4", "film.vtt", "film.zh.vtt", "film.png", "talk.wav"):
        assert (public / "media" / path).read_bytes() == (
            newsroom.root / "articles" / path
        ).read_bytes()
    labels = {
        "fr": ["Français", "Chinois"], "en": ["French", "Chinese"], "zh-Hans": ["法语", "中文"],
    }  # fmt: skip
    for locale, names in labels.items():
        page = newsroom.page(locale, "second")
        root = html.document_fromstring(page)
        (video,) = root.iter("video")
        assert (video.get("width"), video.get("height")) == ("96", "54")
        assert video.get("poster") == "../../media/film.png"
        tracks = list(video.iter("track"))
        assert [each.get("label") for each in tracks] == names
        assert [each.get("srclang") for each in tracks] == ["fr", "zh-Hans"]
        on = [each.get("srclang") for each in tracks if each.get("default") is not None]
        assert on == (["zh-Hans"] if locale == "zh-Hans" else [])
        assert "</track>" not in page and "</source>" not in page
        (policy,) = re.findall(r"media-src [^;]*", page)
        assert policy == "media-src 'self'"
        assert "<script>" not in page
        feed = etree.parse(str(public / locale / "feed.xml"))
        links = feed.findall(".//{*}entry/{*}link[@rel='enclosure']")
        sizes = [str(len((newsroom.root / "articles" / n).read_bytes()))
                 for n in ("film.mp4", "talk.wav")]  # fmt: skip
        assert [(each.get("type"), each.get("length")) for each in links] == [
            ("video/mp4", sizes[0]), ("audio/wav", sizes[1]),
        ]  # fmt: skip
        (item,) = json.loads((public / locale / "feed.json").read_bytes())["items"]
        assert [each["mime_type"] for each in item["attachments"]] == ["video/mp4", "audio/wav"]
        content = html.fromstring(item["content_html"])
        for each in content.iter("video", "track", "audio"):
            for name in ("src", "poster"):
                assert each.get(name, "https://").startswith("https://")
    assert "media-src" not in (public / "fr/index.html").read_text()
    newsroom.run("release", "verify")


def test_a_change_of_subtitles_or_poster_is_to_be_looked_at(newsroom):
    newsroom.publish()
    before = newsroom.page("en", "second")
    (newsroom.root / "articles/film.zh.vtt").write_text(VTT + "\n00:01.000 --> 00:02.000\nfin\n")
    assert newsroom.actions()["second", "en"] == "carried"
    newsroom.publish(hour=14, code=None)
    assert newsroom.page("en", "second") == before
    newsroom.run("release", "verify")
    newsroom.approve("second", "en")
    (newsroom.root / "articles/film.de.vtt").write_text("no subtitles")
    rows = {each["locale"]: each for each in newsroom.plan()["rows"]}
    assert rows["en"]["action"] == "carried"
    newsroom.approve("second", "en", code=None)
    rows = {each["locale"]: each for each in newsroom.plan()["rows"]}
    assert any("film.de.vtt" in each and "WEBVTT" in each for each in rows["en"]["reasons"]), rows


def test_a_film_of_its_own_language_is_shown_without_subtitles_turned_on(newsroom):
    shutil.copy(PLAYED / "film.webm", newsroom.root / "articles/film.zh.webm")
    newsroom.approve("second", "zh")
    newsroom.publish()
    (video,) = html.document_fromstring(newsroom.page("zh-Hans", "second")).iter("video")
    assert video.get("src") == "../../media/film.zh.webm"
    assert not [each for each in video.iter("track") if each.get("default") is not None]
    (video,) = html.document_fromstring(newsroom.page("fr", "second")).iter("video")
    assert video.get("src") == "../../media/film.mp4"
    newsroom.run("release", "verify")


def test_checks_say_what_is_missing_and_nothing_of_what_is_played(newsroom):
    found = newsroom.run("check", "second", code=None).output
    assert "articles/second.md" not in found
    newsroom.write(
        "articles/second.md",
        "---\ntitle: Second\nlang: fr\n---\n\n![Le port](no.mp4)\n\n"
        "<video src='film.mp4' title='x'></video>\n\n<video src='https://e.org/a.mp4'></video>\n",
    )
    found = newsroom.run("check", "second", code=None).output
    assert "no.mp4" in found
    assert "e.org/a.mp4" in found
    assert "film.mp4" not in found
