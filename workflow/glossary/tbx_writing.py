"""Writing TBX-Basic (ISO 30042, https://www.tbxinfo.net), of 2019 in DCA style or of 2008."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from workflow.glossary.merging import keys
from workflow.glossary.tbx import LANGUAGE, UNTRANSLATED
from workflow.model import Concept, Glossary, Locale, Term, TermStatus

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_STATUS = {
    TermStatus.PREFERRED: "preferredTerm-admn-sts",
    TermStatus.ADMITTED: "admittedTerm-admn-sts",
    TermStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}


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


TBX3 = Edition("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec", NAMESPACE)
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
        self._add(part, "termNote", _STATUS[term.status], type="administrativeStatus")

    def _add(
        self, parent: etree._Element, name: str, text: str = "", **attributes: str
    ) -> etree._Element:
        element = etree.SubElement(parent, self._edition.tag(name), attributes)
        element.text = text or None
        return element


def _tag(locale: Locale) -> str:
    """The BCP 47 tag as other tools spell it: ``zh``, not ``zh-Hans``."""
    return locale.name.replace("_", "-")
