"""SVG pictures made fit to be published: a picture, and nothing that acts or loads.

An ``img`` runs no script of an SVG, but a reader who opens the picture by itself does. What acts
(scripts, event handlers, foreign objects) or loads from elsewhere is refused with its line, for
what an editor approved is not to change without a word; what no browser shows (comments,
metadata, elements and attributes of drawing programs, the document type) is left out. The rest
is written anew as UTF-8, so that a browser reads what was read here.

Elements: those of SVG 2 (https://www.w3.org/TR/SVG2/eltindex.html) that draw.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from workflow.errors import ArticleError
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_SVG: Final = "http://www.w3.org/2000/svg"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_ELEMENTS: Final = frozenset(
    re.findall(
        r"[\w-]+",
        "a animate animateMotion animateTransform circle clipPath defs desc ellipse feBlend "
        "feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting "
        "feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR "
        "feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight "
        "feSpecularLighting feSpotLight feTile feTurbulence filter font font-face "
        "font-face-name font-face-src g glyph hkern image line linearGradient marker mask "
        "missing-glyph mpath path pattern polygon polyline radialGradient rect set stop style "
        "svg switch symbol text textPath title tspan use view vkern",
    )
)
_EMBEDDED: Final = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,[\w+/=\s]*")
_FONT: Final = re.compile(
    r"data:(?:font|application/(?:x-)?font)[\w./+-]*(?:;charset=[\w-]+)?;base64,"
)
_LINK: Final = re.compile(r"(?:https?:|mailto:)", re.IGNORECASE)
_URL: Final = re.compile(r"url\(\s*[\"']?\s*([^)\"']*)", re.IGNORECASE)
_STYLE_LOADS: Final = re.compile(
    r"\\|@import|(?:^|[^\w-])(?:image|image-set|-webkit-image-set|cross-fade|src)\s*\(|expression\s*\("
    r"|-moz-binding|behaviou?r\s*:|javascript:",
    re.IGNORECASE,
)
_PLAIN: Final = "Save it as plain SVG in the drawing program, or export it as PNG."


def clean(data: bytes) -> bytes:
    """The picture as it may be published, UTF-8.

    Raises :class:`ArticleError`, with the line in the picture, where it is no SVG or holds
    what acts or loads.
    """
    root = _parse(data)
    if root.tag == "svg":  # browsers show nothing without the namespace, which was forgotten
        root = _parse(re.sub(rb"<svg\b", f'<svg xmlns="{_SVG}"'.encode(), data, count=1))
    if root.tag != f"{{{_SVG}}}svg":
        raise _refused(
            f"it is no SVG picture: its first element is “{etree.QName(root).localname}”", root
        )
    for element in list(root.iter()):
        _clean_element(element)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", with_tail=False) + b"\n"


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ArticleError(
            phrase("it cannot be read: {msg}", msg=error.msg), hint=_PLAIN, line=line
        ) from error
    types: Any = root.getroottree().docinfo.internalDTD  # its stubs lack most of it
    if types is not None and any(types.entities()):
        raise ArticleError(phrase("it declares entities in its document type"), hint=_PLAIN, line=1)
    for sibling in root.itersiblings(preceding=True):
        if isinstance(sibling, etree._ProcessingInstruction) and sibling.target != "xpacket":
            raise _refused(f"it has an instruction “{sibling.target!s}”", root)
    return root


def _clean_element(element: etree._Element) -> None:
    """Check an element, and drop it or the attributes that no browser shows."""
    if isinstance(element, etree._ProcessingInstruction):
        _drop(element)
        return
    if not isinstance(element.tag, str):
        raise _refused("it has an entity within", element)
    name = etree.QName(element)
    if name.namespace == _XHTML:
        raise _refused(f"it has HTML within: “{name.localname}”", element)
    if name.namespace != _SVG or name.localname == "metadata":
        _drop(element)
        return
    if name.localname not in _ELEMENTS:
        raise _refused(f"it has an element “{name.localname}”, which is not published", element)
    for attribute, value in list(element.attrib.items()):
        _clean_attribute(element, name.localname, str(attribute), str(value))
    if name.localname == "style":
        _check_style(element, "".join(map(str, element.itertext())))


def _clean_attribute(element: etree._Element, tag: str, attribute: str, value: str) -> None:
    name = etree.QName(attribute)
    local = name.localname.lower()
    if name.namespace == _XML and local in {"lang", "space"}:
        return
    if name.namespace not in {None, _XLINK}:
        del element.attrib[attribute]
        return
    if local.startswith("on"):
        raise _refused(f"it has an event handler “{name.localname}”", element)
    if local in {"href", "src", "base"}:
        _check_address(element, tag, value.strip())
    elif local == "attributename":
        if re.search(r"(?:^|:)(?:href|on\w+|style)$", value.strip(), re.IGNORECASE):
            raise _refused(f"it changes “{value}” as it runs", element)
    elif local == "style" or "(" in value:
        _check_style(element, value)


def _check_address(element: etree._Element, tag: str, value: str) -> None:
    if value.startswith("#") or (tag == "a" and _LINK.match(value)):
        return
    if tag in {"image", "feImage"} and _EMBEDDED.fullmatch(value):
        return
    raise _refused(f"it leads to or loads “{value[:80]}”", element)


def _check_style(element: etree._Element, value: str) -> None:
    """Style sheets, and attributes that are read as style."""
    style = re.sub(r"/\*.*?\*/", "", value, flags=re.DOTALL)
    for target in _URL.findall(style):
        if not (target.startswith("#") or _EMBEDDED.match(target) or _FONT.match(target)):
            raise _refused(f"its style loads “{target[:80]}”", element)
    if found := _STYLE_LOADS.search(style):
        raise _refused(f"its style has “{found[0].strip()}”", element)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _refused(reason: str, element: etree._Element) -> ArticleError:
    return ArticleError(reason, hint=_PLAIN, line=getattr(element, "sourceline", 1))
