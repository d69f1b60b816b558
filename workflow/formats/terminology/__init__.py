"""A glossary at work: its terms found in texts, compared, replaced; glossaries merged (pure)."""

from workflow.formats.terminology.index import Occurrence, TermIndex
from workflow.formats.terminology.usage import Misuse, Omission, Terminology, wanted_terms

__all__ = ["Misuse", "Occurrence", "Omission", "TermIndex", "Terminology", "wanted_terms"]
