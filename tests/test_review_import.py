"""Reviews that come back from packets: taken in, refused, and nothing of them lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packet_files import ACTOR, decided, review, saved
from tests.test_review_acts import events, message
from tests.test_review_helpers import (
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_roles,
    translated,
    workspace,
    write_article,
)
from workflow.flows.import_review import plan_import, take_in
from workflow.flows.word import Word
from workflow.project.catalogues import read_catalogue
from workflow.review.import_plan import Step
from workflow.review.outcome import Result

REJECTION = {
    "action": "reject",
    "category": "accuracy/omission",
    "severity": "critical",
    "note": "la fin manque",
}


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run("review", "import", *arguments, "--format", "json")
    found: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return found


def test_all_that_a_review_says_is_taken_in_the_name_of_who_imports(root: Path) -> None:
    first, second, third = (message(root, each) for each in ("Les suites", "Un atelier", "relire"))
    file = saved(
        root,
        review(
            root,
            decided(first, text="What comes next", verdict={"action": "accept"}),
            decided(second, verdict=REJECTION),
            decided(third, comments=["Which notes?"]),
        ),
    )
    plan = run("review", "import", str(file), "--dry-run")
    assert plan.exit_code == 0, plan.output
    assert not log(root).exists()
    result = run("review", "import", str(file), "--yes")
    assert result.exit_code == 0, result.output
    assert "4 entries imported" in result.stdout
    assert message(root, "Les suites").msgstr == "What comes next"
    found = {(each["action"], each["note"]) for each in events(root)}
    mark = "[Zoé, aaaaaaaa, 2026-01-15]"
    assert found == {
        ("edit", mark),
        ("accept", mark),
        ("reject", f"la fin manque {mark}"),
        ("comment", f"Which notes? {mark}"),
    }
    assert {each["actor"] for each in events(root)} == {ACTOR}
    states = json.loads(run("review", "list", "--format", "json", "-l", "en").stdout)["rows"]
    by_id = {each["msgid"]: each["state"] for each in states}
    assert (by_id[first.msgid], by_id[second.msgid]) == ("reviewed", "rejected")


def test_taking_a_file_in_again_changes_nothing(root: Path) -> None:
    said = message(root, "Les suites")
    decision = decided(said, text="Next", verdict={"action": "accept"}, comments=["a", "b"])
    file = saved(root, review(root, decision, decided(message(root, "relire"), verdict=REJECTION)))
    assert run("review", "import", str(file), "--yes").exit_code == 0
    before = (log(root).read_bytes(), po(root).read_bytes())
    again = run("review", "import", str(file), str(file), "--yes")
    assert again.exit_code == 0, again.output
    assert (log(root).read_bytes(), po(root).read_bytes()) == before
    # Nor where somebody else has said and written something since.
    assert run("review", "reject", "atelier", "3", "-l", "en", "--note", "no").exit_code == 0
    set_msgstr(po(root), "Les suites", "THEIRS")
    before = (log(root).read_bytes(), po(root).read_bytes())
    assert {each["result"] for each in rows(str(file), "--yes")} == {"nothing"}
    assert (log(root).read_bytes(), po(root).read_bytes()) == before


def test_what_was_made_on_another_text_is_refused_and_both_are_shown(root: Path) -> None:
    said, other = message(root, "Les suites"), message(root, "relire")
    file = saved(
        root,
        review(
            root,
            decided(said, text="mine", verdict={"action": "accept"}, comments=["hm"]),
            decided(other, verdict={"action": "accept"}),
        ),
    )
    set_msgstr(po(root), "Les suites", "THEIRS")
    result = run("review", "import", str(file), "--yes")
    assert result.exit_code == 1
    for text in ("LES SUITES", "THEIRS", "mine"):
        assert text in result.stdout
    assert "2 entries were not imported" in result.stderr
    assert message(root, "Les suites").msgstr == "THEIRS"
    # The comment is of the text that the reviewer saw, the rest of the file was taken.
    assert [(each["action"]) for each in events(root)] == ["accept", "comment"]
    assert events(root)[1]["translation"] == decided(said)["translation"]


def test_a_source_text_that_is_gone_is_named(root: Path) -> None:
    said = message(root, "Les suites")
    file = saved(
        root,
        review(
            root, decided(said, comments=["x"]), decided(message(root, "relire"), comments=["y"])
        ),
    )
    article = root / "articles" / "atelier.md"
    article.write_text(article.read_text("utf-8").replace("Les suites", "La fin"), "utf-8")
    run("extract")
    found = rows(str(file), "--yes")
    assert [each["result"] for each in found] == ["refused", "done"]
    assert found[0]["reason"] == "there is no such source text any more"


def test_a_text_that_breaks_a_placeable_is_refused_alone(root: Path) -> None:
    said = message(root, "Deux jours")
    broken = said.msgstr.replace("https://example.org/programme", "https://example.org/program")
    file = saved(
        root,
        review(
            root,
            decided(said, text=broken),
            decided(message(root, "Les suites"), text="Next steps"),
        ),
    )
    found = rows(str(file), "--yes")
    assert [each["result"] for each in found] == ["refused", "done"]
    assert "https://example.org/programme" in found[0]["reason"]
    assert message(root, "Deux jours").msgstr == said.msgstr


def test_what_the_settings_forbid_is_refused_word_by_word(root: Path) -> None:
    set_roles(root, aline="editor[en]", editor="translator[en]")
    said = message(root, "Les suites")
    file = saved(root, review(root, decided(said, text="Next", verdict={"action": "accept"})))
    found = rows(str(file), "--yes")
    assert [(each["action"], each["result"]) for each in found] == [
        ("edit", "done"),
        ("accept", "refused"),
    ]
    assert "may not accept in en" in found[1]["reason"]


def test_an_acceptance_takes_the_flag_off_a_draft(root: Path) -> None:
    edit(po(root), drafted)
    said = message(root, "Les suites")
    file = saved(root, review(root, decided(said, verdict={"action": "accept"})))
    assert run("review", "import", str(file), "--yes").exit_code == 0
    assert not message(root, "Les suites").fuzzy
    assert events(root)[0]["draft"] is True


def test_who_saves_the_review_again_goes_on_from_the_own_text(root: Path) -> None:
    said = message(root, "Les suites")
    first = review(root, decided(said, text="One"))
    second = review(root, decided(said, text="Two"), packet=first["packet"])
    another = {**second, "review": "b" * 32, "messages": [decided(said, text="Three")]}
    files = [saved(root, each, f"{at}.json") for at, each in enumerate((first, second, another))]
    assert [rows(str(file), "--yes")[0]["result"] for file in files] == ["done", "done", "changed"]
    assert message(root, "Les suites").msgstr == "Two"
    assert [rows(str(file), "--yes")[0]["result"] for file in files] == [
        "nothing",
        "nothing",
        "changed",
    ]


def test_without_a_terminal_it_wants_yes(root: Path) -> None:
    file = saved(root, review(root, decided(message(root, "relire"), comments=["x"])))
    result = run("review", "import", str(file))
    assert result.exit_code == 2
    assert not log(root).exists()


HOSTILE: Sequence[tuple[str, bytes | dict[str, Any], str]] = (
    ("no JSON", b"{", "not JSON"),
    ("not UTF-8", b"\xff\xfe{}", "not JSON"),
    ("deep", b"[" * 200_000, "nested too deeply"),
    (
        "a number of many digits",
        b'{"format": "workflow review", "version": ' + b"9" * 9999 + b"}",
        "version",
    ),
    ("another thing", b'{"format": "x"}', "not a review"),
    ("a list", b"[]", "not a review"),
    ("another version", {"version": 2}, "update"),
    ("another project", {"project": "https://elsewhere.example/"}, "of the project"),
    ("another article", {"article": "../../etc/passwd"}, "does not have"),
    ("another language", {"locale": "de"}, "does not have"),
    ("no list", {"messages": {"a": 1}}, "messages"),
    ("half a pair", {"reviewer": "\ud800"}, "reviewer"),
    ("a packet that is none", {"packet": "x\n"}, "packet"),
    ("no review", {"review": None}, "review"),
)


@pytest.mark.parametrize(
    ("wrong", "told"), [each[1:] for each in HOSTILE], ids=[each[0] for each in HOSTILE]
)
def test_what_is_no_review_of_ours_is_refused_as_a_whole(
    root: Path, wrong: bytes | dict[str, Any], told: str
) -> None:
    said = message(root, "Les suites")
    path = root / "bad.json"
    if isinstance(wrong, bytes):
        path.write_bytes(wrong)
    else:
        path.write_text(json.dumps(review(root, decided(said, text="Next"), **wrong)), "utf-8")
    good = saved(root, review(root, decided(message(root, "relire"), comments=["x"])))
    result = run("review", "import", str(path), str(good), "--yes")
    assert result.exit_code == 2
    assert told in result.stderr
    assert "bad.json" in result.stderr
    assert [each["action"] for each in events(root)] == ["comment"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen": "another"},
        {"msgid": "another"},
        {"msgctxt": 3},
        {"text": ""},
        {"text": ["x"]},
        {"comments": "x"},
        {"comments": ["x" * 2001]},
        {"comments": ["x"] * 51},
        {"verdict": "accept"},
        {"verdict": {"action": "approve"}},
        {"verdict": {**REJECTION, "category": ["other"]}},
        {"verdict": {**REJECTION, "severity": {}}},
        {"verdict": {"action": ["accept"]}},
    ],
    ids=str,
)
def test_a_file_with_one_damaged_message_is_refused_as_a_whole(
    root: Path, wrong: dict[str, object]
) -> None:
    file = saved(
        root,
        review(
            root,
            decided(message(root, "relire"), comments=["x"]),
            {**decided(message(root, "Les suites")), **wrong},
        ),
    )
    result = run("review", "import", str(file), "--yes")
    assert result.exit_code == 2
    assert "damaged" in result.stderr
    assert not log(root).exists()


def test_an_article_that_has_none_of_its_texts_is_another(root: Path) -> None:
    file = saved(root, review(root, decided(message(root, "relire"), comments=["x"])))
    write_article(root, "---\ntitle: Autre chose\nlang: fr\n---\n\nTout autre chose.\n")
    result = run("review", "import", str(file), "--yes")
    assert result.exit_code == 2
    assert "none of its texts" in result.stderr


def test_a_file_that_is_too_large_is_not_read(root: Path) -> None:
    path = root / "big.json"
    with path.open("wb") as file:
        file.truncate(33 << 20)
    result = run("review", "import", str(path), "--yes")
    assert result.exit_code == 2
    assert "too large" in result.stderr


# Properties

_DECISIONS = st.fixed_dictionaries(
    {},
    optional={
        "text": st.sampled_from(["Eins", "Zwei", "trois", "四"]),
        "verdict": st.sampled_from(
            [{"action": "accept"}, REJECTION, {**REJECTION, "category": "style", "note": ""}]
        ),
        "comments": st.lists(st.sampled_from(["a", "b", "《c》"]), max_size=2, unique=True),
    },
)
_REVIEWS = st.lists(_DECISIONS, min_size=5, max_size=5)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that is copied for each example."""
    root = tmp_path_factory.mktemp("model") / "project"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKFLOW_ACTOR", ACTOR)
        patch.setenv("SOURCE_DATE_EPOCH", "1768471200")
        run("init", str(root), "--source", "fr", "--targets", "en,zh")
        with chdir(root):
            write_article(root)
            edit(po(root), translated)
    return root


def _came(root: Path, files: Sequence[Path]) -> list[Step]:
    """What came of each word, in this order of files; one run a file."""
    found: list[Step] = []
    for file in files:
        opened = workspace(root)
        plan = plan_import(opened, [file], ACTOR)
        assert not plan.errors
        found += take_in(opened, plan, Word(ACTOR, datetime(2026, 1, 15, 10, tzinfo=UTC)))
    return found


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(one=_REVIEWS, other=_REVIEWS, swapped=st.booleans())
def test_of_two_reviews_in_any_order_nothing_is_lost_and_nothing_said_twice(
    model: Path, one: list[dict[str, Any]], other: list[dict[str, Any]], swapped: bool
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(model, root)
        with chdir(root):
            messages = [each for each in read_catalogue(po(root)).messages if not each.obsolete]
            files = [
                saved(
                    root,
                    review(
                        root,
                        *(
                            decided(message, **each)
                            for message, each in zip(messages, said, strict=True)
                        ),
                        review=name * 32,
                        reviewer=name,
                    ),
                    f"{name}.json",
                )
                for name, said in (("a", one), ("b", other))
            ]
            first = _came(root, files[::-1] if swapped else files)
            texts = {each.msgid: each.msgstr for each in read_catalogue(po(root)).messages}
            kept = events(root) if log(root).exists() else []
            told = {(each["action"], each["note"]) for each in kept}
            for step in first:
                assert step.result is not Result.REFUSED or step.why
                if step.result is Result.DONE:
                    assert (str(step.act), step.note) in told
            # Who came first lost nothing; of the second what is of other texts is named.
            half = one if not swapped else other
            for at, decision in zip(messages, half, strict=True):
                if "text" in decision and not {*at.msgid} & {*"[*"}:
                    assert any(
                        each["action"] == "edit" and each["text"] == decision["text"]
                        for each in kept
                    )
            before = log(root).read_bytes() if kept else b""
            again = _came(root, files)
            assert not [step for step in again if step.result is Result.DONE]
            assert (log(root).read_bytes() if kept else b"") == before
            assert texts == {each.msgid: each.msgstr for each in read_catalogue(po(root)).messages}


def test_an_unchanged_review_changes_nothing(root: Path) -> None:
    before = po(root).read_bytes()
    file = saved(root, review(root, *map(decided, read_catalogue(po(root)).messages)))
    assert rows(str(file), "--yes") == []
    assert (po(root).read_bytes(), log(root).exists()) == (before, False)
