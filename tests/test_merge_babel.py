"""Catalogues that `pybabel update` brought up to date."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_catalog_lint import HEADER
from workflow.merge.merge import merge
from workflow.model import Message
from workflow.po.catalogue import parse_catalogue

LEFT_BY_BABEL = """\
# | msgid "Bonjour à tous les participants de la réunion annuelle qui se tient
# ce soir dans la salle"
#, fuzzy
msgid "Bonjour"
msgstr "Hello"

# a note
# | msgctxt "title"
# | msgid ""
# | "Vieux titre"
#, fuzzy
msgctxt "title"
msgid "Titre"
msgstr "Title"

#. heading
#: a.md
msgid "Adieu"
msgstr ""

msgctxt "title"
msgid "Fin"
msgstr ""

msgid "%d an"
msgid_plural "%d ans"
msgstr[0] ""
msgstr[1] ""

msgid "北京"
msgstr ""

# said softly
#~ msgid "Adieu"
#~ msgstr "Farewell"

#~ msgctxt "title"
#~ msgid "Fin"
#~ msgstr "End"

#~ msgid "%d an"
#~ msgid_plural "%d ans"
#~ msgstr[0] "year"
#~ msgstr[1] "years"

#, fuzzy
#~ msgid "北京"
#~ msgstr "Peking"

#~ msgid "北京"
#~ msgstr "Beijing"
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_babel_took_apart_is_put_together(newline: str, tmp_path: Path) -> None:
    text = f"{HEADER}\n{LEFT_BY_BABEL}".replace("\n", newline)
    old = parse_catalogue(tmp_path / "a.po", text)
    first, title, *others = old.messages
    assert first.previous_msgid == (
        "Bonjour à tous les participants de la réunion annuelle qui se tient ce soir dans la salle"
    )
    assert (title.previous_msgctxt, title.previous_msgid) == ("title", "Vieux titre")
    assert title.translator_comments == ("a note",)
    template = [
        Message(each.msgid, "", each.msgctxt, comments=each.comments, references=each.references,
                msgid_plural=each.msgid_plural, msgstr_plural=("", "") if each.msgid_plural else ())
        for each in old.messages if not each.obsolete
    ]  # fmt: skip
    new = old.merged(merge(old.messages, template))
    assert [(each.msgid, each.msgstr or each.msgstr_plural) for each in new.messages[2:]] == [
        ("Adieu", "Farewell"),
        ("Fin", "End"),
        ("%d an", ("year", "years")),
        ("北京", "Beijing"),
    ]
    assert not any(each.obsolete or each.fuzzy for each in new.messages[2:])
    farewell, *_, beijing = new.messages[2:]
    assert farewell.translator_comments == ("said softly",)
    assert (farewell.comments, farewell.references) == (("heading",), ("a.md",))
    assert beijing.translator_comments == ('not merged, theirs: "Peking"',)
    assert new.text.startswith(text[: text.index("#. heading")])
    again = parse_catalogue(new.path, new.text)
    assert again.merged(merge(again.messages, template)) is again
    new.path.write_bytes(new.text.encode())
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", new.path], check=True)
    assert len(others) == 9
