"""Pictures as every reading system can show them."""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

_CORE: Final = frozenset({".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
"""Of the core media types (EPUB 3.3, 3.2)."""


def as_core(path: str, data: bytes) -> tuple[str, bytes]:
    """The ending and the bytes of a picture, made a PNG where its kind is not for books."""
    ending = posixpath.splitext(path)[1].lower()
    if ending in _CORE:
        return ending, data
    with Image.open(BytesIO(data)) as image:
        turned = ImageOps.exif_transpose(image)
        made = BytesIO()
        turned.convert("RGBA" if "A" in turned.getbands() else "RGB").save(made, "PNG")
    return ".png", made.getvalue()
