"""The plan of a release: what goes out, what stays, what is withheld, and why."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.model.release import Candidate, FileRecord, Manifest, Page, PageMedia, PlanAction
from workflow.project.manifests import manifest_text, parse_manifest
from workflow.review.plan import plan

OUT = {PlanAction.NEW, PlanAction.CHANGED, PlanAction.UNCHANGED, PlanAction.CARRIED}


def page(locale="en", source="s1", translation="t1", article="a"):
    return Page(article, locale, "fr", "markdown", source, translation)


def live(*pages):
    return Manifest(tuple(sorted(pages, key=lambda each: each.key)), (), ())


BLOCKED = ("2 messages untranslated",)
V1, V2 = page(), page(source="s2", translation="t2")
EDITED = page(translation="t2")
LOG1 = {V1.version: "2026-01-02T03:04:05Z"}
LOG2 = {**LOG1, V2.version: "2026-02-03T04:05:06Z"}

TABLE = [
    # what stands now, what is live, action, reasons, follows
    (Candidate(V1, (), LOG1), None, "new", (), None),
    (Candidate(V1, (), LOG1), V1, "unchanged", (), None),
    (Candidate(V2, (), LOG2), V1, "changed", (), None),
    (Candidate(V2, (), LOG2), EDITED, "changed", (), None),
    (Candidate(V2, BLOCKED, LOG1), None, "withheld", BLOCKED, None),
    (Candidate(V2, BLOCKED, LOG2), None, "withheld", BLOCKED, None),
    (Candidate(V2, (), LOG1), None, "withheld", ("not approved",), None),
    (Candidate(V2, BLOCKED, LOG1), V1, "carried", BLOCKED, "2026-01-02"),
    (Candidate(V2, BLOCKED, {}), V1, "carried", BLOCKED, "2026-05-06"),
    (Candidate(EDITED, BLOCKED, LOG1), V1, "carried", BLOCKED, None),
    (Candidate(V1, BLOCKED, LOG1), V1, "carried", BLOCKED, None),
    (
        Candidate(V2, BLOCKED, LOG1, V1.version),
        V1,
        "removed",
        ("the approval was withdrawn", *BLOCKED),
        None,
    ),
    (Candidate(V2, BLOCKED, LOG2, V2.version), V1, "carried", BLOCKED, "2026-01-02"),
    (Candidate(V1, (), LOG1, V1.version), V1, "unchanged", (), None),
    (None, V1, "removed", ("no longer in the project",), None),
]


@pytest.mark.parametrize(("candidate", "stands", "action", "reasons", "follows"), TABLE)
def test_one_page(candidate, stands, action, reasons, follows):
    manifest = live(stands) if stands else None
    (row,) = plan([candidate] if candidate else [], manifest, "2026-05-06T07:08:09Z").rows
    assert (row.action, row.reasons) == (action, reasons)
    assert (row.page.follows if row.page else None) == follows


def test_a_source_left_behind_is_not_marked_as_a_translation():
    old, new = page("fr"), page("fr", "s2")
    (row,) = plan([Candidate(new, BLOCKED)], live(old)).rows
    assert row.action == "carried"
    assert row.page == old


def test_a_page_of_the_first_releases_keeps_its_ids_from_release_to_release():
    """They recorded no text; a page that was first published later has ids by the rule of now."""
    stands = page()
    for version in ("t2", "t3"):
        new = replace(page(translation=version), text=version)
        (row,) = plan([Candidate(new, (), {new.version: "2026-01-02"})], live(stands)).rows
        assert row.page and row.page.older_ids
        stands = row.page
    (row,) = plan([Candidate(new, (), {new.version: "2026-01-02"})], live(new)).rows
    assert row.page and not row.page.older_ids


@pytest.mark.parametrize("before", ["", "human", "machine-edited", "machine"])
@pytest.mark.parametrize("now", ["human", "machine-edited", "machine"])
def test_of_the_same_texts_readers_are_told_nothing_better_than_before(before, now):
    """Who takes the comments out of a catalogue has written nothing."""
    told = ["", "human", "machine-edited", "machine"]
    stands = replace(V1, text="x", grade=before, engines=("apertium",) if before else ())
    new = replace(V1, text="x", grade=now, engines=("libre",), reviewed=True)
    (row,) = plan([Candidate(new, (), LOG1)], live(stands)).rows
    assert row.page and row.page.grade == max(before, now, key=told.index)
    assert row.page.engines == (("apertium", "libre") if before else ("libre",))
    other = replace(new, source_digest="s2", translation_digest="t2")
    (row,) = plan([Candidate(other, (), LOG2)], live(stands)).rows
    assert row.page and (row.page.grade, row.page.engines) == (now, ("libre",))


def test_a_page_that_stays_keeps_how_it_came_to_be():
    stands = replace(V1, grade="human", engines=(), reviewed=True)
    (row,) = plan([Candidate(V2, BLOCKED, LOG1)], live(stands)).rows
    assert row.page == replace(stands, follows="2026-01-02")


def test_the_mark_goes_once_the_source_is_back():
    behind = replace(V1, follows="2026-01-02")
    (row,) = plan([Candidate(V1, BLOCKED)], live(behind)).rows
    assert row.page == V1


def test_the_mark_stays_the_same_while_the_version_does():
    behind = replace(V1, follows="2026-01-01")
    (row,) = plan([Candidate(V2, BLOCKED, LOG1)], live(behind), "2026-05-06").rows
    assert row.page == behind


def test_rows_name_the_version_they_are_about():
    (carried,) = plan([Candidate(V2, BLOCKED)], live(V1)).rows
    (withheld,) = plan([Candidate(V2, BLOCKED)], None).rows
    assert (carried.source_digest, carried.translation_digest) == V1.version
    assert (withheld.source_digest, withheld.translation_digest) == V2.version


versions = st.tuples(st.sampled_from(["s1", "s2"]), st.sampled_from(["t1", "t2"]))
pages = st.builds(
    lambda article, locale, version: replace(
        page(locale, source=version[0], translation=version[1], article=article), text="x"
    ),
    st.sampled_from("abc"),
    st.sampled_from(["en", "fr", "zh"]),
    versions,
)
candidates = st.builds(
    Candidate,
    pages,
    st.sampled_from([(), BLOCKED]),
    st.dictionaries(versions, st.dates().map(lambda date: f"{date}T00:00:00Z")),
    st.none() | versions,
)
trees = st.lists(candidates, unique_by=lambda each: each.page.key)
sites = st.none() | st.lists(pages, unique_by=lambda each: each.key).map(lambda x: live(*x))


@given(trees, sites)
def test_nothing_goes_out_that_is_not_approved(tree, site):
    approved = {each.page for each in tree if each.publishable}
    published = {replace(each, follows=None) for each in site.pages} if site else set()
    for row in plan(tree, site).rows:
        if row.action in {PlanAction.NEW, PlanAction.CHANGED, PlanAction.UNCHANGED}:
            assert row.page in approved
        elif row.action is PlanAction.CARRIED:
            assert row.page
            assert replace(row.page, follows=None) in published
        else:
            assert row.page is None


@given(trees, sites)
def test_every_page_has_its_one_row_and_no_page_is_lost(tree, site):
    rows = {(row.article, row.locale): row for row in plan(tree, site).rows}
    standing = {each.page.key: each for each in tree}
    published = {each.key: each for each in site.pages} if site else {}
    assert set(rows) == set(standing) | set(published)
    for key, row in rows.items():
        candidate, version = standing.get(key), published.get(key)
        if row.action in {PlanAction.REMOVED, PlanAction.CARRIED}:
            assert version is not None
        if row.action is PlanAction.REMOVED:
            assert candidate is None or (version and version.version == candidate.withdrawn)
        if row.action not in OUT:
            assert row.reasons
        if version is not None and candidate is not None and candidate.publishable:
            unchanged = version.version == candidate.page.version
            assert row.action == ("unchanged" if unchanged else "changed")


@given(trees, sites)
def test_the_plan_does_not_depend_on_the_order_of_its_inputs(tree, site):
    assert plan(tree, site) == plan(tree[::-1], site)


@given(trees)
def test_a_plan_put_out_leaves_nothing_to_change(tree):
    first = plan(tree, None)
    second = plan(tree, live(*first.pages))
    assert {row.action for row in second.rows} <= {PlanAction.UNCHANGED, PlanAction.WITHHELD}
    assert second.pages == first.pages


shown = st.lists(st.builds(PageMedia, st.text(), st.text(), st.text()), max_size=2).map(tuple)
grades = st.sampled_from(["", "human", "machine-edited", "machine"])
engines = st.lists(st.text(), max_size=2).map(tuple)
published = st.builds(
    lambda page, media, *made: replace(
        page, media=media, **dict(zip(("grade", "engines", "reviewed"), made, strict=True))
    ),
    pages,
    shown,
    grades,
    engines,
    st.booleans(),
)


@given(
    st.lists(published, unique_by=lambda each: each.key), st.dictionaries(st.text(), st.integers(0))
)
def test_a_manifest_survives_the_way_through_json(listed, files):
    records = tuple(FileRecord(path, size, "0f") for path, size in files.items())
    manifest = Manifest(tuple(listed), records, ())
    text = "".join(manifest_text(manifest))
    assert parse_manifest(text) == manifest
    assert "".join(manifest_text(parse_manifest(text))) == text
    one_line = any(each.sizes or each.player for page in listed for each in page.media)
    if not one_line:
        assert json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" == text


def test_a_manifest_that_was_touched_is_refused():
    manifest = Manifest((V1,), (FileRecord("index.html", 1, "0f"),), ())
    text = "".join(manifest_text(manifest))
    with pytest.raises(ValueError, match="digest"):
        parse_manifest(text.replace('"size": 1', '"size": 2'))
