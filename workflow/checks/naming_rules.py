"""The rules on names and terms, in the order of reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from workflow.checks.acronyms import check_acronyms
from workflow.checks.consistency import check_inconsistent
from workflow.checks.name_signs import OFFICE
from workflow.checks.namings import in_translation, names_in
from workflow.checks.offices import other_office
from workflow.checks.person_names import check_person_names
from workflow.checks.placeholders import check_placeholders, check_telephone
from workflow.checks.rule import Example, Needs, Rule
from workflow.checks.subject import Remark, Subject
from workflow.glossary.usage import Terminology
from workflow.model import Severity
from workflow.model.phrase import phrase

_named_organisations = names_in("organisations")


def _organisations(subject: Subject, terms: Terminology | None) -> Sequence[Remark]:
    it = subject.pairing
    offices = it.said_names & OFFICE and it.drafted_names & OFFICE
    return _named_organisations(subject, terms) or (tuple(other_office(subject)) if offices else ())


NAMING_RULES: Final = (
    Rule(
        "organisations",
        Severity.WARNING,
        phrase("Another organisation"),
        phrase(
            "an international organisation, court, bank or treaty in the place of another; its "
            "acronym in the source’s language (`OIM` in English); a name that is none of its; "
            "another parliament, ministry or office (a mayor for a minister). "
            "What the project’s [glossary](glossary.md) has a term for is the glossary’s matter"
        ),
        "UNTERM; IATE",
        of_document=in_translation(_organisations),
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("L’OIM recrute.", "The OIM is hiring."),
            Example("L’OIM recrute.", "国际移动组织正在招聘。", "fr-zh"),
            Example("The WHO is hiring.", "L’OMC recrute.", "en-fr"),
            Example("Le Sénat a voté.", "国民议会已表决。", "fr-zh"),
            Example("Le maire est venu.", "The prime minister came."),
        ),
        right=(
            Example("L’OIM recrute.", "The International Organization for Migration is hiring."),
            Example("L’OMS recrute.", "世卫组织正在招聘。", "fr-zh"),
            Example("The WHO says it is hiring.", "L’organisation dit recruter.", "en-fr"),
            Example("L’OIM recrute.", "The OIM is hiring.", terms=(("OIM", "OIM"),)),
        ),
    ),
    Rule(
        "countries",
        Severity.WARNING,
        phrase("Another country or city"),
        phrase(
            "a country, region or city, or its people, in the place of another (Austria for "
            "Australia); its name in the source’s language (`Allemagne` in English)"
        ),
        "CLDR, territories",
        of_document=in_translation(names_in("places")),
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("L’Autriche a voté.", "Australia has voted."),
            Example("Genève est grande.", "热那亚很大。", "fr-zh"),
            Example("Germany has voted.", "Germany a voté.", "en-fr"),
        ),
        right=(
            Example("La Birmanie a voté.", "Myanmar has voted."),
            Example("Un cochon d’Inde", "A guinea pig"),
            Example("La Chine et les États-Unis", "中美两国", "fr-zh"),
            Example("Britain and the US have voted.", "英国和美国已投票。", "en-zh"),
        ),
    ),
    Rule(
        "acronyms",
        Severity.WARNING,
        phrase("Another acronym"),
        phrase(
            "capitals of the source with another letter or digit (`COP28`, `COP27`), in small "
            "letters, or left in the source’s language (`VIH` in English)"
        ),
        "Chicago Manual of Style, 10",
        of_document=in_translation(check_acronyms),
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("La COP28 s’ouvre.", "COP27 opens."),
            Example("L’INRAE publie.", "INREA公布数据。", "fr-zh"),
            Example("The HIV rate falls.", "Le taux de HIV recule.", "en-fr"),
        ),
        right=(
            Example("La COP28 s’ouvre.", "第二十八届气候大会开幕。", "fr-zh"),
            Example("The HIV rate falls.", "Le taux de VIH recule.", "en-fr"),
            Example("Le SAMU arrive.", "An ambulance is coming."),
        ),
    ),
    Rule(
        "person-names",
        Severity.WARNING,
        phrase("Another person"),
        phrase(
            "another person in the place of the one that the source names, well known or with a "
            "common given name; a name with other letters (`Macron`, `Marcon`); pinyin that is "
            "not that of the characters (`张伟`, `Li Wei`); a name written in two ways in one "
            "article (`马克龙`, `马克隆`)"
        ),
        "Chicago Manual of Style, 8; GB/T 16159 (pinyin)",
        of_document=check_person_names,
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("Hier, Macron est venu.", "Yesterday, president Marcon came."),
            Example("Marguerite Duras a écrit.", "Margaret Duras wrote."),
            Example("Virginia Woolf wrote.", "Virginia Wolf a écrit.", "en-fr"),
            Example("Voltaire vécut à Ferney.", "卢梭住在费尔内。", "fr-zh"),
            Example("张伟获奖。", "Li Wei won.", "zh-en"),
            Example("Julie Blanc est venue.", "Julie Noir came."),
        ),
        right=(
            Example("José Bové est venu.", "Mr Bove came."),
            Example("Saint Augustin et le Centre Pompidou", "Saint Augustine, Pompidou Centre"),
            Example("Paul Ekotto est venu.", "保罗·埃科托来了。", "fr-zh"),
            Example("Jean-Paul II et Christophe Colomb", "John Paul II, Christopher Columbus"),
            Example("吕布来了。", "Lu Bu came.", "zh-en"),
        ),
    ),
    Rule(
        "inconsistent",
        Severity.WARNING,
        phrase("One text, two translations"),
        phrase(
            "a text that stands twice in an article and is translated in two ways, capitals and "
            "marks apart; two articles may differ"
        ),
        "ISO 17100, 5.3.1 (consistency)",
        of_document=check_inconsistent,
        wrong=(
            Example("Haut de page", "To the top", beside=(("Haut de page", "Back to top"),)),
            Example("联系人", "Contact", "zh-fr", beside=(("联系人", "À qui écrire"),)),
        ),
        right=(
            Example("Haut de page", "Back to top", beside=(("**Haut de page**", "Back to top."),)),
            Example("Contact", "联系我们", "fr-zh", beside=(("Contacts", "联系人"),)),
        ),
    ),
    Rule(
        "placeholders",
        Severity.ERROR,
        phrase("Placeholders of programs"),
        phrase(
            "a placeholder of printf (`%s`, `%1$d`), Qt (`%1`), Python and ICU (`{{0}}`, "
            "`{{n, plural, …}}`) or a `@name` that is lost, added, renamed or of another type; a "
            "branch of a plural that the language has not"
        ),
        "gettext manual, “C Format Strings”; ICU, MessageFormat; CLDR, plural rules",
        of_message=check_placeholders,
        needs=Needs("%{@:", "{"),
        rewords=True,
        wrong=(
            Example("%s deleted %d files", "%s a supprimé %s fichiers", "en-fr"),
            Example("{0} of {1}", "{1}中的", "en-zh"),
            Example(
                "{n, plural, one {# file} other {# files}}",
                "{n, plural, un {# fichier} autre {# fichiers}}",
                "en-fr",
            ),
        ),
        right=(
            Example("%s deleted %d files", "%2$d fichiers supprimés par %1$s", "en-fr"),
            Example("50% of it", "50 % de cela", "en-fr"),
            Example(
                "{n, plural, one {# file} other {# files}}",
                "{n, plural, other {#个文件}}",
                "en-zh",
            ),
        ),
    ),
    Rule(
        "telephone",
        Severity.WARNING,
        phrase("Another telephone number"),
        phrase(
            "a telephone number without its country’s code that has other digits, or is lost; "
            "spaces and signs may differ, and the code may be added"
        ),
        "ITU-T E.123",
        of_message=check_telephone,
        needs=Needs("0123456789"),
        rewords=True,
        wrong=(
            Example("Call 020 7946 0018", "Appelez le 020 7964 0018", "en-fr"),
            Example("Call (555) 010-0199", "请致电(555) 010-0198", "en-zh"),
        ),
        right=(
            Example("Call 020 7946 0018", "Appelez le +44 20 7946 0018", "en-fr"),
            Example("Tél. 01 23 45 67 89", "电话：01-23-45-67-89", "fr-zh"),
            Example("ISBN 0-19-852663-6", "ISBN 0-19-852663-6"),
        ),
    ),
)
