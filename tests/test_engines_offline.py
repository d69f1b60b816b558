"""Engines on models of this machine: argos with the libraries it runs on, firefox with a stand-in.

No model of Firefox can be shipped or fetched here (they are tens of megabytes), so a module with
the public interface of fxtranslate 0.5 takes its place where one is needed; what the real one
says to a file that is no model is tested too.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from workflow.engines.argos import Argos
from workflow.engines.engine import MACHINE, Draft, Meter, Request, Tools
from workflow.engines.firefox import Firefox
from workflow.engines.models import install_model
from workflow.engines.offline import Offline
from workflow.errors import EngineError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

from .texts import NOW, outcomes
from .toy_models import argos_package

FR, EN, ZH, ES = Locale("fr"), Locale("en"), Locale("zh"), Locale("es")
FRENCH = {
    "les": "the",
    "eaux": "waters",
    "montent": "rise",
    "montent.": "rise.",
    "vite.": "fast.",
    "[X1X]": "[X1X]",
    "[X1X]eaux[X2X]": "[X1X]waters[X2X]",
}
CHINESE = {"the": "这些", "waters": "水", "rise": "上涨", "rise.": "上涨。", "fast.": "很快。"}


def made(kind: type[Offline], folder: Path, meter: Meter | None = None) -> Offline:
    tools = Tools(meter or Meter(), {"WORKFLOW_MODELS": str(folder)}, NOW)
    return kind(EngineSettings(kind.engine, kind.engine, in_flight=1), tools)


@pytest.fixture(scope="module")
def argos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with models for fr → en and en → zh."""
    pytest.importorskip("ctranslate2")
    pytest.importorskip("sentencepiece")
    made_in = tmp_path_factory.mktemp("argos")
    for pair, lexicon in ((("fr", "en"), FRENCH), (("en", "zh"), CHINESE)):
        package = argos_package(made_in / f"{'-'.join(pair)}.argosmodel", pair, lexicon)
        locales = (Locale(pair[0]), Locale(pair[1]))
        install_model(locales, package.name, [package.read_bytes()], made_in / "models")
    return made_in / "models"


def texts_of(engine: Offline, texts: list[str], target: Locale = EN) -> list[str]:
    found = outcomes(engine, [Request(text, FR, target) for text in texts])
    assert all(isinstance(each, Draft) for each in found), found
    return [each.text for each in found if isinstance(each, Draft)]


def test_argos_translates_sentence_by_sentence(argos: Path) -> None:
    engine = made(Argos, argos)
    assert engine.serves(FR, EN)
    assert texts_of(engine, ["les eaux montent", "les eaux montent. les eaux montent vite."]) == [
        "the waters rise",
        "the waters rise. the waters rise fast.",
    ]


def test_a_pair_without_a_model_goes_by_way_of_another_language(argos: Path) -> None:
    engine = made(Argos, argos)
    assert engine.serves(FR, ZH)
    draft = outcomes(engine, [Request("les eaux montent.", FR, ZH)])[0]
    assert draft == Draft("这些 水 上涨。", MACHINE, "argos", model="fr-en, en-zh")
    assert not engine.serves(ZH, FR)


def test_argos_keeps_marks_or_goes_by_the_runs_between_them(argos: Path) -> None:
    engine = made(Argos, argos)
    found = texts_of(engine, ["les eaux `a` montent", "les [eaux](https://x.example/) montent"])
    assert found == ["the waters `a` rise", "the [waters](https://x.example/) rise"]


def test_a_long_sentence_is_translated_to_its_end(argos: Path) -> None:
    """By default CTranslate2 drops what is past 256 pieces of the answer without a word."""
    sentence = " ".join(["les eaux montent"] * 120)
    assert texts_of(made(Argos, argos), [sentence]) == [" ".join(["the waters rise"] * 120)]


def test_a_sentence_that_the_model_has_no_room_for_is_named_and_the_others_go_on(
    argos: Path,
) -> None:
    texts = [" ".join(["les"] * 500), "les eaux"]
    long, short = outcomes(made(Argos, argos), [Request(text, FR, EN) for text in texts])
    assert isinstance(long, EngineError)
    assert isinstance(short, Draft)


def test_nothing_is_sent_and_so_nothing_counted(argos: Path) -> None:
    engine = made(Argos, argos, meter := Meter(10))
    found = outcomes(engine, [Request("les eaux", FR, EN), Request("les eaux montent", FR, EN)])
    assert [isinstance(each, Draft) for each in found] == [True, True]
    assert (meter.requests, meter.characters) == (0, 0)


@pytest.mark.parametrize("kind", [Argos, Firefox])
def test_without_a_model_the_command_is_named(kind: type[Offline], tmp_path: Path) -> None:
    engine = made(kind, tmp_path)
    assert not engine.serves(FR, ZH)
    assert engine.advice(FR, ZH) == (
        f"workflow mt install fr-zh --from FILE (a model for {kind.engine})"
    )


@pytest.mark.parametrize("kind", [Argos, Firefox])
def test_without_the_library_the_extra_is_named(
    kind: type[Offline], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kind, "libraries", ("no_such_library",))
    engine = made(kind, tmp_path)
    assert not engine.serves(FR, EN)
    assert engine.advice(FR, EN) == f'`pip install "workflow[{kind.engine}]"`'


def test_a_model_that_was_changed_is_not_used(argos: Path, tmp_path: Path) -> None:
    for path in argos.glob("argos.fr.en.*"):
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"fr", b"en", 1))
    engine = made(Argos, tmp_path)
    found = outcomes(engine, [Request(text, FR, EN) for text in ("les eaux", "les")])
    assert all(isinstance(each, EngineError) and "digest" in each.message for each in found)
    assert found[0] is found[1]  # the file is not looked at for each text


def test_a_file_that_is_no_model_is_said(tmp_path: Path) -> None:
    pytest.importorskip("ctranslate2")
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("metadata.json", '{"from_code": "fr", "to_code": "en"}')
        archive.writestr("sentencepiece.model", b"nonsense")
        archive.writestr("model/model.bin", b"nonsense")
    install_model((FR, EN), "x", [data.getvalue()], tmp_path)
    found = outcomes(made(Argos, tmp_path), [Request("les eaux", FR, EN)])[0]
    assert isinstance(found, EngineError)


# Firefox


def install_firefox(folder: Path, pair: tuple[Locale, Locale], files: Mapping[str, bytes]) -> None:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    install_model(pair, "x", [data.getvalue()], folder)


class Translator:
    """Has fxtranslate's interface; ``translate`` cuts what is long, as the real one does."""

    def __init__(
        self, model: bytes, src_vocab: bytes, trg_vocab: bytes, shortlist: bytes | None = None
    ) -> None:
        self.parts = (model, src_vocab, trg_vocab, shortlist)

    def translate(self, text: str) -> str:
        return self.translate_long(text)[:40]

    def translate_long(self, text: str) -> str:
        if "lost" in text:
            text = text.replace("[X1X]", "")
        return text.upper() + "".join(f" {part.decode()}" for part in self.parts if part)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fxtranslate")
    monkeypatch.setitem(sys.modules, "fxtranslate", SimpleNamespace(Translator=Translator))


ONE_VOCABULARY = {"model.fren.intgemm.alphas.bin": b"m", "vocab.fren.spm": b"v"}


@pytest.mark.usefixtures("stand_in")
def test_firefox_hands_over_the_files_of_the_model(tmp_path: Path) -> None:
    install_firefox(tmp_path / "a", (FR, EN), {**ONE_VOCABULARY, "lex.50.50.fren.s2t.bin": b"l"})
    split = {
        "model.enzh.bin": b"m",
        "srcvocab.enzh.spm": b"s",
        "trgvocab.enzh.spm": b"t",
    }
    install_firefox(tmp_path / "b", (EN, ZH), split)
    assert texts_of(made(Firefox, tmp_path / "a"), ["eaux"]) == ["EAUX m v v l"]
    draft = outcomes(made(Firefox, tmp_path / "b"), [Request("water", EN, ZH)])[0]
    assert draft == Draft("WATER m s t", MACHINE, "firefox", model="en-zh")


@pytest.mark.usefixtures("stand_in")
def test_firefox_loses_nothing_of_a_long_text(tmp_path: Path) -> None:
    install_firefox(tmp_path, (FR, EN), ONE_VOCABULARY)
    text = "les eaux montent " * 50 + "`x` ici"
    (found,) = texts_of(made(Firefox, tmp_path), [text])
    assert found == text.upper().replace("X`", "x`").replace("`X", "`x") + " m v v"


@pytest.mark.usefixtures("stand_in")
def test_firefox_goes_by_runs_where_a_mark_is_lost(tmp_path: Path) -> None:
    install_firefox(tmp_path, (FR, EN), ONE_VOCABULARY)
    (found,) = texts_of(made(Firefox, tmp_path), ["lost `x` eaux"])
    assert found == "LOST m v v `x` EAUX m v v"


@pytest.mark.parametrize("damage", [b"x" * 100, b"\1" + b"\0" * 7 + b"\xff" * 200])
def test_the_real_library_says_that_a_file_is_no_model(tmp_path: Path, damage: bytes) -> None:
    """For some files Rust panics, which is no Exception of Python."""
    pytest.importorskip("fxtranslate")
    files = {"model.fren.bin": damage, "vocab.fren.spm": b"y"}
    install_firefox(tmp_path, (FR, EN), files)
    found = outcomes(made(Firefox, tmp_path), [Request("les eaux", FR, EN)])[0]
    assert isinstance(found, EngineError)
    assert "fr-en" in found.message
