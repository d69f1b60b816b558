"""What verifying the signatures of review logs came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.model.results import Said
from workflow.model.signature import Signature


class Proof(NamedTuple):
    """One event of a review log, and whether its actor signed it."""

    said: Said
    signature: Signature
    wrong: bool
    """Whether it has a signature that is not good, or none where the settings want one."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What the signatures of review logs prove."""

    rows: tuple[Proof, ...]
    """By file and line."""
    notes: tuple[str, ...] = ()
    """What is odd in the logs, for people."""
    errors: tuple[WorkflowError, ...] = ()
    """Of what cannot be read; nothing is told of it."""
