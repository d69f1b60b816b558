"""Words on single messages on disk: what is written, what is refused, what a policy makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.test_review_helpers import (
    SLUG,
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_roles,
    translated,
    write_article,
)
from workflow.errors import ConfigError, ReviewError
from workflow.flows.approve import approve
from workflow.flows.assign import assign
from workflow.flows.edit import edit as edit_text
from workflow.flows.judge import accept, comment, reject, retract, suggest, waive
from workflow.flows.word import Word
from workflow.model import Locale, Message, MessageEvent, State
from workflow.model.blocker import BlockerKind
from workflow.model.message_event import translation_of
from workflow.project.catalogues import read_catalogue
from workflow.project.reviews import log_lines
from workflow.project.translation import Translation
from workflow.project.waivers import may_be_waived
from workflow.project.workspace import Workspace
from workflow.reports.approvals import done
from workflow.review.discussion import Discussion
from workflow.review.outcome import Place, Result, Said

EN, ZH, FR = Locale("en"), Locale("zh"), Locale("fr")
TITLE = (None, "Les suites")
ED, OTHER = "ed@example.org", "other@example.org"


def said(second: int, actor: str = ED, note: str = "") -> Word:
    return Word(actor, datetime(2026, 1, 15, 10, 0, second, tzinfo=UTC), note)


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def opened(root: Path) -> Workspace:
    found = Workspace.open(root)
    return replace(found, now=datetime(2026, 1, 16, tzinfo=UTC))


def stands(root: Path, locale: Locale = EN) -> Translation:
    workspace = opened(root)
    (article,) = workspace.select((SLUG,))
    return workspace.translation(article, locale)


def place(msgid: str = TITLE[1], locale: Locale = EN) -> Place:
    return Place(SLUG, locale, (None, msgid))


def message(root: Path, msgid: str = TITLE[1]) -> Message:
    found = read_catalogue(po(root)).get((None, msgid))
    assert found is not None
    return found


def state(root: Path, msgid: str = TITLE[1]) -> State:
    found = stands(root)
    return dict(zip([each.msgid for each in found.messages], found.states, strict=True))[msgid]


def talk(root: Path, locale: Locale = EN) -> Discussion:
    return stands(root, locale).discussions.of(message(root) if locale == EN else Message(TITLE[1]))


def events(root: Path, locale: str = "en") -> list[MessageEvent]:
    lines = log_lines(log(root, locale).read_bytes(), "log")
    return [line.event for line in lines if isinstance(line.event, MessageEvent)]


def set_rule(root: Path, *lines: str) -> None:
    path = root / "setup.cfg"
    text = path.read_text("utf-8")
    assert "[workflow:review]\n" in text
    path.write_text(
        text.replace("[workflow:review]\n", "[workflow:review]\n" + "\n".join(lines) + "\n"),
        "utf-8",
    )


# One message


def test_accepted_rejected_and_accepted_again(root: Path) -> None:
    assert state(root) is State.TRANSLATED
    (done,) = accept(opened(root), [(place(), None)], said(1))
    assert (done.result, done.message) == (Result.DONE, message(root))
    assert state(root) is State.REVIEWED
    assert accept(opened(root), [(place(), None)], said(2))[0].result is Result.NOTHING
    before = po(root).read_bytes()
    (done,) = reject(opened(root), [(place(), None)], said(3, note="No"), "accuracy/omission")
    assert done.result is Result.DONE
    assert state(root) is State.REJECTED
    assert (talk(root).verdict or done).severity == "major"  # type: ignore[union-attr]
    again = reject(opened(root), [(place(), None)], said(4, note="No"), "accuracy/omission")
    assert again[0].result is Result.NOTHING
    accept(opened(root), [(place(), None)], said(5))
    assert state(root) is State.REVIEWED
    assert po(root).read_bytes() == before
    assert len(events(root)) == 3


def test_words_of_one_second_count_in_the_order_they_were_said(root: Path) -> None:
    for _ in range(3):
        accept(opened(root), [(place(), None)], said(1))
        assert state(root) is State.REVIEWED
        reject(opened(root), [(place(), None)], said(1))
        assert state(root) is State.REJECTED


def test_a_rejected_text_keeps_its_page_back_until_it_changes(root: Path) -> None:
    approve(opened(root), (SLUG,), (EN,), said(1))
    assert stands(root).releasable
    reject(opened(root), [(place(), None)], said(2))
    found = stands(root)
    assert (found.standing.approved, found.releasable) == (True, False)
    assert [each.kind for each in found.blockers] == [BlockerKind.REJECTED]
    (outcome,) = approve(opened(root), (SLUG,), (EN,), said(3)).outcomes
    assert outcome.result is Result.REFUSED
    set_msgstr(po(root), "Les suites", "THE REST")
    assert state(root) is State.TRANSLATED
    (outcome,) = approve(opened(root), (SLUG,), (EN,), said(4)).outcomes
    assert outcome.result is Result.APPROVED


def test_a_draft_is_accepted_with_its_origin(root: Path) -> None:
    edit(po(root), drafted)
    (done,) = accept(opened(root), [(place(), None)], said(1))
    assert done.result is Result.DONE
    now = message(root)
    assert not now.fuzzy
    assert now.provenance is not None
    assert state(root) is State.REVIEWED
    assert events(root)[0].draft
    edit(po(root), lambda each: replace(each, flags=("fuzzy",), translator_comments=()))
    assert state(root) is State.FUZZY
    accept(opened(root), [(place(), None)], said(2))
    assert state(root) is State.REVIEWED
    assert not events(root)[1].draft


def test_what_was_accepted_or_rejected_is_taken_back(root: Path) -> None:
    edit(po(root), drafted)
    before = po(root).read_bytes()
    accept(opened(root), [(place(), None)], said(1))
    (done,) = retract(opened(root), [(place(), None)], said(2))
    assert (done.result, state(root)) == (Result.DONE, State.MACHINE)
    assert po(root).read_bytes() == before
    assert retract(opened(root), [(place(), None)], said(3))[0].result is Result.NOTHING
    edit_text(opened(root), place(), "THE REST", said(4), None)
    reject(opened(root), [(place(), None)], said(5))
    retract(opened(root), [(place(), None)], said(6))
    assert state(root) is State.TRANSLATED
    accept(opened(root), [(place(), None)], said(7))
    retract(opened(root), [(place(), None)], said(8))
    assert (state(root), message(root).fuzzy) == (State.TRANSLATED, False)


def test_what_is_not_there_or_not_what_was_seen(root: Path) -> None:
    set_msgstr(po(root), "Les suites", "")
    unknown, empty = place("Rien"), place()
    found = accept(opened(root), [(unknown, None), (empty, None)], said(1))
    assert [each.result for each in found] == [Result.REFUSED, Result.REFUSED]
    set_msgstr(po(root), "Les suites", "THE REST")
    for act in (accept, reject, comment):
        (done,) = act(opened(root), [(place(), translation_of("THE NEXT"))], said(1, note="x"))
        assert done.result is Result.CHANGED
        assert done.message == message(root)
    (done,) = accept(opened(root), [(place(), translation_of("THE REST"))], said(1))
    assert done.result is Result.DONE


def test_comments_and_suggestions_leave_the_catalogue_as_it_is(root: Path) -> None:
    before = po(root).read_bytes()
    comment(opened(root), [(place(), None)], said(1, note="Sequel?"))
    assert comment(opened(root), [(place(), None)], said(1))[0].result is Result.REFUSED
    for _ in range(2):
        (done,) = suggest(opened(root), [(place(), None)], said(2), "THE\r\nREST")
    assert done.result is Result.NOTHING
    (done,) = suggest(opened(root), [(place(), None)], said(2), "LES SUITES")
    assert done.result is Result.NOTHING
    found = talk(root)
    assert [each.note for each in found.comments] == ["Sequel?"]
    assert [each.text for each in found.suggestions] == ["THE\nREST"]
    assert po(root).read_bytes() == before


def test_a_source_text_is_commented_on_and_not_judged(root: Path) -> None:
    at = place(locale=FR)
    assert comment(opened(root), [(at, None)], said(1, note="?"))[0].result is Result.DONE
    assert accept(opened(root), [(at, None)], said(1))[0].result is Result.REFUSED
    assert talk(root, FR).comments[0].translation == translation_of("")
    assert stands(root, FR).standing.approved is False


def test_many_messages_are_one_write_a_file(root: Path) -> None:
    edit(po(root, "zh"), drafted)
    places = [
        (Place(SLUG, locale, each.key), None)
        for locale in (EN, ZH)
        for each in stands(root).messages
    ]
    found = accept(opened(root), places, said(1))
    assert [each.place for each in found] == [at for at, _ in places]
    assert {each.result for each in found} == {Result.DONE}
    assert {each.time for each in (*events(root), *events(root, "zh"))} == {"2026-01-15T10:00:01Z"}
    assert stands(root, ZH).counts[State.REVIEWED] == len(places) / 2


def test_a_file_that_cannot_be_read_is_in_the_way_of_its_own_messages(root: Path) -> None:
    log(root).parent.mkdir(parents=True, exist_ok=True)
    log(root).write_text("{\n", "utf-8")
    edit(po(root, "zh"), translated)
    places = [(place(), None), (place(locale=ZH), None)]
    bad, good = accept(opened(root), places, said(1))
    assert (bad.result, good.result) == (Result.REFUSED, Result.DONE)
    assert isinstance(bad.error, ReviewError)
    assert log(root).read_text("utf-8") == "{\n"


# Edits


def test_an_edit_is_written_where_the_text_is_what_was_seen(root: Path) -> None:
    edit(po(root), drafted)
    seen = translation_of(message(root).msgstr)
    set_msgstr(po(root), "Un atelier", "ELSEWHERE")  # somebody else saves another message
    done = edit_text(opened(root), place(), "THE REST", said(1), seen)
    assert (done.result, done.message) == (Result.DONE, message(root))
    now = message(root)
    assert (now.msgstr, now.fuzzy) == ("THE REST", False)
    assert now.rewritten
    (event,) = events(root)
    assert (event.before, event.text) == ("LES SUITES", "THE REST")
    assert event.translation == translation_of("THE REST")
    assert read_catalogue(po(root)).messages[0].msgstr == "ELSEWHERE"
    late = edit_text(opened(root), place(), "MY OWN", said(2), seen)
    assert (late.result, late.message) == (Result.CHANGED, now)
    assert message(root) == now
    assert edit_text(opened(root), place(), "THE REST", said(3), None).result is Result.NOTHING
    assert edit_text(opened(root), place(), " ", said(3), None).result is Result.REFUSED
    assert len(events(root)) == 1


def test_an_edit_that_only_takes_the_flag_off(root: Path) -> None:
    edit(po(root), drafted)
    done = edit_text(opened(root), place(), "LES SUITES", said(1), None)
    assert done.result is Result.DONE
    assert state(root) is State.TRANSLATED


def test_what_the_charset_of_a_catalogue_lacks_is_refused_and_nothing_is_written(
    root: Path,
) -> None:
    text = po(root).read_text("utf-8").replace("charset=UTF-8", "charset=ISO-8859-1")
    po(root).write_bytes(text.encode("latin-1", "replace"))
    before = po(root).read_bytes()
    done = edit_text(opened(root), place(), "后续", said(1), None)
    assert done.result is Result.REFUSED
    assert "ISO-8859-1" in str(done.error)
    assert po(root).read_bytes() == before
    assert not log(root).exists()


def test_an_edit_of_what_the_catalogue_lacks_is_refused(root: Path) -> None:
    source = root / "articles" / f"{SLUG}.md"
    source.write_text(source.read_text("utf-8") + "\nEncore.\n", "utf-8")
    done = edit_text(opened(root), place("Encore."), "AGAIN.", said(1), None)
    assert done.result is Result.REFUSED
    assert "workflow extract" in done.why


# The policy


def test_roles_are_looked_at_before_anything_is_written(root: Path) -> None:
    set_roles(root, ed="editor[en]", tr="translator[en]", press="publisher")
    translator, press = "tr@example.org", "press@example.org"
    for actor in (translator, press, "nobody@example.org"):
        with pytest.raises(ReviewError, match="may not accept in en"):
            accept(opened(root), [(place(), None)], said(1, actor))
    with pytest.raises(ReviewError, match="may not reject in zh"):
        reject(opened(root), [(place(), None), (place(locale=ZH), None)], said(1))
    with pytest.raises(ReviewError, match="may not edit in en"):
        edit_text(opened(root), place(), "X", said(1, press), None)
    with pytest.raises(ReviewError, match="may not comment in zh"):
        comment(opened(root), [(place(locale=ZH), None)], said(1, translator, "x"))
    assert not log(root).exists()
    assert edit_text(opened(root), place(), "X", said(1, translator), None).result is Result.DONE
    assert comment(opened(root), [(place(), None)], said(1, press, "x"))[0].result is Result.DONE


def test_a_kind_of_error_that_is_none(root: Path) -> None:
    with pytest.raises(ConfigError, match="acuracy") as caught:
        reject(opened(root), [(place(), None)], said(1), "acuracy")
    assert "accuracy" in caught.value.hint
    with pytest.raises(ConfigError, match="huge"):
        reject(opened(root), [(place(), None)], said(1), "accuracy", "huge")


@pytest.fixture
def faulty(root: Path) -> Iterator[Path]:
    """One message breaks its page: a link is lost."""
    set_msgstr(po(root), "Deux jours", "TWO DAYS")
    assert stands(root).faults
    yield root


def waived(root: Path, check: str, note: str = "As agreed", **word: str) -> Said:
    msgid = stands(root).messages[1].msgid
    return waive(opened(root), [(place(msgid), None)], said(1, note=note, **word), check)[0]


def test_a_waiver_lets_a_finding_stand_until_the_text_changes(faulty: Path) -> None:
    check = stands(faulty).faults[0].check
    assert waived(faulty, "numbers").result is Result.REFUSED
    assert waived(faulty, check, "").result is Result.REFUSED
    for name in dict.fromkeys(each.check for each in stands(faulty).faults):
        assert waived(faulty, name).result is Result.DONE
        assert waived(faulty, name).result is Result.NOTHING
    found = stands(faulty)
    assert found.faults == ()
    told = [each for each in found.translation_findings if each.waived_by]
    assert {str(each.severity) for each in told} == {"info"}
    assert "waived by ed@example.org until the text changes: As agreed" in told[0].message
    assert run("check").exit_code == 0
    (outcome,) = approve(opened(faulty), (SLUG,), (EN,), said(2)).outcomes
    assert outcome.result is Result.APPROVED
    assert stands(faulty).releasable
    set_msgstr(po(faulty), "Deux jours", "TWO  DAYS")
    assert stands(faulty).faults
    assert run("check").exit_code == 1


def test_who_may_waive_is_looked_at_when_the_log_is_read(faulty: Path) -> None:
    for name in dict.fromkeys(each.check for each in stands(faulty).faults):
        waived(faulty, name)
    assert not stands(faulty).faults
    set_roles(faulty, ed="editor")
    assert not stands(faulty).faults
    set_rule(faulty, "may_waive = publisher")
    assert stands(faulty).faults
    with pytest.raises(ReviewError, match="may not waive"):
        waived(faulty, "structure")


def test_active_content_is_not_waived(root: Path) -> None:
    set_msgstr(po(root), "Les suites", 'THE <b onclick="x()">REST</b>')
    check = next(each.check for each in stands(root).faults if not may_be_waived(each.check))
    (done,) = waive(opened(root), [(place(), None)], said(1, note="Trust me"), check)
    assert (done.result, "cannot be waived" in done.why) == (Result.REFUSED, True)
    (other,) = {each.check for each in stands(root).faults} - {check} or {"markup"}
    waive(opened(root), [(place(), None)], said(1, note="Trust me"), other)
    forged = log(root).read_text("utf-8").replace(f'"check": "{other}"', f'"check": "{check}"')
    log(root).write_text(forged, "utf-8")
    assert check in {each.check for each in stands(root).faults}


def test_fixes_leave_alone_what_was_waived(root: Path) -> None:
    set_msgstr(po(root), "Les suites", "THE REST , NOW")
    (check,) = {each.check for each in stands(root).translation_findings if each.fix}
    before = po(root).read_bytes()
    (done,) = waive(opened(root), [(place(), None)], said(1, note="Quoted"), check)
    assert done.result is Result.DONE
    run("check", "--fix", "--only", check)
    assert po(root).read_bytes() == before
    log(root).unlink()
    run("check", "--fix", "--only", check)
    assert message(root).msgstr == "THE REST, NOW"


def test_checks_that_must_pass(root: Path) -> None:
    set_msgstr(po(root), "Les suites", "The the rest")
    approve(opened(root), (SLUG,), (EN,), said(1))
    assert stands(root).releasable
    set_rule(root, "must_pass = doubled-words")
    (blocker,) = stands(root).blockers
    assert (blocker.kind, blocker.detail) == (BlockerKind.UNPASSED, "doubled-words")
    (outcome,) = approve(opened(root), (SLUG,), (EN,), said(2)).outcomes
    assert outcome.result is Result.REFUSED or stands(root).standing.approved
    assert waive(opened(root), [(place(), None)], said(3, note="Yes"), "doubled-words")[0]
    assert stands(root).releasable


def test_untouched_machine_text(root: Path) -> None:
    edit(po(root), drafted)
    accept(
        opened(root), [(Place(SLUG, EN, each.key), None) for each in stands(root).messages], said(1)
    )
    approve(opened(root), (SLUG,), (EN,), said(2))
    assert stands(root).releasable
    set_rule(root, "untouched_machine = 40")
    (blocker,) = stands(root).blockers
    assert (blocker.kind, blocker.count, blocker.needed) == (BlockerKind.UNTOUCHED, 100, 40)
    long = max(stands(root).messages, key=lambda each: len(each.msgid)).msgid
    edit_text(
        opened(root), place(long), translated(message(root, long)).msgstr + "!", said(3), None
    )
    (blocker,) = stands(root).unready
    assert 40 < blocker.count < 100
    for each in stands(root).messages:
        at = Place(SLUG, EN, each.key)
        edit_text(opened(root), at, each.msgstr.replace("!", "") + "?", said(4), None)
    assert [each.kind for each in stands(root).unready] == []


def test_two_people_approve_and_each_once(root: Path) -> None:
    set_rule(root, "approvals = 2")
    (first,) = approve(opened(root), (SLUG,), (EN,), said(1)).outcomes
    assert first.result is Result.APPROVED
    (blocker,) = stands(root).blockers
    assert (blocker.kind, blocker.count, blocker.needed) == (BlockerKind.UNAPPROVED, 1, 2)
    assert "1 of 2 approvals" in run("status", "--format", "json").output
    (again,) = approve(opened(root), (SLUG,), (EN,), said(2)).outcomes
    assert again.result is Result.NOTHING
    assert "1 of 2" in run("approve", SLUG, "-l", "en", "--actor", ED).output
    (second,) = approve(opened(root), (SLUG,), (EN,), said(3, OTHER)).outcomes
    assert second.result is Result.APPROVED
    assert (done(first), done(second)) == ("approved; 1 of 2 approvals", "approved")
    assert stands(root).releasable
    told = run("review", "log", SLUG, "--format", "json").output
    assert told.count('"counts": true') == 2


def test_four_eyes(root: Path) -> None:
    set_rule(root, "four_eyes = yes")
    edit_text(opened(root), place(), "THE REST", said(1), None)
    (own,) = approve(opened(root), (SLUG,), (EN,), said(2)).outcomes
    assert (own.result, own.own_work) == (Result.REFUSED, ED)
    refused = run("approve", SLUG, "-l", "en", "--actor", ED)
    assert refused.exit_code == 1
    assert "ed@example.org worked on these texts" in refused.output
    edit_text(opened(root), place(), "THE SEQUEL", said(3, OTHER), None)
    (done,) = approve(opened(root), (SLUG,), (EN,), said(4)).outcomes
    assert done.result is Result.APPROVED  # what ED wrote is there no more
    assert stands(root).words.events[-1].contributors == (OTHER,)


def test_who_accepts_drafts_unread_does_not_approve_them(root: Path) -> None:
    set_rule(root, "four_eyes = yes")
    edit(po(root), drafted)
    before = po(root).read_bytes()
    (own,) = approve(opened(root), (SLUG,), (EN,), said(1), accept_machine=True).outcomes
    assert own.own_work == ED
    assert po(root).read_bytes() == before


def test_four_eyes_that_are_asked_for_later_count_for_what_was_said_before(root: Path) -> None:
    edit_text(opened(root), place(), "THE REST", said(1), None)
    approve(opened(root), (SLUG,), (EN,), said(2))
    assert stands(root).releasable
    set_rule(root, "four_eyes = yes")
    (blocker,) = stands(root).blockers
    assert blocker.own_work == (ED,)
    assert "0 of 1 approvals: ed@example.org worked on the texts" in run("status").output
    assert "own work" in run("review", "log", SLUG).output


# Who works on what


def test_an_article_is_given_to_somebody_until_a_day(root: Path) -> None:
    run_ = assign(opened(root), (SLUG,), (EN, ZH), said(1), assignee=OTHER, due="2026-02-01")
    assert [each.result for each in run_.outcomes] == [Result.DONE, Result.DONE]
    again = assign(opened(root), (SLUG,), (EN,), said(2), assignee=OTHER, due="2026-02-01")
    assert again.outcomes[0].result is Result.NOTHING
    found = stands(root).discussions.assignment
    assert found is not None
    assert (found.assignee, found.due, found.by) == (OTHER, "2026-02-01", ED)
    told = run("status", "--format", "json").output
    assert told.count('"assignee": "other@example.org"') == 2
    assert '"due": "2026-02-01"' in told
    assign(opened(root), (SLUG,), (EN,), said(3), assignee="")
    assert run("status", "--format", "json").output.count('"assignee": null') == 1


def test_who_may_assign(root: Path) -> None:
    set_roles(root, ed="editor[en]", tr="translator[en]", other="translator[zh]")
    translator = "tr@example.org"

    def given(actor: str, assignee: str) -> Result:
        found = assign(opened(root), (SLUG,), (EN,), said(1, actor), assignee=assignee)
        return found.outcomes[0].result

    assert given(translator, ED) is Result.REFUSED
    assert given(OTHER, OTHER) is Result.REFUSED
    assert given(ED, OTHER) is Result.REFUSED  # who has no role there
    assert given(translator, translator) is Result.DONE
    assert given(translator, "") is Result.DONE
    assert given(ED, ED) is Result.DONE
    assert given(translator, translator) is Result.REFUSED
    assert given(translator, "") is Result.REFUSED
    assert given(ED, translator) is Result.DONE
    assert given(translator, "") is Result.DONE
