#!/usr/bin/env bash
# mdpo 2.1.4 (with pymd4c 1.3.0): what a page says after `md2po` and `po2md`, nothing translated.
#
# Behaviour: two ranges written with a tilde in one paragraph lose their tildes. “20~30元，10~15元”
# goes into the catalogue as `20~~30元，10~~15元` and comes out of `po2md` as `2030元，1015元`; the
# same in a French line. One range alone in a paragraph keeps its tilde.
#
# Why a good guess is otherwise: an empty msgstr stands for “as the source says”, so a catalogue
# without translations should give the source back; and md2po shows both tildes, doubled, in msgid.
#
# Who meets it: whoever publishes Markdown by way of mdpo and writes ranges as Chinese does
# (20~30元, 9~11时). The page says two thousand for twenty to thirty, and no message of the
# catalogue is wrong enough to be noticed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
    python3 -m venv env
    env/bin/pip install --quiet mdpo==2.1.4 pymd4c==1.3.0 polib==1.2.0
} >log 2>&1 || { cat log; exit 2; }

cat >notes.md <<'MD'
午饭20~30元，车费10~15元。

Pages 10~12 et 20~22 du guide.

Pages 10~12 du guide.
MD
env/bin/md2po notes.md --save --po-filepath notes.po --no-location >/dev/null
{
    grep '^msgid "[^"]' notes.po
    env/bin/po2md notes.md --po-files notes.po
} >seen

cat >expected <<'SEEN'
msgid "午饭20~~30元，车费10~~15元。"
msgid "Pages 10~~12 et 20~~22 du guide."
msgid "Pages 10~12 du guide."
午饭2030元，车费1015元。

Pages 1012 et 2022 du guide.

Pages 10~12 du guide.

SEEN
diff expected seen && echo "As described: mdpo 2.1.4 drops both tildes of two ranges in a paragraph."
