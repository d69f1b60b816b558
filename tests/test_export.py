"""``workflow export --to``: which pages leave, what is in their files, and whose files stay."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.export_project import ARTICLES, Exporting
from workflow.errors import FileError
from workflow.files import atomic
from workflow.formats.linking import label_of
from workflow.formats.repointing import repointed
from workflow.generators import GENERATORS, generator_of
from workflow.generators.literal import liquid_safe, mdx_safe, mustache_safe
from workflow.generators.matter import front_matter
from workflow.generators.spelling_traps import spelled
from workflow.inline.commonmark import events, to_html
from workflow.project import export_folder

PAGES = {
    "hugo": "content/{tag}/{slug}.md",
    "docusaurus": "i18n/{tag}/docusaurus-plugin-content-blog/{slug}.md",
    "mkdocs": "docs/{short}/{slug}.md",
    "jekyll": "_posts/{tag}/2026-03-31-{slug}.md",
    "astro": "src/content/docs/{tag}/{slug}.md",
    "eleventy": "{tag}/{slug}.md",
    "vitepress": "{tag}/{slug}.md",
    "json": "{tag}/{slug}.json",
}
MEDIA = {
    "hugo": "static/", "docusaurus": "static/", "mkdocs": "docs/", "jekyll": "", "astro": "public/",
    "eleventy": "", "vitepress": "public/", "json": "",
}  # fmt: skip


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return Exporting(tmp_path_factory.mktemp("news") / "project")


@pytest.fixture
def small(tmp_path):
    """Two articles, approved in French and English."""
    return Exporting(tmp_path / "project", {"second.md": ARTICLES["second.md"]})


def front(data):
    _, matter, body = data.decode().split("---\n", 2)
    return yaml.safe_load(matter), body


@pytest.mark.parametrize("name", GENERATORS)
def test_every_generator_gets_all_languages_with_fields_and_media(project, tmp_path, name):
    project.run("export", "--to", name, "-o", str(tmp_path / "out"))
    found = files(tmp_path / "out")
    assert MEDIA[name] + "media/images/salle.png" in found
    assert MEDIA[name] + "media/plan.pdf" in found
    for tag, short, word in (("en", "en", "In English"), ("zh-Hans", "zh", "中文")):
        data = found[PAGES[name].format(tag=tag, short=short, slug="atelier")]
        fields = json.loads(data) if name == "json" else front(data)[0]
        assert fields["title"] == f"{word} L’atelier : « un essai » #1"
        assert fields.get("description", fields.get("summary")).startswith(word)
        assert str(fields["date"]).startswith("2026-03-31")
        assert (fields.get("fields") or fields)["sous-titre"] == "Un champ du journal"
        assert b"draft: true" not in data


@pytest.mark.parametrize("name", GENERATORS)
def test_a_second_export_changes_nothing(project, tmp_path, name):
    project.run("export", "--to", name, "-o", str(tmp_path / "out"))
    before = files(tmp_path / "out")
    (project.root / ".workflow/facts.db").unlink()
    again = project.run("export", "--to", name, "-o", str(tmp_path / "out"))
    assert "0 files new, 0 changed, 0 deleted" in again.stdout
    assert files(tmp_path / "out") == before


def test_text_that_no_link_is_in_keeps_its_bytes(project, tmp_path):
    project.run("export", "--to", "hugo", "-o", str(tmp_path / "out"))
    data = (tmp_path / "out/content/fr/atelier.md").read_bytes()
    body = front(data)[1]
    for line in ARTICLES["atelier.md"].partition("---\n\n")[2].splitlines():
        if "](" not in line and "href" not in line and "]: s" not in line:
            assert line in body


def test_nothing_that_is_not_approved_goes_out(small):
    small.write("articles/secret.md", "---\ntitle: Secret\nlang: fr\n---\n\nEn préparation.\n")
    small.export("hugo")
    assert "secret" not in " ".join(files(small.root.parent / "out"))
    small.write("articles/second.md", ARTICLES["second.md"].replace("Rien", "Plus rien"))
    small.export("hugo", code=None)
    out = small.root.parent / "out"
    assert all(b"Plus rien" not in data for data in files(out).values())


def test_a_withdrawn_article_goes_from_the_folder(small):
    small.publish()
    small.export("hugo")
    small.run("release", "withdraw", "second", "--reason", "Les chiffres étaient faux.")
    said = small.export("hugo", "second")
    out = small.root.parent / "out"
    assert [path for path in files(out) if path.endswith(".md")] == []
    assert "3 deleted" in said.stdout or "Nothing is approved" in said.stdout
    assert not (out / "content").exists()


def test_files_of_others_and_changed_ones_are_named_and_nothing_is_written(small):
    out = small.root.parent / "out"
    (out / "content/fr").mkdir(parents=True)
    (out / "content/fr/second.md").write_text("Ours", encoding="utf-8")
    (out / "content/fr/other.md").write_text("Theirs", encoding="utf-8")
    said = small.export("hugo", code=2)
    assert "second.md: this file is not one that `workflow export` wrote" in said.stderr
    assert set(files(out)) == {"content/fr/second.md", "content/fr/other.md"}
    (out / "content/fr/second.md").unlink()
    small.export("hugo")
    page = out / "content/en/second.md"
    page.write_text(page.read_text(encoding="utf-8") + "By hand.\n", encoding="utf-8")
    before = files(out)
    said = small.export("hugo", code=2)
    assert "content/en/second.md: somebody changed this file" in said.stderr
    assert files(out) == before
    page.unlink()
    small.export("hugo")
    assert "By hand" not in page.read_text(encoding="utf-8")
    assert (out / "content/fr/other.md").read_text(encoding="utf-8") == "Theirs"


def test_another_generator_a_link_and_the_project_s_own_folders_are_refused(small, tmp_path):
    small.export("hugo")
    assert "holds pages for hugo, not for jekyll" in small.export("jekyll", code=2).stderr
    (tmp_path / "away").mkdir()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked/fr").symlink_to(tmp_path / "away")
    said = small.run("export", "--to", "eleventy", "-o", str(tmp_path / "linked"), code=2)
    assert "a link leads out of the folder" in said.stderr
    assert files(tmp_path / "away") == {}
    articles = str(small.root / "articles")
    said = small.run("export", "--to", "eleventy", "-o", articles, code=2)
    assert "of the project" in said.stderr
    assert set(files(small.root / "articles")) >= {"second.md"}
    assert not (small.root / "articles/fr").exists()


def test_a_run_that_is_cut_off_is_carried_on(small, monkeypatch):
    out = small.root.parent / "out"
    small.export("hugo")
    old = files(out)
    small.write("articles/second.md", ARTICLES["second.md"].replace("Rien", "Plus rien"))
    small.run("extract")
    for locale in ("en", "zh"):
        small.translate("second", locale, locale)
        small.approve("second", locale)
    small.approve("second", "fr")
    real, left = atomic.save, [3]

    def save(path, before, new):
        left[0] -= 1
        if left[0] < 0:
            raise FileError("no space left", file=str(path))
        return real(path, before, new)

    monkeypatch.setattr(export_folder, "save", save)
    small.export("hugo", code=2)
    half = files(out)
    assert {path for path in half if half[path] != old[path]} - {export_folder.NAME}
    monkeypatch.setattr(export_folder, "save", real)
    small.export("hugo")
    assert b"Plus rien" in files(out)["content/fr/second.md"]
    assert json.loads(files(out)[export_folder.NAME])["to"] == "hugo"


def test_articles_and_locales_are_added_to_what_the_folder_has(project, tmp_path):
    out = str(tmp_path / "out")
    project.run("export", "--to", "hugo", "-o", out, "second", "--locale", "en")
    assert [path for path in files(tmp_path / "out") if path.endswith(".md")] == [
        "content/en/second.md"
    ]
    project.run("export", "--to", "hugo", "-o", out, "atelier", "--locale", "en")
    found = files(tmp_path / "out")
    assert {path for path in found if path.endswith(".md")} == {
        "content/en/second.md", "content/en/atelier.md",
    }  # fmt: skip
    assert b'{{< relref "/second.md" >}}' in found["content/en/atelier.md"]


def test_what_a_generator_would_show_raw_is_named(project, tmp_path):
    hugo = project.run("export", "--to", "hugo", "-o", str(tmp_path / "hugo")).stderr
    assert "signes (en, fr, zh): Hugo shows “:::note” (line 8 of the text)" in hugo
    assert "“{% include note.html %}”" in hugo
    assert "{{< figure" not in hugo
    jekyll = project.run("export", "--to", "jekyll", "-o", str(tmp_path / "jekyll")).stderr
    assert '“{{< ref "x" >}}” is not for Jekyll' in jekyll
    assert "second (en, fr, zh): it has no date" in jekyll
    assert "“absent.md” is plain text" in jekyll
    body = (tmp_path / "jekyll/_posts/fr/2026-01-15-signes.md").read_text(encoding="utf-8")
    assert '{% raw %}{{< figure src="a.png" >}}{% endraw %}' in body
    assert "{% include note.html %}" in body and "{{ site.title }}" in body


def test_json_tells_all_of_a_page(project, tmp_path):
    project.run("export", "--to", "json", "-o", str(tmp_path / "out"))
    index = json.loads((tmp_path / "out/index.json").read_text(encoding="utf-8"))
    assert index["version"] == 1
    assert [each["locale"] for each in index["site"]["locales"]] == ["fr", "en", "zh-Hans"]
    entry = next(each for each in index["pages"] if each["file"] == "en/atelier.json")
    page = json.loads((tmp_path / "out" / entry["file"]).read_text(encoding="utf-8"))
    assert {key: page[key] for key in entry} == entry
    assert page["image"] == {
        "address": "/media/images/salle.png", "alt": "In English Une salle", "caption": "",
    }  # fmt: skip
    assert [each["locale"] for each in page["alternates"]] == ["fr", "zh-Hans"]
    assert 'href="/en/second/"' in page["html"] and 'src="/media/images/salle.png"' in page["html"]
    assert len(page["digests"]["document"]) == 32
    assert {each["source"] for each in page["media"]} == {"images/salle.png", "plan.pdf"}


# Links

WORD = st.text("abcé中 *_`[]()<>!\\", max_size=8)
URL = st.sampled_from(
    [
        "a.md",
        "b/c.md#d",
        "<e f.md>",
        "g(h).md",
        "https://example.org/x",
        "<i.md>",
        "/fr/j/",
        "k.png",
    ]
)
LINK = st.builds("{}[{}]({})".format, st.sampled_from(["", "!"]), WORD, URL)
LABEL = st.sampled_from(["[l]", "[t][l]", "[l][]", "![p][l]", "<a href=m.md>x</a>", "`[n](o.md)`"])
BODY = st.lists(
    st.one_of(WORD, LINK, LABEL, st.sampled_from(["\n", "\n\n", "> ", "- "])), max_size=8
)


def addresses(body):
    return [
        value["dest_url"]
        for event, _ in events(body)
        if isinstance(event, dict)
        for kind, each in event.items()
        if kind == "Start" and isinstance(each, dict)
        for name, value in each.items()
        if name in ("Link", "Image")
    ]


@given(BODY)
def test_addresses_are_led_elsewhere_and_nothing_else_changes(parts):
    body = "".join(parts) + "\n\n[l]: q.md 'T'\n"
    assert repointed(body, lambda place: place.url) == body
    moved = repointed(
        body, lambda place: place.url if "://" in place.url else "/new/" + label_of(place.url)[:1]
    )
    wanted = [
        url if not url or "://" in url else "/new/" + label_of(url)[:1] for url in addresses(body)
    ]
    assert addresses(moved) == wanted
    assert _words(moved) == _words(body)


@given(BODY)
def test_what_leads_nowhere_is_no_link(parts):
    assume(not {"`", "\\"} & {*parts})  # what stands in code, or is escaped, is no link
    body = "".join(parts) + "\n\n[l]: q.md 'T'\n"
    alone = repointed(body, lambda place: place.url if "://" in place.url else None)
    assert "m.md" not in alone


def _words(body):
    import re

    return re.sub(r"<[^>]*>", "", to_html(body))


# Spellings

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(
    st.dictionaries(
        st.text("abc-_é: 中#", min_size=1, max_size=6),
        st.one_of(TEXTS, st.booleans(), st.integers(), st.lists(TEXTS), st.dates()),
        max_size=5,
    )
)
def test_front_matter_reads_back_whatever_it_holds(fields):
    text = front_matter(fields)
    assert text.startswith("---\n") and text.endswith("---\n")
    found = yaml.safe_load(text[4:-4]) or {}
    kept = {key: value for key, value in fields.items() if value not in ("", [])}
    assert found == kept


@pytest.mark.parametrize(
    ("name", "body", "wanted"),
    [
        ("hugo", "20~30元，10~15元", r"20\~30元，10\~15元"),
        ("hugo", "de 20~30 € et 10~15 €", r"de 20\~30 € et 10\~15 €"),
        ("jekyll", "20~30元，10~15元", "20~30元，10~15元"),
        ("hugo", "~~rayé~~ et `a~b~c`", "~~rayé~~ et `a~b~c`"),
        ("astro", "https://e.org/~a/ et 1~2 et 3~4", r"https://e.org/~a/ et 1\~2 et 3\~4"),
        ("hugo", "见https://e.org/a。后", "见<https://e.org/a>。后"),
        ("vitepress", "请看 https://e.org/a?b=1，谢谢", "请看 <https://e.org/a?b=1>，谢谢"),
        ("hugo", "Voir https://e.org/a. Fin", "Voir https://e.org/a. Fin"),
        ("hugo", "[https://e.org/中](https://e.org/)", "[https://e.org/中](https://e.org/)"),
        ("mkdocs", "１. 一\n２. 二", "１\\. 一\n２\\. 二"),
        ("mkdocs", "```\n１. 一\n```", "```\n１. 一\n```"),
        ("hugo", "１. 一", "１. 一"),
    ],
)
def test_spellings_that_a_generator_would_misread(name, body, wanted):
    assert spelled(generator_of(name), body, mdx=False) == wanted


@pytest.mark.parametrize(
    ("made", "body", "wanted"),
    [
        (liquid_safe, "`{{ x }}`", "`{% raw %}{{ x }}{% endraw %}`"),
        (liquid_safe, "{{ x }} {{ site.x }}", "{% raw %}{{ x }}{% endraw %} {{ site.x }}"),
        (liquid_safe, "{% raw %}{{ x }}{% endraw %}", "{% raw %}{{ x }}{% endraw %}"),
        (liquid_safe, "{% link a.md %}", "{% link a.md %}"),
        (liquid_safe, "{{< x >}}", "{% raw %}{{< x >}}{% endraw %}"),
        (mustache_safe, "é {{ x }} {{ $y }}", "é <span v-pre>{{ x }}</span> {{ $y }}"),
        (mustache_safe, "中 `{{ x }}`", "中 <span v-pre>`{{ x }}`</span>"),
        (mustache_safe, "```\n{{ x }}\n```", "```\n{{ x }}\n```"),
        (mdx_safe, "a <!-- b --> c", "a {/* b */} c"),
        (mdx_safe, "<https://e.org/>", "[https://e.org/](https://e.org/)"),
        (mdx_safe, "1 <3 `<3`", "1 \\<3 `<3`"),
    ],
)
def test_what_a_generator_would_obey_is_shown(made, body, wanted):
    assert made(body) == wanted
