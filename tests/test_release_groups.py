"""What goes out together: groups of articles, languages of an article, at once or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_release_flow import SETTINGS, Newsroom
from workflow.flows.release.entrants import ArticlePages, Entrant, Proof
from workflow.flows.release.going_gate import Found, Gate
from workflow.model.blocker import Blocker, BlockerKind
from workflow.model.release import FileRecord, Manifest, Page, PlanAction, PlanRow
from workflow.review.groups import ANY, group_in, group_of, same_group, unclear_group
from workflow.review.plan import Planning

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
GOES = {PlanAction.NEW, PlanAction.CHANGED}
STAYS = {PlanAction.WITHHELD, PlanAction.CARRIED}
LOCALES = ("fr", "en", "zh")


@pytest.mark.parametrize(
    ("value", "group"),
    [
        (None, ""),
        ("", ""),
        ("élections", "élections"),
        ("  Élections\t2026 ", "Élections 2026"),
        ("选举", "选举"),
        (2026, "2026"),
        (datetime(2026, 12, 1, tzinfo=UTC).date(), "2026-12-01"),
        (True, ""),
        (["a", "b"], ""),
        ({"a": 1}, ""),
    ],
)
def test_the_name_of_a_group(value: object, group: str) -> None:
    fields = {"Group": value}
    assert group_of(fields) == group
    unclear = unclear_group(fields)
    assert (unclear is not None) == (not group and value is not None)
    assert unclear is None or unclear.kind is BlockerKind.GROUP_UNCLEAR


def test_names_are_alike_whatever_their_case_and_composition() -> None:
    assert same_group("Élections") == same_group("e\u0301lections")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("---\ngroup: élections\ntitle: [\n---\n", "élections"),
        ("\ufeff---\r\ntitle: x\r\nGroup:  “选举” \r\n---\r\n", "“选举”"),
        ('+++\ngroup = "Rain  2026"\n+++\n', "Rain 2026"),
        ("---\ngroup: 'rain' # with the map\n---\n", "rain"),
        ('{"group": "rain",\n "title": 1}\n', "rain"),
        ("---\ngroup: \ufffdlections\n---\n", ANY),
        ("---\ntitle: a group\n---\nThe group: none\n", ""),
        ("", ""),
    ],
)
def test_the_group_of_a_file_that_cannot_be_read(text: str, group: str) -> None:
    assert group_in(text) == group


def _pages(slug: str, group: str, entrants: tuple[Entrant, ...], **fields: object) -> ArticlePages:
    return ArticlePages(
        (slug,), f"articles/{slug}.md", "fr", "markdown", "s2", (), entrants, group=group
    )


PROOF = Proof("text", "2026-11-01", "id", (), (), FileRecord("en/a.md", 1, "0"), dated=False)
READY = {("s2", "t2"): "2026-11-02T00:00:00Z"}


@st.composite
def articles(draw: st.DrawFn) -> ArticlePages:
    """One article, each language of which is ready, broken, not approved or withdrawn."""
    slug = draw(st.sampled_from("abcdef"))
    entrants = []
    for locale in LOCALES:
        state = draw(st.sampled_from(["ready", "ready", "broken", "unapproved", "withdrawn"]))
        entrants.append(
            Entrant(
                locale,
                "t2",
                (Blocker(BlockerKind.ERRORS, 1),) if state == "broken" else (),
                "",
                {} if state == "unapproved" else READY,
                ("s1", "t1") if state == "withdrawn" else None,
                (),
                proof=PROOF if state == "ready" else None,
                refused=("a picture is missing",) if state == "withdrawn" else (),
            )
        )
    found = _pages(slug, draw(st.sampled_from(["", "", "x", "X", "y"])), tuple(entrants))
    hours = draw(st.sampled_from([None, None, -1, 1, 5]))
    if hours is None:
        return found
    time = NOW + timedelta(hours=hours)
    return replace(found, holds=(Blocker(BlockerKind.EMBARGO, field="publish_at", until=time),))


lives = st.dictionaries(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from(LOCALES)),
    st.sampled_from([("s1", "t1"), ("s2", "t2")]),
)
projects = st.lists(articles(), max_size=6, unique_by=lambda each: each.names[0])


def _live(pages: dict[tuple[str, str], tuple[str, str]]) -> Manifest:
    found = [
        Page(slug, locale, "fr", "markdown", *version, text="x")
        for (slug, locale), version in pages.items()
    ]
    return Manifest(tuple(sorted(found, key=lambda page: page.key)), (), ())


def _units(project: list[ArticlePages], policy: str) -> Iterator[list[ArticlePages]]:
    groups: dict[str, list[ArticlePages]] = {}
    for each in project:
        name = f"group {same_group(each.group)}" if each.group else each.names[0]
        groups.setdefault(name, []).append(each)
    yield from (
        unit for name, unit in groups.items() if policy == "all" or name.startswith("group ")
    )


def _planned(
    project: list[ArticlePages], live: Manifest, policy: str, now: datetime = NOW
) -> tuple[tuple[PlanRow, ...], list[Found]]:
    planning, found = Planning(live, "2026-11-01"), []
    together = list(_units(project, policy))
    named = {each.names[0] for unit in together for each in unit}
    for unit in [*([each] for each in project if each.names[0] not in named), *together]:
        gate = Gate(now, {}, together=unit in together, group=unit[0].group)
        for each in gate.candidates(unit, planning.stands):
            planning.add(each.candidate)
            found.append(each)
    return planning.plan({}, {}).rows, found


@given(projects, lives, st.sampled_from(["each", "all"]))
def test_never_half_a_group_goes_out(
    project: list[ArticlePages], live: dict[tuple[str, str], tuple[str, str]], policy: str
) -> None:
    rows, _ = _planned(project, _live(live), policy)
    for unit in _units(project, policy):
        slugs = {each.names[0] for each in unit}
        actions = {row.action for row in rows if row.article in slugs}
        assert not (actions & GOES and actions & STAYS), rows


@given(projects, lives, st.sampled_from(["each", "all"]))
def test_what_is_taken_down_waits_for_nobody_and_nobody_else_waits(
    project: list[ArticlePages], live: dict[tuple[str, str], tuple[str, str]], policy: str
) -> None:
    manifest = _live(live)
    free = [replace(each, group="") for each in project]
    alone = {(row.article, row.locale): row for row in _planned(free, manifest, "each")[0]}
    rows, _ = _planned(project, manifest, policy)
    in_units = {each.names[0] for unit in _units(project, policy) for each in unit}
    for row in rows:
        before = alone[row.article, row.locale]
        if before.action is PlanAction.REMOVED or row.article not in in_units:
            assert row == before
        elif (row.action, row.reasons) != (before.action, before.reasons):
            assert before.action in GOES
            assert row.action is (
                PlanAction.CARRIED if (row.article, row.locale) in live else PlanAction.WITHHELD
            )
            assert any(isinstance(why, Blocker) and why.waits_for for why in row.reasons)


@given(projects, lives, st.sampled_from(["each", "all"]))
def test_what_is_due_and_ready_goes_out_at_its_time(
    project: list[ArticlePages], live: dict[tuple[str, str], tuple[str, str]], policy: str
) -> None:
    """And nothing goes out sooner: the first moment that cron needs is the first of the list."""
    manifest = _live(live)
    before, found = _planned(project, manifest, policy)
    due = sorted(each.due for each in found if each.due)
    gone = {(row.article, row.locale) for row in before if row.action in GOES}
    for each in due:
        then = {
            (row.article, row.locale): row.action
            for row in _planned(project, manifest, policy, each.time)[0]
        }
        if each.ready:
            assert then[each.article, each.locale] not in STAYS
    ready = [each.time for each in due if each.ready]
    just = min(ready, default=NOW + timedelta(hours=99)) - timedelta(seconds=1)
    rows = _planned(project, manifest, policy, just)[0]
    assert {(row.article, row.locale) for row in rows if row.action in GOES} == gone


GROUPED = "---\ntitle: {title}\nlang: fr\ngroup: {group}\n{more}---\n\nRien qu’une phrase.\n"


class Series(Newsroom):
    """A newsroom with a series of two articles, and one of its own."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        (root / "articles/atelier.md").unlink()
        for slug in ("un", "deux"):
            self.article(slug)

    def article(self, slug: str, group: str = "Série 一", more: str = "") -> None:
        self.write(f"articles/{slug}.md", GROUPED.format(title=slug, group=group, more=more))

    def all_ready(self, *slugs: str, word: str = "one") -> None:
        for slug in slugs:
            for locale in ("en", "zh"):
                self.translate(slug, locale, word)
            for locale in LOCALES:
                self.approve(slug, locale)

    def edit(self, slug: str, what: str = "Encore une.") -> None:
        file = self.root / f"articles/{slug}.md"
        file.write_text(f"{file.read_text(encoding='utf-8')}\n{what}\n", encoding="utf-8")

    def of(self, slug: str) -> set[str]:
        return {action for (article, _), action in self.actions().items() if article == slug}


@pytest.fixture
def series(tmp_path: Path) -> Series:
    return Series(tmp_path / "project")


def test_a_group_goes_out_when_its_last_page_is_ready(series: Series) -> None:
    series.all_ready("un", "second")
    series.translate("deux", "en", "one")
    for locale in ("fr", "en"):
        series.approve("deux", locale)
    assert series.of("un") == series.of("deux") == {"withheld"}
    assert series.of("second") == {"new"}
    (reason,) = {
        reason
        for row in series.plan()["rows"]
        if row["article"] == "un"
        for reason in row["reasons"]
    }
    assert reason == ("ready, but the group “Série 一” goes out together and waits for deux (zh)")
    series.publish()
    assert series.page("fr", "un") is None
    assert series.page("fr", "second") is not None
    series.ready("deux", "zh", "one")
    series.publish()
    assert all(series.page(tag, slug) for tag in ("fr", "en", "zh-Hans") for slug in ("un", "deux"))


def test_changes_of_a_group_wait_and_what_is_live_stays(series: Series) -> None:
    series.all_ready("un", "deux")
    series.publish()
    before = series.page("en", "un")
    series.edit("un")
    series.edit("deux")
    series.all_ready("un", word="two")
    assert series.of("un") == {"carried"}
    series.run("release", "publish")
    assert series.page("en", "un") == before
    series.all_ready("deux", word="two")
    assert series.of("un") == series.of("deux") == {"changed"}
    series.publish()
    assert "two" in (series.page("en", "un") or "")


def test_readers_are_not_told_of_an_original_that_waits(series: Series) -> None:
    """The translation stays with its original; once that is out, it is behind."""
    series.all_ready("un", "deux")
    series.publish()
    series.edit("un")
    series.approve("un", "fr")
    assert [series.actions()["un", each] for each in LOCALES] == ["carried"] * 3
    before = series.releases()[0]["digest"]
    assert series.plan()["digest"] == before
    for slug in ("un", "deux"):
        file = series.root / f"articles/{slug}.md"
        file.write_text(file.read_text(encoding="utf-8").replace("group: Série 一\n", ""))
    series.approve("un", "fr")
    series.publish()
    follows = {page["locale"]: page["follows"] for page in series.manifest()["pages"]}
    assert follows["en"]


def test_a_page_of_a_group_is_taken_down_at_once(series: Series) -> None:
    series.all_ready("un", "deux")
    series.publish()
    series.run("approve", "un", "--locale", "en", "--withdraw")
    series.edit("deux")
    series.all_ready("deux", word="two")
    assert series.actions()["un", "en"] == "removed"
    assert series.of("deux") == {"carried"}
    series.publish()
    assert series.page("en", "un") is None


def test_a_group_that_cannot_be_read_wholly_waits_and_nothing_else_does(series: Series) -> None:
    series.all_ready("un", "second")
    data = (series.root / "articles/deux.md").read_bytes()
    (series.root / "articles/deux.md").write_bytes(data.replace("’".encode(), b"\x92"))
    rows = json.loads(series.run("release", "plan", "--format", "json", code=2).stdout)["rows"]
    found = {(row["article"], row["action"]) for row in rows}
    assert found == {("un", "withheld"), ("deux", "withheld"), ("second", "new")}
    assert "waits for deux" in str(rows)


def test_a_group_that_is_no_name_holds_its_article(series: Series) -> None:
    series.article("un", group="[a, b]")
    series.all_ready("un")
    assert series.of("un") == {"withheld"}
    assert "no name: write one" in str(series.plan()["rows"])


def test_policy_all_and_back(series: Series) -> None:
    """What is held back by a policy goes out when the policy changes, and the other way round."""
    together = f"{SETTINGS}\n[workflow:release]\npolicy = all\n"
    series.write("articles/un.md", "---\ntitle: Un\nlang: fr\n---\n\nUne phrase.\n")
    series.approve("un", "fr")
    series.ready("un", "en", "one")
    series.write("setup.cfg", together)
    assert series.of("un") == {"withheld"}
    assert "(policy = all) and wait for un (zh)" in str(series.plan()["rows"])
    series.write("setup.cfg", SETTINGS)
    series.publish()
    assert series.actions()["un", "fr"] == "unchanged"
    series.write("setup.cfg", together)
    assert series.actions()["un", "fr"] == "unchanged"
    series.edit("un")
    series.approve("un", "fr")
    series.ready("un", "en", "two")
    assert [series.actions()["un", each] for each in LOCALES] == ["carried", "carried", "withheld"]
    assert "one" in (series.page("en", "un") or "")
    series.ready("un", "zh", "two")
    assert [series.actions()["un", each] for each in LOCALES] == ["changed", "changed", "new"]
    series.publish()
    assert "two" in (series.page("zh-Hans", "un") or "")


def test_status_says_what_the_ready_ones_wait_for(series: Series) -> None:
    series.all_ready("un")
    found = json.loads(series.run("status", "un", "--format", "json", code=None).stdout)
    assert [row["releasable"] for row in found["rows"]] == [False, False]
    assert "waits for deux (fr, en, zh)" in str(found["rows"])
    series.all_ready("deux")
    found = json.loads(series.run("status", "un", "--format", "json", code=None).stdout)
    assert [row["releasable"] for row in found["rows"]] == [True, True]


def test_the_schedule_names_the_time_of_the_whole_group(series: Series) -> None:
    series.article("un", more="publish_at: 2026-12-24T06:00:00+01:00\n")
    series.article("deux", more="publish_at: 2026-12-24T07:00:00.5+01:00\n")
    series.article("trois", group="", more="date: 2027-01-01\n")
    series.all_ready("un", "deux")
    schedule = series.plan()["schedule"]
    assert [(each["time"], each["article"]) for each in schedule] == [
        *[("2026-12-24T06:00:01Z", slug) for slug in ("deux", "deux", "deux", "un", "un", "un")],
        *[("2027-01-01T00:00:00Z", "trois")] * 3,
    ]
    assert [each["ready"] for each in schedule] == [True] * 6 + [False] * 3
    said = series.run("release", "publish", code=1).output
    assert "Due next: 6 pages at 2026-12-24T06:00:01Z (deux (en) …)" in said
    assert "not ready yet" in series.run("release", "plan").stdout


def test_publish_puts_out_what_was_planned_or_nothing(series: Series) -> None:
    series.all_ready("second")
    digest = series.plan()["digest"]
    assert f"--expect {digest}" in series.run("release", "plan").stdout
    series.all_ready("un", "deux")
    refused = series.run("release", "publish", "--expect", digest, code=1).output
    assert f"not {digest}: something changed since the plan" in refused
    assert series.releases() == []
    assert not (series.root / "public").exists()
    for wrong in ("", "1a2b3c4d", "x" * 32):
        series.run("release", "publish", "--expect", wrong, code=2)
    digest = series.plan()["digest"].upper()
    series.run("release", "publish", "--expect", digest)
    assert series.releases()[0]["digest"] == digest.lower()
    series.run("release", "publish", "--expect", digest)
    series.run("release", "publish", "--expect", "0" * 32, code=1)
    assert len(series.releases()) == 1


def test_a_group_does_not_wait_for_an_article_that_is_withdrawn(series: Series) -> None:
    series.all_ready("un", "deux")
    series.publish()
    series.run("release", "withdraw", "deux", "--reason", "Wrong figures")
    series.edit("deux")
    series.edit("un")
    series.all_ready("un", word="two")
    assert series.of("un") == {"changed"}
    found = json.loads(series.run("status", "un", "--format", "json", code=None).stdout)
    assert [row["releasable"] for row in found["rows"]] == [True, True]
