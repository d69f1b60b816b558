"""Sites of other generators around an export, built by the real programs, and what is in them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html

_WORDS = re.compile(r"\s+")
HUGO_PAGE = (
    "<!doctype html><html><head><title>{{ .Title }}</title></head><body><nav>"
    '{{ range .Translations }}<a class="language" href="{{ .RelPermalink }}">{{ .Lang }}</a>'
    "{{ end }}</nav><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>\n"
)
HUGO_LIST = """\
<!doctype html><html><body>{{ range .Site.RegularPages }}<a href="{{ .RelPermalink }}">x</a>
{{ end }}</body></html>
"""


def run(command, folder, **environment):
    """Run a program; what it says is in the error where it fails."""
    found = subprocess.run(
        [str(each) for each in command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert found.returncode == 0, f"{found.stdout[-4000:]}\n{found.stderr[-6000:]}"
    return found.stdout + found.stderr


def write(folder, files):
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def hugo(folder, program="hugo"):
    """Build with Hugo; returns the folder of the built site."""
    write(
        folder,
        {
            "hugo.toml": 'baseURL = "https://news.example.org/"\n',
            "layouts/_default/single.html": HUGO_PAGE,
            "layouts/_default/list.html": HUGO_LIST,
            "layouts/index.html": HUGO_LIST,
        },
    )
    said = run(
        [program, "--config", "hugo.toml,hugo.workflow.toml", "--destination", "built"], folder
    )
    assert "ERROR" not in said, said
    return folder / "built"


def text_of(element):
    """Words, with one blank between them."""
    return _plain(" ".join(element.itertext()))


def _plain(text):
    # Generators that set quotation marks and apostrophes otherwise say the same.
    for sign in "’‘“”«»\"'↩\ufe0e":
        text = text.replace(sign, " ")
    return _WORDS.sub("", text.replace("…", "..."))


def without_notes(root):
    """The tree without the marks of footnotes, which each program writes otherwise."""
    for element in root.iter("sup"):
        element.clear(keep_tail=True)
    return root


def passages(body):
    """The texts of a body as JSON has it: each block with words of its own."""
    root = without_notes(lxml_html.fromstring(f"<div>{body}</div>"))
    for element in root.iter("p", "h2", "h3", "li", "td", "th", "pre", "blockquote"):
        heading = element.tag == "h2" and element.getparent().tag == "section"
        if element.find(".//p") is None and not heading:
            found = text_of(element)
            if found:
                yield found


def page_of(built, address):
    """The built page at an address from the root."""
    path = unquote(urlsplit(address).path).lstrip("/")
    for file in (built / path / "index.html", built / path, built / f"{path}.html"):
        if file.is_file():
            return file
    return None


class Built:
    """A built site below ``base``, compared with what the JSON of the same pages says."""

    def __init__(self, built: Path, pages: Path, base: str = "") -> None:
        self.built, self.base = built, base
        index = json.loads((pages / "index.json").read_text(encoding="utf-8"))
        self.pages = [
            json.loads((pages / each["file"]).read_text(encoding="utf-8"))
            for each in index["pages"]
        ]

    def file(self, address):
        """The file at an address; None where nothing is."""
        path = urlsplit(address).path
        if self.base and not path.startswith(self.base):
            return None
        return page_of(self.built, path[len(self.base) :])

    def page(self, address):
        found = self.file(self.base + address)
        assert found is not None, f"{address} was not built"
        return without_notes(lxml_html.fromstring(found.read_text(encoding="utf-8")))

    def has_texts(self, address_of, *, without=()):
        """Every text of every page stands in the built page."""
        for page in self.pages:
            if page["article"] in without:
                continue
            shown = text_of(self.page(address_of(page)))
            assert _plain(page["title"]) in shown, (page["file"], shown)
            for passage in passages(page["html"]):
                assert passage in shown, (page["file"], passage, shown)

    def leads_somewhere(self, address_of, *, inside="body"):
        """Every link and picture in every page leads to a file; returns how many there were."""
        links = images = 0
        for page in self.pages:
            address = self.base + address_of(page)
            for element in self.page(address_of(page)).iterfind(f".//{inside}//*"):
                url = element.get("src" if element.tag == "img" else "href")
                if element.tag not in ("a", "img") or not url:
                    continue
                whole = urljoin(f"https://news.example.org{address}", url)
                if not whole.startswith("https://news.example.org/"):
                    continue
                where = self.file(urlsplit(whole).path)
                assert where is not None, (address, url)
                if element.tag == "img":
                    images += 1
                    assert where.stat().st_size > 0
                else:
                    links += 1
        return links, images


def installed(name):
    """Whether a program is there."""
    return shutil.which(name) is not None


def mkdocs(folder, program="mkdocs", *, theme="mkdocs"):
    """Build with MkDocs and mkdocs-static-i18n."""
    settings = (folder / "mkdocs.workflow.yml").read_text(encoding="utf-8")
    languages = {}
    for each in (folder / "docs").iterdir():
        if each.is_dir() and each.name != "media":
            languages[f"docs/{each.name}/index.md"] = "# Home\n"
    write(folder, {"mkdocs.yml": f"{settings}theme: {theme}\n", **languages})
    run([program, "build", "--strict", "--quiet", "--site-dir", "built"], folder)
    return folder / "built"


def vitepress(folder, modules):
    """Build with VitePress from the folder of its node_modules."""
    link(folder, modules)
    write(
        folder,
        {
            "package.json": '{"type": "module"}\n',
            ".vitepress/config.mjs": 'export { default } from "./config.workflow.mjs";\n',
            "index.md": "# Home\n",
            **{f"{each.name}/index.md": "# Home\n" for each in languages(folder)},
        },
    )
    run(["node", "node_modules/vitepress/bin/vitepress.js", "build"], folder)
    return folder / ".vitepress/dist"


def eleventy(folder, modules):
    """Build with Eleventy from the folder of its node_modules."""
    link(folder, modules)
    write(
        folder,
        {
            "package.json": '{"type": "module"}\n',
            "_data/layout.js": 'export default "page.html";\n',
            "_includes/page.html": "<!doctype html><html><body><nav>{% assign links = page.url | "
            'locale_links %}{% for each in links %}<a class="language" href="{{ each.url }}">'
            "{{ each.lang }}</a>{% endfor %}</nav><main><h1>{{ title }}</h1>{{ content }}</main>"
            "</body></html>\n",
            "eleventy.config.js": 'export { default } from "./eleventy.workflow.js";\n',
            **{f"{each.name}/index.md": "# Home\n" for each in languages(folder)},
        },
    )
    run(
        ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--output=built", "--quiet"],
        folder,
    )
    return folder / "built"


def languages(folder):
    """Its folders of languages."""
    return [each for each in folder.iterdir() if each.name in ("fr", "en", "zh-Hans")]


def link(folder, modules):
    """Have programs of npm there."""
    place = folder / "node_modules"
    if not place.exists():
        place.symlink_to(modules)


def jekyll(folder):
    """Build with Jekyll."""
    page = (
        "<!doctype html><html><body><nav>{% for each in page.translations %}"
        '<a class="language" href="{{ each[1] | relative_url }}">{{ each[0] }}</a>'
        "{% endfor %}</nav>"
        "<main><h1>{{ page.title }}</h1>{{ content }}</main></body></html>\n"
    )
    write(
        folder,
        {
            "_config.yml": "url: https://news.example.org\nexclude: [built]\n",
            "_layouts/post.html": page,
            "_layouts/page.html": page,
            **{f"{each.name}/index.html": "---\n---\nHome\n" for each in languages(folder)},
        },
    )
    config = "_config.yml,_config.workflow.yml"
    run(["jekyll", "build", "--config", config, "--destination", "built"], folder, LANG="C.UTF-8")
    return folder / "built"


def docusaurus(folder, modules):
    """Build with Docusaurus from the folder of its node_modules."""
    link(folder, modules)
    write(
        folder,
        {
            "package.json": '{"name": "site"}\n',
            "docusaurus.config.js": 'import example from "./docusaurus.workflow.js";\n'
            'export default { ...example, onBrokenLinks: "throw", themeConfig: { navbar: { items: ['
            '{ type: "localeDropdown" }] } } };\n',
            "src/pages/index.md": "# Home\n",
        },
    )
    run(
        ["node", "node_modules/@docusaurus/core/bin/docusaurus.mjs", "build", "--out-dir", "built"],
        folder,
        CI="true",
    )
    return folder / "built"


def astro(folder, modules, node="node"):
    """Build with Astro and Starlight from the folder of its node_modules."""
    link(folder, modules)
    write(
        folder,
        {
            "package.json": '{"type": "module"}\n',
            "astro.config.mjs": 'export { default } from "./astro.workflow.mjs";\n',
            "src/content.config.ts": 'import { defineCollection } from "astro:content";\n'
            'import { docsLoader } from "@astrojs/starlight/loaders";\n'
            'import { docsSchema } from "@astrojs/starlight/schema";\n'
            "export const collections = { docs: defineCollection({ loader: docsLoader(), "
            "schema: docsSchema() }) };\n",
            **{
                f"src/content/docs/{each}/index.md": "---\ntitle: Home\n---\nHome\n"
                for each in ("fr", "en", "zh-Hans")
            },
        },
    )
    run(
        [node, "node_modules/astro/bin/astro.mjs", "build"],
        folder,
        ASTRO_TELEMETRY_DISABLED="1",
    )
    return folder / "dist"
