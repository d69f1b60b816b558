"""Merge: one catalogue brought up to one template, with or without a project around them."""

from __future__ import annotations

from pathlib import Path

from workflow.errors import LocaleError
from workflow.merge.merge import merge
from workflow.model import Locale
from workflow.po.catalogue import Catalogue
from workflow.po.header import read_date
from workflow.project.catalogues import read_catalogue


def updated(path: Path, template: Path) -> Catalogue:
    """The catalogue in ``path`` brought up to ``template``, not yet written.

    What ``extract`` does to a catalogue (with every message read as Markdown, for no file tells
    what it is written in): messages that did not change keep their bytes, and where nothing
    did, the catalogue is the one that was read. Where something did, its POT-Creation-Date is
    the template's. Raises what :func:`read_catalogue` raises.
    """
    old, new = read_catalogue(path), read_catalogue(template)
    wanted = [message for message in new.messages if not message.obsolete]
    merged = old.merged(merge(old.messages, wanted, locale=_locale(old)))
    created = read_date(new.headers.get("POT-Creation-Date", ""))
    return merged if merged is old or created is None else merged.with_creation_date(created)


def _locale(catalogue: Catalogue) -> Locale | None:
    """The locale that the header names; None where it names none that is known."""
    try:
        return Locale.parse(catalogue.headers.get("Language", ""))
    except LocaleError:
        return None
