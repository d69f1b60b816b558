"""`workflow mt`: engines listed, one tried, and what was sent, through the command line."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result

from workflow.cli import main
from workflow.engines.kept_answers import KeptAnswers

KEY = "s3cr3t-k3y-0123456789"
ANSWERS = Path(".workflow/answers.db")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result


def listed(*arguments: str) -> dict[str, dict[str, Any]]:
    report = json.loads(run("mt", "list", "--format", "json", *arguments).stdout)
    assert report["version"] == 1
    return {each["engine"]: each for each in report["engines"]}


def add_settings(text: str) -> None:
    with Path("setup.cfg").open("a", encoding="utf-8") as file:
        file.write(text)


class Service(ThreadingHTTPServer):
    """LibreTranslate on this machine, which knows one sentence, or refuses."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.status = 200
        self.bodies: list[str] = []
        self.texts: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.bodies.append(body)
        given = json.loads(body) if body.startswith("{") else parse_qs(body)
        texts = given["q"] if isinstance(given["q"], list) else [given["q"]]
        self.server.texts += texts
        done = [
            text.replace("Le marché de nuit ouvre à 18 h : voir", "The night market opens: see")
            for text in texts
        ]
        many = body.startswith("{") and isinstance(given["q"], list)
        answer: dict[str, Any] = {"translatedText": done if many else done[0]}
        if self.server.status != 200:
            answer = {"error": f"no such key: {KEY}"}
        data = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A project whose engine `libre` is on this machine."""
    assert project.is_dir()
    server = Service()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    add_settings(
        "[workflow:mt.libre]\nprovider = libretranslate\n"
        f"url = {server.url}\nkey_env = MT_KEY\ncharacters_per_month = 150\n"
        "price_per_million = 20\n"
    )
    monkeypatch.setenv("MT_KEY", KEY)
    yield server
    server.shutdown()
    server.server_close()


# Usage


def test_usage_is_what_the_contract_says(project: Path) -> None:
    add_settings("[workflow:mt.libre]\nprovider = deepl\ncharacters_per_month = 9000\n")
    empty = run("mt", "usage", "--format", "json")
    assert json.loads(empty.stdout) == {"version": 1, "engines": []}
    assert "Nothing" in run("mt", "usage").stdout
    assert not (project / ".workflow" / "answers.db").exists()
    answers = KeptAnswers(project / ANSWERS)
    answers.reserve("zed", "2026-02", 3)
    answers.reserve("libre", "2026-02", 1000, cost=0.1)
    answers.reserve("libre", "2026-01", 2000, cost=0.2)
    answers.reserve("libre", "2026-02", 500, cost=0.2)
    answers.close()
    report = run("mt", "usage", "--format", "json")
    assert report.stderr == ""
    assert list(json.loads(report.stdout)) == ["version", "engines"]
    keys = ("engine", "month", "requests", "characters", "cost", "limit")
    assert [tuple(each.items()) for each in json.loads(report.stdout)["engines"]] == [
        tuple(zip(keys, row, strict=True))
        for row in [
            ("libre", "2026-01", 1, 2000, 0.2, 9000),
            ("libre", "2026-02", 2, 1500, 0.3, 9000),
            ("zed", "2026-02", 1, 3, None, None),
        ]
    ]
    lines = run("mt", "usage").stdout.splitlines()
    assert lines[0].split() == ["Engine", "Month", "Requests", "Characters", "Cost", "Limit"]
    assert lines[2].split() == ["libre", "2026-02", "2", "1500", "0.30", "9000"]
    assert lines[3].split() == ["zed", "2026-02", "1", "3"]


def test_usage_that_cannot_be_read_is_an_error_not_a_zero(project: Path) -> None:
    path = project / ANSWERS
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"no database" * 100)
    result = run("mt", "usage", "--format", "json", code=2)
    assert result.stdout == ""
    assert "answers.db" in result.stderr
    assert path.read_bytes() == b"no database" * 100


# The list


def test_the_list_has_the_chain_first_and_says_why_not(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MT_KEY", raising=False)
    add_settings(
        "[workflow:mt.desk]\nprovider = deepl\nkey_env = MT_KEY\nprice_per_million = 20\n"
        "characters_per_month = 5000\n[workflow:mt.broken]\nprovider = nobodys\n"
    )
    answers = KeptAnswers(project / ANSWERS)
    answers.reserve("desk", "2026-01", 1200)
    answers.reserve("desk", "2025-12", 4000)
    answers.close()
    found = listed()
    assert list(found)[:4] == ["memory", "apertium", "desk", "broken"]
    assert [found[name]["chain"] for name in ("memory", "apertium", "desk")] == [1, 2, None]
    desk = found["desk"]
    assert (desk["ready"], desk["characters"], desk["limit"]) == (False, 1200, 5000)
    assert {(pair["source"], pair["target"]) for pair in desk["pairs"]} == {
        ("fr", "en"),
        ("fr", "zh"),
    }
    assert all("MT_KEY" in pair["advice"] for pair in desk["pairs"])
    assert "nobodys" in found["broken"]["reason"]
    assert found["memory"]["ready"]
    assert found["memory"]["local"]
    assert not found["google"]["local"]
    assert "section" in found["microsoft"]["reason"]
    text = run("mt", "list").stdout
    assert "1200 of 5000 characters this month" in text
    assert "20 a million" in text
    monkeypatch.setenv("MT_KEY", KEY)
    assert listed()["desk"]["ready"]
    assert KEY not in run("mt", "list").output


def test_the_list_of_one_language_and_of_one_that_is_no_target(project: Path) -> None:
    assert project.is_dir()
    pairs = listed("--locale", "zh")["memory"]["pairs"]
    assert [(pair["source"], pair["target"]) for pair in pairs] == [("fr", "zh")]
    assert "de" in run("mt", "list", "--locale", "de", code=2).stderr


def test_the_list_has_the_pairs_of_articles_in_other_languages(project: Path) -> None:
    text = "---\ntitle: 夜市\nlang: zh\n---\n夜市晚上开门。\n"
    (project / "articles" / "yeshi.md").write_text(text, encoding="utf-8")
    (project / "articles" / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    found = [(pair["source"], pair["target"]) for pair in listed()["memory"]["pairs"]]
    assert found == [("fr", "en"), ("fr", "zh"), ("zh", "en")]


def test_the_list_sends_nothing(service: Service) -> None:
    assert listed()["libre"]["ready"]
    run("mt", "list")
    assert service.bodies == []


def test_an_engine_whose_budget_is_spent_says_so(service: Service) -> None:
    text = Path("setup.cfg").read_text(encoding="utf-8")
    limit = "characters_per_month = 80"
    Path("setup.cfg").write_text(
        text.replace("characters_per_month = 150", limit), encoding="utf-8"
    )
    assert listed()["libre"]["ready"]
    run("mt", "test", "libre")
    sent = sum(map(len, service.texts))
    found = listed()
    assert not found["libre"]["ready"]
    assert found["libre"]["reason"].startswith(f"{sent} of 80 characters were sent this month")
    assert "characters_per_month" in found["libre"]["advice"]


def test_an_engine_of_one_language_says_which(project: Path) -> None:
    assert project.is_dir()
    (line,) = [each for each in run("mt", "list").stdout.splitlines() if "opencc" in each]
    assert "zh_Hant" in line or "pip install" in line


# A trial


def test_a_trial_says_what_it_sends_and_shows_the_answer(service: Service) -> None:
    result = run("mt", "test", "libre", "--locale", "en")
    assert "a sentence goes to libre: Le marché de nuit" in result.stderr
    answer = result.stdout.splitlines()
    assert answer[0] == ("The night market opens: see [le plan](https://example.org/plan).")
    assert answer[1].startswith("Time: ")
    assert len(service.bodies) == 1
    assert KEY not in result.output


@pytest.mark.parametrize("status", [400, 403, 456])
def test_a_trial_that_fails_ends_with_3_and_no_key(service: Service, status: int) -> None:
    service.status = status
    result = run("mt", "test", "libre", code=3)
    assert result.stdout == ""
    assert "error:" in result.stderr
    assert ("MT_KEY" in result.stderr) is (status == 403)
    assert KEY not in result.output


def test_a_trial_of_what_is_not_there_sends_nothing(service: Service) -> None:
    for name in ("lbre", "deepl"):
        result = run("mt", "test", name, code=2)
        assert "sent" not in result.stderr
    assert "libre" in run("mt", "test", "lbre", code=2).stderr
    result = run("mt", "test", "apertium", "--locale", "zh", code=3)
    assert "fr → zh" in result.stderr
    assert service.bodies == []


def test_an_engine_of_this_machine_is_tried_too(project: Path) -> None:
    assert project.is_dir()
    result = run("mt", "test", "dummy")
    assert "on this machine" in result.stderr
    assert "https://example.org/plan" in result.stdout


def test_a_trial_is_sent_each_time_and_counted(service: Service) -> None:
    run("mt", "test", "libre")
    run("mt", "test", "libre")
    assert len(service.bodies) == 2
    (row,) = json.loads(run("mt", "usage", "--format", "json").stdout)["engines"]
    assert (row["engine"], row["month"], row["requests"]) == ("libre", "2026-01", 2)
    assert row["characters"] == sum(map(len, service.texts)) <= 150
    assert row["cost"] == pytest.approx(row["characters"] * 20 / 1_000_000)
    # the budget of the month holds here too
    result = run("mt", "test", "libre", code=3)
    assert "month" in result.stderr
    assert len(service.bodies) == 2


def test_a_trial_keeps_no_answer(service: Service) -> None:
    run("mt", "test", "libre")
    assert len(service.bodies) == 1
    with closing(sqlite3.connect(ANSWERS)) as file:
        assert file.execute("SELECT count(*) FROM answers").fetchone() == (0,)
