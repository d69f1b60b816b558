"""Names become engines; the dummy, and the memory as an engine."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import EntryPoint

import pytest

from tests.texts import NOW, outcomes
from workflow.engines.chain import GROUP, build_engines
from workflow.engines.context import Near
from workflow.engines.dummy import Dummy
from workflow.engines.engine import Draft, Meter, Request, Tools
from workflow.engines.memory import MemoryEngine
from workflow.errors import ConfigError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, DE = Locale("fr"), Locale("en"), Locale("de")


def asked(*texts: str) -> list[Request]:
    return [Request(text, FR, EN) for text in texts]


class Match:
    """What a look-up finds."""

    def __init__(self, level: str, score: int, drafted_by: str = "") -> None:
        self.level, self.score = level, score
        self.drafted_by, self.unedited = drafted_by, False
        self.source, self.target = "texte", "text"
        self.article, self.trusted = "nanning-workshop", False


@pytest.mark.parametrize(
    ("match", "origin"),
    [
        (Match("context", 100), "context match, nanning-workshop"),
        (Match("exact", 100), "exact match, nanning-workshop"),
        (Match("fuzzy", 87), "87 % match, nanning-workshop"),
        (
            Match("exact", 100, "libre (opus-mt)"),
            "exact match, nanning-workshop, drafted by libre (opus-mt)",
        ),
    ],
)
def test_a_memory_names_the_article_and_the_likeness(match: Match, origin: str) -> None:
    engine = MemoryEngine(lambda requests, source, target: [match])
    near = (Near("texte", "text", 87, "nanning-workshop"),) if match.level == "fuzzy" else ()
    draft = Draft("text", "translation memory", origin, near=near)
    assert outcomes(engine, asked("texte")) == [draft]


def test_a_memory_looks_many_texts_up_in_parts_and_mixes_no_pairs() -> None:
    seen: list[tuple[int, Locale]] = []

    def lookup(requests: Sequence[Request], source: Locale, target: Locale) -> list[Match | None]:
        seen.append((len(requests), target))
        return [None] * len(requests)

    requests = [Request(str(number), FR, EN if number % 2 else DE) for number in range(900)]
    assert outcomes(MemoryEngine(lookup), requests) == [None] * 900
    assert sum(count for count, _ in seen) == 900
    assert max(count for count, _ in seen) < 450
    assert {target for _, target in seen} == {EN, DE}


def tools(meter: Meter | None = None) -> Tools:
    return Tools(meter or Meter(), {}, NOW)


def build(*names: str, sections: Sequence[EngineSettings] = ()) -> list[str]:
    named = {section.name: section for section in sections}
    return [engine.name for engine in build_engines(names, named, tools(), lambda *_: [])]


def test_the_dummy_shows_what_is_translated_and_keeps_the_rest() -> None:
    engine = Dummy(EngineSettings("dummy", "dummy"), tools())
    (outcome,) = outcomes(engine, asked("Voir **les** [normes](a_b)."))
    assert isinstance(outcome, Draft)
    assert outcome.text == "⟦Vøîŕ en⟧ **⟦ļéš en⟧** [⟦ñøŕméš en⟧](a_b)."


def test_names_become_engines_in_order() -> None:
    section = EngineSettings("libre", "libretranslate", url="http://127.0.0.1:1")
    names = ("memory", "libre", "apertium", "google", "dummy", "libre")
    assert build(*names, sections=[section]) == ["memory", "libre", "apertium", "google", "dummy"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("apertum", "Did you mean “apertium”?"),
        ("libr", "Did you mean “libre”?"),
        ("deepl", "Add a section `[workflow:mt.deepl]` with `provider = deepl` to setup.cfg."),
    ],
)
def test_an_unknown_engine_is_told_with_the_nearest(name: str, hint: str) -> None:
    section = EngineSettings("libre", "libretranslate", url="http://127.0.0.1:1")
    with pytest.raises(ConfigError, match=f"unknown engine “{name}”") as caught:
        build(name, sections=[section])
    assert caught.value.hint == hint


def test_an_unknown_provider_is_told_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="unknown provider “libretranslat”") as caught:
        build("x", sections=[EngineSettings("x", "libretranslat")])
    assert caught.value.hint == "Did you mean “libretranslate”?"


def test_an_entry_point_is_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    good = EntryPoint("mine", "workflow.engines.dummy:Dummy", GROUP)
    gone = EntryPoint("gone", "workflow.engines.no_such_module:Engine", GROUP)
    monkeypatch.setattr("workflow.engines.chain.entry_points", lambda group: [good, gone])
    assert build("mine", "other", sections=[EngineSettings("other", "mine")]) == ["mine", "other"]
    with pytest.raises(ConfigError, match="the engine “gone” cannot be loaded"):
        build("gone")
