"""Pictures of pixels: how large they are, whether they can be shown, and lighter copies of them.

The copies hold pixels alone. They are turned as EXIF says and their colours are those of sRGB, so
that neither is needed any more; where a photograph was taken, and by whom, stays in the original.
Of the same bytes the same Pillow makes the same copies: no clock, place or number of processors has
a part in it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from workflow.model.phrase import phrase

if TYPE_CHECKING:
    from PIL import Image

WIDTHS: Final = (480, 960, 1600)
"""Of copies, in pixels."""
FORMATS: Final = ("avif", "webp")
"""Of copies: the endings of their names, the lightest first."""
RECIPE: Final = "1"
"""Changes with how copies are made."""
_OPTIONS: Final = {
    # More threads make other bytes.
    "avif": {"quality": 55, "speed": 6, "max_threads": 1},
    "webp": {"quality": 80, "method": 4},
}
_NEAR: Final = 1.2
"""How many times as wide as the widest copy a picture is that needs none of its own width."""
_MOST: Final = 120_000_000
"""Pixels. No camera of a newsroom has as many, and a small file can claim any number."""
_HIGHEST: Final = 16_383
"""Pixels of the longer side of a WebP."""
_TOO_LARGE: Final = phrase(
    "is too large to be shown, more than {most} million pixels: save it smaller",
    most=_MOST // 1_000_000,
)
_BREAKS: Final = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError)
"""What Pillow raises of damaged files: which depends on the format, and on where it breaks."""
_MODES: Final = {"LA": "RGBA", "La": "RGBA", "PA": "RGBA", "RGBa": "RGBA", "1": "L"}
_DEEP: Final = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


class Copy(NamedTuple):
    """A lighter one."""

    width: int
    ending: str
    """One of :data:`FORMATS`."""
    data: bytes


class Raster(NamedTuple):
    """What there is to show of a picture."""

    width: int
    """In pixels, as it is shown."""
    height: int
    copies: tuple[Copy, ...] = ()


def program() -> str:
    """What has a part in the bytes of copies besides the original's."""
    import PIL  # noqa: PLC0415 - few projects have pictures, and it takes a while
    from PIL import features  # noqa: PLC0415

    parts = (f"{each} {features.version(each)}" for each in FORMATS if features.check(each))
    return " ".join((RECIPE, PIL.__version__, *parts))


def read_raster(data: bytes) -> Raster | str:
    """What there is to show of a picture, or why it cannot be shown, for people.

    An animated one has no copies, nor has one that is no wider than the smallest of them.
    """
    from PIL import Image, ImageFile  # noqa: PLC0415 - see above

    # WeasyPrint switches that on for a whole process; half a picture is none.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own limit, which is lower, and odd EXIF
        try:
            with Image.open(BytesIO(data)) as image:
                if image.width * image.height > _MOST:
                    return _TOO_LARGE
                return _read(image)
        except Image.DecompressionBombError:
            return _TOO_LARGE
        except _BREAKS as error:
            return _broken(error)


def _broken(error: Exception) -> str:
    return phrase(
        "is damaged, or no picture that can be shown ({error}): save or export it anew",
        error=str(error).split("<", maxsplit=1)[0].strip(" '") or type(error).__name__,
    )


def _read(image: Image.Image) -> Raster:
    from PIL import ImageOps  # noqa: PLC0415

    if getattr(image, "n_frames", 1) > 1:
        image.load()
        return Raster(*image.size)
    image.load()
    turned = ImageOps.exif_transpose(image)
    width, height = turned.size
    if width <= WIDTHS[0] or image.format == "GIF":
        return Raster(width, height)
    return Raster(width, height, tuple(_copies(_plain(turned))))


def _plain(image: Image.Image) -> Image.Image:
    """The same in eight bits of grey or of sRGB, with its transparency."""

    if image.mode in _DEEP:
        values = image.convert("I")
        if values.getextrema()[1] > 255:  # type: ignore[operator]  # of one band
            values = values.point(lambda value: value * (1 / 256) + 0)
        return values.convert("L")
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    elif "transparency" in image.info and image.mode in ("L", "RGB"):
        image = image.convert("RGBA")
    elif image.mode in _MODES:
        image = image.convert(_MODES[image.mode])
    image = _in_srgb(image)
    return image if image.mode in ("L", "RGB", "RGBA") else image.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """With its colours turned into those of sRGB, if it has a profile that can be read."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        return image
    from PIL import ImageCms  # noqa: PLC0415

    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = image.mode if image.mode in ("RGB", "RGBA") else "RGB"
        found = ImageCms.profileToProfile(
            image, given, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):  # a profile of another kind of colours
        return image
    return found or image


def _copies(image: Image.Image) -> Iterator[Copy]:
    from PIL import Image, features  # noqa: PLC0415

    width, height = image.size
    formats = [each for each in FORMATS if features.check(each)]
    # The full width as well, else a wide screen would be given much too small a copy.
    widths = [each for each in WIDTHS if each <= width]
    if width < WIDTHS[-1] and width > widths[-1] * _NEAR:
        widths.append(width)
    for wanted in widths:
        size = (wanted, max(1, round(height * wanted / width)))
        if size[1] > _HIGHEST:
            continue
        scaled = image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image
        for ending in formats:
            made = BytesIO()
            options: dict[str, int] = _OPTIONS[ending]
            clean = Image.new(scaled.mode, scaled.size)
            clean.paste(scaled)
            clean.save(made, ending.upper(), **options)
            yield Copy(wanted, ending, made.getvalue())
