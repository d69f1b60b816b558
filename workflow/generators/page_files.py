"""One page as a file of another generator: its front matter, its body, what to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflow.formats.repointing import Place, repointed
from workflow.generators.exported import Edition, Exported
from workflow.generators.foreign_marks import is_mdx, marks
from workflow.generators.generator import Generator, Made, Trouble, TroubleKind, common_fields
from workflow.generators.literal import html_safe, protected
from workflow.generators.rendered import rendered
from workflow.generators.spelling_traps import spelled
from workflow.site import fields

_HARMLESS = frozenset({"", "output"})


def page_file(
    generator: Generator, edition: Edition, page: Exported, path: str, *, unlisted: bool = False
) -> Made:
    """The file at ``path``. ``unlisted``: it stands in the place of another language."""
    writer = _Writer(generator, edition, page)
    body = writer.body()
    common = common_fields(page, writer.image(), edition.base_url)
    matter = generator.matter(edition, page, common)
    if unlisted:
        matter["unlisted"] = True
    text = generator.compose(edition, page, matter, body)
    troubles = [*writer.troubles(), *writer.lost]
    if unlisted:
        troubles = [writer.trouble(TroubleKind.STAND_IN, edition.default.display_name())]
    return Made(path, text.encode(), (page.key,), tuple(dict.fromkeys(troubles)))


class _Writer:
    """Writes one page."""

    def __init__(self, generator: Generator, edition: Edition, page: Exported) -> None:
        self.generator, self.edition, self.page = generator, edition, page
        self.lost: list[Trouble] = []
        self.protected: tuple[str, ...] = ()

    def body(self) -> str:
        """The body as it is written."""
        if self.generator.rendered or self.page.shown.format != "markdown":
            return self._html()
        written = self.page.shown.body
        mdx = self.generator.mdx and is_mdx(self.page)
        text = repointed(spelled(self.generator, written, mdx=mdx), self._point)
        after = self.generator.finish(self.edition, self.page, text)
        self.protected = tuple(protected(text, after))
        return after

    def image(self) -> str:
        """The address of the picture that stands for the article; empty without one."""
        lead = fields.lead(self.page.shown)
        if lead is None:
            return ""
        led = self.edition.leads(self.page, lead.url, shown=True)
        if led is None:
            return lead.url
        return self.generator.root(self.edition, self._medium(led.medium)) if led.medium else ""

    def _medium(self, place: str) -> str:
        address = self.generator.medium(self.edition, self.page, place, html=True)
        return address.removeprefix(self.edition.base if self.generator.with_base else "")

    def _html(self) -> str:
        html = rendered(self.generator, self.edition, self.page)
        for url in html.lost:
            self.lost.append(self.trouble(TroubleKind.LINK, url))
        if self.generator.rendered:
            return html.body
        return html_safe(html.body if self.generator.html else html.flat) + "\n"

    def _point(self, place: Place) -> str | None:
        led = self.edition.leads(self.page, place.url, shown=place.shown)
        if led is None:
            return place.url
        if led.medium:
            address = self.generator.medium(self.edition, self.page, led.medium, html=place.html)
            return address + led.ending
        if led.page is not None and place.html:
            address = self.generator.address(self.edition, led.page)
            return self.generator.root(self.edition, address) + led.ending
        if led.page is not None:
            return self.generator.link(self.edition, self.page, led.page, led.ending)
        if led.home is not None:
            address = self.generator.home(self.edition, led.home)
            return self.generator.root(self.edition, address) + led.ending
        self.lost.append(self.trouble(TroubleKind.LINK, place.url))
        return None

    def troubles(self) -> Iterator[Trouble]:
        """What to know of the page."""
        shown, generator = self.page.shown, self.generator
        if generator.posts and not (fields.published(shown) or fields.standing(shown)):
            yield self.trouble(TroubleKind.UNDATED)
        if generator.rendered:
            return
        if shown.format != "markdown":
            yield self.trouble(TroubleKind.CONVERTED, shown.format)
            return
        for text in self.protected:
            yield self.trouble(TroubleKind.PROTECTED, text)
        safe = set(self.protected)
        for mark in marks(shown.body):
            if mark.family in generator.owns or mark.family in _HARMLESS or mark.text in safe:
                continue
            yield replace(self.trouble(TroubleKind.LITERAL, mark.text), line=mark.line)

    def trouble(self, kind: TroubleKind, text: str = "") -> Trouble:
        """Something to know of this page."""
        slug, locale = self.page.key
        return Trouble(slug, locale, kind, text)
