"""Line breaks that a machine moved."""

from __future__ import annotations

import pytest

from workflow.engines.masking import assemble, mask
from workflow.inline.line_places import same_lines
from workflow.model import Markup, Text

KEPT = (
    ("markdown", "Ouvert le lundi.\\\nFermé le mardi.", "Open on Monday.\\\nClosed on Tuesday."),
    ("markdown", "12 rue X  \n75001 Paris", "12 X Street  \n75001 Paris"),
    ("markdown", "周一开放。\\\n周二关闭。", "Open on Monday.\\\nClosed on Tuesday."),
    ("markdown", "Vu par M. Dupont.\\\nFin. Merci.", "Seen by Mr Dupont.\\\nThe end. Thanks."),
    ("html", "Port <b>fermé</b>.<br>Pluie.", "Harbour <b>closed</b>.<br>Rain."),
    ("html", "开放。<br/>关闭。", "Open.<br/>Closed."),
    ("text", "Un\ndeux", "One\ntwo"),
    ("markdown", "Une ligne. Deux phrases.", "One line. Two sentences."),
)
MOVED = (
    ("markdown", "Ouvert le lundi.\\\nFermé le mardi.", "Open on Monday. Closed on Tuesday.\\"),
    ("markdown", "Ouvert le lundi.\\\nFermé le mardi.", "\\\nOpen on Monday. Closed on Tuesday."),
    ("markdown", "Un.  \nDeux. Trois.", "One. Two.  \nThree."),
    ("markdown", "12 rue X\\\n75001 Paris", "X Street, Paris\\\n12, 75001"),
    ("markdown", "Open Monday.<br>Closed Tuesday.", "周一开放。周二关闭。<br>"),
    ("html", "开放。<br>关闭。周三也是。", "Open. Closed.<br>Wednesday too."),
    ("html", "<em>Un</em> mot.<br>Deux.", "<br><em>One</em> word. Two."),
    ("text", "Un\ndeux", "One two\n"),
)


@pytest.mark.parametrize(("markup", "source", "translation"), KEPT)
def test_lines_of_translations_are_the_same(markup: Markup, source: str, translation: str) -> None:
    assert same_lines(Text(source, markup), Text(translation, markup))


@pytest.mark.parametrize(("markup", "source", "translation"), MOVED)
def test_a_break_in_another_place_is_found(markup: Markup, source: str, translation: str) -> None:
    assert not same_lines(Text(source, markup), Text(translation, markup))


@pytest.mark.parametrize(
    "source",
    [
        Text("Ouvert le lundi.\\\nFermé le mardi.", "markdown"),
        Text("开放。  \n关闭。", "markdown"),
        Text("Open.<br>Closed.", "markdown"),
        Text("Open.<br>Closed.", "html"),
    ],
)
def test_no_draft_is_made_of_parts_with_the_break_at_an_end(source: Text) -> None:
    masked = mask(source)
    before, mark, after = masked.parts
    assert assemble(masked, [before, mark, after]) == source.value
    assert assemble(masked, [before, after, mark]) is None
    assert assemble(masked, [mark, before, after]) is None
