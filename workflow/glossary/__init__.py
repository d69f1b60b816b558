"""A glossary at work: its terms found in texts, compared, replaced; glossaries merged (pure)."""

from workflow.glossary.occurrences import Occurrence, TermIndex
from workflow.glossary.usage import Misuse, Omission, Terminology, wanted_terms

__all__ = ["Misuse", "Occurrence", "Omission", "TermIndex", "Terminology", "wanted_terms"]
