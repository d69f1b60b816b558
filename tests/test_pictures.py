"""Pictures in the sizes that pages offer: how they are made, and what goes out with a release."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageCms

from tests.test_release_flow import SETTINGS, Newsroom
from workflow.formats import raster
from workflow.formats.raster import Raster, read_raster


def photo(width: int = 1000, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A picture whose upper left corner is red, with a blue right half."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    image.paste((255, 0, 0), (0, 0, width // 4, height // 4))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def shown(data: bytes) -> Raster:
    found = read_raster(data)
    assert isinstance(found, Raster), found
    return found


def copy(found: Raster, number: int = -1) -> Image.Image:
    return Image.open(BytesIO(found.copies[number].data))


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (16, []),
        (480, []),
        (481, [480]),
        (700, [480, 700]),
        (1000, [480, 960]),
        (1600, [480, 960, 1600]),
        (3000, [480, 960, 1600]),
    ],
)
def test_copies_are_never_wider_than_the_picture(width: int, widths: list[int]) -> None:
    found = shown(saved(photo(width, 60)))
    assert (found.width, found.height) == (width, 60)
    for ending in ("avif", "webp"):
        assert [each.width for each in found.copies if each.ending == ending] == widths
    for each in found.copies:
        with Image.open(BytesIO(each.data)) as image:
            assert image.format == each.ending.upper()
            assert image.width == each.width
            assert abs(image.height - 60 * each.width / width) <= 1


def test_a_turned_photograph_is_turned_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera of a person"
    exif.get_ifd(0x8825)[1] = "N"
    found = shown(saved(photo(), exif=exif))
    assert (found.width, found.height) == (600, 1000)
    for each in found.copies:
        with Image.open(BytesIO(each.data)) as image:
            assert image.height > image.width
            assert not image.getexif()
            red, _, blue = image.convert("RGB").getpixel((image.width - 5, 5))  # type: ignore[misc]
            assert red > 200
            assert blue < 60
        assert b"Camera" not in each.data


@pytest.mark.parametrize("value", range(1, 9))
def test_each_way_a_camera_is_held_is_turned_upright(value: int) -> None:
    """EXIF 2.32, 4.6.4, Orientation: where the first row and the first column are seen."""
    upright = photo()
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = upright.transpose(turns[value]) if value in turns else upright
    exif = Image.Exif()
    exif[0x0112] = value
    found = shown(saved(stored, exif=exif, quality=95))
    assert (found.width, found.height) == (1000, 600)
    for number in range(len(found.copies)):
        made = copy(found, number).convert("RGB")
        assert made.width > made.height
        corners = ((5, 5), (made.width - 5, 5), (5, made.height - 5))
        for place in corners:
            wanted = upright.resize(made.size).getpixel(place)
            pair = zip(made.getpixel(place), wanted, strict=True)  # type: ignore[arg-type]
            assert max(abs(one - other) for one, other in pair) < 60, (value, place)


def display_p3() -> bytes:
    """A profile with the primaries of Display P3 (SMPTE RP 431-2, D65), as telephones embed it.

    ICC.1:2022, 7.2 and 8.3: three columns, adapted to D50, and one curve.
    """
    gamma = b"curv" + bytes(4) + (1).to_bytes(4) + round(2.2 * 256).to_bytes(2) + bytes(2)

    def xyz(*values: float) -> bytes:
        return (
            b"XYZ " + bytes(4) + b"".join(round(v * 65536).to_bytes(4, signed=True) for v in values)
        )

    text = b"desc" + bytes(4) + (3).to_bytes(4) + b"P3\0" + bytes(78)
    tags = [
        (b"desc", text + bytes(-len(text) % 4)),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"rXYZ", xyz(0.51512, 0.2412, -0.00105)),
        (b"gXYZ", xyz(0.29198, 0.69225, 0.04189)),
        (b"bXYZ", xyz(0.1571, 0.06657, 0.78407)),
        *((name, gamma) for name in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    at = 128 + 4 + 12 * len(tags)
    table, data = len(tags).to_bytes(4), b""
    for name, value in tags:
        table += name + (at + len(data)).to_bytes(4) + len(value).to_bytes(4)
        data += value
    head = bytes(4) + bytes(4) + b"\x02\x40\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28)
    head += xyz(0.9642, 1.0, 0.8249)[8:]
    size = (128 + len(table) + len(data)).to_bytes(4)
    return size + (head + bytes(128))[4:128] + table + data


def test_colours_of_a_wider_range_look_as_they_did() -> None:
    wide = display_p3()
    inside = (180, 120, 90)  # that sRGB has as well
    image = Image.new("RGB", (600, 400), inside)
    image.paste((0, 255, 0), (300, 0, 600, 400))  # that it has not
    plain = ImageCms.createProfile("sRGB")
    given = ImageCms.ImageCmsProfile(BytesIO(wide))
    wanted = ImageCms.profileToProfile(image, given, plain)
    assert wanted is not None
    assert wanted.getpixel((10, 10)) != inside  # the numbers of one are not those of the other
    found = shown(saved(image, "PNG", icc_profile=wide))
    assert found.copies
    for number in range(len(found.copies)):
        made = copy(found, number)
        assert "icc_profile" not in made.info
        for place in ((10, 10), (made.width - 10, 10)):
            expected = wanted.getpixel((place[0] * 600 // made.width, 10))
            pair = zip(made.convert("RGB").getpixel(place), expected, strict=True)  # type: ignore[arg-type]
            assert max(abs(one - other) for one, other in pair) < 12


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_picture_has_copies_of_its_looks(mode: str) -> None:
    if mode == "I;16":
        image = photo(mode="L").convert("I").point(lambda value: value * 257 + 0).convert("I;16")
    elif mode == "LA":
        image = photo(mode="L").convert("LA")
    else:
        image = photo(mode=mode)
    kind = {"CMYK": "JPEG"}.get(mode, "PNG")
    found = shown(saved(image, kind))
    wanted = photo(mode="L") if mode not in ("RGB", "RGBA", "P", "CMYK") else photo()
    for number in range(len(found.copies)):
        made = copy(found, number).convert("RGB")
        size = made.size
        expected = wanted.convert("RGB").resize(size)
        for place in ((size[0] // 8, size[1] // 8), (size[0] * 3 // 4, size[1] // 2)):
            pair = zip(made.getpixel(place), expected.getpixel(place), strict=True)  # type: ignore[arg-type]
            assert max(abs(one - other) for one, other in pair) < (130 if mode == "1" else 30)


def test_transparency_stays() -> None:
    image = photo(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    for each in shown(saved(image, "PNG")).copies:
        with Image.open(BytesIO(each.data)) as made:
            assert made.mode == "RGBA"


def test_colours_of_another_profile_are_turned_into_those_of_the_web() -> None:
    lab = ImageCms.createProfile("LAB")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = shown(saved(photo(), icc_profile=profile))
    assert "icc_profile" not in copy(found).info
    odd = ImageCms.ImageCmsProfile(lab).tobytes()
    assert shown(saved(photo(), icc_profile=odd)).copies  # no profile of such a picture
    assert shown(saved(photo(), icc_profile=b"nonsense" * 20)).copies


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_what_moves_is_left_as_it_is(kind: str) -> None:
    frames = [photo(700, 400), photo(700, 400).rotate(180)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert shown(data) == Raster(700, 400)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.9])
def test_half_a_picture_is_refused_without_a_traceback(kind: str, part: float) -> None:
    data = saved(photo(), kind)
    found = read_raster(data[: int(len(data) * part)])
    assert isinstance(found, str)
    assert "is damaged" in found
    assert "0x" not in found


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"x" * 100])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert isinstance(read_raster(data), str)


def test_a_small_file_that_claims_to_be_huge_is_refused() -> None:
    data = bytearray(saved(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (60_000).to_bytes(4) * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4)
    found = read_raster(bytes(data))
    assert isinstance(found, str)
    assert "more than 120 million pixels" in found


SCRIPT = """
import hashlib, sys
from workflow.formats.raster import read_raster
found = read_raster(sys.stdin.buffer.read())
print(*(hashlib.sha256(each.data).hexdigest() for each in found.copies))
"""


def test_the_same_pillow_makes_the_same_bytes_anywhere() -> None:
    data = saved(photo(1700, 1000))
    told = set()
    for more in ({}, {"TZ": "Asia/Shanghai", "LC_ALL": "fr_FR.UTF-8", "OMP_NUM_THREADS": "7"}):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=data,
            capture_output=True,
            check=True,
            env=os.environ | more,
        )
        told.add(run.stdout)
    assert len(told) == 1
    assert len(told.pop().split()) == 3 * len(raster.FORMATS)


@pytest.fixture
def newsroom(tmp_path):
    place = Newsroom(tmp_path / "project")
    place.write("setup.cfg", SETTINGS)
    (place.root / "articles/photo.jpg").write_bytes(saved(photo()))
    place.write(
        "articles/second.md",
        "---\ntitle: Second\nlang: fr\nimage: {src: photo.jpg, alt: Le port}\n---\n\n"
        "Texte.\n\n![Le port au matin](photo.jpg)\n",
    )
    place.approve("second", "fr")
    return place


def digest_of(newsroom) -> str:
    (path,) = {each.resolve() for each in (newsroom.root / "public").parent.glob("public")}
    found: str = json.loads((path.parent / "manifest.json").read_text())["digest"]
    return found


def sizes_of(newsroom) -> dict[str, bytes]:
    folder = newsroom.root / "public/sizes"
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def test_pages_offer_the_sizes_that_the_release_has(newsroom):
    newsroom.publish()
    found = sizes_of(newsroom)
    assert len(found) == 2 * len(raster.FORMATS)  # 480 and 960 pixels
    for path in ("fr/second/index.html", "fr/index.html"):
        page = (newsroom.root / "public" / path).read_text()
        named = set(re.findall(r"sizes/([^ ,\"]+) \d+w", page))
        assert named
        assert named <= set(found)
        assert 'width="1000" height="600"' in page
        assert "photo.jpg" in page
    page = (newsroom.root / "public/fr/second/index.html").read_text()
    assert page.index('type="image/avif"') < page.index('type="image/webp"') < page.index("<img")
    assert '<meta property="og:image:width" content="1000">' in page
    feed = (newsroom.root / "public/fr/feed.xml").read_text()
    assert "https://news.example.org/sizes/photo." in feed
    assert newsroom.run("release", "verify").exit_code == 0


def test_what_is_kept_of_pictures_can_be_thrown_away_or_damaged(newsroom):
    newsroom.publish()
    before, files = digest_of(newsroom), sizes_of(newsroom)
    for each in (newsroom.root / ".workflow/images").rglob("*.webp"):
        each.write_bytes(b"other")
    shutil.rmtree(newsroom.root / "releases")
    (newsroom.root / "public").unlink()
    newsroom.publish(hour=14)
    assert digest_of(newsroom) == before
    assert sizes_of(newsroom) == files
    shutil.rmtree(newsroom.root / ".workflow")
    shutil.rmtree(newsroom.root / "releases")
    (newsroom.root / "public").unlink()
    newsroom.publish(hour=15)
    assert digest_of(newsroom) == before
    assert sizes_of(newsroom) == files


def test_a_page_that_stays_keeps_its_picture_in_all_sizes(newsroom):
    newsroom.publish()
    before = sizes_of(newsroom)
    (newsroom.root / "articles/photo.jpg").write_bytes(saved(photo(1200, 300)))
    newsroom.publish(hour=14)
    assert sizes_of(newsroom) == before
    assert newsroom.run("release", "verify").exit_code == 0
    newsroom.approve("second", "fr")
    newsroom.publish(hour=15)
    assert not set(sizes_of(newsroom)) & set(before)


@pytest.mark.parametrize("part", [0.3, 0.8])
def test_a_damaged_picture_withholds_its_page_and_says_why(newsroom, part):
    data = saved(photo())
    (newsroom.root / "articles/photo.jpg").write_bytes(data[: int(len(data) * part)])
    newsroom.approve("second", "fr")
    rows = newsroom.plan()["rows"]
    row = next(each for each in rows if (each["article"], each["locale"]) == ("second", "fr"))
    assert row["action"] == "withheld"
    assert any("“photo.jpg” is damaged" in each for each in row["reasons"]), row


def test_the_first_image_at_the_top_is_loaded_at_once_and_no_other(newsroom):
    text = (newsroom.root / "articles/second.md").read_text()
    newsroom.write("articles/second.md", f"{text}\nEncore.\n\n![Le soir](photo.jpg)\n")
    newsroom.approve("second", "fr")
    newsroom.publish()
    page = (newsroom.root / "public/fr/second/index.html").read_text()
    images = re.findall(r"<img [^>]+>", page)
    assert ['loading="lazy"' in each for each in images] == [False, True]
