"""Doubled input takes twice the time: ``python -m tests.corpus.growth --minutes 2 --only NAME``.

Pieces of input, those listed here and for some minutes random ones, are repeated until reading
them takes a while, and then doubled twice: what takes more than :data:`LIMIT` times as long for
each doubling grows faster than its input. Every reader of what people hand in is tried: articles,
translated messages, catalogues, TMX, glossaries, saved pages and dumps. Processor time is
measured, so that a loaded machine makes no difference to speak of, and the best of three runs
counts. Exit code 1 where something grows.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import itertools
import math
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from tests.corpus.fuzz_formats import TOKENS
from tests.corpus.test_extremes import PIECES
from tests.texts import MARKUPS
from workflow.checks import Subject, Translation, check_translation
from workflow.engines.masking import mask, sound
from workflow.errors import WorkflowError
from workflow.formats import parse
from workflow.glossary.table import read_table
from workflow.glossary.tbx import read_tbx
from workflow.glossary.usage import Terminology
from workflow.importing import import_article
from workflow.memory.tmx import read_tmx
from workflow.merge.changes import classify, compared
from workflow.merge.repair import repair
from workflow.model import Article, Concept, Glossary, Locale, Markup, Message, Segment, Term, Text
from workflow.po.catalogue import parse_catalogue
from workflow.po.lint import lint
from workflow.review.highlights import (
    cut,
    plain_marks,
)
from workflow.site import Content, Publication
from workflow.site.bodies import render_body

LIMIT = 2.5
ENOUGH = 0.06
"""Seconds of processor time from which on two runs are compared."""
LARGEST = {"message": 100_000, "page": 20_000}
"""Characters that an input has at most where reading it never takes :data:`ENOUGH` (default: 4
million)."""
FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
TERMS = Terminology(
    Glossary((Concept((Term("mot", FR), Term("word", EN), Term("词", ZH)), "c"),), "g.csv")
)

Reader = Callable[[str], object]


def read_document(format: str, text: str) -> None:
    """Parse an article, write a translation of it, and tell what it breaks."""
    document = parse(text, format=format)
    document.render(lambda segment: f"{segment.text} x")
    document.breakage(lambda segment: f"{segment.text} x")


def read_page(format: str, text: str) -> None:
    """Render an article for the site.

    The cleaner (nh3) grows by the square of the depth of elements, and of the signs it knows by a
    name in one text; no article has ten thousand of either in a paragraph, and so few are tried.
    """
    if re.search(r">{500}|(?:> ?){500}", text):
        return
    document = parse(text, format=format)
    publication = Publication("a", FR, FR, format, {"title": "a"}, document.body, "2026-01-01")
    render_body(Content.of(publication), "fr/a/index.html")


def read_message(markup: Markup, text: str) -> None:
    """Check, compare, mask and mark a translation of one message, as long as the text; and check
    it in other directions, and with the text on one side alone."""
    msgid = f"Un mot. {text}"
    msgstr = f"A word. {text}"
    article = Article("a", "articles/a.md", "markdown", FR, "")
    segment = Segment(0, 0, msgid, "paragraph", 1, markup=markup)
    subject = Subject(article, EN, segment, Message(msgid, msgstr), "a.po", 7)
    check_translation(Translation(article, EN, parse(""), (subject,), TERMS))
    for source, target, one, other in (
        (EN, FR, msgid, "Un mot."), (FR, ZH, "Un mot.", msgstr), (ZH, FR, msgid, msgstr)
    ):  # fmt: skip
        article = replace(article, locale=source)
        subject = replace(subject, article=article, locale=target, message=Message(one, other))
        check_translation(Translation(article, target, parse(""), (subject,), TERMS))
    document = parse("Un mot\n", format="markdown")
    document.render(lambda _segment: text)
    document.breakage(lambda _segment: text)


def read_changed(markup: Markup, text: str) -> None:
    """Tell how a source changed, and follow the change in its translation."""
    old, new = f"Un mot 3. {text}", f"Un mots 4. {text}"
    classify(Text(old, markup), Text(new, markup))
    compared(old, new)
    repair(Text(old, markup), Text(new, markup), Text(f"A word 3. {text}", markup), language="en")


def read_masked(markup: Markup, text: str) -> None:
    """Mask a message for an engine, and look at what comes back."""
    written = Text(text, markup)
    mask(written)
    sound(written, written)
    cut(text, plain_marks(written))


def read_catalogue(text: str) -> None:
    """Read and lint a catalogue that begins well."""
    whole = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n{text}'
    lint(whole.encode(errors="replace"), template=False, locale="en")
    catalogue = parse_catalogue(Path("a.po"), whole)
    list(catalogue.messages)


def read_memory(text: str) -> None:
    """Read a TMX file."""
    with tempfile.NamedTemporaryFile("w", suffix=".tmx", encoding="utf-8") as file:
        file.write(f'<tmx version="1.4"><header srclang="fr"/><body>{text}</body></tmx>')
        file.flush()
        for _ in read_tmx(Path(file.name)):
            pass


def read_imported(name: str, text: str) -> None:
    """Import a page or a dump."""
    import_article(text.encode(errors="replace"), name=name, default_lang=FR)


_First = TypeVar("_First", bound=str)


def _with(reader: Callable[[_First, str], object], first: _First) -> Reader:
    return lambda text: reader(first, text)


PO = [
    'msgid "a{n}"\nmsgstr "b"\n\n', '#~ msgid "a{n}"\n#~ msgstr "b"\n\n', "# c\n", "#. c\n",
    "#: a:1\n", '#, fuzzy\n#| msgid "x"\nmsgid "a{n}"\nmsgstr "b"\n\n',
    'msgid "a"\nmsgstr "b"\n\n', '"a"\n', '"', "\\", "\\303\\250", " ", "\n", "\r\n", "#~ \n",
    "msgid", 'msgctxt "c"\n', "#, no-wrap\n", "#~| ",
    'msgid ""\nmsgid_plural "a{n}"\nmsgstr[0] ""\n\n', "\0", "é", "北京", "#", "\t", "x"*80,
]  # fmt: skip
UNIT = (
    '<tu><tuv xml:lang="fr"><seg>mot {n}</seg></tuv><tuv xml:lang="en"><seg>word</seg></tuv></tu>'
)
TMX = [UNIT, "<tu>", "<note>a</note>", "&amp;", "<tu/>", " ", "<seg><bpt i='1'>a</bpt></seg>", "a"]
GLOSSARY = ["mot {n},word\n", "mot,word\n", '"', ",", "a", " ", "\n", '"a\nb",c\n', ";", "\t", "'"]
TBX = [
    "<conceptEntry id='c{n}'><langSec xml:lang='fr'><termSec><term>mot</term></termSec></langSec>"
    "</conceptEntry>",
    "<conceptEntry><langSec xml:lang='fr'><termSec><term>mot{n}</term></termSec></langSec>"
    "</conceptEntry>",
    "<note>a</note>", " ", "a", "<conceptEntry/>",
]  # fmt: skip
MESSAGES = [
    " ", "\n", "\\", "\\n", "\\\n", "  \n", "*", "_", "`", "~", "[", "](", "<", ">", "<b>", "</b>",
    "&", "&amp;", "{", "{{<", "{%", "%(", "%s", "$", "$a_", "1", "1 ", "1,", "1.5 ", "+1 ", "01 ",
    "-", "—", "–", "…", "«", "»", "“", "”", "。", "，", "“词”", "词", "词 ", "a", "a ", "a-", "a'",
    "l’", "@", "a@b.", "http://", "https://a.b/", "(", ")", "\u00a0", "\u202f", "\u200b", "é",
    "e\u0301", "mot ", "word ", "<br>", "<a href='", "![", "[^1]", "|", "#", "mars ",
    "14 mars 2026 ", "2026-", "A.", "I. ", "x\t", "« ", "、", "中、", "(中)", "德国",
    "他走了。", "1/", "2-", "$5 ", "5 % ", "至少5", "三分之一", "Corée du Nord ", "Macron ", "Le ",
    "vous ", "&nbsp; , ",
]  # fmt: skip
DUMP = [
    "Accueil\n", "Lien | Lien\n", "Une phrase assez longue pour être un paragraphe de texte. ",
    "mot ", "\n", " ", "12 mars 2026\n", "Par Jeanne Martin\n", "记者 王芳\n", "- a\n", "a", "词",
    "词。\n", "a\n\n", "—", "|", "#", "1. a\n",
    "Une phrase assez longue pour être un paragraphe de texte, et qui finit.\n\n",
]  # fmt: skip
SAVED = [
    *PIECES["html"].values(), "<div>mot</div>", "<div>", "<li>a</li>", "<ul><li>a",
    "<table><tr><td>a", "<h2>a</h2>", "<p>Une phrase assez longue pour être un paragraphe.</p>",
    "<img src=a.png>", "<b>a", "<figure><img src=a.png><figcaption>b</figcaption></figure>",
    "<a href=b>c</a> ", "<br>", "a<br>", "<pre>a</pre>", "<aside>a</aside>",
    "<details><summary>a</summary>b</details>", "<dl><dt>a<dd>b", "<ruby>汉<rt>hàn</rt></ruby>",
    "<span class=sr-only>a</span>", "<section>", "<time>12 mars 2026</time>",
]  # fmt: skip
HEADINGS = {"equal headings": "# Titre\n\n", "other headings": "# Titre {n}\n\n"}

READERS: Mapping[str, tuple[Reader, list[str], list[str]]] = {
    **{
        f"{what} {format}": (
            _with(reader, format),
            [*PIECES[format].values(), *HEADINGS.values(), *MESSAGES],
            TOKENS[format],
        )
        for what, reader in (("document", read_document), ("page", read_page))
        for format in PIECES
    },
    **{
        f"{what} {markup}": (_with(reader, markup), MESSAGES, MESSAGES)
        for what, reader in (
            ("message", read_message),
            ("message changed", read_changed),
            ("message masked", read_masked),
        )
        for markup in MARKUPS
    },
    "po": (read_catalogue, PO, PO),
    "tmx": (read_memory, TMX, TMX),
    "table": (lambda text: read_table(f"fr,en\n{text}", "g.csv"), GLOSSARY, GLOSSARY),
    "tbx": (
        lambda text: read_tbx(
            f'<tbx type="TBX-Basic" style="dct" xml:lang="fr" xmlns="urn:iso:std:iso:30042:ed-2">'
            f"<text><body>{text}</body></text></tbx>".encode(errors="replace"), "g.tbx"
        ),
        TBX, TBX,
    ),
    "import page": (_with(read_imported, "a.html"), SAVED, SAVED),
    "import dump": (_with(read_imported, "a.txt"), DUMP, DUMP),
    "import markdown": (
        _with(read_imported, "a.md"), list(PIECES["markdown"].values()), TOKENS["markdown"]
    ),
}  # fmt: skip


def repeated(piece: str, times: int) -> str:
    """``piece`` so many times, numbered where it asks for that."""
    if "{n}" not in piece:
        return piece * times
    return "".join(piece.replace("{n}", str(number)) for number in range(times))


_UNIQUE = itertools.count()


def seconds(reader: Reader, text: str) -> float:
    """Processor time of one run; a text that was never read before, for some readers remember."""
    text = f"{text}{next(_UNIQUE)}"
    gc.disable()  # what a collection takes depends on what other runs left behind
    started = time.process_time()
    with contextlib.suppress(WorkflowError):
        reader(text)
    spent = time.process_time() - started
    gc.enable()
    gc.collect(1)
    return spent


def growth(reader: Reader, piece: str, largest: int) -> tuple[float, int]:
    """How many times as long twice the input takes, and the characters of the smaller one."""
    times = max(1, 1000 // len(piece))
    while seconds(reader, repeated(piece, times)) < ENOUGH:
        times *= 4
        if times * len(piece) > largest:
            return 0.0, times * len(piece)
    ratio = 0.0
    for _ in range(3):
        once = seconds(reader, repeated(piece, times))
        ratio = math.sqrt(seconds(reader, repeated(piece, 4 * times)) / once)
        if ratio <= LIMIT:
            break
    return ratio, times * len(piece)


def random_piece(tokens: list[str], chance: random.Random) -> str:
    """Two to four tokens in a row."""
    return "".join(chance.choices(tokens, k=chance.randint(2, 4)))


def cases(only: str, minutes: float, seed: int) -> Iterator[tuple[str, str]]:
    """The listed pieces of each reader, then random ones, a reader at a time, while time lasts."""
    names = [name for name in READERS if only in name]
    for name in names:
        yield from ((name, piece) for piece in dict.fromkeys(READERS[name][1]))
    chance = random.Random(seed)
    end = time.monotonic() + 60 * minutes
    for name in itertools.cycle(names):
        if time.monotonic() > end:
            return
        yield name, random_piece(READERS[name][2], chance)


def main() -> int:
    """Try every case; print what grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--only", default="", help="readers whose name holds this")
    parser.add_argument("--seed", type=int, default=int(datetime.now(UTC).timestamp()))
    options = parser.parse_args()
    sys.stdout.write(f"seed {options.seed}\n")
    gc.freeze()
    tried = grown = 0
    for name, piece in cases(options.only, options.minutes, options.seed):
        largest = LARGEST.get(name.split()[0], 4_000_000)
        started = time.monotonic()
        ratio, size = growth(READERS[name][0], piece, largest)
        tried += 1
        if ratio > LIMIT:
            grown += 1
            sys.stdout.write(f"{name}: {piece!r}: {ratio:.1f} × at {size} characters\n")
        elif time.monotonic() - started > 60:
            sys.stdout.write(f"{name}: {piece!r}: slow, but linear\n")
        sys.stdout.flush()
    sys.stdout.write(f"{tried} pieces tried, {grown} grow faster than their input\n")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
