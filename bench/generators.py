"""The newsroom's articles laid out for other site generators: Hugo, Pelican, MkDocs.

Each gets a theme of its own that shows what pages of ``workflow`` show: head with alternates,
title, summary, date and place, body, keywords, three more articles; a list a language; feeds and a
sitemap where the program makes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from newsroom import LANGUAGES, Article

Layout = Callable[[Path, int, tuple[Article, ...]], None]
"""Write one article, in all languages, below a folder."""

_BASE_URL = "https://bench.example/"

_HUGO = {
    "baseURL": _BASE_URL,
    "title": "Bench",
    "defaultContentLanguage": "fr",
    "defaultContentLanguageInSubdir": True,
    "disableKinds": ["taxonomy", "term"],
    "languages": {
        language: {"contentDir": f"content/{language}", "title": f"Bench {language}"}
        for language in LANGUAGES
    },
}
_HUGO_BASE = """<!doctype html>
<html lang="{{ .Site.Language.Lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ .Site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
{{ range .AllTranslations }}
<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">
{{ end }}
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><p><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a></p>
<nav><ul>{{ range .AllTranslations }}
<li><a href="{{ .RelPermalink }}" hreflang="{{ .Language.Lang }}">{{ .Language.Lang }}</a></li>
{{ end }}</ul></nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><p>{{ .Site.Title }}</p></footer>
</body>
</html>
"""
_HUGO_SINGLE = """{{ define "main" }}
<article>
<p>{{ .Params.dateline }} <time datetime="{{ .Date.Format "2006-01-02" }}">
{{ .Date.Format "2 January 2006" }}</time></p>
<h1>{{ .Title }}</h1>
<p>{{ .Description }}</p>
<div>{{ .Content }}</div>
<ul>{{ range .Params.keywords }}<li>{{ . }}</li>{{ end }}</ul>
</article>
<ul>{{ range first 3 .Site.RegularPages }}
<li>{{ .Params.dateline }} {{ .Date.Format "2 January 2006" }}
<a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul>
{{ end }}
"""
_HUGO_LIST = """{{ define "main" }}
<h1>{{ .Site.Title }}</h1>
<ul>{{ range .Site.RegularPages }}
<li><p>{{ .Params.dateline }} {{ .Date.Format "2 January 2006" }}</p>
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Description }}</p></li>
{{ end }}</ul>
{{ end }}
"""

_PELICAN = f"""
SITENAME = "Bench"
SITEURL = {_BASE_URL.rstrip("/")!r}
PATH = "content"
STATIC_PATHS = ["images"]
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "fr"
DEFAULT_CATEGORY = "news"
DEFAULT_PAGINATION = False
ARTICLE_URL = ARTICLE_SAVE_AS = "{{lang}}/{{slug}}/index.html"
ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = ARTICLE_URL
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = "feed.xml"
TRANSLATION_FEED_ATOM = "{{lang}}.xml"
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = None
RSS_FEED_SUMMARY_ONLY = True
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
MARKDOWN = {{"extensions": ["tables", "footnotes", "meta"], "output_format": "html5"}}
"""
_JINJA_HEAD = """<!doctype html>
<html lang="%(language)s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%(title)s</title>
<link rel="stylesheet" href="/style.css">
%(alternates)s
</head>
<body>
<header><p><a href="/">Bench</a></p></header>
<main>
"""
_JINJA_FOOT = """
</main>
<footer><p>Bench</p></footer>
</body>
</html>
"""
_PELICAN_ARTICLE = (
    _JINJA_HEAD
    % {
        "language": "{{ article.lang }}",
        "title": "{{ article.title }}",
        "alternates": """{% for other in article.translations %}
<link rel="alternate" hreflang="{{ other.lang }}" href="{{ SITEURL }}/{{ other.url }}">
{% endfor %}""",
    }
    + """<article>
<p>{{ article.dateline }} <time>{{ article.locale_date }}</time></p>
<h1>{{ article.title }}</h1>
{{ article.summary }}
<div>{{ article.content }}</div>
<p>{{ article.keywords }}</p>
</article>
<ul>{% for other in articles[:3] %}
<li>{{ other.dateline }} {{ other.locale_date }}
<a href="/{{ other.url }}">{{ other.title }}</a></li>
{% endfor %}</ul>"""
    + _JINJA_FOOT
)
_PELICAN_INDEX = (
    _JINJA_HEAD % {"language": "fr", "title": "Bench", "alternates": ""}
    + """<h1>Bench</h1>
<ul>{% for article in articles %}{% for each in [article] + article.translations %}
<li><p>{{ each.dateline }} {{ each.locale_date }}</p>
<h2><a href="/{{ each.url }}">{{ each.title }}</a></h2>{{ each.summary }}</li>
{% endfor %}{% endfor %}</ul>"""
    + _JINJA_FOOT
)

_MKDOCS = f"""site_name: Bench
site_url: {_BASE_URL}
theme: {{name: null, custom_dir: theme}}
plugins: []
markdown_extensions: [tables, footnotes]
"""
_MKDOCS_MAIN = (
    _JINJA_HEAD
    % {
        "language": "{{ page.meta.lang }}",
        "title": "{{ page.title }}",
        "alternates": "".join(
            f'<link rel="alternate" hreflang="{language}"'
            f' href="/{language}/{{{{ page.meta.slug }}}}/">\n'
            for language in LANGUAGES
        ),
    }
    + """<article>
<p>{{ page.meta.dateline }} <time>{{ page.meta.date }}</time></p>
<h1>{{ page.title }}</h1>
<p>{{ page.meta.summary }}</p>
<div>{{ page.content }}</div>
<ul>{% for word in page.meta.keywords or [] %}<li>{{ word }}</li>{% endfor %}</ul>
</article>"""
    + _JINJA_FOOT
)

_FILES: Mapping[str, Mapping[str, str]] = {
    "hugo": {
        "hugo.json": json.dumps(_HUGO),
        "static/style.css": "",
        "layouts/_default/baseof.html": _HUGO_BASE,
        "layouts/_default/single.html": _HUGO_SINGLE,
        "layouts/_default/list.html": _HUGO_LIST,
    },
    "pelican": {
        "pelicanconf.py": _PELICAN,
        "theme/templates/article.html": _PELICAN_ARTICLE,
        "theme/templates/index.html": _PELICAN_INDEX,
        "theme/static/style.css": "",
    },
    "mkdocs": {
        "mkdocs.yml": _MKDOCS,
        "theme/main.html": _MKDOCS_MAIN,
        "docs/style.css": "",
        "docs/index.md": "# Bench\n",
    },
}
FOLDERS = {
    "hugo": "static/images",
    "pelican": "content/images",
    "mkdocs": "docs/images",
}
"""Where each generator looks for pictures."""


def slug(number: int) -> str:
    """The name of article ``number``, the same with every program."""
    return f"article-{number:05}"


def picture(number: int) -> str:
    """The name of a picture's file."""
    return f"picture-{number:02}.png"


def front_matter(fields: Mapping[str, str | Sequence[str]]) -> str:
    """YAML between lines of three hyphens, as a person writes it."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, str):
            lines.append(f"{name}: {json.dumps(value, ensure_ascii=False)}")
        else:
            lines += [f"{name}:", *(f"  - {each}" for each in value)]
    return "\n".join(("---", *lines, "---", "", ""))


def hugo(folder: Path, number: int, article: tuple[Article, ...]) -> None:
    """Links to addresses in the site."""
    for each in article:
        head = front_matter(
            {
                "title": each.title,
                "description": each.summary,
                "date": each.written.isoformat(),
                "dateline": each.dateline,
                "keywords": each.keywords,
            }
        )
        body = each.laid_out(lambda n: f"../{slug(n)}/", lambda n: f"/images/{picture(n)}")
        _write(folder / "content" / each.language / f"{slug(number)}.md", head + body)


def pelican(folder: Path, number: int, article: tuple[Article, ...]) -> None:
    """Lines of metadata; links to files."""
    for each in article:
        fields = {
            "Title": each.title,
            "Summary": each.summary,
            "Date": each.written.isoformat(),
            "Dateline": each.dateline,
            "Keywords": ", ".join(each.keywords),
            "Lang": each.language,
            "Slug": slug(number),
        }
        head = "".join(f"{name}: {value}\n" for name, value in fields.items())
        body = each.laid_out(
            lambda n: f"{{filename}}{slug(n)}.md", lambda n: f"{{static}}/images/{picture(n)}"
        )
        _write(folder / "content" / each.language / f"{slug(number)}.md", f"{head}\n{body}")


def mkdocs(folder: Path, number: int, article: tuple[Article, ...]) -> None:
    """Links to files."""
    for each in article:
        head = front_matter(
            {
                "title": each.title,
                "summary": each.summary,
                "date": each.written.isoformat(),
                "dateline": each.dateline,
                "keywords": each.keywords,
                "lang": each.language,
                "slug": slug(number),
            }
        )
        body = each.laid_out(lambda n: f"{slug(n)}.md", lambda n: f"../images/{picture(n)}")
        _write(folder / "docs" / each.language / f"{slug(number)}.md", head + body)


LAYOUTS: Mapping[str, Layout] = {"hugo": hugo, "pelican": pelican, "mkdocs": mkdocs}


def files(name: str, folder: Path) -> None:
    """Write the settings and the theme of the generator ``name``."""
    for inner, text in _FILES[name].items():
        _write(folder / inner, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
