"""What stands at the addresses of an article that was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from workflow.model import Locale
from workflow.model.moments import instant
from workflow.model.tombstone import Gone
from workflow.site import addresses, strings
from workflow.site.fields import one_line
from workflow.site.frame import Common, page_frame, render
from workflow.site.strings import N_

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When something was that says no time."""


class Withdrawn(NamedTuple):
    """One address of a withdrawn article."""

    locale: Locale
    time: str
    """ISO 8601: when it was withdrawn."""
    reason: str
    id: str
    """What the feed knew the page by; empty where it knew none."""

    @property
    def updated(self) -> datetime:
        """When it was withdrawn."""
        return instant(self.time) or EPOCH


def gone_pages(gone: Sequence[Gone], locales: Iterable[Locale]) -> Mapping[str, Withdrawn]:
    """Path in the site → what is told there; where several say something, the last does.

    An address that no page of ``locales`` can have had is left out: the log that it comes from is
    a file that anybody may have written to.
    """
    known = {locale.name: locale for locale in locales}
    found: dict[str, Withdrawn] = {}
    for each in sorted(gone, key=lambda each: (each.time, each.event)):
        for page in each.pages:
            locale = known.get(page.locale)
            if locale is not None and addresses.is_page(page.path, locale):
                found[page.path] = Withdrawn(locale, each.time, each.reason, page.id)
    return found


def gone_page(path: str, common: Common, time: str, reason: str) -> bytes:
    """Says in the page's language that the article was withdrawn, when and why; nothing of it."""
    gettext = strings.translations(common.locale).gettext
    title = gettext(N_("This article was withdrawn"))
    frame = page_frame(common, path, title=title, indexed=False)
    moment = instant(time)
    return render(
        "gone.html.j2",
        replace(frame, canonical="", alternates=()),
        day=strings.long_date(moment.date(), common.spoken(common.locale)) if moment else "",
        reason=one_line(reason),
    )


def rules_file(path: str, base_url: str) -> bytes:
    """Makes Apache answer with 410 (Gone) and the page beside it; marks the folder for others.

    A page of an article below the same folder is not concerned. The page itself is fetched for
    the answer by a second request inside the server, which has the status already.
    """
    page = addresses.rooted(base_url, path.replace(".htaccess", addresses.ROOT))
    return (
        "# An article that stood here was withdrawn.\n"
        f"ErrorDocument 410 {page}\n"
        "<IfModule mod_rewrite.c>\n"
        "RewriteEngine On\n"
        "RewriteCond %{ENV:REDIRECT_STATUS} !=410\n"
        r"RewriteRule ^(index\.html)?$ - [G]"
        "\n</IfModule>\n"
    ).encode()
