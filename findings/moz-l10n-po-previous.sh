#!/usr/bin/env bash
# moz.l10n 0.15.0: a PO file read by `parse_resource` and written by `serialize_resource`, unchanged.
#
# Behaviour: the lines `#| msgid`, `#| msgctxt` and `#~| msgid`, in which gettext keeps what a fuzzy
# message said before its source changed, are gone; so is `msgctxt ""`, which makes two messages
# of one text into doubles that msgfmt (0.21) refuses.
#
# Why a good guess is otherwise: flags, fuzzy among them, translators' and authors' comments,
# references, plurals and obsolete entries all come through, and polib 1.2 has the previous texts.
#
# Who meets it: whoever hands catalogues to a program built on the library (a translation server,
# a script that changes one message): the next translator sees “fuzzy” and not what has changed.
# Messages with an empty context are rare; the file that has one cannot be compiled any more.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
    python3 -m venv env
    env/bin/pip install --quiet moz.l10n==0.15.0 polib==1.2.0
    apt-get download gettext=0.21-12
    dpkg -x gettext_*.deb root
} >log 2>&1 || { cat log; exit 2; }

cat >before.po <<'PO'
msgid ""
msgstr ""
"Language: en\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. title
#: atelier.md
#, fuzzy, no-wrap
#| msgctxt "menu"
#| msgid "Atelier de Longan"
msgctxt "page"
msgid "Atelier de Mashan"
msgstr "Workshop in Longan"

msgctxt ""
msgid "Suite"
msgstr "Continued"

msgid "Suite"
msgstr "Suite of rooms"

#, fuzzy
#~| msgid "Inscription ouverte"
#~ msgid "Inscription close"
#~ msgstr "Registration open"
PO
cat >through.py <<'PYTHON'
from moz.l10n.resource import parse_resource, serialize_resource
import polib
text = "".join(serialize_resource(parse_resource("before.po")))
with open("after.po", "w", encoding="utf-8") as file:
    file.write(text)
catalogue = polib.pofile("before.po")
print("polib keeps:", *(entry.previous_msgid for entry in catalogue if entry.previous_msgid))
PYTHON
{
    env/bin/python through.py
    diff <(sort before.po) <(sort after.po) | grep '^[<>]' || true
    for name in before after; do
        LD_LIBRARY_PATH=$(echo root/usr/lib/*) root/usr/bin/msgfmt -o /dev/null "$name.po" 2>&1 || true
    done
} >seen

cat >expected <<'SEEN'
polib keeps: Atelier de Longan
> #
< #| msgctxt "menu"
< #| msgid "Atelier de Longan"
< #~| msgid "Inscription ouverte"
< msgctxt ""
after.po:17: duplicate message definition...
after.po:15: ...this is the location of the first definition
root/usr/bin/msgfmt: found 1 fatal error
SEEN
diff expected seen && echo "As described: moz.l10n 0.15.0 drops previous texts and empty contexts."
