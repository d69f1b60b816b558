#!/usr/bin/env bash
# GNU gettext 0.21 (Debian 0.21-12) with CLDR 41 (unicode-cldr-core 41-0.1): what `cldr-plurals`,
# and `msginit` through it, write into Plural-Forms of languages with two forms.
#
# Behaviour: where CLDR's rule for “one” is more than a single `n = NUMBER`, the formula printed is
# that rule as it stands. It is 1 where the number takes “one” and 0 where it takes “other”: the
# forms stand in the order other, one. For English and Danish, whose rule is `n = 1` or nearly so,
# the formula is the other way round, and for three and more forms they stand in CLDR's order.
#
# Why a good guess is otherwise: CLDR lists “one” first, PO files have the singular in msgstr[0]
# (msgid is the singular, msgid_plural the other), and Translate Toolkit 3.20
# has `n > 1` for Amharic, Hindi and Persian.
#
# Who meets it: whoever starts a catalogue in Amharic, Hindi, Icelandic, Macedonian or Persian by
# `msginit` with GETTEXTCLDRDIR set, and has a translator fill in singular and plural in that
# order: “1 files”, “5 file”. A catalogue merged from one made elsewhere has its forms swapped.
#
# What we do about it: plural forms are data of our own (workflow/model/plurals.py).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
    apt-get download gettext=0.21-12 unicode-cldr-core=41-0.1
    for package in *.deb; do dpkg -x "$package" root; done
} >log 2>&1 || { cat log; exit 2; }
export GETTEXTCLDRDIR="$work/root/usr/share/unicode/cldr"
rules="$GETTEXTCLDRDIR/common/supplemental/plurals.xml"
tools="$work/root/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)/gettext"

cat >files.pot <<'POT'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] ""
msgstr[1] ""
POT

{
    for language in en da am hi is mk fa ru; do
        echo "$language $("$tools/cldr-plurals" "$language" "$rules")"
    done
    # The same in a catalogue: msgstr[0] is filled with the singular, as msgid is. Read by Python.
    for language in en am mk; do
        "$work/root/usr/bin/msginit" --no-translator --input files.pot --locale "$language" \
            --output "$language.po" 2>/dev/null
        sed -i 's/^msgstr\[0\] .*/msgstr[0] "SINGULAR"/; s/^msgstr\[1\] .*/msgstr[1] "PLURAL"/' \
            "$language.po"
        "$work/root/usr/bin/msgfmt" "$language.po" --output-file "$language.mo"
        python3 - "$language" <<'PYTHON'
import gettext, sys
with open(f"{sys.argv[1]}.mo", "rb") as file:
    catalogue = gettext.GNUTranslations(file)
print(sys.argv[1], *(f"{n}:{catalogue.ngettext('%d file', '%d files', n)}" for n in (1, 2, 5)))
PYTHON
    done
} >seen

diff seen - <<'EXPECTED'
en nplurals=2; plural=(n != 1);
da nplurals=2; plural=(n != 1);
am nplurals=2; plural=(n==0 || n==1);
hi nplurals=2; plural=(n==0 || n==1);
is nplurals=2; plural=(n%10==1 && n%100!=11);
mk nplurals=2; plural=(n%10==1 && n%100!=11);
fa nplurals=2; plural=(n==0 || n==1);
ru nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);
en 1:SINGULAR 2:PLURAL 5:PLURAL
am 1:PLURAL 2:SINGULAR 5:SINGULAR
mk 1:PLURAL 2:SINGULAR 5:SINGULAR
EXPECTED
echo "as described"
