"""HTML: what is a segment, how a translation is written back, and what stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.formats import Document
from workflow.formats.format import Origin, sentence_ends
from workflow.formats.html import Html


def parse(text: str) -> Document:
    return Document.parse(text, Html(), ())


SEGMENTS = [
    # source, (kind, msgid) of every segment
    ("<p>un</p><p>deux", [("paragraph", "un"), ("paragraph", "deux")]),
    ("<h1>Titre</h1>", [("heading 1", "Titre")]),
    ("<ul><li>un<li><p>deux</ul>", [("list item", "un"), ("list item", "deux")]),
    ("<blockquote><p>cité</p></blockquote>", [("quotation", "cité")]),
    ("<dl><dt>mot<dd>sens</dl>", [("definition term", "mot"), ("definition", "sens")]),
    ("<table><caption>T</caption><tr><th>a<td>b</table>",
     [("caption", "T"), ("table cell", "a"), ("table cell", "b")]),
    ("<figure><img src=i alt=image><figcaption>vue</figcaption></figure>",
     [("image text", "image"), ("caption", "vue")]),
    ("<details><summary>plus</summary>texte</details>",
     [("summary", "plus"), ("paragraph", "texte")]),
    ("<label>Nom</label> <input placeholder='votre nom'><button>Oui</button>",
     [("label", "Nom"), ("placeholder", "votre nom"), ("button", "Oui")]),
    ("<select><optgroup label=vins><option>rouge<option>blanc</select>",
     [("option", "vins"), ("option", "rouge"), ("option", "blanc")]),
    ("<input type=submit value=Envoyer><input value=libre>", [("button", "Envoyer")]),
    # Runs: text with its inline elements
    ("<p>un <b>gras</b>, <a href=x>lien</a></p>",
     [("paragraph", "un <b>gras</b>, <a href=x>lien</a>")]),
    ("<p>\n  un\n  <em>deux</em>\n trois\n</p>", [("paragraph", "un <em>deux</em> trois")]),
    ("<p>un<br>\ndeux<br></p>", [("paragraph", "un<br> deux")]),
    ("<p>南宁\n会议</p>", [("paragraph", "南宁会议")]),
    ("<p>voir <a\n   href=x  title='le lien'>ici</a></p>",
     [("paragraph", "voir <a href=x title='le lien'>ici</a>")]),
    ("<div>avant <p>dedans</p> après</div>",
     [("paragraph", "avant"), ("paragraph", "dedans"), ("paragraph", "après")]),
    ("<p>un<!-- note --> deux</p>", [("paragraph", "un<!-- note --> deux")]),
    ("<my-name>un</my-name> deux", [("paragraph", "<my-name>un</my-name> deux")]),
    # What wraps a whole run, or stands at its ends without text, stays outside
    ("<p><a href=x><b>tout</b></a></p>", [("paragraph", "tout")]),
    ("<a href=x><i class=icon></i> Accueil <img src=a alt=''></a>", [("paragraph", "Accueil")]),
    ("<a href=x><svg><title>I</title><path d=''/></svg> Accueil</a>", [("paragraph", "Accueil")]),
    ("<a href=x><h2>Titre</h2>suite</a>", [("heading 2", "Titre"), ("paragraph", "suite")]),
    # Attributes
    ("<p title='une info'>un</p>", [("title attribute", "une info"), ("paragraph", "un")]),
    ("<nav aria-label=Menu></nav>", [("label", "Menu")]),
    ("<p>un <img src=i alt='deux'></p>", [("paragraph", "un <img src=i alt='deux'>")]),
    ("<p>12 <img src=i alt='deux'></p>", [("image text", "deux")]),
    ("<a href=x title=info><img src=i alt=image></a>",
     [("title attribute", "info"), ("image text", "image")]),
    ("<img alt=une alt=autre>", [("image text", "une")]),
    ("<title>La page &lt;b></title>", [("page title", "La page <b>")]),
    ("<meta name=Description content='de quoi'><meta name=author content=Anne>",
     [("page description", "de quoi")]),
    ("<meta property=og:title content=Titre><meta property=og:url content=u>",
     [("page title", "Titre")]),
    ("<meta http-equiv=refresh name=description content='0; url=x'>", []),
    # What is not translated
    ("<pre>un</pre><textarea>un</textarea><script>un</script><style>un</style>", []),
    ("<p><code>un</code></p><p><kbd>Entrée</kbd></p>", []),
    ("<p>tapez <code>un</code></p>", [("paragraph", "tapez <code>un</code>")]),
    ("<p><code>un</code> tapez</p>", [("paragraph", "<code>un</code> tapez")]),
    ("<p><kbd translate=yes>Entrée</kbd></p>", [("paragraph", "Entrée")]),
    ("<p translate=no>un <b>deux</b></p>", []),
    ("<div translate=no>un <p translate=yes>deux</p></div>", [("paragraph", "deux")]),
    ("<p class='x notranslate'>un</p><p class=notranslated>deux</p>", [("paragraph", "deux")]),
    ("<p translate=no title=info>un</p>", []),
    ("<p><b translate=no>ACME</b> vend</p>", [("paragraph", "<b translate=no>ACME</b> vend")]),
    ("<p><b translate=no>ACME</b></p>", []),
    ("<p>12</p><p>—</p><p>https://example.org/</p><p>&nbsp;</p>", []),
    ("<p>&#13;<a href=x>&#10; un</a>&#32;</p>", [("paragraph", "un")]),
    ("<svg><text>un</text></svg><math><mi>x</mi></math>", []),
    ("<iframe title=cadre>un<p>deux</iframe>", [("title attribute", "cadre")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SEGMENTS)
def test_segments(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(s.kind, s.text) for s in parse(text).segments] == expected


LANGUAGES = [
    # source, msgids
    ("<html lang=fr><p lang=en>one</p><p>deux</p>", ["deux"]),
    ("<html lang=fr><p lang=fr-CA>un</p><p lang=FR>deux</p>", ["un", "deux"]),
    ("<html lang=fr><div lang=en><p>one<p lang=fr>deux</div>", ["deux"]),
    ("<html lang=fr><p>le <i lang=la>in vitro</i></p>", ["le <i lang=la>in vitro</i>"]),
    ("<html lang=fr><p><i lang=la>in vitro</i></p>", []),
    ("<html><head><title>t</title><body lang=fr><p lang=en>one<p lang=fr>deux", ["t", "deux"]),
    ("<p lang=en>one</p><p>deux</p>", ["deux"]),
    ("<div lang=en>one</div><div>deux</div>", ["deux"]),
    ("<!-- c --><div lang=fr><div>un</div><p lang=en>two</div>\n", ["un"]),
    ("<html xml:lang=fr><p xml:lang=en>one<p>deux", ["deux"]),
]


@pytest.mark.parametrize(("text", "expected"), LANGUAGES)
def test_text_in_another_language_than_the_documents_is_kept(
    text: str, expected: list[str]
) -> None:
    assert [s.text for s in parse(text).segments] == expected


BROKEN_MARKUP = [
    ("<p>un<p>deux</div></p>trois", ["un", "deux", "trois"]),
    ("<b>un<i>deux</b>trois</i>", ["<b>un<i>deux</b>trois"]),
    ("a < b et c<d", ["a < b et c"]),
    ("<p>un</p", ["un"]),
    ("<p title='un>deux", []),
    ('<p title="un>deux</p><p class="x">trois', ["un>deux</p><p class=", "trois"]),
    ("<p a=1 a=2 =x \"y' z>un", ["un"]),
    ("</p></b>un</p>", ["un"]),
    ("<td>un</table><li>deux", ["un", "deux"]),
    ("<!-->un--><!doctype x>deux", ["un--><!doctype x>deux"]),
    ("un <?php x ?> deux <![CDATA[ y ]]>", ["un <?php x ?> deux"]),
    ("<p>un\x00deux", ["un\x00deux"]),
    ("<title>un<b>deux", ["un<b>deux"]),
    ("<plaintext>un<p>deux", []),
    ("<svg><p>un</p></svg><p>deux", ["deux"]),
    ("<script><!-- <script> </script> --> </script>un", ["un"]),
    ("<DIV>un</DiV><P>deux", ["un", "deux"]),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN_MARKUP)
def test_broken_markup_is_read_as_browsers_read_it(text: str, expected: list[str]) -> None:
    document = parse(text)
    assert [s.text for s in document.segments] == expected
    assert document.render(lambda segment: segment.text) == text


REFERENCES = [
    # source, msgid
    ("d&rsquo;&eacute;t&eacute; &#233; &#xE9;", "d’été é é"),
    ("3&nbsp;%&thinsp;!", "3\u00a0%\u2009!"),
    ("AT&T &amp; R&amp;D", "AT&T & R&D"),
    ("&amp;lt; &amp;copy &copy", "&amp;lt; &amp;copy ©"),
    ("&lt;b> &lt;/b&gt; a &lt; b", "&lt;b> &lt;/b> a < b"),
    ("caf&eacute <b>&unknown;</b> x", "café <b>&unknown;</b> x"),
    ('x <img alt="<a> &quot;&eacute;&quot;">', 'x <img alt="&lt;a> &quot;&eacute;&quot;">'),
]


@pytest.mark.parametrize(("source", "msgid"), REFERENCES)
def test_references_become_characters_where_these_cannot_be_taken_for_markup(
    source: str, msgid: str
) -> None:
    (segment,) = parse(source).segments
    assert segment.text == msgid


RENDERED = [
    # source, translation of every segment, result
    ("<p>\n un\n</p>", "deux", "<p>\n deux\n</p>"),
    ("<p>un</p>", "a < b <c", "<p>a < b &lt;c</p>"),
    ("<p>un</p>", "<b>dé</b>\n et <%= x %>", "<p><b>dé</b> et <%= x %></p>"),
    ("<p>un</p>", "AT&T, &lt;b>, 3\u00a0%", "<p>AT&T, &lt;b>, 3\u00a0%</p>"),
    ("<p>un</p>", "<!-- sans fin", "<p>&lt;!-- sans fin</p>"),
    ("<p>un</p>", "fin </a href='x>", "<p>fin &lt;/a href='x></p>"),
    ("<p>un <a href=x>b</a></p>", "<a href='x'>b</a> un", "<p><a href='x'>b</a> un</p>"),
    ("<p>un</p>", "会\n议", "<p>会议</p>"),
    ('<p title="un"></p>', "dit \"x\" l'é <b> &copy &amp;", '<p title="dit &quot;x&quot; l\'é '
     '&lt;b> &amp;copy &amp;amp;"></p>'),
    ("<p title='un'></p>", "dit \"x\" l'é", "<p title='dit \"x\" l&#39;é'></p>"),
    ("<p title=un></p>", "le mot", '<p title="le mot"></p>'),
    ("<img alt=un/>", "mot", '<img alt="mot">'),
    ("<p title=' un '></p>", "deux", "<p title=' deux '></p>"),
    ("<title>un</title>", "</title>&eacute; R&D", "<title>&lt;/title>&amp;eacute; R&D</title>"),
    ("<meta name=description content='un'>", "x\ny", "<meta name=description content='x y'>"),
    ("x <img alt='y'>", "<img alt='</noscript>'> x", "<img alt='&lt;/noscript>'> x"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "translation", "expected"), RENDERED)
def test_a_translation_is_encoded_where_it_must_be(
    source: str, translation: str, expected: str
) -> None:
    document = parse(source)
    assert document.render(lambda segment: translation) == expected
    assert document.breakage(lambda segment: translation) == ()


plain_texts = st.text(
    st.sampled_from("&<>\"';#= abltgxcopynF9\u00a0é漢") | st.characters(codec="utf-8"),
    max_size=20,
)


@pytest.mark.parametrize("source", ['<p title="un">', "<p title='un'>", "<p title=un>"])
@given(text=plain_texts)
def test_any_text_reads_back_from_an_attribute_as_it_was(source: str, text: str) -> None:
    rendered = parse(source).render(lambda segment: f"x{text}x")
    (segment,) = parse(rendered).segments
    assert "".join(segment.text.split()) == "".join(f"x{text}x".split())


@given(text=plain_texts)
def test_a_msgid_as_msgstr_reads_back_as_it_was(text: str) -> None:
    document = parse(f"<p>x{text}x</p>")
    for slot in document.slots:
        again = parse(f"<p>{slot.encode(slot.segment.text)}</p>")
        assert [s.text for s in again.segments] == [slot.segment.text]


def test_author_comments_reach_the_segments_they_stand_before() -> None:
    document = parse(
        "<!-- translators: court -->\n<!-- context: nom -->\n<p>Porte</p><p>Porte</p>"
        "<!-- workflow: skip --><ul title=a><li>ceci<li>cela</ul>suite"
        "<!-- workflow: skip-begin --><p>A</p><h1>B</h1><!-- workflow: skip-end --><p>fin"
        "<div><!-- translators: vu --> texte <!-- translators: là --><img alt=image></div>"
    )
    assert [(s.text, s.context, s.notes) for s in document.segments] == [
        ("Porte", "nom", ("court",)),
        ("Porte", None, ()),
        ("suite", None, ()),
        ("fin", None, ()),
        ("texte", None, ("vu",)),
        ("image", None, ("là",)),
    ]


def test_a_segment_knows_its_line_and_the_heading_it_stands_under() -> None:
    document = parse("<p>intro\n\n<h2>Le <b>chemin</b> &lt;1></h2>\n<p title=info>texte")
    assert [(s.line, s.heading) for s in document.segments] == [
        (1, ""), (3, ""), (4, "Le chemin <1>"), (4, "Le chemin <1>"),
    ]  # fmt: skip


def test_a_block_of_another_format_is_read_where_it_stands() -> None:
    slots = Html().slots("<div>\né <b>un</b>\n</div>\n", Origin(offset=100, line=7))
    ((segment, encode),) = [(slot.segment, slot.encode) for slot in slots]
    assert (segment.start, segment.end, segment.line) == (106, 118, 8)
    assert encode("a\n\nb\r\nc") == "a b c"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_are_kept(newline: str) -> None:
    source = newline.join(["\ufeff<html>", "<p>", "  un", "  deux", "</p>", ""])
    document = parse(source)
    assert [s.text for s in document.segments] == ["un deux"]
    expected = newline.join(["\ufeff<html>", "<p>", "  x", "</p>", ""])
    assert document.render(lambda segment: "x") == expected


HUGE = {
    "nested blocks": "<div>" * 5000 + "un" + "</div>" * 5000,
    "nested and never closed": "<ul><li>" * 20_000 + "un",
    "nested inline elements": "<b>" * 20_000 + "un" + "</i>" * 20_000,
    "nested tables": "<table><td>" * 20_000 + "</div>" * 20_000 + "un",
    "nested graphics": "<svg>" * 20_000 + "</desc>" * 20_000,
    "open quotes": '<a x="' * 100_000,
    "open comments": "<!--" * 100_000,
    "open scripts": "<script><!--" * 50_000,
    "a tag of many attributes": "<a " + "x=1 " * 100_000 + ">un</a>",
    "bare signs": "<&" * 100_000,
    "one paragraph": "<p>" + "un <b>mot</b>\n" * 20_000,
    "spaces": "<p>un" + " " * 500_000 + "deux",
}


@pytest.mark.parametrize("name", HUGE)
def test_nothing_is_too_deep_or_too_long(name: str) -> None:
    document = parse(HUGE[name])
    assert document.render(lambda segment: segment.text) == HUGE[name]
    assert document.skeleton


SENTENCES = [
    # source; the sentences as msgids
    ("<p>Un quai. Deux quais.</p>", ["Un quai.", "Deux quais."]),
    ("<p>Midi&nbsp;!\n  Et   puis&hellip; non.</p>", ["Midi\u00a0!", "Et puis… non."]),
    ("<p>Il dit <b>non. Jamais.</b> Il part.</p>", ["Il dit <b>non. Jamais.</b>", "Il part."]),
    ("<p>Un. <a href=u>Ici. Là.</a> Fin.</p>", ["Un.", "<a href=u>Ici. Là.</a>", "Fin."]),
    ("<p>3 &lt; 4. Prix &amp; taxes. Fin</p>", ["3 < 4.", "Prix & taxes.", "Fin"]),
    ("<h2>Un. Deux.</h2><td>Un. Deux.", ["Un. Deux.", "Un. Deux."]),
    (
        "<p>他来了。我走了。<i>再见。</i>好的。</p>",
        ["他来了。", "我走了。", "<i>再见。</i>", "好的。"],
    ),
]


@pytest.mark.parametrize(("source", "expected"), SENTENCES)
def test_a_segment_a_sentence(source: str, expected: list[str]) -> None:
    language = "zh" if "他" in source else "fr"
    document = Document.parse(source, Html(), (), sentence_ends(language))
    assert [segment.text for segment in document.segments] == expected
    assert document.render(lambda segment: None) == source
    assert document.breakage(lambda segment: segment.text) == ()
    marked = document.render(lambda segment: f"[{segment.text}]")
    assert marked.count("[") == len(expected)


sentence_pieces = st.sampled_from(
    ["Un quai. ", "Deux&nbsp;! ", "<b>", "</b>", "<a href=x>", "</a>", "<br>", "他来了。", " ",
     "\n ", "&lt;i> ", "Fin", "<!-- c -->", "&eacute;. ", "A. "]
)  # fmt: skip


@given(st.lists(sentence_pieces, max_size=12).map("".join))
def test_sentences_cover_what_a_message_covers(source: str) -> None:
    source = f"<p>{source}</p>"
    document = Document.parse(source, Html(), (), sentence_ends("fr"))
    done = 0
    for segment in document.segments:
        assert done <= segment.start < segment.end <= len(source.encode())
        done = segment.end
    assert document.render(lambda segment: segment.text) == source
    whole = parse(source).segments
    joined = "".join(segment.text for segment in document.segments)
    assert len(whole) <= 1
    if whole and whole[0].text != joined:
        left = re.sub(r"\s|<[^>]*>|[^\w<>]", "", whole[0].text)
        assert re.sub(r"\s|<[^>]*>|[^\w<>]", "", joined) == left, "every word is in a sentence"
