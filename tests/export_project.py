"""A project in three languages whose pages go to other site generators."""

from __future__ import annotations

from dataclasses import replace

from tests.test_release_flow import PIXEL, SETTINGS, Newsroom
from workflow.model.finding import SWITCHES
from workflow.project.catalogues import read_catalogue, write_catalogue

ATELIER = """\
---
title: "L’atelier : « un essai » #1"
summary: "Un résumé, avec : deux-points"
lang: fr
date: 2026-03-31 08:30 +0800
updated: 2026-04-02
author: Aline Martin
keywords: météo, santé publique
image: images/salle.png
image_alt: Une salle
weight: 7
sous-titre: Un champ du journal
---

Le premier paragraphe mène à [la carte](carte.html), au [carnet](news/carnet.md#la-suite) et au
[second][2] ; ailleurs, à [un site](https://example.org/a_(b)), et à [un fichier](plan.pdf).

![Une salle pleine](images/salle.png "Le soir")

## La suite

Voir [la page d’à côté](/fr/second/), [la liste](/fr/) et [l’article absent](absent.md).

- un point
- un autre, avec [un lien](second.md)

| Ville | Nombre |
| --- | --- |
| Nanning | 12 |

> Une citation avec <a href="second.md">un lien en HTML</a> et <img src="images/salle.png" alt="x">

Une note[^1] et du `code {{ x }}`.

```text
{{ name }} {% tag %}
```

[2]: second.md "Titre"

[^1]: La note.
"""
SECOND = """\
---
title: Second article
lang: fr
---

Rien qu’une phrase avec {nom} et 3 < 4.
"""
CARNET = """\
---
title: Carnet
lang: fr
date: 2026-02-01
aliases: [news/ancien]
---

Retour à [l’atelier](../atelier.md) et une image : ![Salle](../images/salle.png)
"""
CHINESE = """\
---
title: 价格
lang: zh
date: 2026-05-01
tags: [市场, 价格]
---

苹果20~30元，梨10~15元，详见https://example.org/jiage。之后再说。

１. 全角的数字不是列表。
２. 第二行也不是。

参见[工作坊](atelier.md)。
"""
CARTE = """\
---
title: La carte
lang: fr
---
<p>Un paragraphe avec <a href="atelier.md">un lien</a> et {{ accolades }}.</p>

<pre>ligne 1

ligne 2</pre>
<p><img src="images/salle.png" alt="Salle"></p>
"""
NOTE = """\
---
title: Une note
lang: fr
---

Un texte simple, avec des *étoiles* et <b>.

Un autre paragraphe.
"""
ABOUT = """\
---
title: À propos
lang: fr
kind: page
menu: footer
order: 2
---

Qui nous sommes.
"""
MARKS = """\
---
title: Signes
lang: fr
date: 2026-01-15
---

Avant.

{{< figure src="a.png" >}}

{% include note.html %}

:::note
Dans la boîte.
:::

Un texte avec {{< ref "x" >}} et {{ valeur }} et {{ site.title }} dedans.
"""
ARTICLES = {
    "atelier.md": ATELIER,
    "second.md": SECOND,
    "news/carnet.md": CARNET,
    "jiage.md": CHINESE,
    "about.md": ABOUT,
    "signes.md": MARKS,
    "carte.html": CARTE,
    "note.txt": NOTE,
}
WORDS = {"en": "In English", "fr": "En français", "zh": "中文"}


class Exporting(Newsroom):
    """The project, with everything approved in every language."""

    def __init__(self, root, articles=ARTICLES, *, ready=True, base="https://news.example.org/"):
        super().__init__(root)
        (root / "articles/second.md").unlink()
        (root / "articles/atelier.md").unlink()
        off = f"checks_off = {', '.join(SWITCHES)}\nbase_url"
        settings = SETTINGS.replace("base_url", off).replace("https://news.example.org/", base)
        names = "title[fr] = Nouvelles\ntitle[en] = News\ntitle[zh] = 新闻\n"
        self.write("setup.cfg", settings + names)
        (root / "articles/plan.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
        for name, text in articles.items():
            self.write(f"articles/{name}", text)
        if ready:
            slugs = {name.rpartition(".")[0]: text for name, text in articles.items()}
            self.run("extract")
            for slug, text in slugs.items():
                own = "zh" if "lang: zh" in text else "fr"
                for locale in {"fr", "en", "zh"} - {own}:
                    self.translate(slug, locale, WORDS[locale])
            for locale in ("fr", "en", "zh"):
                self.run("approve", *slugs, "--locale", locale)

    def translate(self, slug, locale, word):
        path = self.root / f"locales/{locale}/LC_MESSAGES/{slug}.po"
        catalogue = read_catalogue(path)
        messages = [
            replace(message.without_fuzzy(), msgstr=_worded(message.msgid, word))
            for message in catalogue.messages
        ]
        write_catalogue(catalogue.with_messages(messages))

    def export(self, to, *more, out="out", code=0):
        return self.run("export", "--to", to, "-o", str(self.root.parent / out), *more, code=code)


def _worded(msgid, word):
    return f"{word} {msgid}"


def pixel():
    """A picture."""
    return PIXEL
