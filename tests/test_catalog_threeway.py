"""The three-way merge of catalogues: no text is lost, one side's change is that side's bytes."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import CatalogueError
from workflow.flows.merge_files import ThreeWay, merge_files, three_way
from workflow.merge.versions import merge_fields
from workflow.model import Key, Message
from workflow.po.catalogue import Catalogue, parse_catalogue
from workflow.po.messages import NOT_MERGED

HEADER = (
    'msgid ""\nmsgstr ""\n"PO-Revision-Date: 2026-01-01 10:00+0000\\n"\n'
    '"Language: en\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
)
DRAFT = "machine translation: apertium, 2026-01-15"


def po(*entries: str, header: str = HEADER) -> str:
    return "\n".join([header, *entries])


def entry(msgid: str, msgstr: str, *comments: str) -> str:
    return "".join(f"{line}\n" for line in comments) + f'msgid "{msgid}"\nmsgstr "{msgstr}"\n'


def merged(base: str, ours: str, theirs: str) -> ThreeWay:
    return three_way(*(parse_catalogue(Path("x.po"), text) for text in (base, ours, theirs)))


def left_out(message: Message) -> list[str]:
    return [
        found["text"] for each in message.translator_comments if (found := NOT_MERGED.match(each))
    ]


ATELIER, GARE = entry("Atelier", "Workshop"), entry("Gare", "Station")
BASE = po(ATELIER, GARE)

CASES = {
    "other messages": (
        po(entry("Atelier", "Class"), GARE),
        po(ATELIER, entry("Gare", "Railway station")),
        po(entry("Atelier", "Class"), entry("Gare", "Railway station")),
    ),
    "the same edit twice": (
        po(entry("Atelier", "Class"), GARE),
        po(entry("Atelier", "Class"), GARE),
        po(entry("Atelier", "Class"), GARE),
    ),
    "added on both sides, each in its place": (
        po(entry("Un", "One"), ATELIER, GARE),
        po(ATELIER, entry("Deux", "Two"), GARE, entry("Trois", "Three")),
        po(entry("Un", "One"), ATELIER, entry("Deux", "Two"), GARE, entry("Trois", "Three")),
    ),
    "added on both sides at one place": (
        po(ATELIER, entry("Un", "One"), GARE),
        po(ATELIER, entry("Deux", "Two"), GARE),
        po(ATELIER, entry("Un", "One"), entry("Deux", "Two"), GARE),
    ),
    "deleted on one side": (
        po(GARE),
        po(ATELIER, GARE, entry("Un", "One")),
        po(GARE, entry("Un", "One")),
    ),
    "deleted on one side, translated anew on the other": (
        po(GARE),
        po(entry("Atelier", "Class"), GARE),
        po(GARE, '#~ msgid "Atelier"\n#~ msgstr "Class"\n'),
    ),
    "changed in the source on one side, translated anew on the other": (
        po(entry("L’atelier", "Workshop", "#, fuzzy", '#| msgid "Atelier"'), GARE),
        po(entry("Atelier", "Class", "# short"), GARE),
        po(entry("L’atelier", "Class", "# short", "#, fuzzy", '#| msgid "Atelier"'), GARE),
    ),
    "obsolete on one side, translated anew on the other": (
        po(GARE, '#~ msgid "Atelier"\n#~ msgstr "Workshop"\n'),
        po(entry("Atelier", "Class"), GARE),
        po(GARE, '#~ msgid "Atelier"\n#~ msgstr "Class"\n'),
    ),
    "moved on one side, edited on the other": (
        po(GARE, ATELIER),
        po(entry("Atelier", "Class"), GARE),
        po(GARE, entry("Atelier", "Class")),
    ),
    "wrapped anew on one side, edited on the other": (
        po('msgid ""\n"Atelier"\nmsgstr ""\n"Workshop"\n', GARE),
        po(ATELIER, entry("Gare", "Stop")),
        po('msgid ""\n"Atelier"\nmsgstr ""\n"Workshop"\n', entry("Gare", "Stop")),
    ),
    "comments, flags and references": (
        po(entry("Atelier", "Workshop", "# short", "#: a.md", "#, no-wrap"), GARE),
        po(entry("Atelier", "Class", "#. heading", "#: b.md", "#, x-seen"), GARE),
        po(
            entry(
                "Atelier", "Class", "# short", "#. heading", "#: a.md b.md", "#, no-wrap, x-seen"
            ),
            GARE,
        ),
    ),
    "a draft on one side, a person's text on the other": (
        po(entry("Atelier", "Workshop"), entry("Gare", "Stop")),
        po(entry("Atelier", "Workshop"), entry("Gare", "Halt", f"# {DRAFT}", "#, fuzzy")),
        po(
            entry("Atelier", "Workshop"),
            entry("Gare", "Stop", '# not merged, theirs: \\"Halt\\"'.replace("\\", "")),
        ),
    ),
    "doubted on one side, better on the other": (
        po(entry("Atelier", "Workshop", "#, fuzzy"), GARE),
        po(entry("Atelier", "Class"), GARE),
        po(entry("Atelier", "Class"), GARE),
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "result"), CASES.values(), ids=CASES)
def test_what_is_no_conflict(ours: str, theirs: str, result: str) -> None:
    found = merged(BASE, ours, theirs)
    assert found.catalogue.text == result
    assert found.conflicts == ()


@pytest.mark.parametrize("base", [BASE, po(GARE), po(entry("Atelier", ""), GARE)])
def test_two_translations_are_a_conflict(base: str) -> None:
    ours, theirs = (
        po(entry("Atelier", "Class"), GARE),
        po(entry("Atelier", r"A \"course\"\n"), GARE),
    )
    found = merged(base, ours, theirs)
    expected = entry("Atelier", "Class", r'# not merged, theirs: "A \"course\"\n"', "#, fuzzy")
    assert found.catalogue.text == po(expected, GARE)
    assert [message.msgid for message in found.conflicts] == ["Atelier"]
    back = merged(base, theirs, ours)
    assert back.conflicts[0].msgstr == 'A "course"\n'
    assert left_out(back.conflicts[0]) == ['"Class"']


OBSOLETE = '#~ msgid "Atelier"\n#~ msgstr "Workshop"\n'


@pytest.mark.parametrize("msgstr", ["Workshop", "Class"])
def test_what_came_back_to_life_stays_though_the_other_side_dropped_it(msgstr: str) -> None:
    base, dropped = po(GARE, OBSOLETE), po(GARE)
    back = po(entry("Atelier", msgstr), GARE)
    assert merged(base, dropped, back).catalogue.text == back
    assert merged(base, back, dropped).catalogue.text == back


@pytest.mark.parametrize("cleared", [False, True])
def test_what_came_back_to_life_is_not_replaced_by_an_obsolete_text(cleared: bool) -> None:
    obsolete = OBSOLETE.replace("Workshop", "" if cleared else "Class")
    base, back, other = po(GARE, OBSOLETE), po(ATELIER, GARE), po(GARE, obsolete)
    for sides in ((back, other), (other, back)):
        found = merged(base, *sides)
        (message, _) = sorted(found.catalogue.messages, key=lambda each: each.msgid)
        assert not message.obsolete
        assert "Workshop" in {message.msgstr, *(text.strip('"') for text in left_out(message))}
        assert bool(found.conflicts) != cleared


def test_what_a_person_vouched_for_stays_though_the_other_side_dropped_it() -> None:
    base = po(entry("Atelier", "Workshop", "#, fuzzy"), GARE)
    for sides in ((po(ATELIER, GARE), po(GARE)), (po(GARE), po(ATELIER, GARE))):
        assert merged(base, *sides).catalogue.text == po(GARE, OBSOLETE)


def test_work_on_what_came_back_to_life_is_not_handed_on() -> None:
    heir = entry("L’atelier", "Workshop", "#, fuzzy", '#| msgid "Atelier"')
    found = merged(
        po(GARE, OBSOLETE), po(heir, GARE), po(entry("Atelier", "Class"), GARE)
    ).catalogue
    assert {each.msgid: each.msgstr for each in found.messages if not each.obsolete} == {
        "L’atelier": "Workshop",
        "Atelier": "Class",
        "Gare": "Station",
    }


EMPTIED = {
    "nothing": ("", "is empty"),
    "a byte order mark": ("\ufeff\n", "is empty"),
    "no header": (ATELIER, "has no header any more"),
}


@pytest.mark.parametrize(("text", "words"), EMPTIED.values(), ids=EMPTIED)
@pytest.mark.parametrize("other", [BASE, po(entry("Atelier", "Class"), GARE)])
def test_a_version_that_lost_its_header_is_none(
    tmp_path: Path, text: str, words: str, other: str
) -> None:
    base, ours, theirs = (tmp_path / name for name in ("base", "ours", "theirs"))
    for whose, sides in (("our", (text, other)), ("their", (other, text)), ("our", (text, text))):
        for path, content in zip((base, ours, theirs), (BASE, *sides), strict=True):
            path.write_text(content, "utf-8")
        with pytest.raises(CatalogueError, match=f"{whose} version cannot be read: it {words}"):
            merge_files(base, ours, theirs, "x.po")
        assert ours.read_text("utf-8") == sides[0]
        with pytest.raises(CatalogueError, match=words):
            merged(BASE, *sides)


def test_without_a_header_in_the_base_none_is_missed(tmp_path: Path) -> None:
    found = merged(ATELIER, ATELIER + "\n" + GARE, ATELIER)
    assert found.catalogue.text == ATELIER + "\n" + GARE
    assert merged("", ATELIER, "").catalogue.text == ATELIER


def test_what_is_kept_of_an_obsolete_message_and_of_unknown_comments() -> None:
    def obsolete(*comments: str) -> str:
        lines = "".join(f"{line}\n" for line in comments)
        return (
            f'{lines}#~| msgctxt "c"\n#~| msgid "L’atelier"\n#~| msgid_plural "Les ateliers"\n'
            '#~ msgid "Atelier"\n#~ msgstr "Workshop"\n'
        )

    def known(*lines: str) -> str:
        return entry("Gare", "Station", *lines)

    found = merged(
        po(known("#= c-format"), obsolete("#, fuzzy")),
        po(known("# a", "#= c-format", "#! x"), obsolete("# one", "#, fuzzy")),
        po(known("#. b", "#= c-format", "#@ y"), obsolete("# two", "#, fuzzy")),
    )
    assert found.catalogue.text == po(
        known("# a", "#. b", "#= c-format", "#! x", "#@ y"), obsolete("# one", "# two", "#, fuzzy")
    )


@pytest.mark.parametrize("back", [False, True])
def test_a_comment_at_the_end_stays_by_itself(back: bool) -> None:
    stray = "\n# nobody's\n"
    sides = po(ATELIER, GARE, entry("Un", "One")), po(entry("Atelier", "Class"), GARE) + stray
    found = merged(BASE + stray * back, *(sides[::-1] if back else sides))
    expected = po(entry("Atelier", "Class"), GARE, entry("Un", "One")) + stray
    assert found.catalogue.text == (expected if not back else expected.removesuffix(stray))


def test_two_drafts_are_none_and_stay_fuzzy() -> None:
    one, two = (entry("Gare", text, f"# {DRAFT}", "#, fuzzy") for text in ("Stop", "Halt"))
    found = merged(po(entry("Gare", "")), po(one), po(two))
    (message,) = found.catalogue.messages
    assert found.conflicts == ()
    assert message.fuzzy
    assert message.provenance is not None
    assert left_out(message) == ['"Halt"']


def test_a_person_who_vouched_for_the_draft_the_other_side_has_too() -> None:
    draft = po(entry("Gare", "Station", f"# {DRAFT}", "#, fuzzy"))
    vouched = po(entry("Gare", "Station", f"# {DRAFT}"))
    for sides in ((vouched, draft), (draft, vouched)):
        (message,) = merged(po(entry("Gare", "")), *sides).catalogue.messages
        assert message.usable


def test_plural_forms_keep_every_text() -> None:
    def plural(*forms: str) -> str:
        lines = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
        return po(f'msgid "%d gare"\nmsgid_plural "%d gares"\n{lines}')

    found = merged(plural("a", "b"), plural("one", "many"), plural("one", "lots"))
    (message,) = found.conflicts
    assert message.msgstr_plural == ("one", "many")
    assert message.translator_comments == ('not merged, theirs[1]: "lots"',)


def test_headers_merge_by_field() -> None:
    base = {"A": "1", "B": "1", "C": "1", "POT-Creation-Date": "2026-01-01 10:00+0000"}
    revised = "PO-Revision-Date"
    ours = base | {"A": "2", "X": "o", revised: "2026-01-03 10:00+0000", "Last-Translator": "O"}
    theirs = base | {
        "B": "2",
        "Y": "t",
        revised: "2026-01-03 10:30+0100",
        "Last-Translator": "T",
        "POT-Creation-Date": "2026-02-01 10:00+0000",
    }
    del theirs["C"]
    expected = ours | {"B": "2", "Y": "t", "POT-Creation-Date": "2026-02-01 10:00+0000"}
    del expected["C"]
    assert merge_fields(base, ours, theirs) == expected
    assert merge_fields(base, theirs, ours) == expected
    theirs[revised] = "2026-01-03 10:00-0100"
    assert merge_fields(base, ours, theirs)["Last-Translator"] == "T"


def test_a_header_that_both_changed_keeps_its_comments() -> None:
    ours = "# Translators of A\n" + HEADER.replace("2026-01-01", "2026-01-02")
    theirs = "# Translators of B\n" + HEADER.replace("2026-01-01", "2026-01-03")
    found = merged(BASE, po(GARE, header=ours), po(ATELIER, GARE, header=theirs))
    header = "# Translators of A\n# Translators of B\n" + HEADER.replace("2026-01-01", "2026-01-03")
    assert found.catalogue.text == po(GARE, header=header)


def test_line_ends_are_those_of_the_side_that_changed_them() -> None:
    theirs = po(ATELIER, entry("Gare", "Stop")).replace("\n", "\r\n")
    found = merged(BASE, po(entry("Atelier", "Class"), GARE), theirs)
    assert found.catalogue.text == po(entry("Atelier", "Class"), entry("Gare", "Stop")).replace(
        "\n", "\r\n"
    )


def test_different_encodings_become_utf_8() -> None:
    latin = HEADER.replace("UTF-8", "ISO-8859-1")
    path = Path("x.po")
    found = three_way(
        parse_catalogue(path, po(ATELIER, header=latin), "ISO-8859-1"),
        parse_catalogue(path, po(entry("Atelier", "Été"), header=latin), "ISO-8859-1"),
        parse_catalogue(path, po(ATELIER, entry("Gare", "车站"))),
    )
    assert found.catalogue.encoding == "utf-8"
    assert "charset=UTF-8" in found.catalogue.text
    assert "Été" in found.catalogue.text
    assert "车站" in found.catalogue.text


# Properties


def live(side: Iterable[Message]) -> dict[Key, Message]:
    return {each.key: each for each in side if not each.obsolete and each.msgstr}


def test_a_live_text_is_lost_only_where_the_base_had_it_and_the_other_side_says_so() -> None:
    """Thousands of merges at random; to say so is to replace it or to take it out."""
    chance = random.Random(4)
    for _ in range(2500):
        base = [message for each in "ABC" if (message := _any_message(chance, each))]
        ours, theirs = _edited(chance, base), _edited(chance, base)
        found = three_way(catalogue(base), catalogue(ours), catalogue(theirs)).catalogue
        kept = {each.msgstr for each in found.messages}
        kept |= {text.strip('"') for each in found.messages for text in left_out(each)}
        known = {message.msgstr for message in live(base).values()}
        for side in (ours, theirs):
            assert {message.msgstr for message in live(side).values()} <= kept | known
        both = live(ours).keys() & live(theirs).keys()
        assert both <= {each.key for each in found.messages if not each.obsolete}


def _any_message(chance: random.Random, msgid: str) -> Message | None:
    if chance.random() < 0.2:
        return None
    return Message(
        msgid,
        chance.choice(["", f"{msgid}1", f"{msgid}2", f"{msgid}3"]),
        flags=("fuzzy",) * (chance.random() < 0.3),
        obsolete=chance.random() < 0.4,
        previous_msgid=chance.choice([None, None, "A"]),
        translator_comments=(DRAFT,) * (chance.random() < 0.2),
    )


def _edited(chance: random.Random, base: list[Message]) -> list[Message]:
    """What a side made of it: each message as it was, or another, or none; in any order."""
    known = {each.msgid: each for each in base}
    side: list[Message] = []
    for msgid in "ABCD":
        old, new = known.get(msgid), _any_message(chance, msgid)
        change = chance.random()
        if old is not None and change < 0.3:
            new = old
        elif old is not None and change < 0.5:
            new = replace(old, obsolete=not old.obsolete)
        side += [new] if new else []
    if chance.random() < 0.3:
        chance.shuffle(side)
    return side


texts = st.sampled_from(["", "a", "b", 'c "d"\n', "é\\", "两天", "x\ty"])
messages = st.builds(
    lambda msgid, msgstr, fuzzy, obsolete, notes, references: Message(
        msgid=msgid,
        msgstr=msgstr,
        flags=("fuzzy",) * fuzzy,
        obsolete=obsolete,
        translator_comments=notes,
        references=() if obsolete else references,
    ),
    st.sampled_from(["A", "B", "C", "D", "E"]),
    texts,
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(["n1", "n2", DRAFT]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["a.md", "b.md"]), max_size=2, unique=True).map(tuple),
)
sides = st.lists(messages, max_size=6, unique_by=lambda each: each.msgid)


def catalogue(side: list[Message]) -> Catalogue:
    return parse_catalogue(Path("x.po"), HEADER).merged(side)


def wording(message: Message) -> set[str]:
    return {message.msgstr, *message.msgstr_plural} - {""}


@given(sides, sides, sides)
def test_no_text_of_either_side_is_lost(
    base: list[Message], ours: list[Message], theirs: list[Message]
) -> None:
    found = three_way(catalogue(base), catalogue(ours), catalogue(theirs)).catalogue
    known = {(message.msgid, text) for message in base for text in wording(message)}
    kept = set()
    for message in found.messages:
        kept |= {(message.msgid, text) for text in wording(message)}
        for text in left_out(message):
            (read,) = parse_catalogue(Path("x.po"), f'msgid "x"\nmsgstr {text}\n').messages
            kept.add((message.msgid, read.msgstr))
    written = {
        (each.msgid, text) for side in (ours, theirs) for each in side for text in wording(each)
    }
    assert written - known <= kept


@given(sides, sides, sides)
def test_both_directions_agree_on_what_is_there_and_on_the_conflicts(
    base: list[Message], ours: list[Message], theirs: list[Message]
) -> None:
    there = three_way(catalogue(base), catalogue(ours), catalogue(theirs))
    back = three_way(catalogue(base), catalogue(theirs), catalogue(ours))
    assert {each.key for each in there.conflicts} == {each.key for each in back.conflicts}
    live = [
        {(each.key, each.obsolete, each.fuzzy) for each in one.catalogue.messages}
        for one in (there, back)
    ]
    assert live[0] == live[1]


@given(sides, sides)
def test_one_sided_changes_are_that_sides_bytes(base: list[Message], side: list[Message]) -> None:
    old, new = catalogue(base), catalogue(side)
    assert three_way(old, new, old).catalogue.text == new.text
    assert three_way(old, old, new).catalogue.text == new.text
    assert three_way(old, new, new).catalogue.text == new.text


@given(sides, sides)
def test_one_sided_changes_beside_a_change_of_the_header(
    base: list[Message], side: list[Message]
) -> None:
    """Without the short cut for files of which one side did not change a byte."""
    old, new = catalogue(base), catalogue(side)
    other = parse_catalogue(Path("x.po"), old.text.replace("Language: en", "Language: de"))
    expected = new.text.replace("Language: en", "Language: de")
    assert three_way(old, new, other).catalogue.text == expected
    assert three_way(old, other, new).catalogue.messages == new.messages


@given(sides, sides, sides)
def test_nothing_fuzzy_is_vouched_for_by_a_merge(
    base: list[Message], ours: list[Message], theirs: list[Message]
) -> None:
    found = three_way(catalogue(base), catalogue(ours), catalogue(theirs)).catalogue
    vouched = {
        (each.msgid, each.msgstr)
        for each in (*base, *ours, *theirs)
        if each.msgstr and not each.fuzzy
    }
    assert {
        (each.msgid, each.msgstr) for each in found.messages if each.msgstr and not each.fuzzy
    } <= vouched
