#!/usr/bin/env bash
# Translate Toolkit 3.20.4 (with mistletoe 1.6.0) and mdpo 2.1.4: a bar inside a table cell, after
# Markdown → PO → Markdown with each text translated by itself.
#
# Behaviour: the cell `Longan \| Mashan` stands in both tools' catalogues as `Longan | Mashan`, and
# is written back without the backslash. The row has a cell more than its table, and GitHub's rule
# for tables (GFM 0.29, section 4.10) leaves the words after it out of the page: “Mashan” is gone.
#
# Why a good guess is otherwise: both tools take the backslash away when they read, so one expects
# them to put it back when they write. Neither warns, and the file looks right in an editor.
#
# Who meets it: documentation and reports with commands or alternatives in tables (`a \| b`), once
# they are translated with either tool; the translator never saw that there was a backslash.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
    python3 -m venv env
    env/bin/pip install --quiet translate-toolkit==3.20.4 mistletoe==1.6.0 \
        mdpo==2.1.4 pymd4c==1.3.0 polib==1.2.0 cmarkgfm==2025.10.22
} >log 2>&1 || { cat log; exit 2; }

cat >villages.md <<'MD'
| Province | Villages |
| --- | --- |
| Guangxi | Longan \| Mashan |
MD
cat >same.py <<'PYTHON'
import sys
import polib
catalogue = polib.pofile(sys.argv[1])
for entry in catalogue:
    entry.msgstr = entry.msgid
catalogue.save()
PYTHON
{
    env/bin/python -m translate.convert.md2po --progress=none villages.md toolkit.po
    env/bin/python same.py toolkit.po
    env/bin/python -m translate.convert.po2md --progress=none -t villages.md toolkit.po toolkit.md
    env/bin/md2po villages.md --save --po-filepath mdpo.po --no-location
    env/bin/python same.py mdpo.po
    env/bin/po2md villages.md --po-files mdpo.po --save mdpo.md
} >log 2>&1 || { cat log; exit 2; }
cat >cells.py <<'PYTHON'
import re
import sys
import cmarkgfm
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        page = cmarkgfm.github_flavored_markdown_to_html(file.read())
    print(name, re.findall("<td>(.*?)</td>", page))
PYTHON
env/bin/python cells.py villages.md toolkit.md mdpo.md >seen

cat >expected <<'SEEN'
villages.md ['Guangxi', 'Longan | Mashan']
toolkit.md ['Guangxi', 'Longan']
mdpo.md ['Guangxi', 'Longan']
SEEN
diff expected seen && echo "As described: both write the bar bare, and the table loses what follows it."
