"""A site that has every kind of page, in four languages, as files of a folder and over HTTP.

``python -m tests.every_page FOLDER`` writes it, to be looked at.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from PIL import Image

from workflow.model import Locale
from workflow.model.picture_sizes import PictureSizes
from workflow.model.tombstone import Correction, Gone, GonePage
from workflow.site import Content, Making, Publication, SiteSettings, describe
from workflow.site.cards import render_whole
from workflow.site.structure import Site
from workflow.site.theme import Theme

FR, EN, ZH, AR = LOCALES = tuple(map(Locale, ("fr", "en", "zh", "ar")))
PHOTO: Final = PictureSizes(
    900,
    600,
    tuple((480, f"sizes/photo.480.{ending}") for ending in ("avif", "webp")),
)
BODIES: Final = {
    FR: """\
L’« essai »[^a] coûte 1 200 € ; l’*autre*[^b] est gratuit. Voir [la suite](#la-suite),
[le port](port.md), <i lang="en">the tide</i>, <span lang="zh">南宁</span> et `code`, encore[^a].

![Une carte](images/photo.png "Une légende")

## La suite

| Ville | Places |
|:------|-------:|
| Nice  |  1 234 |

1. Un
2. Deux
   - [x] fait
   - [ ] à faire

> [!NOTE]
> À savoir.

> Une citation.

:::tip Conseil
Dans une boîte.
:::

Terme
: Sa définition.

```python
print("une ligne de code qui est plus longue que la page n’est large, pour qu’elle défile", 1, 2, 3)
```

### Et la fin

<details><summary>Plus</summary>

Caché.

</details>

<table><caption>Total</caption><tr><th scope="row">Total</th><td>3</td></tr></table>

<iframe src="https://video.example.org/1" title="Un film"></iframe>

Contact ~~ancien~~ : <a href="mailto:a@example.org">a@example.org</a>, +33 1 99 00 12 34.

[^a]: Une note avec [un lien](https://example.org/a).
[^b]: Une autre.
""",
    EN: """\
The “trial”[^a] costs €1,200; the *other*[^b] is free. See [below](#la-suite), [the port](port.md),
<i lang="fr">à propos</i>, <span lang="zh">南宁</span> and `code`.

![A map](images/photo.png "A caption")

## What follows

| Town | Places |
|:-----|-------:|
| York |  1,234 |

[^a]: A note.
[^b]: Another.
""",
    ZH: """\
“试验”[^a]要价1200欧元；*另一个*[^b]免费。见[下文](#la-suite)、[港口](port.md)、
<i lang="fr">à propos</i>（2026年）和`code`。

![地图](images/photo.png "图注")

## 下文

| 城市 | 名额 |
|:-----|-----:|
| 南宁 |  1234 |

[^a]: 注释。
[^b]: 又一条。
""",
    AR: """\
تكلف «التجربة»[^a] 1200 يورو؛ و*الأخرى*[^b] مجانية. انظر [ما يلي](#la-suite) و[الميناء](port.md)
وتقرير <span lang="en" dir="ltr">IOM (Geneva), 2026</span> و`code` و<span lang="zh">南宁</span>.

![خريطة](images/photo.png "شرح الصورة")

## ما يلي

| المدينة | الأماكن |
|:--------|--------:|
| تونس    |    1234 |

1. أولًا
2. ثانيًا

> اقتباس.

[^a]: ملاحظة.
[^b]: ملاحظة أخرى.
""",
}
TITLES: Final = {
    FR: ("Crue : où s’abriter ?", "Le port rouvre", "À propos", "Mentions légales"),
    EN: ("Flood: where to shelter", "The port reopens", "About us", "Legal notice"),
    ZH: ("洪水来了，去哪里避险？", "港口重新开放", "关于我们", "法律声明"),
    AR: ("الفيضان: أين نحتمي؟", "الميناء يفتح من جديد", "من نحن", "إشعار قانوني"),
}
TAGS: Final = {
    FR: ("climat", "abris"), EN: ("climate", "shelters"), ZH: ("气候", "避难所"),
    AR: ("المناخ", "الملاجئ"),
}  # fmt: skip
THEME: Final = Theme.of(
    "theme",
    {"extra.css": ".site { letter-spacing: 0; }\n"},
    {
        "logo.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
        b'<circle cx="8" cy="8" r="7" fill="#0b5d57"/></svg>'
    },
)
SETTINGS: Final = SiteSettings(
    {"fr": "Nouvelles", "en": "News", "zh": "新闻", "ar": "أخبار"},
    "https://news.example.org/",
    LOCALES,
    responsible="Desk, desk@example.org",
    credits=("Zoé Lê", "林洁"),
    page_size=2,
    profiles=("en-GB",),
)
GONE: Final = Gone(
    "e", "old", ("old",), (), "2026-05-01T08:00:00Z", "Une erreur sur <la> personne.",
    tuple(GonePage(each.name, f"{each.bcp47}/old/index.html", "x") for each in LOCALES),
)  # fmt: skip


def _publication(slug: str, locale: Locale, **more: object) -> Publication:
    engine, people = ("apertium (fr-es)",), (("Zoé Lê",), ("林洁",))
    made = Making("machine-edited", engine, True, "2026-03-25", *people)
    values: dict[str, object] = {
        "format": "markdown", "body": "…", "updated": "2026-03-24T08:00:00Z",
        "made": Making() if locale == FR else made,
        "sizes": {"images/photo.png": PHOTO},
    }  # fmt: skip
    return Publication(slug, locale, FR, **(values | more))  # type: ignore[arg-type]


def _articles(locale: Locale) -> Iterator[Publication]:
    flood, port, about, legal = TITLES[locale]
    fields: dict[str, object] = {
        "title": flood,
        "summary": f"{flood} {port}. " * 3,
        "date": date(2026, 6, 18),
        "dateline": "Nanning",
        "author": ["Zoé Lê", "林洁"],
        "keywords": list(TAGS[locale]),
        "contact": "Presse, +33 1 99 00 55 55, presse@example.org",
        "source": "https://example.org/flood",
    }
    late = {} if locale == FR else {"follows": "2026-02-01", "overtaken": "2026-02-03"}
    body = BODIES[locale]
    yield _publication(
        "flood", locale, fields=fields, body=body, aliases=("flood-old",), **late,
        behind=() if locale == FR else (body.index("## "),),
        corrections=(Correction("2026-03-26"), Correction("2026-03-27", "1 → 2 (<b>)")),
    )  # fmt: skip
    picture = {"image": {"src": "images/photo.png", "alt": "Port", "caption": "Port"}}
    yield _publication(
        "port", locale, fields={"title": port, "date": date(2026, 5, 1), **picture}, body=body
    )
    for number in range(4):
        fields = {
            "title": f"{port} ({number})", "date": date(2025, 3, 1 + number),
            "keywords": [TAGS[locale][0]], "author": "Zoé Lê", "summary": flood,
            "image": "../images/photo.png",
        }  # fmt: skip
        yield _publication(f"more/{number}", locale, fields=fields, body=f"{flood} {port}")
    for slug, title, menu in (("about", about, "header"), ("legal", legal, "footer")):
        fields = {"title": title, "kind": "page", "menu": menu, "contact": "a@example.org"}
        yield _publication(slug, locale, fields=fields, body=f"{title}.\n\n## {title}")
    if locale == EN:
        yield _publication(
            "draft", EN, fields={"title": TITLES[FR][0]}, body=BODIES[FR], draft=True,
            untranslated=True,
        )  # fmt: skip


def built(settings: SiteSettings = SETTINGS) -> tuple[dict[str, bytes], dict[str, str]]:
    """The site: path → bytes, and path → what made it."""
    shown = [each for locale in LOCALES for each in _articles(locale)]
    site = Site(map(describe, shown), settings, gone=[GONE])
    contents = {(each.locale, each.slug): Content.of(each) for each in shown}
    files = {
        path: render_whole(task, lambda card: contents[card.locale, card.slug])
        for path, task in site.items()
    }
    return files, {path: task.make.__name__ for path, task in site.items()}


def one_of_each(kinds: Mapping[str, str]) -> list[str]:
    """A page of every kind, in one language after the other, and an article in each of them.

    Pages of the project and drafts are of kinds of their own; a page that sends readers on is of
    none.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for path, kind in kinds.items():
        if path.endswith(".html") and kind != "moved_page":
            _, *folders, _ = ("", *path.split("/"))
            folder = "/".join(folders[1:2])
            shape = folder if kind in ("article_page", "cards_page") else ""
            found.setdefault((kind, shape), []).append(path)
    some = [each[number % len(each)] for number, each in enumerate(found.values())]
    whole = [f"{locale.bcp47}/flood/index.html" for locale in LOCALES]
    return list(dict.fromkeys((*some, *whole)))


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Lay the site down, with a picture at each place that it shows one from."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    photo = Image.linear_gradient("L").resize((PHOTO.width, PHOTO.height)).convert("RGB")
    for place in ("media/images/photo.png", *(place for _, place in PHOTO.copies)):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        width = 480 if "480" in place else PHOTO.width
        photo.resize((width, width * 2 // 3)).save(folder / place)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def named(address: str) -> str:
    """An address of :func:`served` as a path in the site."""
    return str(PurePosixPath(unquote(address.split("/", 3)[3])))


if __name__ == "__main__":
    write(built()[0], Path(sys.argv[1]))
