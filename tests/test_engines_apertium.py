"""Apertium: routes, French and English typography, and the real thing where it is installed."""

from __future__ import annotations

import shutil
import stat
import time
from pathlib import Path

import pytest

from tests.texts import NOW, md, outcomes
from workflow.engines import typography
from workflow.engines.apertium import Apertium, find_route
from workflow.engines.engine import Draft, Estimate, Meter, Request, Tools
from workflow.engines.masking import Part, Role, sound
from workflow.errors import EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

FR, EN, ES, ZH = Locale("fr"), Locale("en"), Locale("es"), Locale("zh")


def make(timeout: float = 60, meter: Meter | None = None) -> Apertium:
    tools = Tools(meter or Meter(), {}, NOW)
    return Apertium(EngineSettings("apertium", "apertium", timeout=timeout), tools)


needs_apertium = pytest.mark.skipif(
    not (make().serves(FR, EN) and make().serves(EN, FR)),
    reason="needs: apt install apertium apertium-fr-es apertium-eng-spa",
)


def translate(texts: list[str], source: Locale = FR, target: Locale = EN) -> list[str | None]:
    found = outcomes(make(), [Request(text, source, target) for text in texts])
    return [outcome.text if isinstance(outcome, Draft) else None for outcome in found]


@pytest.mark.parametrize(
    ("source", "target", "route"),
    [
        ("fr", "es", ("fr-es",)),
        ("fr", "en", ("fr-es", "spa-eng")),
        ("en", "fr", ("eng-spa", "es-fr")),
        ("fr", "zh", ()),
        ("zh", "fr", ()),
        ("ca", "en", ()),
    ],
)
def test_routes(source: str, target: str, route: tuple[str, ...]) -> None:
    modes = {
        ("fr", "es"): "fr-es",
        ("es", "fr"): "es-fr",
        ("en", "es"): "eng-spa",
        ("es", "en"): "spa-eng",
        ("ca", "fr"): "ca-fr",
    }
    assert find_route(modes, source, target) == route


def test_without_the_program_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not make().serves(FR, EN)
    assert make().advice(FR, EN) == "apt install apertium apertium-fr-es apertium-eng-spa"
    assert make().advice(FR, ZH) == ""


def test_a_program_that_hangs_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "apertium"
    script.write_text(
        '#!/bin/sh\nif [ "$1" = -l ]; then echo "  fr-es"; exit; fi\nsleep 30 | cat\n',
        encoding="utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    start = time.monotonic()
    with pytest.raises(EngineError, match=r"`apertium` took more than 0\.5 seconds"):
        list(make(timeout=0.5).translate([Request("Un", FR, ES)]))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("target", "raw", "printed"),
    [
        (EN, "« a crime », said", "“a crime”, said"),
        (EN, "cooperation : yes ; no ?", "cooperation: yes; no?"),
        (EN, "found  experts , and", "found experts, and"),
        (EN, "12,5 %", "12,5%"),
        (EN, "a *Nanning #say @x", "a Nanning say x"),
        (EN, "How the <*prn> has", "How the has"),
        (EN, "l'[x] at 14:30", "l'[x] at 14:30"),
        (FR, "l'atelier", "l’atelier"),
        (FR, "“ nous”: oui !", "« nous » : oui\u202f!"),
        (FR, "un; deux", "un\u202f; deux"),
        (ES, "« la trata »", "«la trata»"),
    ],
)
def test_output_is_printed_as_the_language_wants(target: Locale, raw: str, printed: str) -> None:
    assert typography.finish(raw, "l’original", target) == printed.replace(" »", "\u00a0»").replace(
        "« ", "«\u00a0"
    ).replace(" : ", "\u00a0: ")


def test_marks_and_straight_apostrophes_of_the_source_stay() -> None:
    assert typography.finish("l'a #tag @me", "c'est #tag @moi", FR) == "l'a #tag @me"


@pytest.mark.parametrize(
    ("raw", "prepared"),
    [
        ("L’œuvre", "L'oeuvre"),
        ("a-t-elle déclaré", "elle a déclaré"),
        ("dit-il", "il dit"),
        ("y a-t-il", "il y a"),
        ("« mot », 10\u202f000 euros", "« mot », 10\u00a0000 euros"),
        ("Des experts. Des écoles", "Experts. Écoles"),
        ("Tél. : ", "Téléphone : "),
    ],
)
def test_french_is_prepared_for_the_dictionaries(raw: str, prepared: str) -> None:
    assert typography.prepare(raw.replace("« ", "«\u00a0"), FR) == prepared


@pytest.mark.parametrize(
    ("original", "translation", "kept"),
    [
        ("Un mot", "a word", "A word"),
        ("un mot", "A word", "a word"),
        ("un Chinois", "Chinese", "Chinese"),
        ("Un mot.", "A word", "A word."),
        ("Un mot ?", "a word?", "A word?"),
        ("« Un mot »", "“a word”", "“A word”"),
    ],
)
def test_the_first_letter_and_the_full_stop_are_kept(
    original: str, translation: str, kept: str
) -> None:
    (part,) = typography.keep_ends([Part(Role.TEXT, translation)], original)
    assert part.text == kept


NEWS = [
    "Un atelier de deux jours sur les normes internationales d’identification et d’aide aux "
    "victimes de traite a eu lieu cette semaine à Nanning, en Chine.",
    "Les formateurs ont souligné l’importance de la coopération : « c’est un crime complexe », "
    "a-t-elle déclaré.",
    "Voir les [normes internationales](https://example.org/a_b) et le **programme**[^1].",
    "Contact : +33 1 99 00 12 34, presse@example.org, <https://example.org/x?a=1&b=2>",
    "Rue du Port 3\\\n1000 Nanning, {ville} `code --x` R&amp;D 5 ~ 6 [sic] @moi #tag",
    "Inscription",
    "le traducteur",
]


@needs_apertium
def test_french_news_in_english() -> None:
    found = translate(NEWS)
    assert found[0] == (
        "A workshop of two days on the international norms of identification and of help to the "
        "victims of treat has taken place this week to Nanning, in China."
    )
    assert found[2] == (
        "See the [international norms](https://example.org/a_b) and the **program**[^1]."
    )
    assert found[5:] == ["Registration", "the translator"]
    assert "“" in str(found[1])
    assert "*" not in str(found[1])


@needs_apertium
@pytest.mark.parametrize(("source", "target"), [(FR, EN), (FR, ES), (EN, FR), (EN, ES)])
def test_everything_kept_is_kept(source: Locale, target: Locale) -> None:
    for text, found in zip(NEWS, translate(NEWS, source, target), strict=True):
        assert found is not None
        assert sound(md(text), md(found))
        assert text[-1] == "." or found[-1] != "."
        assert not {"*", "#", "@"} - set(text) & set(found)


@needs_apertium
def test_a_batch_gives_what_each_message_gives_alone() -> None:
    assert translate(NEWS)[2:4] == [translate([text])[0] for text in NEWS[2:4]]


@needs_apertium
def test_words_the_second_hop_lacks_are_those_of_the_source() -> None:
    assert translate(["Vérification"]) == ["Vérification"]


@needs_apertium
@pytest.mark.parametrize(
    ("text", "pair", "words"),
    [
        ("Le village a été coupé du monde par une crue.", (FR, EN), {"riada"}),
        ("Le piroguier attend devant le guichet.", (FR, EN), {"piroguier", "guichet"}),
        ("Landslides buried the kerbstone.", (EN, FR), {"kerbstone"}),
        ("Un atelier de deux jours à Nanning.", (FR, EN), set()),
    ],
)
def test_words_that_a_hop_left_are_named(
    text: str, pair: tuple[Locale, Locale], words: set[str]
) -> None:
    (outcome,) = outcomes(make(), [Request(text, *pair)])
    assert isinstance(outcome, Draft)
    assert set(outcome.notes) == {f"“{word}” is not translated" for word in words}


@needs_apertium
def test_control_characters_harm_nobody_else() -> None:
    found = translate(["Un mot", "a\0b \x01 \x1b[0m {x} ^y$ \\", "Deux mots"])
    assert (found[0], found[2]) == ("A word", "Two words")


@needs_apertium
def test_nothing_is_sent_and_so_nothing_counted() -> None:
    meter = Meter(8)
    requests = [Request(text, FR, EN) for text in ("Un mot", "Deux mots")]
    engine = make(meter=meter)
    assert all(isinstance(outcome, Draft) for outcome in outcomes(engine, requests))
    assert (meter.requests, meter.characters) == (0, 0)
    assert engine.estimate(requests) == Estimate(0, 0)


def test_the_reason_for_a_skip_is_true() -> None:
    assert shutil.which("apertium") or not make().serves(FR, EN)


@needs_apertium
@pytest.mark.parametrize(
    "text",
    [
        "Les habitants peuvent appeler le +33 1 99 00 12 40 pour signaler une personne.",
        "Écrire à presse@example.org ou voir `le code` et [la carte](https://example.org).",
    ],
)
def test_what_stands_for_a_kept_part_is_no_word_that_was_left(text: str) -> None:
    (outcome,) = outcomes(make(), [Request(text, FR, EN)])
    assert isinstance(outcome, Draft)
    assert not [note for note in outcome.notes if "qzx" in note]
