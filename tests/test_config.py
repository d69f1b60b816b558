"""Settings: what is read, and what is said of a file that is wrong."""

from __future__ import annotations

import contextlib
import re
from configparser import ParsingError, RawConfigParser
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import ConfigError, ErrorGroup, WorkflowError
from workflow.model import Locale, ReviewRules
from workflow.model.release_rules import ReleaseRules
from workflow.project.config import (
    ENGINE_KEYS,
    PROJECT_KEYS,
    RELEASE_KEYS,
    REVIEW_KEYS,
    find_root,
    load_settings,
)
from workflow.project.config_file import find_lines
from workflow.project.settings import (
    EngineSettings,
    Role,
    Settings,
)


def errors_of(folder: Path, text: str | bytes) -> list[WorkflowError]:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "setup.cfg").write_bytes(data)
    with pytest.raises((ConfigError, ErrorGroup)) as caught:
        load_settings(folder)
    error = caught.value
    return list(error.errors) if isinstance(error, ErrorGroup) else [error]


def settings_of(folder: Path, text: str) -> Settings:
    (folder / "setup.cfg").write_text(text, encoding="utf-8")
    return load_settings(folder)


def test_an_empty_section_means_the_defaults(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "[workflow]\n") == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    text = """\
[metadata]
name = something else
name = twice, and not our business

[workflow]
source_locale = en
target_locales = fr, zh-Hant
  pt-br
articles = content/articles
locales = po
reviews = words
public = site
releases = kept
engines = memory, libre, apertium
memory = postgresql+psycopg://db.example.org/memory
base_url = https://news.example.org/world
locations = full
front_matter = title, lead
checks_off = same-as-source, markup
profiles = en-GB, fr-CH

[workflow:mt.libre]
provider = libretranslate
url = http://127.0.0.1:5000/
key_env = LIBRE_API_KEY
in_flight = 8
timeout = 2.5
characters_per_month = 500000
price_per_million = 20.0
batch = 50
requests_per_minute = 600

[workflow:mt.d_1]
provider = deepl
model = quality_optimized
formality = less
glossary_id = def3a26b-3e84-45b3-84ae-0c0aaf3525f7

[workflow:mt.mymemory]
provider = mymemory
email = desk@example.org

[workflow:roles]
aline@example.org = editor[en, zh], publisher
Bo@example.org: translator

[workflow:review]
approvals = 2
four_eyes = yes
signatures = required
allowed_signers = reviews/signers
untouched_machine = 0
must_pass = glossary, active
may_waive = editor, translator

[workflow:release]
policy = all
disclosure = always
responsible = Rédaction, Nord, redaction@example.org
target = s3://bucket/news

[workflow:site]
title = 100% news # daily
title[zh-hant] = 新聞
"""
    assert settings_of(tmp_path, text) == Settings(
        source_locale=Locale("en"),
        target_locales=(Locale("fr"), Locale("zh_Hant"), Locale("pt_BR")),
        articles="content/articles",
        locales="po",
        reviews="words",
        public="site",
        releases="kept",
        engines=("memory", "libre", "apertium"),
        memory="postgresql+psycopg://db.example.org/memory",
        base_url="https://news.example.org/world/",
        locations="full",
        front_matter=("title", "lead"),
        checks_off=("same-as-source", "markup"),
        profiles=("en-GB", "fr-CH"),
        titles={"": "100% news # daily", "zh_Hant": "新聞"},
        mt={
            "libre": EngineSettings(
                name="libre",
                provider="libretranslate",
                url="http://127.0.0.1:5000/",
                key_env="LIBRE_API_KEY",
                in_flight=8,
                timeout=2.5,
                characters_per_month=500000,
                price_per_million=20.0,
                batch=50,
                requests_per_minute=600,
            ),
            "d_1": EngineSettings(
                name="d_1",
                provider="deepl",
                model="quality_optimized",
                formality="less",
                glossary_id="def3a26b-3e84-45b3-84ae-0c0aaf3525f7",
            ),
            "mymemory": EngineSettings("mymemory", "mymemory", email="desk@example.org"),
        },
        roles={
            "aline@example.org": (
                Role("editor", (Locale("en"), Locale("zh"))),
                Role("publisher"),
            ),
            "Bo@example.org": (Role("translator"),),
        },
        review=ReviewRules(
            approvals=2,
            four_eyes=True,
            signatures="required",
            allowed_signers="reviews/signers",
            untouched_machine=0,
            must_pass=("glossary", "active"),
            may_waive=("editor", "translator"),
        ),
        release=ReleaseRules(
            policy="all",
            disclosure="always",
            responsible="Rédaction, Nord, redaction@example.org",
            target="s3://bucket/news",
        ),
    )


@pytest.mark.parametrize(
    "text", ["\ufeff[workflow]\nsource_locale = zh\n", "[workflow]\r\nsource_locale = zh\r\n"]
)
def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path, text: str) -> None:
    (tmp_path / "setup.cfg").write_bytes(text.encode())
    assert load_settings(tmp_path).source_locale == Locale("zh")


BAD = [
    # what, section and lines, line of the error, words of the message, words of the hint
    ("unknown key", "[workflow]\nsouce_locale = fr", 2, "souce_locale", "source_locale"),
    ("key of no kind", "[workflow]\nxyz = 1", 2, "xyz", "target_locales"),
    ("key in capitals", "[workflow]\nEngines = memory", 2, "Engines", "engines"),
    ("unknown section", "[workflow]\n[workflow:role]", 2, "workflow:role", "workflow:roles"),
    ("section with a dot", "[workflow]\n[workflow.site]", 2, "workflow.site", "workflow:site"),
    ("section in capitals", "[workflow]\n[Workflow:mt.x]", 2, "Workflow", "workflow"),
    ("engine section without a name", "[workflow]\n[workflow:mt.]", 2, "mt.", "mt.NAME"),
    ("bad locale", "[workflow]\nsource_locale = frr_FRR", 2, "frr_FRR", "Did you mean"),
    ("bad locale in a list", "[workflow]\n\n\ntarget_locales = fr, xx", 4, "xx", ""),
    ("no locale", "[workflow]\ntarget_locales =", 2, "target_locales", "fr, en, zh"),
    ("locale twice", "[workflow]\ntarget_locales = zh-Hant, zh_hant", 2, "same language", "Delete"),
    ("address without scheme", "[workflow]\nbase_url = news.example.org", 2, "news.ex", "https://"),
    ("address of a file", "[workflow]\nbase_url = file:///srv", 2, "base_url", "https://"),
    ("address with a query", "[workflow]\nbase_url = https://a.org/?x=1", 2, "query", ""),
    ("address with a bad port", "[workflow]\nbase_url = https://a.org:x/", 2, "URL", "port"),
    ("memory that is a path", "[workflow]\nmemory = memory.db", 2, "memory.db", "sqlite:///"),
    ("no such choice", "[workflow]\nlocations = files", 2, "files", "file"),
    ("undefined engine", "[workflow]\nengines = memry", 2, "memry", "memory"),
    ("engine without section", "[workflow]\nengines = deepl", 2, "deepl", "[workflow:mt.deepl]"),
    ("engine twice", "[workflow]\nengines = memory, memory", 2, "twice", ""),
    ("unknown check", "[workflow]\nchecks_off = placeable", 2, "placeable", "“placeables”"),
    ("unknown profile", "[workflow]\nprofiles = fr-CH, en_UK", 2, "en_UK", "en-US"),
    ("profile in gettext's spelling", "[workflow]\nprofiles = en_GB", 2, "en_GB", "“en-GB”"),
    ("two of a language", "[workflow]\nprofiles = en, zh-Hans, en-GB", 2, "same", "Keep one"),
    ("folder above", "[workflow]\narticles = ../texts", 2, "leaves the project", ".."),
    ("folder at the root", "[workflow]\narticles = /srv", 2, "leaves the project", "slash"),
    ("folder on a drive", "[workflow]\narticles = C:\\texts", 2, "leaves the project", ""),
    ("the project's folder", "[workflow]\narticles = .", 2, "own folder", "inside"),
    ("folders that coincide", "[workflow]\nlocales = reviews", 2, "share a folder", "own"),
    ("but for case", "[workflow]\npublic = Articles", 2, "share a folder", "own"),
    ("one in another", "[workflow]\npublic = articles/out", 2, "share a folder", "own"),
    ("empty value", "[workflow]\nsource_locale =", 2, "empty", "default"),
    ("value over lines", "[workflow]\nlocations = file\n  full", 2, "several lines", "margin"),
    ("comment behind", "[workflow]\nlocations = file  # short", 2, "choice", "line of its own"),
    ("key twice", "[workflow]\nlocations = file\n\nlocations = full", 4, "line 2", "one"),
    ("section twice", "[workflow]\n[workflow:site]\n[workflow]", 3, "line 1", "one"),
    ("line without a sense", "[workflow]\nsource_locale fr", 2, "neither", "key = value"),
    ("merge conflict", "[workflow]\n<<<<<<< HEAD\n", 2, "neither", "key = value"),
    ("no section at all", "source_locale = fr", 1, "before any section", "[section]"),
    ("no section of ours", "[metadata]\nname = x", None, "[workflow]", "workflow init"),
    ("not UTF-8", b"[workflow]\n# caf\xe9\n", 2, "UTF-8", "Save"),
    ("title of no locale", "[workflow]\n[workflow:site]\ntitle[xx] = X", 3, "xx", ""),
    ("titles", "[workflow]\n[workflow:site]\ntitles = X", 3, "titles", "title[fr]"),
    ("empty title", "[workflow]\n[workflow:site]\ntitle =", 3, "empty", ""),
    ("actor", "[workflow]\n[workflow:roles]\naline = editor", 3, "aline", "aline@"),
    ("role", "[workflow]\n[workflow:roles]\na@b.org = edtor", 3, "edtor", "editor"),
    ("locale of a role", "[workflow]\n[workflow:roles]\na@b.org = editor[xx]", 3, "xx", ""),
    ("role left open", "[workflow]\n[workflow:roles]\na@b.org = editor[fr", 3, "editor[fr", "[en"),
    ("no people", "[workflow]\n[workflow:review]\napprovals = 0", 3, "approvals: “0”", "digits"),
    ("no yes", "[workflow]\n[workflow:review]\nfour_eyes = maybe", 3, "“maybe”", "yes"),
    ("percent", "[workflow]\n[workflow:review]\nuntouched_machine = 101", 3, "“101”", "30"),
    ("no check", "[workflow]\n[workflow:review]\nmust_pass = glosary", 3, "glosary", "glossary"),
    ("waiver", "[workflow]\n[workflow:review]\nmay_waive = editors", 3, "editors", "editor"),
    ("signers", "[workflow]\n[workflow:review]\nallowed_signers = ../s", 3, "../s", "below"),
    ("no review", "[workflow]\n[workflow:review]\nfour_eye = yes", 3, "four_eye", "four_eyes"),
    ("policy", "[workflow]\n[workflow:release]\npolicy = al", 3, "policy: “al”", "“all”"),
    ("tell", "[workflow]\n[workflow:release]\ndisclosure = on", 3, "“on”", "unreviewed"),
    ("key", "[workflow]\n[workflow:release]\npolcy = all", 3, "polcy", "“policy”"),
    ("section", "[workflow]\n[workflow:releases]\n", 2, "workflow:releases", "workflow:release"),
    ("nobody", "[workflow]\n[workflow:release]\nresponsible = a@b.org", 3, "nobody", "desk@"),
    ("nobody, zh", "[workflow]\n[workflow:release]\nresponsible = ，a@b.org", 3, "nobod", ""),
    ("where", "[workflow]\n[workflow:release]\nresponsible = Desk, a@", 3, "“a@”", "desk@"),
    ("above", "[workflow]\n[workflow:release]\ntarget = ../www", 3, "leaves", "below"),
    ("password", "[workflow]\n[workflow:release]\ntarget = s3://a:b@c/d", 3, "password", "change"),
    ("drive", "[workflow]\n[workflow:release]\ntarget = C:\\www", 3, "leaves", "below"),
    ("mixed", "[workflow]\n[workflow:release]\ntarget = articles", 3, "share a folder", "own"),
    ("no role", "[workflow]\n[workflow:roles]\na@b.org =", 3, "no role", "publisher"),
    ("no provider", "[workflow]\n[workflow:mt.x]\ntimeout = 1", 2, "provider", "provider ="),
]  # fmt: skip

BAD_ENGINE = [
    ("provider", "DeepL", "DeepL", "lower case"),
    ("timeout", "-1", "-1", "seconds"),
    ("timeout", "0", "0", "seconds"),
    ("timeout", "soon", "soon", "seconds"),
    ("timeout", "nan", "nan", "seconds"),
    ("timeout", "inf", "inf", "seconds"),
    ("in_flight", "0", "0", "digits"),
    ("in_flight", "2.5", "2.5", "digits"),
    ("characters_per_month", "1e6", "1e6", "digits"),
    ("price_per_million", "-0.5", "-0.5", "20.0"),
    ("price_per_million", "€ 20", "€ 20", "20.0"),
    ("price_per_million", "20,5", "20,5", "not a comma: 20.5"),
    ("timeout", "2,5", "2,5", "not a comma: 2.5"),
    ("price", "20", "price", "price_per_million"),
    ("characters", "20", "characters", "characters_per_month"),
    ("requests", "20", "requests", "requests_per_minute"),
    ("url", "localhost:5000", "not a web address", "https://"),
    ("url", "https://mt.example.org/a b", "not a web address", "https://"),
    ("time_out", "20", "time_out", "timeout"),
    ("requests_per_minut", "20", "requests_per_minut", "requests_per_minute"),
    ("batch", "0", "0", "digits"),
    ("requests_per_minute", "viele", "viele", "digits"),
    ("model", "", "empty", "default"),
    ("formality", "mor", "mor", "“more”"),
    ("formality", "正式", "正式", "less"),
    ("email", "desk", "desk", "desk@"),
    ("glossary_id", "two words", "two words", "one piece"),
]


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, text: str | bytes, line: int | None, message: str, hint: str
) -> None:
    error = errors_of(tmp_path, text)[0]
    assert error.file == str(tmp_path / "setup.cfg")
    assert error.line == line
    assert message in error.message
    assert hint in error.hint
    assert error.hint
    assert error.exit_code == 2


@pytest.mark.parametrize(("key", "value", "message", "hint"), BAD_ENGINE)
def test_a_bad_engine_setting_is_named(
    tmp_path: Path, key: str, value: str, message: str, hint: str
) -> None:
    provider = "" if key == "provider" else "provider = deepl\n"
    text = f"[workflow]\n[workflow:mt.x]\n{provider}{key} = {value}\n"
    (error,) = errors_of(tmp_path, text)
    assert error.line == text.count("\n")
    assert message in error.message
    assert hint in error.hint


@pytest.mark.parametrize(
    ("provider", "line", "takes"),
    [
        ("libretranslate", "formality = more", "requests_per_minute, timeout, url"),
        ("libretranslate", "glossary_id = x", "key_env"),
        ("deepl", "email = a@example.org", "glossary_id"),
        ("mymemory", "model = x", "email"),
        ("openai", "email = a@example.org", "model"),
        ("google-cloud", "formality = less", "model"),
        ("google", "url = https://mt.example.org/", "batch"),
        ("apertium", "characters_per_month = 5", "in_flight, provider, timeout"),
        ("argos", "key_env = ARGOS", "timeout"),
        ("firefox", "url = https://mt.example.org/", "timeout"),
    ],
)
def test_a_key_that_the_provider_has_no_use_for_is_named_with_those_it_takes(
    tmp_path: Path, provider: str, line: str, takes: str
) -> None:
    text = f"[workflow]\n[workflow:mt.x]\nprovider = {provider}\n{line}\n"
    (error,) = errors_of(tmp_path, text)
    assert error.line == 4
    assert f"no use for {line.split(maxsplit=1)[0]}" in error.message
    assert takes in error.hint


def test_a_plugin_may_take_any_key(tmp_path: Path) -> None:
    text = "[workflow]\n[workflow:mt.x]\nprovider = ours\nformality = less\nmodel = m\n"
    assert settings_of(tmp_path, text).mt["x"].formality == "less"


@pytest.mark.parametrize(
    "line",
    [
        "key = s3cr3t",
        "API_KEY = s3cr3t",
        "password = s3cr3t",
        "key_env = s3cr3t",
        "key_env = AB-s3cr3t",
        "url = https://me:s3cr3t@mt.example.org/",
        "url = https://me:s3cr3t@mt.example.org:x/",
        "url = https://s3cr3t@mt.example.org/",
        "url = https://mt.example.org/?api_key=s3cr3t",
        "url = https://mt.example.org/?a=b&subscription-Key=s3cr3t",
        "url = https://mt.example.org/#token=s3cr3t",
        "url = s3cr3t",
        "url = http//me:s3cr3t@mt.example.org/",
        "key_env = 1B2Ds3cr3t:fx",
        "s3cr3t",
    ],
)
def test_a_key_is_refused_and_never_repeated(tmp_path: Path, line: str) -> None:
    errors = errors_of(tmp_path, f"[workflow]\n[workflow:mt.x]\nprovider = deepl\n{line}\n")
    assert [error.line for error in errors] == [4]
    assert "s3cr3t" not in f"{errors[0]} {errors[0].hint}"


def test_a_key_of_capitals_is_not_taken_for_a_name(tmp_path: Path) -> None:
    key = "AKIA0123456789ABCDEF"
    text = f"[workflow]\n[workflow:mt.x]\nprovider = deepl\nkey_env = {key}\n"
    (error,) = errors_of(tmp_path, text)
    assert key not in f"{error} {error.hint}"
    named = settings_of(tmp_path, text.replace(key, "MT_KEY_OF_THE_DESK_2026"))
    assert named.mt["x"].key_env == "MT_KEY_OF_THE_DESK_2026"


def test_a_password_of_the_memory_is_refused(tmp_path: Path) -> None:
    (error,) = errors_of(tmp_path, "[workflow]\nmemory = postgresql://me:s3cr3t@db/memory\n")
    assert "s3cr3t" not in f"{error} {error.hint}"


def test_all_errors_come_in_one_run_in_the_order_of_lines(tmp_path: Path) -> None:
    text = """\
[workflow:mt.x]
timeout = never
[workflow]
source = fr
locations = here
engines = y
engines = z
no sense
[workflow:people]
"""
    assert [error.line for error in errors_of(tmp_path, text)] == [1, 2, 4, 5, 7, 7, 8, 9]


def test_no_settings_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"setup\.cfg"):
        load_settings(tmp_path)


def test_the_root_is_the_nearest_folder_with_the_section(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "setup.cfg").write_text("[workflow]\n")
    (tmp_path / "a" / "setup.cfg").write_text("[metadata]\nname = a package\n")
    assert find_root(inner) == tmp_path
    (inner / "setup.cfg").write_bytes(b"\xef\xbb\xbf[workflow]\r\n")
    assert find_root(inner) == inner


def test_no_project_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no project") as caught:
        find_root(tmp_path)
    assert "workflow init" in caught.value.hint


KEYS = st.from_regex(r"\A[a-z_]{1,6}(\[[a-z]{2}\])?\Z")
LINES = st.one_of(
    st.sampled_from(["", "  ", "# a comment", "  ; another", "  continued = yes", "\tand on"]),
    KEYS.map(lambda key: f"{key} = value"),
    KEYS.map(lambda key: f"{key}: value"),
    KEYS.map(lambda key: f"  {key}="),
    KEYS.map(lambda key: f"[{key}]"),
)


@given(st.lists(LINES, max_size=12))
def test_lines_are_found_for_just_the_keys_that_configparser_reads(lines: list[str]) -> None:
    text = "\n".join(["[first]", *lines])
    parser = RawConfigParser(strict=False, default_section="")
    with contextlib.suppress(ParsingError):
        parser.read_string(text)
    read = {(name, key) for name in parser.sections() for key in ("", *parser.options(name))}
    found = find_lines(text)
    assert set(found) == read
    for (section, key), places in found.items():
        for place in places:
            assert text.split("\n")[place - 1].strip().startswith(key or f"[{section}]")


@given(st.text(alphabet="[]=:#; \n\tworkflmt.xy_\r\x00é", max_size=80))
def test_any_file_gives_settings_or_our_errors(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    folder.mkdir(exist_ok=True)
    (folder / "setup.cfg").write_bytes(b"[workflow]\n" + text.encode())
    try:
        load_settings(folder)
    except WorkflowError as error:
        assert error.exit_code == 2


def skeleton() -> str:
    return (files("workflow.flows") / "skeleton" / "workflow.cfg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "key", [*PROJECT_KEYS, *ENGINE_KEYS, *REVIEW_KEYS, *RELEASE_KEYS, "title", "title[zh]"]
)
def test_the_skeleton_explains_every_key_on_the_line_above(key: str) -> None:
    lines = skeleton().splitlines()
    places = [i for i, line in enumerate(lines) if line.lstrip("#").startswith(f"{key} =")]
    assert places
    comments = [line for line in lines[: places[0]] if not re.match(r"#?title\[", line)]
    assert comments[-1].startswith("# ")


def test_the_skeleton_shows_the_defaults_and_its_examples_are_valid(tmp_path: Path) -> None:
    text = skeleton().replace("$source", "fr").replace("$targets", "fr, en, zh")
    assert settings_of(tmp_path, text) == Settings(titles={"": "News"})
    settings = settings_of(tmp_path, re.sub(r"(?m)^#(?=\S)", "", text))
    assert settings.mt["libre"].key_env == "LIBRE_API_KEY"
    assert settings.titles["zh"] == "新闻"
    assert settings.roles["aline@example.org"][1] == Role("publisher")


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("", "", ""),
        ("Rédaction", "Rédaction", ""),
        ("Rédaction, Nord", "Rédaction, Nord", ""),
        ("Rédaction, Nord, redaction@example.org", "Rédaction, Nord", "redaction@example.org"),
        ("编辑部，desk@example.org", "编辑部", "desk@example.org"),
        ("Desk,https://example.org/desk", "Desk", "https://example.org/desk"),
    ],
)
def test_who_is_responsible_has_a_name_and_an_address(value: str, name: str, address: str) -> None:
    rules = ReleaseRules(responsible=value)
    assert (rules.responsible_name, rules.responsible_address) == (name, address)
