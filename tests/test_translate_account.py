"""What `workflow translate` sends, spends, reuses and leaves, to the character."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import polib
import pytest
from click.testing import CliRunner

from tests.libre import Libre, broken, quick, serving
from tests.services import Sent, as_json
from workflow.cli import main
from workflow.cli.common import App
from workflow.engines.dummy import Dummy
from workflow.engines.engine import MACHINE, Draft, Meter, Outcome, Request
from workflow.flows import merge_drafts
from workflow.model import Locale
from workflow.po.catalogue import Catalogue
from workflow.project.catalogues import write_catalogue

__all__ = ["quick"]

SOURCES = {
    "fr": ("Le port ouvre à l’aube.", "La marée monte encore.", "Le quai reste fermé aujourd’hui."),
    "en": ("The port opens at dawn.", "The tide still rises.", "The quay stays closed today."),
    "zh": ("港口黎明开放。", "潮水还在上涨。", "码头今天仍然关闭。"),
}
TARGET = {"fr": "en", "en": "zh", "zh": "fr"}


def newsroom(project: Path, lang: str, articles: int = 1) -> None:
    for path in (project / "articles").iterdir():
        path.unlink()
    (project / "setup.cfg").write_text(
        f"[workflow]\nsource_locale = {lang}\ntarget_locales = {TARGET[lang]}\nengines = memory\n",
        encoding="utf-8",
    )
    body = "\n\n".join(SOURCES[lang])
    for number in range(articles):
        text = f"---\nlang: {lang}\ndate: 2026-01-15\ntitle: '{number}'\n---\n\n{body}\n"
        (project / "articles" / f"a-{number}.md").write_text(text, encoding="utf-8")
    extract()


def extract() -> None:
    done = CliRunner().invoke(main, ["extract"])
    assert done.exit_code == 0, done.output


@pytest.fixture(params=SOURCES)
def lang(request: pytest.FixtureRequest, project: Path) -> str:
    found: str = request.param
    newsroom(project, found)
    return found


@pytest.fixture
def libre(project: Path, lang: str, quick: None) -> Iterator[Libre]:
    del quick
    with serving(
        project,
        "in_flight = 1",
        "batch = 1",
        "price_per_million = 20",
    ) as service:
        service.spoken = spoken
        yield service


def spoken(text: str, target: str) -> str:
    for source in SOURCES.values():
        if text in source:
            return SOURCES[target][source.index(text)]
    raise AssertionError(text)


def run(*arguments: str, code: int = 0) -> tuple[dict[str, Any], str]:
    done = CliRunner().invoke(
        main, ["translate", "--engine", "libre", "--format", "json", *arguments]
    )
    assert done.exit_code == code, done.output
    return json.loads(done.stdout), done.stderr


def drafts() -> list[str]:
    paths = sorted(Path("locales").glob("*/LC_MESSAGES/*.po"))
    entries = [entry for path in paths for entry in polib.pofile(str(path))]
    return [entry.msgid for entry in entries if entry.msgstr and "copied" not in entry.tcomment]


def sizes(libre: Libre) -> int:
    return sum(map(len, libre.texts))


def test_figures_are_what_went_over_the_wire(lang: str, libre: Libre) -> None:
    report, _ = run()
    assert report["requests"] == len(libre.seen) == 3
    assert report["characters"] == sizes(libre) == sum(map(len, SOURCES[lang]))
    assert report["cost"] == pytest.approx(sizes(libre) * 20 / 1_000_000)
    assert (report["reused"], report["errors"], report["texts_left"]) == (0, [], [])


def test_attempts_count_too(libre: Libre) -> None:
    todo = ["500", "500"]

    def answer(_texts: Sequence[str]) -> Sent | None:
        return as_json({"error": "x"}, int(todo.pop())) if todo else None

    libre.answer = answer
    report, _ = run()
    assert report["requests"] == len(libre.seen) == 5
    assert report["characters"] == sizes(libre)


def test_a_dry_run_says_what_a_run_sends_and_sends_nothing(libre: Libre) -> None:
    before = {path: path.read_bytes() for path in Path.cwd().rglob("*") if path.is_file()}
    would, _ = run("--dry-run")
    assert libre.seen == []
    assert {path: path.read_bytes() for path in Path.cwd().rglob("*") if path.is_file()} == before
    assert would == run()[0]


def test_a_dry_run_knows_the_answers_that_are_kept(libre: Libre) -> None:
    run()
    again()
    would, _ = run("--dry-run")
    assert (would["requests"], would["characters"], would["reused"]) == (0, 0, 3)
    assert would["cost"] == 0.0


def again() -> None:
    """All catalogues as they were before anything was drafted."""
    for path in Path("locales").glob("*/LC_MESSAGES/*.po"):
        path.unlink()
    extract()


def test_a_text_is_sent_once_in_all_articles_and_runs(
    project: Path, lang: str, libre: Libre
) -> None:
    run()
    again()
    report, said = run()
    assert (report["requests"], report["characters"], report["reused"]) == (0, 0, 3)
    assert "3 answers were kept from before" in said
    assert len(libre.seen) == 3
    body = "\n\n".join(SOURCES[lang])
    text = f"---\nlang: {lang}\ntitle: '9'\n---\n\n{body}\n"
    (project / "articles" / "b.md").write_text(text, encoding="utf-8")
    extract()
    assert run()[0]["requests"] == 0
    assert len(drafts()) == 6


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_the_limit_of_a_run_is_never_passed_not_even_by_attempts(
    lang: str, libre: Libre, share: float
) -> None:
    texts = SOURCES[lang]
    limit = len(texts[0]) * 2 + int(len(texts[1]) * share)
    todo = [as_json({"error": "x"}, 503)]
    libre.answer = lambda _texts: todo.pop() if todo else None
    report, said = run("--max-chars", str(limit))
    assert report["characters"] == sizes(libre) <= limit
    assert len(drafts()) == 1
    assert [(each["msgid"], each["reason"]) for each in report["texts_left"]] == [
        (text, "--max-chars was reached") for text in texts if text not in drafts()
    ]
    assert "--max-chars" in said


def test_a_dry_run_under_a_limit_tells_what_the_run_would_reach(lang: str, libre: Libre) -> None:
    limit = ("--max-chars", str(len(SOURCES[lang][0]) + len(SOURCES[lang][1])))
    would, _ = run("--dry-run", *limit)
    assert would == run(*limit)[0]
    assert len(drafts()) == 2


def test_the_budget_of_a_month_is_never_passed(
    project: Path, lang: str, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del quick
    texts = SOURCES[lang]
    budget = len(texts[0]) + len(texts[1]) + len(texts[2]) - 1
    limit = f"characters_per_month = {budget}"
    with serving(project, "in_flight = 1", "batch = 1", limit) as libre:
        libre.spoken = spoken
        report, said = run(code=3)
        assert report["characters"] == sizes(libre) <= budget
        (error,) = report["errors"]
        assert (error["engine"], error["count"]) == ("libre", len(report["texts_left"]))
        assert f"budget of {budget} characters" in said
        sent = len(libre.seen)
        run(code=3)
        assert len(libre.seen) == sent
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")  # the month after
        run()
        assert len(drafts()) == 3


def test_a_text_that_is_refused_is_named_and_the_others_go_on(lang: str, libre: Libre) -> None:
    bad = SOURCES[lang][1]
    refusal = as_json({"error": "this text is too long"}, 413)
    libre.answer = lambda texts: refusal if bad in texts else None
    report, said = run(code=3)
    (row,) = report["rows"]
    assert (row["filled"], row["left"], row["failed"]) == (3, 0, 1)
    (left,) = report["texts_left"]
    line = Path("articles/a-0.md").read_text("utf-8").splitlines().index(bad) + 1
    assert (left["msgid"], left["file"], left["line"]) == (bad, "articles/a-0.md", line)
    assert f"articles/a-0.md:{line}: left without a draft in {TARGET[lang]}: “{bad}”" in said
    assert [(each["engine"], each["count"]) for each in report["errors"]] == [("libre", 1)]
    done = CliRunner().invoke(main, ["translate", "--engine", "libre", "--engine", "dummy"])
    assert done.exit_code == 0, "the next engine drafts it"
    assert "error:" not in done.stderr
    assert "(1 text, which another engine drafted)" in done.stderr
    assert "1 message drafted, 0 left; 2 requests, " in done.stderr


def test_an_answer_of_no_use_is_named_too(lang: str, libre: Libre) -> None:
    bad = SOURCES[lang][2]

    def garbled(text: str, target: str) -> str:
        good = spoken(text, target)
        return good.replace(good[3], "Ã©â€™") if text == bad else good

    libre.spoken = garbled
    report, _ = run(code=3)
    for _ in range(2):
        libre.seen.clear()
        again, _ = run(code=3)
        assert (again["requests"], again["reused"]) == (1, 0), "it is asked for again"
    assert [each["msgid"] for each in report["texts_left"]] == [bad]
    assert len(drafts()) == 2
    libre.spoken = spoken
    run()
    assert len(drafts()) == 3


def test_many_texts_that_are_left_are_counted(project: Path, quick: None) -> None:
    del quick
    newsroom(project, "fr")
    body = "\n\n".join(f"Le bateau numéro {number} attend." for number in range(30))
    (project / "articles" / "a-0.md").write_text(
        f"---\nlang: fr\ntitle: '0'\n---\n\n{body}\n", encoding="utf-8"
    )
    extract()
    with serving(project) as libre:
        libre.answer = broken(403)
        report, said = run(code=3)
    assert len(report["texts_left"]) == 30
    (line,) = [each for each in said.splitlines() if "left without a draft" in each]
    assert line.endswith("and 27 more (--format json names all)")
    assert line.count("articles/a-0.md:") == 3
    assert said.count("HTTP 403") == 1, "one reason is said once"
    assert [each["count"] for each in report["errors"]] == [30]
    assert said.count("error:") == 1


def test_a_catalogue_is_written_once_not_for_each_draft(
    project: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del quick
    newsroom(project, "fr", articles=4)
    written: list[str] = []

    def write(catalogue: Catalogue) -> bool:
        written.append(catalogue.path.name)
        return write_catalogue(catalogue)

    monkeypatch.setattr(merge_drafts, "write_catalogue", write)
    monkeypatch.setattr(merge_drafts, "LONGEST", 60.0)
    with serving(project, "batch = 2") as libre:
        libre.spoken = spoken
        run()
    assert sorted(written) == ["a-0.po", "a-1.po", "a-2.po", "a-3.po"]


def test_a_draft_does_not_wait_long_for_the_others(
    project: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    del quick
    newsroom(project, "fr")
    monkeypatch.setattr(merge_drafts, "LONGEST", 0.0)
    seen: list[int] = []
    with serving(project, "in_flight = 1", "batch = 1") as libre:
        libre.spoken = spoken
        libre.answer = lambda _texts: seen.append(len(drafts()))
        run()
    assert len(seen) == 3
    assert seen == sorted(seen)
    assert len(drafts()) == 3


def test_another_command_that_writes_holds_nothing_up(lang: str, libre: Libre) -> None:
    """Drafts wait for it, and come into the catalogue when it is done."""
    workspace = App().workspace
    held = workspace.lock()
    todo = [held.__enter__]
    count = 0

    def answer(_texts: Sequence[str]) -> None:
        nonlocal count
        count += 1
        if todo:
            todo.pop()()
        elif count == 3:
            held.__exit__(None, None, None)

    libre.answer = answer
    run()
    assert len(drafts()) == 3


def test_a_project_that_another_command_holds_to_the_end_is_told(
    lang: str, libre: Libre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.files.lock.PATIENCE", 0.1)
    with App().workspace.lock():
        report, said = run(code=1)
    assert "another `workflow` command is writing" in said
    assert [row["filled"] for row in report["rows"]] == [0]
    assert drafts() == []
    report, _ = run()
    assert (report["requests"], report["reused"], len(drafts())) == (0, 3, 3)


@pytest.mark.parametrize(
    ("origin", "model", "said"),
    [
        ("gpt (openai)", "gpt-x", "gpt (openai, gpt-x)"),
        ("openai", "gpt-x", "openai (gpt-x)"),
        ("libre (libretranslate)", "", "libre (libretranslate)"),
        ("openai (gpt-x)", "gpt-x", "openai (gpt-x)"),
    ],
)
def test_the_comment_names_engine_model_and_day(
    project: Path, origin: str, model: str, said: str
) -> None:
    newsroom(project, "fr")
    workspace = App().workspace
    text = SOURCES["fr"][0]
    request = Request(text, Locale("fr"), Locale("en"), article="a-0")
    merger = merge_drafts.DraftMerger(workspace, [request], "2026-01-15")
    merger.add(request, "x", Draft("The port opens at dawn.", MACHINE, origin, model=model))
    entries = polib.pofile("locales/en/LC_MESSAGES/a-0.po")
    (entry,) = [each for each in entries if each.msgid == text]
    assert entry.tcomment.startswith(f"machine translation: {said}, 2026-01-15 [")
    assert entry.fuzzy


FAULTS = (
    as_json({"error": "x"}, 500),
    as_json({"error": "x"}, 429, Retry_After="0"),
    as_json({"error": "x"}),
    as_json({"translatedText": []}),
    Sent(200, b"<html>sorry</html>"),
    Sent(200, b'{"translatedText": "Th'),
    Sent(200, b""),
)


def test_every_text_is_drafted_in_one_run_though_a_fifth_of_the_requests_fails(
    project: Path, quick: None
) -> None:
    del quick
    newsroom(project, "fr")
    chance = random.Random(16)
    for article in range(6):
        body = "\n\n".join(f"Le bateau {article}-{number} attend." for number in range(25))
        (project / "articles" / f"b-{article}.md").write_text(
            f"---\nlang: fr\ntitle: '{article}'\n---\n\n{body}\n", encoding="utf-8"
        )
    extract()
    answered = Counter[str]()

    def answer(texts: Sequence[str]) -> Sent | None:
        if chance.random() < 0.2:
            return chance.choice(FAULTS)
        answered.update(texts)
        return None

    with serving(project, "in_flight = 6", "batch = 4") as libre:
        libre.answer = answer
        libre.spoken = lambda text, target: (
            spoken(text, target)
            if text in SOURCES["fr"]
            else text.replace("Le bateau", "The boat").replace("attend", "waits")
        )
        report, _ = run()
    assert len(drafts()) == 153
    assert set(answered.values()) == {1}, "none is sent again after a good answer"
    assert report["texts_left"] == []
    assert report["requests"] == len(libre.seen)
    assert report["characters"] == sizes(libre)


def test_what_is_given_back_leaves_no_debt() -> None:
    meter = Meter()
    prices = [0.1, 0.2, 0.3, 0.7]
    for price in prices:
        assert meter.take(1)
        meter.spend(price)
    for price in reversed(prices):
        meter.give_back(1, price)
    assert (meter.requests, meter.characters, meter.cost) == (0, 0, 0.0)


def test_ctrl_c_says_how_many_drafts_were_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom(project, "fr")
    extract()
    whole = Dummy.translate

    def stopped(self: Dummy, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        yield from islice(whole(self, requests), 2)
        raise KeyboardInterrupt

    monkeypatch.setattr(Dummy, "translate", stopped)
    done = CliRunner().invoke(main, ["translate", "--engine", "dummy"])
    assert done.exit_code == 130
    # the title, which is but a number, and two of the engine
    assert "interrupted; 3 drafts were kept: `workflow translate` goes on from here" in done.stderr
    assert len(drafts()) == 2
