"""TBX, the exchange format of term bases (ISO 30042, https://www.tbxinfo.net), read and written.

What is read is TBX-Basic of 2019 in DCA and DCT style, and the older layout of 2008 (``martif``);
of larger dialects what TBX-Basic has too. No entity is expanded, no DTD loaded, nothing fetched.
What is written is TBX-Basic, of 2019 in DCA style or of 2008.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workflow.errors import GlossaryError, LocaleError, WorkflowError, raise_all
from workflow.glossary.merging import keys
from workflow.model import Concept, Glossary, Locale, Term, TermStatus
from workflow.model.phrase import phrase
from workflow.model.term import PARTS_OF_SPEECH

UNTRANSLATED = "do not translate"
"""A note with these words: TBX-Basic has no category for terms that stay as they are."""

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CONCEPTS, _LANGUAGES = ("conceptEntry", "termEntry"), ("langSec", "langSet")
_TERMS = ("termSec", "tig", "ntig")
_CATEGORISED = ("descrip", "termNote", "admin")
_STATUS: Mapping[str, TermStatus] = {
    "preferred": TermStatus.PREFERRED,
    "admitted": TermStatus.ADMITTED,
    **dict.fromkeys(("deprecated", "superseded", "forbidden", "obsolete"), TermStatus.FORBIDDEN),
}
"""How values of ``administrativeStatus`` begin (``preferredTerm-admn-sts``)."""
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_STATUS_WRITTEN = {
    TermStatus.PREFERRED: "preferredTerm-admn-sts",
    TermStatus.ADMITTED: "admittedTerm-admn-sts",
    TermStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}


def read_tbx(data: bytes, file: str, left_out: list[WorkflowError] | None = None) -> Glossary:
    """Read a TBX file.

    Raises :class:`GlossaryError`, or a group of them, with the line, for what is not
    well-formed, not TBX, in no known language, or in need of an entity. With ``left_out``, what
    is wrong with a concept goes there, and the others are read.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise GlossaryError(
            phrase("not well-formed XML: {msg}", msg=error.msg),
            hint=phrase("Export the file anew from the tool it comes from."),
            file=file,
            line=error.lineno or 1,
        ) from error
    _check_root(root, file)
    reader = _Reader(file)
    concepts: list[Concept] = []
    for entry in _below(root, _CONCEPTS):
        wrong = len(reader.errors)
        concept = reader.concept(entry)
        if len(reader.errors) == wrong:
            concepts.append(concept)
    if left_out is None:
        raise_all(reader.errors)
    else:
        left_out += reader.errors
    return Glossary(tuple(concepts), file)


def _check_root(root: etree._Element, file: str) -> None:
    if _name(root) not in ("tbx", "martif"):
        raise GlossaryError(
            phrase("not TBX: it begins with <{name}>", name=_name(root)),
            hint=phrase("Name a file with `<tbx>` or `<martif>` at its start, or a table (.csv)."),
            file=file,
            line=_line(root),
        )
    for entity in root.iter(etree.Entity):
        raise GlossaryError(
            phrase("uses the entity {text}, which is not expanded", text=entity.text),
            hint=phrase("Write the character itself, or export the file anew."),
            file=file,
            line=_line(entity),
        )


class _Reader:
    """Reads concepts and notes what is wrong with them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._concept = ""
        self.errors: list[WorkflowError] = []

    def concept(self, entry: etree._Element) -> Concept:
        """One concept, whose notes in all places become one."""
        self._concept = entry.get("id", "")
        sections = list(_below(entry, _LANGUAGES))
        terms = [term for section in sections for term in self._terms(section)]
        notes = [note for each in _below(entry, ("note",)) if (note := _text(each))]
        kept = [note for note in notes if note.casefold() != UNTRANSLATED]
        needed = _values(entry, "Translation needed", "translationNote")
        parts = [part.casefold() for part in _values(entry, "partOfSpeech")]
        return Concept(
            tuple(dict.fromkeys(terms)),
            id=entry.get("id", ""),
            translate=len(kept) == len(notes) and "no" not in map(str.casefold, needed),
            part_of_speech=_part_of_speech(parts),
            domain="; ".join(dict.fromkeys(_values(entry, "subjectField"))),
            definition=next(iter(_values(entry, "definition")), ""),
            note="; ".join(dict.fromkeys(kept)),
            line=_line(entry),
        )

    def _terms(self, section: etree._Element) -> Iterator[Term]:
        """The terms of one language; without statuses the first one is preferred."""
        locale = self._locale(section)
        found = [
            (text, _status(_values(part, "administrativeStatus", "normativeAuthorization")))
            for part in _below(section, _TERMS)
            for each in _below(part, ("term",))
            if (text := self._term(each))
        ]
        first = TermStatus.PREFERRED
        if any(status is TermStatus.PREFERRED for _, status in found):
            first = TermStatus.ADMITTED
        terms = []
        for text, status in found:
            terms.append(Term(text, locale, status or first))
            first = first if status else TermStatus.ADMITTED
        yield from sorted(terms, key=lambda term: term.status.rank)

    def _locale(self, section: etree._Element) -> Locale:
        code = section.get(LANGUAGE) or section.get("lang") or ""
        try:
            return Locale.parse(code).minimal
        except LocaleError as error:
            self._fail(section, error.message, error.hint)
            return Locale("und")

    def _term(self, element: etree._Element) -> str:
        text = _text(element)
        if set(text) & set(";；|"):
            self._fail(
                element,
                f"“{text}” has a semicolon or a bar, which part terms in the project's table",
                "Make it several terms of the concept.",
            )
        return text

    def _fail(self, element: etree._Element, message: str, hint: str) -> None:
        said = f"concept {self._concept}: {message}" if self._concept else message
        self.errors.append(GlossaryError(said, hint=hint, file=self._file, line=_line(element)))


def _line(element: Any) -> int:
    return element.sourceline or 1


def _name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _below(element: etree._Element, names: Sequence[str]) -> Iterator[etree._Element]:
    """Elements of these names, in whatever namespace."""
    return element.iter(*(f"{{*}}{name}" for name in names))


def _values(element: etree._Element, *categories: str) -> list[str]:
    """What is said under any of the data categories, in DCA (``type``) or DCT style."""
    elements = (*_CATEGORISED, *(name for name in categories if name.isalpha()))
    return [
        text
        for each in _below(element, elements)
        if each.get("type", _name(each)) in categories
        if (text := _text(each))
    ]


def _text(element: etree._Element) -> str:
    text = "".join(str(part) for part in element.itertext())
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text.strip()))


def _status(values: Sequence[str]) -> TermStatus | None:
    for value in values:
        for beginning, status in _STATUS.items():
            if value.casefold().startswith(beginning):
                return status
    return None


def _part_of_speech(values: Sequence[str]) -> str:
    """The one that all terms have; ``properNoun`` is a noun, what TBX-Basic lacks is other."""
    found = {"noun" if value.endswith("noun") and value != "pronoun" else value for value in values}
    if len(found) != 1:
        return ""
    value = found.pop()
    return value if value in PARTS_OF_SPEECH else "other"


@dataclass(frozen=True, slots=True)
class Edition:
    """What the elements are called in an edition of the standard."""

    root: str
    header: str
    concept: str
    language: str
    term: str
    namespace: str | None = None

    def tag(self, name: str) -> str:
        """The name as lxml takes it."""
        return f"{{{self.namespace}}}{name}" if self.namespace else name


TBX3 = Edition("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec", _NAMESPACE)
"""ISO 30042:2019."""
TBX2 = Edition("martif", "martifHeader", "termEntry", "langSet", "tig")
"""ISO 30042:2008, which most tools still read alone (Weblate and the Translate Toolkit among
them)."""


def write_tbx(glossary: Glossary, edition: Edition = TBX3) -> bytes:
    """Return the glossary as TBX-Basic; concepts without a term are left out."""
    return _Writer(edition).write(glossary)


class _Writer:
    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def write(self, glossary: Glossary) -> bytes:
        edition, locales = self._edition, glossary.locales
        namespaces: Any = {None: edition.namespace} if edition.namespace else None
        root = etree.Element(edition.tag(edition.root), nsmap=namespaces)
        root.set("type", "TBX-Basic")
        if edition is TBX3:
            root.set("style", "dca")
        root.set(LANGUAGE, _tag(locales[0]) if locales else "en")
        description = self._add(self._add(root, edition.header), "fileDesc")
        self._add(self._add(description, "sourceDesc"), "p", "Glossary of a project of workflow")
        body = self._add(self._add(root, "text"), "body")
        for concept, key in zip(glossary.concepts, keys(glossary), strict=True):
            if concept.terms:
                self._add_concept(body, concept, key)
        etree.indent(root)
        found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        return found + b"\n"

    def _add_concept(self, body: etree._Element, concept: Concept, key: str) -> None:
        entry = self._add(body, self._edition.concept, id=key)
        if concept.domain:
            self._add(entry, "descrip", concept.domain, type="subjectField")
        if concept.definition:
            self._add(entry, "descrip", concept.definition, type="definition")
        if self._edition is TBX2 and not concept.translate:
            self._add(entry, "descrip", "No", type="Translation needed")  # Weblate's
        for note in filter(None, (concept.note, "" if concept.translate else UNTRANSLATED)):
            self._add(entry, "note", note)
        for locale in dict.fromkeys(term.locale for term in concept.terms):
            section = self._add(entry, self._edition.language)
            section.set(LANGUAGE, _tag(locale))
            for term in concept.terms:
                if term.locale == locale:
                    self._add_term(section, term, concept.part_of_speech)

    def _add_term(self, section: etree._Element, term: Term, part_of_speech: str) -> None:
        part = self._add(section, self._edition.term)
        self._add(part, "term", term.text)
        if part_of_speech:
            self._add(part, "termNote", part_of_speech, type="partOfSpeech")
        self._add(part, "termNote", _STATUS_WRITTEN[term.status], type="administrativeStatus")

    def _add(
        self, parent: etree._Element, name: str, text: str = "", **attributes: str
    ) -> etree._Element:
        element = etree.SubElement(parent, self._edition.tag(name), attributes)
        element.text = text or None
        return element


def _tag(locale: Locale) -> str:
    """The BCP 47 tag as other tools spell it: ``zh``, not ``zh-Hans``."""
    return locale.name.replace("_", "-")
