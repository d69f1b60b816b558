"""The rules on articles as they are written, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks.destinations import check_links
from workflow.checks.front_matter import check_fields
from workflow.checks.metadata import check_metadata
from workflow.checks.rule import Example, Rule
from workflow.checks.unshown import check_comments, check_embeds
from workflow.model import Severity
from workflow.model.phrase import phrase

SOURCE_RULES: Final = (
    Rule(
        "metadata",
        Severity.ERROR,
        phrase("Images and old addresses"),
        phrase(
            "an image that is not in the articles’ folder (Markdown, HTML, the field `image`), or "
            "that no release puts out (hidden, an article’s source, a program); an old slug in "
            "`aliases` that is another article’s, or can be no address; a name that differs from "
            "another article’s in case or normal form alone (warning)"
        ),
        "HTML Standard, 4.8.3",
        of_source=check_metadata,
        wrong=(
            Example("![Une carte](map.png)\n"),
            Example("---\naliases: {old: name}\n---\nUn texte.\n"),
        ),
        right=(
            Example("---\naliases: [old-name]\n---\nUn texte.\n"),
            Example("![地图](https://example.org/map.png)\n", pair="zh-fr"),
        ),
    ),
    Rule(
        "fields",
        Severity.WARNING,
        phrase("Fields of the front matter"),
        phrase(
            "a date in the front matter that is none (error: `2026/03/05`, `5 mars 2026`, the 31st "
            "of February; the right form is named); a field by another name than [ours](pages.md) "
            "(`titel`, `cover`); marks of Markdown in a field that is plain text; a `source` that "
            "is no address; fields that are not used (note)"
        ),
        "RFC 3339, 5.6",
        of_source=check_fields,
        errs=True,  # a date that is none
        wrong=(
            Example("---\ndate: 5 mars 2026\n---\nUn texte.\n"),
            Example("---\ntitel: A text\n---\nA text.\n", pair="en-fr"),
            Example("---\n标题: 课程\n---\n课程。\n", pair="zh-fr"),
        ),
        right=(Example("---\ntitle: Un texte\ndate: 2026-03-05\n---\nUn texte.\n"),),
    ),
    Rule(
        "links",
        Severity.ERROR,
        phrase("Links that lead nowhere"),
        phrase(
            "a link to an article, a page or a file that is not there, which the page shows as "
            "plain text; a place on a page (`#…`) that no heading and no anchor has (warning); an "
            "old name of an article, or a scheme that pages do not keep (warning)"
        ),
        "HTML Standard, 4.6",
        of_source=check_links,
        wrong=(
            Example("Voir [le guide](guide.md).\n"),
            Example("见[指南](guide.md)。\n", pair="zh-fr"),
        ),
        right=(Example("Voir [le guide](https://example.org/guide).\n"),),
    ),
    Rule(
        "embeds",
        Severity.WARNING,
        phrase("What a page does not show"),
        phrase(
            "an image on another host, a frame, film, drawing, formula, form or script, in whose "
            "stead the page shows a link, its words or nothing"
        ),
        "docs/pages.md",
        of_source=check_embeds,
        wrong=(
            Example("![Une carte](https://example.org/map.png)\n"),
            Example("一段话。\n\n<iframe src='https://example.org/'></iframe>\n", pair="zh-fr"),
        ),
        right=(Example("![Une carte](here.png)\n"),),
    ),
    Rule(
        "comments",
        Severity.WARNING,
        phrase("Comments to the program"),
        phrase(
            "a comment `<!-- workflow: … -->` that means nothing; `skip-begin` without `skip-end`, "
            "after which nothing is translated"
        ),
        "docs/formats.md",
        of_source=check_comments,
        wrong=(
            Example("<!-- workflow: skpi -->\n\nUn texte.\n"),
            Example("<!-- workflow: skip-begin -->\n\n一段话。\n", pair="zh-fr"),
        ),
        right=(Example("<!-- workflow: skip -->\n\nUn texte.\n"),),
    ),
)
