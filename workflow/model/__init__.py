"""Frozen values every other room speaks in."""

from workflow.model.article import FIELDS, SUFFIXES, Article
from workflow.model.change import Change, ChangeClass
from workflow.model.digest import digest
from workflow.model.finding import Finding, Severity
from workflow.model.locale import Locale
from workflow.model.message import Key, Message, Provenance
from workflow.model.review import Action, ReviewEvent, Vouched
from workflow.model.segment import Placeable, PlaceableKind, Segment
from workflow.model.state import State
from workflow.model.term import Concept, Glossary, Term, TermStatus

__all__ = [
    "FIELDS",
    "SUFFIXES",
    "Action",
    "Article",
    "Change",
    "ChangeClass",
    "Concept",
    "Finding",
    "Glossary",
    "Key",
    "Locale",
    "Message",
    "Placeable",
    "PlaceableKind",
    "Provenance",
    "ReviewEvent",
    "Segment",
    "Severity",
    "State",
    "Term",
    "TermStatus",
    "Vouched",
    "digest",
]
