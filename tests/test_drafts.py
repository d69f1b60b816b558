"""What is wrong with a machine's draft, and what only looks so."""

from __future__ import annotations

import pytest

from workflow.checks.drafts import faults
from workflow.model import Locale, Markup, Text

SENTENCE = {
    "fr": "Un atelier de deux jours a réuni vingt agents de la commune à Nanning.",
    "en": "A two-day workshop brought together twenty officials of the district in Nanning.",
    "zh": "为期两天的研讨班在南宁召集了该区二十名官员。",
    "zh_Hant": "為期兩天的研討班在南寧召集了該區二十名官員。",
}
PAIRS = [("fr", "en"), ("en", "fr"), ("fr", "zh"), ("zh", "fr"), ("en", "zh"), ("zh", "en")]


def found(
    source: str, draft: str, pair: tuple[str, str], markup: Markup = "markdown"
) -> dict[str, str]:
    """Kind → weight of what is wrong."""
    locales = Locale(pair[0]), Locale(pair[1])
    said = faults(Text(source, markup), Text(draft, markup), locales)
    return {fault.kind: fault.weight for fault in reversed(said)}


def read_as(text: str, encoding: str) -> str:
    """UTF-8 taken for another encoding, as careless programs do."""
    data = text.encode()
    if encoding == "cp1252":  # which knows no character for five bytes; browsers take Latin-1
        return "".join(
            chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252")
            for byte in data
        )
    return data.decode(encoding, "replace")


@pytest.mark.parametrize("pair", PAIRS)
def test_a_good_translation_has_no_fault(pair: tuple[str, str]) -> None:
    assert found(SENTENCE[pair[0]], SENTENCE[pair[1]], pair) == {}


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "gb18030", "cp437"])
@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("The summer school is open.", "L’université d’été est ouverte.", ("en", "fr")),
        ("移民局昨天公布了新规定。", "Le bureau a publié de nouvelles règles.", ("zh", "fr")),
        ("Le café « du port » coûte 3 €.", "The “harbour” café costs €3.", ("fr", "en")),
        ("Le bureau a publié les règles.", "移民局昨天公布了新规定。", ("fr", "zh")),
        ("The office is in town.", "办公室在城里。", ("en", "zh")),
        ("Bureau", "移民办公室", ("fr", "zh")),
    ],
)
def test_garbled_letters(source: str, draft: str, pair: tuple[str, str], encoding: str) -> None:
    assert found(source, read_as(draft, encoding), pair).get("mojibake") == "reject"


@pytest.mark.parametrize(
    "draft",
    ["La ville a \\u00e9t\\u00e9 prise.", "La ville a %C3%A9t%C3%A9 prise.",
     "La ville a ?t? prise.", "??????", "La ville d?truite"],
)  # fmt: skip
def test_letters_in_other_letters(draft: str) -> None:
    assert found("The city was taken.", draft, ("en", "fr")).get("mojibake") == "reject"
    assert "mojibake" not in found(draft, draft.replace("La", "The"), ("fr", "en"))


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("It has come…", "« Il est arrivé… »", ("en", "fr")),
        ("COFFEE!", "CAFÉ\u00a0! ÂGE\u00a0: À\u00a0voir", ("en", "fr")),
        ("X-rays and T-shirts", "X光和T恤，乾隆年间", ("en", "zh")),
        ("La lettre Ã© est un é mal lu.", "The letter Ã© is a garbled é.", ("fr", "en")),
    ],
)
def test_what_only_looks_garbled(source: str, draft: str, pair: tuple[str, str]) -> None:
    assert "mojibake" not in found(source, draft, pair)


@pytest.mark.parametrize(
    ("source", "pair"),
    [
        (SENTENCE["fr"], ("fr", "en")),
        (SENTENCE["en"], ("en", "fr")),
        (SENTENCE["fr"], ("fr", "zh")),
        (SENTENCE["en"], ("en", "zh")),
        (SENTENCE["zh"], ("zh", "fr")),
        (SENTENCE["zh"], ("zh", "en")),
        ("Drinking water", ("en", "fr")),
        ("Les inscriptions sont ouvertes", ("fr", "en")),
        ("Bienvenue à tous", ("fr", "en")),
        ("**Registration is open.**", ("en", "fr")),
        ("联系方式", ("zh", "en")),
        ("南宁", ("zh", "fr")),
        ("bonjour", ("fr", "zh")),
    ],
)
def test_the_sources_own_text(source: str, pair: tuple[str, str]) -> None:
    assert found(source, source, pair).get("same") == "reject"
    assert found(source, f"{source}  ", pair).get("same") == "reject"


@pytest.mark.parametrize("pair", PAIRS)
def test_the_sources_text_with_something_to_it_is_marked(pair: tuple[str, str]) -> None:
    source = SENTENCE[pair[0]]
    for draft in (f"{source} (?)", source.upper(), source[:-1]):
        said = found(source, draft, pair)
        assert draft == source or set(said.values()) == {"mark"}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Conclusion", ("fr", "en")),
        ("Contact", ("en", "fr")),
        ("Participation", ("fr", "en")),
        ("Port Vila", ("en", "fr")),
        ("Nanning", ("fr", "en")),
        ("OIM", ("fr", "zh")),
        ("Marie Curie", ("fr", "zh")),
        ("12 400", ("fr", "en")),
        ("2026", ("zh", "fr")),
        ("presse@example.org", ("fr", "zh")),
        ("[https://example.org](https://example.org)", ("fr", "en")),
        ("`pip install`", ("en", "zh")),
        ("+33 1 99 00 12 34", ("zh", "en")),
        ("疏散中心", ("en", "fr")),
    ],
)
def test_what_may_stay_as_it_is(text: str, pair: tuple[str, str]) -> None:
    assert found(text, text, pair) == {}


@pytest.mark.parametrize(
    ("source", "draft", "pair", "kind", "weight"),
    [
        (SENTENCE["en"], SENTENCE["zh_Hant"], ("en", "zh"), "variant", "reject"),
        (SENTENCE["fr"], SENTENCE["zh"], ("fr", "zh_Hant"), "variant", "reject"),
        ("France", "法國", ("en", "zh"), "variant", "mark"),
        ("Le lycée", "国际学校", ("fr", "zh_TW"), "variant", "reject"),
        (SENTENCE["fr"], SENTENCE["fr"].replace("commune", "ville"), ("fr", "zh"),
         "language", "mark"),
        (SENTENCE["zh"], SENTENCE["zh"].replace("南宁", "上海"), ("zh", "en"), "script", "mark"),
        (SENTENCE["zh"], "A two-day 研讨班 for twenty officials of the town was held there.",
         ("zh", "en"), "script", "mark"),
        (SENTENCE["en"], "Семинар собрал двадцать чиновников в городе.", ("en", "fr"),
         "script", "reject"),
        (SENTENCE["fr"], "二日間のワークショップが開催。", ("fr", "en"), "script", "reject"),
        (SENTENCE["fr"], SENTENCE["en"].replace("twenty", "vingt"), ("fr", "en"), None, None),
        (SENTENCE["fr"], "Un taller de dos días reunió a veinte agentes del municipio para "
         "hablar de la trata.", ("fr", "en"), "language", "reject"),
        (SENTENCE["zh"], "A workshop of two days with twenty officials was held in Nanning.",
         ("zh", "fr"), "language", "reject"),
        (SENTENCE["zh"], "Un atelier de deux jours avec vingt fonctionnaires a eu lieu là-bas.",
         ("zh", "en"), "language", "reject"),
        ("Le village a été détruit par une crue en mai.",
         "The village was destroyed by a riada in May.", ("fr", "en"), "leftover", "mark"),
        ("The village was destroyed by a flood in May.",
         "Le village a été détruit par une inundación en mai.", ("en", "fr"), "leftover", "mark"),
        ("Les habitants attendent toujours devant le guichet.",
         "The inhabitants wait toujours in front of the guichet.",
         ("fr", "en"), "leftover", "mark"),
        ("The officials wait in the shelter with their families.",
         "官员们和家人在 shelter 里等待。", ("en", "zh"), "leftover", "mark"),
        ("La ville a été détruite par une crue.", "Die Stadt wurde durch eine Flut zerstört.",
         ("fr", "en"), "language", "mark"),
        ("这座城市被洪水摧毁了。", "Zhè zuò chéngshì bèi hóngshuǐ cuīhuǐ le.", ("zh", "en"),
         "language", "mark"),
        ("The city was destroyed by a flood.", "La ville was détruite par une crue.", ("en", "fr"),
         "leftover", "mark"),
        ("La ville a été détruite par une crue.", "The city fue destroyed by a flood.",
         ("fr", "en"), "leftover", "mark"),
        ("Les agents de la commune attendent.", "agents of la commune 等 des 待 les",
         ("fr", "zh"), "language", "reject"),
    ],
)  # fmt: skip
def test_words_and_letters_of_another_language(
    source: str, draft: str, pair: tuple[str, str], kind: str | None, weight: str | None
) -> None:
    said = found(source, draft, pair)
    assert (said.get(kind) == weight) if kind else "reject" not in said.values()


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("Une ville (Prato) et son nom.", "一座城市（Prato）及其名字。", ("fr", "zh")),
        (
            "他叫李昇，家住法国。",
            "他叫李昇，家住法国。".replace("他叫", "Il s’appelle "),
            ("zh", "en"),
        ),
        ("Le mot « guichet » est français.", "The word “guichet” is French.", ("fr", "en")),
        ("She read “el pueblo” aloud.", "Elle a lu « el pueblo » à voix haute.", ("en", "fr")),
        ("The word 中文 means Chinese.", "Le mot 中文 veut dire « chinois ».", ("en", "fr")),
        ("Le cliché du café", "The café cliché", ("fr", "en")),
    ],
)
def test_names_and_quotations_are_let_through(
    source: str, draft: str, pair: tuple[str, str]
) -> None:
    assert "leftover" not in found(source, draft, pair)
    assert "variant" not in found(source, draft, pair)


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        (SENTENCE["fr"], "A workshop of of of the town with officials there.", ("fr", "en")),
        (SENTENCE["fr"], "The the the the workshop.", ("fr", "en")),
        (SENTENCE["en"], "Un atelier a réuni un atelier a réuni un atelier a réuni des agents.",
         ("en", "fr")),
        (SENTENCE["fr"], "为期两天的研讨班，研讨班，研讨班，研讨班，在南宁。", ("fr", "zh")),
        (SENTENCE["en"], "官员官员官员官员官员官员在南宁。", ("en", "zh")),
        ("Une carte du port.", "A map of the port. A map of the port.", ("fr", "en")),
        ("A map of the port.", "港口的地图在这里。港口的地图在这里。", ("en", "zh")),
    ],
)  # fmt: skip
def test_loops(source: str, draft: str, pair: tuple[str, str]) -> None:
    assert found(source, draft, pair).get("loop") == "reject"


def test_what_the_source_repeats_may_be_repeated() -> None:
    assert "loop" not in found("Non, non, non !", "No, no, no!", ("fr", "en"))
    assert "loop" not in found("哈哈哈哈！", "Ha ha ha ha!", ("zh", "en"))
    assert found("Il a vu le chat.", "He saw the the cat.", ("fr", "en")) == {"doubled": "mark"}
    assert found("Il avait eu peur.", "He had had a fright.", ("fr", "en")) == {}


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_answers_that_are_cut_off_or_go_on(source: str, target: str) -> None:
    said = " ".join([SENTENCE[source]] * 3)
    half = SENTENCE[target]
    assert found(said, half, (source, target)).get("short") == "mark"
    assert found(said, half[: len(half) // 3], (source, target)).get("short") == "reject"
    more = f"{SENTENCE[target]} {' '.join(reversed(SENTENCE[target].split()))} {half[:-9]}"
    assert {"long", "loop"} & found(f"{SENTENCE[source]} 7", f"{more} 7", (source, target)).keys()


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("Un mot", "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.",
         ("fr", "en")),
        ("Un mot", "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS", ("fr", "zh")),
        ("词", "PLEASE SELECT TWO DISTINCT LANGUAGES", ("zh", "en")),
        ("Un mot", "Too Many Requests", ("fr", "en")),
        ("Un mot", "Internal Server Error", ("fr", "zh")),
        ("Un mot", '{"error": "quota"}', ("fr", "en")),
        ("Un mot", "<!DOCTYPE html><html><body>502</body></html>", ("fr", "en")),
        ("A word", "Je suis désolé, mais je ne peux pas traduire ce texte.", ("en", "fr")),
        ("A word", "抱歉，我无法翻译这段文字。", ("en", "zh")),
        ("Un mot", "As an AI language model, I cannot do that.", ("fr", "en")),
        ("A word of mine", "Voici la traduction : un mot à moi", ("en", "fr")),
        ("A word", "译文：词", ("en", "zh")),
        ("Un mot", "Here is the translation: a word", ("fr", "en")),
    ],
)  # fmt: skip
def test_a_services_own_words(source: str, draft: str, pair: tuple[str, str]) -> None:
    assert "reject" in found(source, draft, pair).values()


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("Trop de requêtes", "Too many requests", ("fr", "en")),
        ("抱歉，今天不开门。", "Sorry, we are closed today.", ("zh", "en")),
        ("I am sorry to hear it.", "Je suis désolée de l’apprendre.", ("en", "fr")),
        ("禁止入内", "Entry is forbidden", ("zh", "en")),
        ("Translation: Marie Diop", "译文：Marie Diop", ("en", "zh")),
    ],
)
def test_a_text_that_speaks_of_such_things(source: str, draft: str, pair: tuple[str, str]) -> None:
    assert "message" not in found(source, draft, pair)


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("Il y en a 85.", "There are 58 of them.", ("fr", "en")),
        ("3,2 millions d’euros", "32 million euros", ("fr", "en")),
        ("3.2 million people", "3.2万人", ("en", "zh")),
        ("320万人", "3,2 milliards de personnes", ("zh", "fr")),
        ("Ouvert à 14 h 30", "Open at 4:30 p.m.", ("fr", "en")),
        ("开放时间：8时至17时", "Open from 8 a.m. to 7 p.m.", ("zh", "en")),
        ("le 12 mars 2026", "13 March 2026", ("fr", "en")),
        ("2026年3月12日", "le 12 mai 2026", ("zh", "fr")),
        ("1 234,5 tonnes", "1,234.6 tonnes", ("fr", "en")),
        ("On 7 June 2025", "2025年6月8日", ("en", "zh")),
        ("Dans les années 80", "In the 1990s", ("fr", "en")),
        ("19世纪80年代", "the 1980s", ("zh", "en")),
        ("les années soixante", "the 1970s", ("fr", "en")),
        ("le 12 mars", "am 12. Mai", ("fr", "de")),
        ("85 Leute", "58 people", ("de", "en")),
    ],
)
def test_numbers_that_changed(source: str, draft: str, pair: tuple[str, str]) -> None:
    assert found(source, draft, pair).get("number") == "reject"


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("3,2 millions d’euros", "3.2 million euros", ("fr", "en")),
        ("3.2 million people", "320万人", ("en", "zh")),
        ("1,5 milliard", "15亿", ("fr", "zh")),
        ("25万人", "250,000 people", ("zh", "en")),
        ("deux écoles et 11 villages", "2 schools and eleven villages", ("fr", "en")),
        ("十二所学校", "12 écoles", ("zh", "fr")),
        ("12 families, 3 days", "十二个家庭，三天", ("en", "zh")),
        ("à 14 h 30", "at 2:30 p.m.", ("fr", "en")),
        ("at 2:30 p.m.", "下午2点半", ("en", "zh")),
        ("le 12 mars 2026", "2026年3月12日", ("fr", "zh")),
        ("March 12, 2026", "le 12/03/2026", ("en", "fr")),
        ("le XXe siècle", "the 20th century", ("fr", "en")),
        ("60 %", "六成", ("fr", "zh")),
        ("零下5度", "-5 °C", ("zh", "en")),
        ("Dans les années 80", "In the 1980s", ("fr", "en")),
        ("上世纪80年代", "les années 1980", ("zh", "fr")),
        ("20世纪90年代", "the 1990s", ("zh", "en")),
        ("les années 1990", "20世纪90年代", ("fr", "zh")),
        ("80后", "born in the 1980s", ("zh", "en")),
        ("3万5千人", "35 000 personnes", ("zh", "fr")),
        ("the 2019-20 season", "la saison 2019–2020", ("en", "fr")),
        ("un demi-million", "500,000", ("fr", "en")),
        ("3 M€", "€3m", ("fr", "en")),
        ("3 M€", "300万欧元", ("fr", "zh")),
        ("USD 5M", "5百万美元", ("en", "zh")),
        ("un kilo sur 2", "one kilo in two", ("fr", "en")),
        ("Mai 68", "May 1968", ("fr", "en")),
        ("十九世纪八十年代", "the 1880s", ("zh", "en")),
        ("les années soixante", "the sixties", ("fr", "en")),
        ("un million et demi", "150万", ("fr", "zh")),
        ("5 ha", "12 acres", ("fr", "en")),
        ("three lines of %s", "%2$s : trois lignes", ("en", "fr")),
        ("1,234.5 t on March 12", "1.234,5 t am 12. März", ("en", "de")),
        ("March 12", "3月12日", ("en", "ja")),
        ("every Monday in May", "jeden Montag im Mai", ("en", "de")),
        ("tél. 01 23 45 67 89, 3 jours", "tel. 01 23 45 67 89, three days", ("fr", "en")),
    ],
)
def test_numbers_that_are_the_same(source: str, draft: str, pair: tuple[str, str]) -> None:
    assert "number" not in found(source, draft, pair)


@pytest.mark.parametrize(
    ("source", "draft", "pair"),
    [
        ("Voir `a`, et **b**.", "See [X1X], and b.", ("fr", "en")),
        ("Voir `a`.", "See ［Ｘ１Ｘ］.", ("fr", "en")),
        ("Un <b>mot</b> ici", "这里＜b＞词＜/b＞", ("fr", "zh")),
        ("See `x` there", "Voir qzxa là", ("en", "fr")),
        ("A word", "&lt;b&gt;Un mot&lt;/b&gt;", ("en", "fr")),
    ],
)
def test_marks_that_stand_for_markup(source: str, draft: str, pair: tuple[str, str]) -> None:
    assert found(source, draft, pair).get("remains") == "reject"


@pytest.mark.parametrize(
    ("source", "draft", "pair", "reason"),
    [
        (
            "Il rouvre le 12 janvier au port.",
            "It opens again on the 12th at the harbour.",
            ("fr", "en"),
            "janvier",
        ),
        (
            "It opens again on April 12 at the port.",
            "Il rouvre le 12 au port.",
            ("en", "fr"),
            "April",
        ),
        ("市场将在7月重新开放。", "The market opens again.", ("zh", "en"), "7月"),
    ],
)
def test_a_month_is_no_number(source: str, draft: str, pair: tuple[str, str], reason: str) -> None:
    locales = Locale(pair[0]), Locale(pair[1])
    said = [str(each.reason) for each in faults(Text(source, "text"), Text(draft, "text"), locales)]
    assert f"the date of {reason} is missing" in said
    back = [
        str(each.reason)
        for each in faults(Text(draft, "text"), Text(source, "text"), locales[::-1])
    ]
    assert f"the date of {reason} is not in the source" in back
