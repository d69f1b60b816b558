#!/usr/bin/env bash
# po4a 0.69 (Debian 0.69-1), module Text with `-o markdown`: what becomes of a table.
#
# Behaviour: whether a table comes through depends on its blanks. Where its cells are padded to
# columns (two blanks in a row anywhere in it), its lines are kept; where they are not, they are
# joined and wrapped like a paragraph, and the page has dashes and bars to read and no table. With
# `-o neverwrap` both come through; each paragraph then has the line breaks of its source.
#
# Why a good guess is otherwise: headings, lists, quotes, code and front matter are each known to
# `-o markdown`, and the manual of the module names tables only for AsciiDoc; where a form is not
# known, one expects its lines to be left as they are (as indented lines are), not filled.
#
# Who meets it: whoever translates READMEs or pages with tables by po4a from a Debian 12; nothing
# is said, with no text translated (`-k 0`) the page is already broken, and a formatter that pads
# tables hides it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
    apt-get download po4a=0.69-1 libyaml-tiny-perl libsyntax-keyword-try-perl \
        libxs-parse-keyword-perl libsgmls-perl
    for package in *.deb; do dpkg -x "$package" root; done
} >log 2>&1 || { cat log; exit 2; }
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)
perl=$(perl -e 'printf "%vd", $^V' | cut -d. -f1,2)
export PERL5LIB="$work/root/usr/share/perl5:$work/root/usr/lib/$multiarch/perl5/$perl"

cat >families.md <<'MD'
# Familles

Voici les chiffres
de mars.

| Village | Familles |
| ------- | -------- |
| Longan  | 12       |

| Mois | Familles |
| --- | --- |
| mars | 12 |
MD
po4a() {
    "$work/root/usr/bin/po4a-$1" -M UTF-8 -f text -o markdown "${@:2}" >>log 2>&1
}
for options in "" "-o neverwrap"; do
    rm -f families.po
    # shellcheck disable=SC2086
    po4a updatepo $options -m families.md -p families.po
    # shellcheck disable=SC2086
    po4a translate $options -L UTF-8 -k 0 -m families.md -p families.po -l page.md
    echo "options: ${options:-none}"
    cat page.md
done >seen

cat >expected <<'SEEN'
options: none
# Familles

Voici les chiffres de mars.

| Village | Familles |
| ------- | -------- |
| Longan  | 12       |

| Mois | Familles | | --- | --- | | mars | 12 |
options: -o neverwrap
# Familles

Voici les chiffres
de mars.

| Village | Familles |
| ------- | -------- |
| Longan  | 12       |

| Mois | Familles |
| --- | --- |
| mars | 12 |
SEEN
diff expected seen && echo "As described: po4a 0.69 fills a table like a paragraph unless it is padded."
