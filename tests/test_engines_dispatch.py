"""A service that does everything wrong: what is drafted, what is named, what is sent again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.faulty import KEY, WRONG, FaultyBackend, Service, running
from tests.texts import NOW, outcomes
from workflow.engines.answers import Key, NoAnswers
from workflow.engines.backend import Limits
from workflow.engines.engine import Draft, Meter, Outcome, Request, Tools
from workflow.engines.kept_answers import KeptAnswers
from workflow.engines.pacing import Patience
from workflow.engines.service_engine import ServiceEngine
from workflow.errors import EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
QUICK = Patience(
    pause=0.01,
    longest_pause=0.4,
    longest_retry=0.04,
    bound=1.2,
    trouble=0.4,
    unreached=0.1,
    glitch=0.04,
)
"""By default, fifty times faster."""
PASSING = (
    *("reset", "cut", "hang", "drip", "drip-head", "429", "429:0.01", "503:0.01"),
    *("408", "425", "500", "502", "503", "504"),
    *WRONG,
)
"""Faults after which a text is sent again."""


@pytest.fixture
def service() -> Iterator[Service]:
    with running(Service()) as it:
        yield it


def engine(service: Service, meter: Meter | None = None, **changes: Any) -> ServiceEngine:
    options = EngineSettings("faulty", "faulty", in_flight=changes.pop("in_flight", 4))
    patience = changes.pop("patience", QUICK)
    answers = changes.pop("answers", None) or NoAnswers()
    settings = {name: changes.pop(name) for name in list(changes) if hasattr(options, name)}
    tools = Tools(meter or Meter(), {}, NOW, answers)
    backend = FaultyBackend(service.url, settings.get("timeout", 5.0), **changes)
    return ServiceEngine(replace(options, **settings), tools, backend, patience)


def asked(texts: Sequence[str]) -> list[Request]:
    return [Request(text, FR, EN) for text in texts]


def texts_of(found: Sequence[Outcome]) -> list[str | None]:
    return [outcome.text if isinstance(outcome, Draft) else None for outcome in found]


def reasons(found: Sequence[Outcome]) -> list[str]:
    return [outcome.message for outcome in found if isinstance(outcome, EngineError)]


def numbered(count: int) -> list[str]:
    return [f"Texte numéro {number}" for number in range(count)]


@pytest.mark.parametrize("batch", [1, 5])
@pytest.mark.parametrize("fault", PASSING)
def test_a_passing_fault_costs_no_text(service: Service, fault: str, batch: int) -> None:
    texts = numbered(12)
    seen: set[str] = set()

    def first_time(these: Sequence[str], _number: int) -> str:
        new = not seen.issuperset(these)
        seen.update(these)
        return fault if new else ""

    service.fault = first_time
    found = outcomes(engine(service, timeout=0.2, limits=Limits(batch)), asked(texts))
    assert texts_of(found) == [text.upper() for text in texts]
    assert set(service.answered.values()) == {1}
    assert service.twice_at_once == set()


@pytest.mark.parametrize("batch", [1, 4])
@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("403", "HTTP 403, “Fault 403 for …”"),
        ("456", "HTTP 456, “Fault 456 for …”"),
        ("401", "HTTP 401, “Fault 401 for …”"),
        ("402", "HTTP 402, “Fault 402 for …”"),
        ("404", "HTTP 404, “Fault 404 for …”"),
        ("302", "HTTP 302, “Fault 302 for …”"),
    ],
)
def test_a_service_that_denies_is_asked_no_more(
    service: Service, fault: str, said: str, batch: int
) -> None:
    service.fault = lambda _texts, number: fault if number >= 2 else ""
    found = outcomes(engine(service, in_flight=1, limits=Limits(batch)), asked(numbered(40)))
    assert sum(map(bool, texts_of(found))) == 2 * batch
    assert reasons(found) == [said] * (40 - 2 * batch)
    assert len(service.requests) == 3


@pytest.mark.parametrize("fault", ["500", "reset", "cut", "html", "count", "429", "503:0.01"])
def test_a_service_that_is_down_is_given_up_with_a_word(service: Service, fault: str) -> None:
    service.fault = lambda _texts, _number: fault
    found = outcomes(engine(service), asked(numbered(60)))
    (said,) = set(reasons(found))
    assert len(reasons(found)) == 60
    assert "requests in a row failed" in said or "longer than one run waits" in said
    assert KEY not in said
    assert len(service.requests) < 300


@pytest.mark.parametrize("fault", ["shape", "error", "html", "blank", "count"])
def test_a_service_that_never_answers_rightly_costs_few_answers(
    service: Service, fault: str
) -> None:
    service.fault = lambda _texts, _number: fault
    found = outcomes(engine(service, limits=Limits(50)), asked(numbered(14)))
    assert len(reasons(found)) == 14
    assert len(service.requests) <= 60


@pytest.mark.parametrize("fault", ["500", "reset", "html"])
def test_a_service_that_is_broken_costs_a_few_short_texts(service: Service, fault: str) -> None:
    meter = Meter()
    service.fault = lambda _texts, _number: fault
    texts = [f"{number} " + "un long texte " * 20 for number in range(40)]
    texts += [f"court {letter}" for letter in "abcdefghijklmnopqrst"]
    found = outcomes(engine(service, meter, limits=Limits(4)), asked(texts))
    assert len(reasons(found)) == 60
    first_wave = 4 * 4 * len(texts[30])
    # the first probes may be made before all texts are read
    assert meter.characters < first_wave + 4 * len(texts[30]) + 40 * len("court a")
    assert max(map(len, service.requests[4:])) == 1


def test_one_text_that_is_none_for_the_service_hides_no_other(service: Service) -> None:
    service.fault = lambda texts, _number: "500" if "a" in texts else ""
    found = outcomes(engine(service, limits=Limits(50)), asked(["a", "bb", "ccc", "dddd"]))
    assert texts_of(found) == [None, "BB", "CCC", "DDDD"]


def test_nothing_that_listens_is_given_up_and_on_no_account(service: Service) -> None:
    meter = Meter()
    faulty = engine(service, meter)
    faulty._backend.url = "http://127.0.0.1:1/"  # type: ignore[attr-defined]
    found = outcomes(faulty, asked(numbered(30)))
    (said,) = set(reasons(found))
    assert said.startswith("no connection to 127.0.0.1:1; ")
    assert (meter.requests, meter.characters) == (0, 0)


def test_a_service_that_asks_for_an_hour_is_not_waited_for(service: Service) -> None:
    service.fault = lambda _texts, _number: "429:3600"
    found = outcomes(engine(service, in_flight=1), asked(numbered(30)))
    assert len(service.requests) == 1
    assert set(reasons(found)) == {
        "HTTP 429, “Fault 429 for …”; it asks for 3600 seconds, longer than one run waits"
    }
    assert all("workflow translate" in each.hint for each in found if isinstance(each, EngineError))


@pytest.mark.parametrize("wait", ["0.3", "date:2"])
def test_nobody_sends_while_the_service_asks_for_time(service: Service, wait: str) -> None:
    service.fault = lambda _texts, number: f"429:{wait}" if number == 20 else ""
    service.delay = 0.01
    patience = replace(QUICK, bound=5.0)
    found = outcomes(engine(service, in_flight=8, patience=patience), asked(numbered(100)))
    assert all(texts_of(found))
    told = service.starts[20] + service.delay
    window = [start for start in service.starts if told + 0.05 < start < told + 0.25]
    assert window == []
    assert max(service.starts) > told + 0.25


@pytest.mark.parametrize("status", ["400", "413", "414", "422"])
@pytest.mark.parametrize("batch", [1, 50])
def test_a_refused_text_is_named_and_the_others_go_on(
    service: Service, status: str, batch: int
) -> None:
    bad = {"Texte numéro 7", "Texte numéro 8", "Texte numéro 31"}
    service.fault = lambda texts, _number: status if bad.intersection(texts) else ""
    found = outcomes(engine(service, limits=Limits(batch)), asked(numbered(60)))
    named = [text for text, draft in zip(numbered(60), texts_of(found), strict=True) if not draft]
    assert set(named) == bad
    assert set(reasons(found)) == {f"HTTP {status}, “Fault {status} for …”"}
    assert set(service.answered.values()) == {1}
    assert len(service.requests) <= (60 if batch == 1 else 40)


@pytest.mark.parametrize("fault", ["500", "cut", "count", "truncated"])
def test_a_text_that_the_service_chokes_on_is_found_in_its_batch(
    service: Service, fault: str
) -> None:
    service.fault = lambda texts, _number: fault if "Texte numéro 17" in texts else ""
    found = outcomes(engine(service, limits=Limits(50), timeout=0.2), asked(numbered(200)))
    drafts = texts_of(found)
    assert drafts.count(None) == 1
    assert drafts[17] is None
    assert set(service.answered.values()) == {1}


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[x"])
def test_what_never_left_is_not_counted(service: Service, url: str, tmp_path: Path) -> None:
    """Nobody who listens; an address that is none."""
    service.url = url
    meter, answers = Meter(), KeptAnswers(tmp_path / "answers.db")
    found = outcomes(engine(service, meter, answers=answers), asked(["Un", "Deux"]))
    assert all(isinstance(each, EngineError) for each in found)
    assert (meter.requests, meter.characters) == (0, 0)
    assert [(each.requests, each.characters) for each in answers.usage()] == [(0, 0)]
    assert service.requests == []


def test_blank_answers_cost_only_the_texts_that_have_them(service: Service) -> None:
    service.translate = lambda text: " " if text.endswith("3") else text.upper()
    found = outcomes(engine(service, limits=Limits(10)), asked(numbered(10)))
    assert reasons(found) == ["the answer is empty, or no text"]
    assert sum(map(bool, texts_of(found))) == 9
    assert set(service.answered.values()) - {1} == {16}


MARKED = "Voir les [normes](https://example.org/a_b) et **deux** points, 见[标准](b)。"


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda text: text.replace("[X1X]", ""),
        lambda text: text.replace("[X1X]", "[X1X][X1X]"),
        lambda text: text.replace("[X1X]", "[Y1Y]"),
        lambda text: text.replace("[X1X]", "[X2X]", 1).replace("[X2X]", "[X1X]", 1),
        lambda text: "[X9X]" * text.count("[X") + text,
        lambda text: f"*{text}*",
    ],
    ids=["lost", "doubled", "translated", "reordered", "foreign", "added"],
)
@pytest.mark.parametrize("batch", [1, 20])
def test_what_the_service_makes_of_placeholders_is_mended_by_runs_of_words(
    service: Service, spoilt: Callable[[str], str], batch: int
) -> None:
    service.translate = lambda text: spoilt(text.upper()) if "[X" in text else text.upper()
    found = outcomes(engine(service, limits=Limits(batch)), asked([MARKED]))
    assert texts_of(found) == [
        "VOIR LES [NORMES](https://example.org/a_b) ET **DEUX** POINTS, 见[标准](b)。"
    ]


def test_a_draft_that_cannot_be_made_right_is_an_error(service: Service) -> None:
    service.translate = lambda text: f"http://other.example/ {text}"
    found = outcomes(engine(service), asked([MARKED, "un mot"]))
    assert reasons(found) == ["links, code or emphasis did not come back whole"] * 2


def test_answers_of_no_use_are_asked_for_anew_by_the_next_run_alone(service: Service) -> None:
    answers = Kept()
    texts = [MARKED, "Le [port](p)", "Le **vent**"]
    service.translate = lambda text: f"http://other.example/ {text}"
    assert len(reasons(outcomes(engine(service, answers=answers), asked(texts)))) == 3
    assert set(service.answered.values()) == {1}
    assert answers.answers == {}
    service.translate = str.upper
    found = outcomes(engine(service, answers=answers), asked(texts))
    assert texts_of(found)[1:] == ["LE [PORT](p)", "LE **VENT**"]
    made_of = [outcome.made_of for outcome in found if isinstance(outcome, Draft)]
    assert sorted(key for keys in made_of for key in keys) == sorted(answers.answers)


def test_runs_that_several_messages_have_are_sent_once(service: Service) -> None:
    service.translate = lambda text: "?" if "[X" in text else text.upper()
    texts = [f"Le [nom](a) et **deux** `{number}` mots." for number in range(20)]
    found = outcomes(engine(service, answers=Kept()), asked(texts))
    assert all(texts_of(found))
    runs = [text for texts in service.requests for text in texts if "[X" not in text]
    assert sorted(runs) == ["Le", "deux", "et", "mots.", "nom"]


def test_a_long_text_is_cut_at_the_ends_of_sentences(service: Service) -> None:
    sentence = "Le [port](p) de la ville reste fermé à cause du vent."
    text = " ".join([sentence] * 30)
    chinese = "本市**港口**因大风关闭，所有船只停航。" * 40
    limits = Limits(10, text=100, total=250, unit="bytes")
    requests = [Request(text, FR, EN), Request(chinese, ZH, EN)]
    found = outcomes(engine(service, limits=limits, answers=Kept()), requests)
    assert texts_of(found) == [text.upper().replace("(P)", "(p)"), chinese]
    assert max(len(each.encode()) for texts in service.requests for each in texts) <= 100
    assert max(sum(len(each.encode()) for each in texts) for texts in service.requests) <= 250
    assert sum(map(len, service.requests)) < 10  # equal pieces go once


def test_pairs_may_be_mixed_and_go_in_requests_of_their_own(service: Service) -> None:
    requests = [
        Request(f"Texte {number}", FR, target) for number in range(30) for target in (EN, ZH)
    ]
    found = outcomes(engine(service, limits=Limits(50)), requests)
    assert all(texts_of(found))
    assert sorted(map(len, service.requests)) == [30, 30]


def test_no_more_than_in_flight_requests_over_connections_that_are_kept(service: Service) -> None:
    service.delay = 0.005
    assert all(texts_of(outcomes(engine(service, in_flight=3), asked(numbered(60)))))
    assert service.most_at_once == service.connections == 3


def test_no_more_is_sent_than_the_run_may(service: Service) -> None:
    meter = Meter(100)
    texts = numbered(20)
    found = outcomes(engine(service, meter, limits=Limits(50)), asked(texts))
    sent = sum(len(text) for texts in service.requests for text in texts)
    assert meter.characters == sent <= 100 < sent + len(texts[0]) + 1
    assert meter.exhausted
    assert texts_of(found).count(None) == 20 - 100 // len(texts[0])
    assert reasons(found) == []


def test_the_budget_of_a_month_is_never_passed_retries_included(service: Service) -> None:
    answers, lucky = Kept(), random.Random(7)
    service.fault = lambda _texts, _number: "500" if lucky.random() < 0.3 else ""
    settings: dict[str, Any] = {"answers": answers, "characters_per_month": 1000}
    first = outcomes(engine(service, limits=Limits(7), **settings), asked(numbered(100)))
    second = outcomes(engine(service, limits=Limits(7), **settings), asked(numbered(100)))
    sent = sum(len(text) for texts in service.requests for text in texts)
    assert 980 < sent <= 1000
    assert all("the budget of 1000 characters a month is spent" in said for said in reasons(first))
    kept = [index for index, draft in enumerate(texts_of(first)) if draft]
    assert [index for index, draft in enumerate(texts_of(second)) if draft] == kept


def test_figures_are_what_went_over_the_wire(service: Service) -> None:
    meter, number = Meter(), iter(range(100))
    service.fault = lambda _texts, _number: "500" if next(number) % 3 == 0 else ""
    faulty = engine(service, meter, limits=Limits(5), price=20.0)
    assert all(texts_of(outcomes(faulty, asked(numbered(60)))))
    sent = sum(len(text) for texts in service.requests for text in texts)
    assert (meter.requests, meter.characters) == (len(service.requests), sent)
    assert meter.cost == pytest.approx(sent * 20 / 1_000_000)


def test_an_estimate_is_what_is_sent_where_all_goes_well(service: Service) -> None:
    answers, meter = Kept(), Meter()
    texts = [*numbered(95), MARKED]
    assert all(
        texts_of(outcomes(engine(service, answers=answers, limits=Limits(10)), asked(texts[:20])))
    )
    faulty = engine(service, meter, answers=answers, limits=Limits(10), price=20.0)
    would = faulty.estimate(asked(texts))
    assert len(service.requests) == 2
    assert all(texts_of(outcomes(faulty, asked(texts))))
    assert (would.requests, would.characters, would.reused) == (
        meter.requests,
        meter.characters,
        meter.reused,
    )
    assert would.cost == pytest.approx(meter.cost)
    assert would.reused == 20


class Kept(NoAnswers):
    """Keeps answers while it lives."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[bytes, str] = {}

    def known(self, keys: Iterable[bytes]) -> Mapping[bytes, str]:
        return {key: self.answers[key] for key in keys if key in self.answers}

    def forget(self, keys: Iterable[bytes]) -> None:
        for key in keys:
            self.answers.pop(key, None)

    def keep(self, answers: Mapping[bytes, str], **_of_them: Any) -> None:
        assert not answers.keys() & self.answers.keys()
        self.answers |= answers


@pytest.mark.parametrize("status", ["413", "400", "422"])
@pytest.mark.parametrize("characters", [False, True])
def test_the_size_of_batches_is_learnt_from_what_is_refused(
    service: Service, status: str, characters: bool
) -> None:
    most = 180 if characters else 10

    def too_much(texts: Sequence[str], _number: int) -> str:
        return status if (sum(map(len, texts)) if characters else len(texts)) > most else ""

    service.fault = too_much
    texts = numbered(600)
    found = outcomes(engine(service, in_flight=2, limits=Limits(50)), asked(texts))
    assert texts_of(found) == [text.upper() for text in texts]
    assert set(service.answered.values()) == {1}
    refused = [each for each in service.requests if too_much(each, 0)]
    assert len(refused) <= 20  # 12 batches of 50, halved anew each, would be 84
    assert len(service.requests) - len(refused) <= 600 / 4


def test_one_text_that_is_refused_makes_no_batch_smaller(service: Service) -> None:
    service.fault = lambda texts, _number: "400" if "Texte numéro 70" in texts else ""
    texts = numbered(400)
    found = outcomes(engine(service, in_flight=1, limits=Limits(50)), asked(texts))
    assert reasons(found) == ["HTTP 400, “Fault 400 for …”"]
    assert sum(len(each) == 50 for each in service.requests) == 8


@pytest.mark.parametrize("batch", [1, 50])
@pytest.mark.parametrize("status", ["400", "415", "418", "422", "413"])
def test_a_service_that_refuses_every_text_alike_is_asked_a_few_times(
    service: Service, status: str, batch: int
) -> None:
    service.fault = lambda _texts, _number: status
    found = outcomes(engine(service, in_flight=4, limits=Limits(batch)), asked(numbered(200)))
    assert len(set(reasons(found))) == 1
    assert len(reasons(found)) == 200
    assert len(service.requests) <= 8


@pytest.mark.parametrize("batch", [1, 50])
def test_long_texts_that_come_first_do_not_speak_of_the_service(
    service: Service, batch: int
) -> None:
    service.fault = lambda texts, _number: "400" if any(len(each) > 99 for each in texts) else ""
    texts = [f"{number} {'long ' * 60}" for number in range(8)] + numbered(40)
    found = outcomes(engine(service, in_flight=4, limits=Limits(batch)), asked(texts))
    assert texts_of(found)[8:] == [text.upper() for text in texts[8:]]
    assert len(reasons(found)) == 8


@pytest.mark.parametrize("batch", [1, 4])
def test_what_another_process_took_over_is_not_sent(service: Service, batch: int) -> None:
    taken: dict[Key, str] = {}

    class Taken(NoAnswers):
        """Another process has taken over the first text of each second request."""

        asked = 0

        def lost(self, keys: Iterable[Key]) -> frozenset[Key]:
            self.asked += 1
            if self.asked % 2:
                return frozenset()
            taken[next(iter(keys))] = "AUTRE"
            return frozenset(keys) & taken.keys()

        def known(self, keys: Iterable[Key]) -> Mapping[Key, str]:
            return {each: taken[each] for each in keys if each in taken}

    found = outcomes(engine(service, answers=Taken(), limits=Limits(batch)), asked(numbered(24)))
    sent = {text for each in service.requests for text in each}
    others = [
        text for text, said in zip(numbered(24), texts_of(found), strict=True) if said == "AUTRE"
    ]
    assert len(others) == len(taken) > 2
    assert sent.isdisjoint(others)
    assert len(sent) == 24 - len(others)
