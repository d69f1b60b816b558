#!/usr/bin/env bash
# The word lists of SCOWL as Debian packs them (wamerican, wbritish 2020.12.07-2): not two dialects,
# but one that is strict and one that is not.
#
# Behaviour: the British list knows none of traveled, labeled, gray, theater, catalog, plow; the
# American one has their British forms beside its own: travelled, labelled, grey, theatre,
# catalogue, plough, and programme. For colour, centre, defence it is strict. In the British list
# organize is wrong, which Oxford's dictionaries, and with them the United Nations, put first.
#
# Why a good guess is otherwise: both packages come from one source and one build and mirror each
# other in -our, -re and -ise, so that “in the one list and not in the other” looks like a test of
# dialect either way. It is one for American forms alone: what the American list has and the British
# has not. British forms must be found by their American partner.
#
# Who meets it: whoever derives a check of “organise or organize, one of them” from word lists: an
# American page that says “the theatre catalogue travelled” passes, a British one in Oxford spelling
# is faulted in every paragraph.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
{
    apt-get download wamerican=2020.12.07-2 wbritish=2020.12.07-2
    for package in *.deb; do dpkg -x "$package" root; done
} >log 2>&1 || { cat log; exit 2; }

has() { if grep -qx "$2" "root/usr/share/dict/$1-english"; then echo yes; else echo no; fi; }
{
    while read -r british american; do
        echo "$british: American $(has american "$british"), British $(has british "$british");" \
            "$american: American $(has american "$american"), British $(has british "$american")"
    done <<'WORDS'
travelled traveled
grey gray
theatre theater
catalogue catalog
plough plow
colour color
organise organize
WORDS
} | tee seen
diff seen - <<'SEEN'
travelled: American yes, British yes; traveled: American yes, British no
grey: American yes, British yes; gray: American yes, British no
theatre: American yes, British yes; theater: American yes, British no
catalogue: American yes, British yes; catalog: American yes, British no
plough: American yes, British yes; plow: American yes, British no
colour: American no, British yes; color: American yes, British no
organise: American no, British yes; organize: American yes, British no
SEEN
echo "as described"
