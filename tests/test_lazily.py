"""Properties that are worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.model.lazily import lazy


@dataclass(frozen=True)
class Text:
    value: str
    asked: list[str] = field(default_factory=list)

    @lazy
    def length(self) -> int:
        """How long it is."""
        self.asked.append(self.value)
        return len(self.value)


def test_it_is_worked_out_when_it_is_asked_for_and_once() -> None:
    text, other = Text("abc"), Text("de")
    assert text.asked == []
    assert (text.length, text.length, other.length) == (3, 3, 2)
    assert (text.asked, other.asked) == (["abc"], ["de"])
    assert Text.length.__doc__ == "How long it is."
