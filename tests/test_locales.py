"""One language in many spellings: in articles, in settings, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_review_helpers import edit, po, run, translated, write_article
from workflow.errors import LocaleError, WorkflowError
from workflow.model import Locale
from workflow.project.config import load_settings
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace

ARTICLE = "---\ntitle: {title}\nlang: {lang}\n---\n\n{text}\n"
TEXTS = {
    "fr": ("Un atelier", "Deux jours de travail à Nanning."),
    "en": ("A workshop", "Two days of work in Nanning."),
    "zh": ("研讨会", "在南宁工作的两天。"),
}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("fra", "fr"), ("fre", "fr"), ("FRE", "fr"), ("fra-FR", "fr_FR"), ("eng", "en"),
        ("zho", "zh"), ("chi", "zh"), ("cmn", "zh"), ("zh-cmn", "zh"), ("zh_cmn_Hans", "zh_Hans"),
        ("cmn-Hant-TW", "zh_Hant_TW"), ("zh_CHN", "zh_CN"), ("zh-CHS", "zh_Hans"),
        ("zh-CHT", "zh_Hant"), ("ger", "de"), ("ces", "cs"), ("iw", "he"), ("sh", "sr_Latn"),
        ("fr_FR.UTF-8", "fr_FR"), ("fr_FR@euro", "fr_FR"), ("sr@latin", "sr_Latn"),
        ("en-US-u-ca-gregory", "en_US"), ("en-x-newsroom", "en"), ("en_UK", "en_GB"),
        (" EN-gb ", "en_GB"), ("zh_hans", "zh_Hans"), ("zh-yue", "yue"), ("es-419", "es_419"),
    ],
)  # fmt: skip
def test_spellings_of_a_tag(text: str, name: str) -> None:
    assert Locale.parse(text).name == name


@pytest.mark.parametrize("text", ["", "french", "xx", "fr--FR", "zh hans", "x-private", "frr_FRR"])
def test_what_is_no_locale(text: str) -> None:
    with pytest.raises(LocaleError):
        Locale.parse(text)


SAME = [
    ("zh-CN", "zh"), ("zh_CN", "zh"), ("zh-Hans", "zh"), ("zh-Hans-CN", "zh"), ("cmn", "zh"),
    ("ZHO", "zh"), ("zh_cmn_Hans", "zh"), ("fr-FR", "fr"), ("fra", "fr"), ("fr_Latn", "fr"),
    ("en-US", "en"), ("EN_us", "en"), ("eng", "en"),
]  # fmt: skip
OWN = [
    ("fr-CA", "fr_CA", "fr"), ("fr_BE", "fr_BE", "fr"), ("en-GB", "en_GB", "en"),
    ("en-UK", "en_GB", "en"), ("zh-TW", "zh_Hant", "zh"), ("zh-Hant-TW", "zh_Hant", "zh"),
    ("zh-HK", "zh_HK", "zh"), ("zh-SG", "zh_SG", "zh"), ("zh-Hans-SG", "zh_SG", "zh"),
]  # fmt: skip


class TestArticles:
    @pytest.fixture
    def root(self, project: Path) -> Path:
        self.settings(project, "source_locale = fr\ntarget_locales = zh, fr, en")
        return project

    @staticmethod
    def settings(root: Path, lines: str) -> None:
        (root / "setup.cfg").write_text(f"[workflow]\n{lines}\n", "utf-8")

    @staticmethod
    def write(root: Path, lang: str, slug: str = "atelier") -> None:
        title, text = TEXTS[Locale.parse(lang).name.split("_")[0]]
        write_article(root, ARTICLE.format(lang=lang, title=title, text=text), slug)

    @pytest.mark.parametrize(("lang", "target"), SAME)
    def test_a_target_in_another_spelling_is_that_target(
        self, root: Path, lang: str, target: str
    ) -> None:
        self.write(root, lang)
        result = run("status", "--format", "json")
        rows = json.loads(result.stdout)["rows"]
        assert {row["source_locale"] for row in rows} == {target}
        assert [row["locale"] for row in rows] == [
            each for each in ("zh", "fr", "en") if each != target
        ]
        assert not po(root, target).exists()
        assert "of its own" not in result.stderr

    @pytest.mark.parametrize(("lang", "locale", "target"), OWN)
    def test_a_language_of_its_own_is_said_to_be_one(
        self, root: Path, lang: str, locale: str, target: str
    ) -> None:
        (root / "articles" / "atelier.md").unlink(missing_ok=True)
        title, text = TEXTS[target]
        for other in (root / "articles").rglob("*.md"):
            other.unlink()
        (root / "articles" / "atelier.md").write_text(
            ARTICLE.format(lang=lang, title=title, text=text), "utf-8"
        )
        said = f"{locale} is treated as a language of its own beside {target}: atelier"
        assert said in run("extract").stderr
        result = run("status", "--format", "json")
        assert said in result.stderr
        rows = json.loads(result.stdout)["rows"]
        assert [row["locale"] for row in rows] == ["zh", "fr", "en"]
        assert {row["source_locale"] for row in rows} == {locale}

    def test_a_target_named_beside_another_is_no_surprise(self, root: Path) -> None:
        self.settings(root, "target_locales = fr, fr_CA, en")
        self.write(root, "fr-CA")
        result = run("status", "--format", "json")
        assert [row["locale"] for row in json.loads(result.stdout)["rows"]] == ["fr", "en"]
        assert "of its own" not in result.stderr

    def test_folders_are_spelt_as_the_settings_spell_them(self, root: Path) -> None:
        self.settings(root, "source_locale = fr_FR\ntarget_locales = zh_CN, en_US")
        self.write(root, "zh")
        assert [row["locale"] for row in self.rows()] == ["en_US"]
        self.write(root, "fr")
        assert [row["locale"] for row in self.rows()] == ["zh_CN", "en_US"]
        assert {row["source_locale"] for row in self.rows()} == {"fr_FR"}
        assert po(root, "zh_CN").exists()

    @staticmethod
    def rows() -> list[dict[str, object]]:
        rows: list[dict[str, object]] = json.loads(run("status", "--format", "json").stdout)["rows"]
        return rows

    @pytest.mark.parametrize("option", ["zh-CN", "zh_Hans", "cmn", "ZH", "chi"])
    def test_a_locale_on_the_command_line(self, root: Path, option: str) -> None:
        self.write(root, "fr")
        result = run("status", "--format", "json", "--locale", option)
        assert [row["locale"] for row in json.loads(result.stdout)["rows"]] == ["zh"]
        edit(po(root, "zh"), translated)
        assert run("approve", "atelier", "--locale", option).exit_code == 0
        assert (root / "reviews" / "zh" / "atelier.jsonl").exists()
        assert run("review", "show", "atelier", "--locale", option).exit_code == 0
        assert run("extract", "--locale", option).exit_code == 0

    @pytest.mark.parametrize("lang", ["zh-Hans", "zh-CN", "zh"])
    def test_the_tag_we_publish_is_published(self, root: Path, lang: str) -> None:
        self.write(root, lang)
        edit(po(root, "fr"), translated)
        assert run("approve", "atelier", "--locale", "zh,fr").exit_code == 0
        result = run("release", "publish")
        assert result.exit_code == 0, result.output
        pages = {path.parts[-3] for path in (root / "public").rglob("atelier/index.html")}
        assert pages == {"zh-Hans", "fr"}


class TestSettings:
    @staticmethod
    def load(folder: Path, text: str) -> Settings:
        (folder / "setup.cfg").write_text(text, "utf-8")
        return load_settings(folder)

    def test_source_titles_and_roles_take_the_targets_spelling(self, tmp_path: Path) -> None:
        settings = self.load(
            tmp_path,
            "[workflow]\nsource_locale = fr-FR\ntarget_locales = fr, en, zh, fr_CA\n"
            "[workflow:site]\ntitle[zh-Hans] = 新闻\ntitle[eng] = News\n"
            "[workflow:roles]\na@example.org = editor[zh-CN, en_US], publisher[fr-CA]\n",
        )
        assert settings.source_locale == Locale("fr")
        assert settings.titles == {"zh": "新闻", "en": "News"}
        roles = settings.roles["a@example.org"]
        assert [role.locales for role in roles] == [
            (Locale("zh"), Locale("en")),
            (Locale("fr_CA"),),
        ]

    @pytest.mark.parametrize(
        ("names", "same"),
        [
            ("zh, zh-Hans", ("zh", "zh-Hans")),
            ("fr, en, fr_FR", ("fr", "fr_FR")),
            ("en-US, fr, en", ("en-US", "en")),
            ("cmn, zh", ("cmn", "zh")),
            ("zho, chi", ("zho", "chi")),
            ("zh_TW, zh_Hant", ("zh_TW", "zh_Hant")),
            ("FR, fr", ("FR", "fr")),
        ],
    )
    def test_one_language_twice(self, tmp_path: Path, names: str, same: tuple[str, str]) -> None:
        with pytest.raises(WorkflowError) as caught:
            self.load(tmp_path, f"[workflow]\ntarget_locales = {names}\n")
        assert all(f"“{name}”" in caught.value.message for name in same)
        assert caught.value.line == 2

    def test_two_titles_for_one_language(self, tmp_path: Path) -> None:
        with pytest.raises(WorkflowError) as caught:
            self.load(tmp_path, "[workflow]\n[workflow:site]\ntitle[zh] = A\ntitle[zh-CN] = B\n")
        assert "“title[zh]” and “title[zh-CN]”" in caught.value.message

    def test_fr_and_fr_ca_are_two(self, tmp_path: Path) -> None:
        settings = self.load(tmp_path, "[workflow]\ntarget_locales = fr, fr_CA, zh, zh_TW, zh_SG\n")
        assert len(settings.target_locales) == 5


def test_init_takes_any_spelling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("init", "--source", "fr-FR", "--targets", "zh-CN,eng,zh-Hans,fr-CA")
    assert result.exit_code == 0, result.output
    settings = Workspace.open(tmp_path).settings
    assert settings.source_locale.name == "fr"
    assert [each.name for each in settings.target_locales] == ["zh", "en", "fr_CA"]
