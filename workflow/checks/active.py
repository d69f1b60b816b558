"""What a translation would have a browser run or open that its source does not."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.checks.subject import Remark, Subject
from workflow.inline.pattern import read
from workflow.model.phrase import phrase


def check_active(subject: Subject) -> Iterator[Remark]:
    """The translation brings in a script, an event handler, a form, a style that fetches
    something, or a link of a kind (`javascript:`, `mailto:`) that the source does not have.

    It cannot be switched off.
    """
    wanted = read(subject.source).constructs(subject.references)
    target = subject.target
    # A heading or a cell is written on one line, where other things are tags than on several.
    texts = dict.fromkeys((target, target.having(" ".join(target.value.splitlines()))))
    given = [read(text).constructs(subject.references) for text in texts]
    active = {each for inline in given for each in inline.active}
    schemes = {each for inline in given for each in inline.schemes}
    new = [
        *sorted({each.what for each in active - wanted.active}),
        *(
            phrase("a link with {scheme}:", scheme=scheme)
            for scheme in sorted(schemes - wanted.schemes)
        ),
    ]
    for what in new:
        yield Remark(
            phrase("brings in {what}, which the source does not have: take it out", what=what)
        )
