"""PO text → the messages that lint looks at, and what is wrong with its syntax."""

from __future__ import annotations

from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.po.grammar import BLANKS, LINE_END, PREVIOUS, Line, lines, pieces
from workflow.po.quoting import decoded, unescaped
from workflow.po.records import Previous, Problem, Record

_DOMAIN = re.compile(rf'domain[{BLANKS}]*"')
_INDEX_APART = re.compile(rf"msgstr[{BLANKS}]*\[[{BLANKS}]*(\d+)[{BLANKS}]*\]")
_NO_ESCAPE = re.compile(r"\\(?:[abfnrtv\\\"0-7]|x[0-9A-Fa-f]|(?P<unknown>x|.))", re.DOTALL)
_IGNORED = "twice"
"""In the place of a keyword whose text is not looked at."""


def scan(text: str, encoding: str = "utf-8") -> tuple[tuple[Record, ...], list[Problem]]:
    """Read a PO file's text; return its messages in order, and what is wrong with its syntax.

    ``encoding`` is that of the file, of which its escapes are bytes.
    """
    scanner = _Scanner(encoding)
    for number, piece in pieces(text, blanks=BLANKS):
        if not isinstance(piece, re.Match):
            found = piece
        elif scanner.ready and not piece["previous"]:
            scanner.take(number, piece)
            continue
        else:
            found = tuple(lines(piece[0], number=number, blanks=BLANKS))
        for line in found:
            scanner.feed(line)
    scanner.close()
    return tuple(scanner.records), scanner.problems


class _Scanner:
    """What is known while the lines go by."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self.records: list[Record] = []
        self.problems: list[Problem] = []
        self._comments: list[tuple[int, str]] = []
        self._previous: Previous | None = None
        self._open: Record | None = None
        self._keyword = ""
        self._in_conflict = False
        self._other_side = False
        """Whether the lines are those of a conflict's second half, which are not looked at."""

    @property
    def ready(self) -> bool:
        """Whether a regular message may come next: nothing is left over or left open."""
        whole = self._open is None or bool(self._open.msgstrs)
        return whole and not (self._comments or self._previous or self._other_side)

    def take(self, number: int, regular: re.Match[str]) -> None:
        """Read a regular message that starts on line ``number``."""
        self._end()
        comments = list(enumerate(LINE_END.split(regular["comments"])[:-1], number))
        number += len(comments)
        record = self._open = Record(number, obsolete=False)
        record.comments += ((line, comment[1:]) for line, comment in comments)
        for keyword in ("msgctxt", "msgid", "msgstr"):
            strings = list(enumerate(LINE_END.split(regular[keyword] or "")[:-1], number))
            if strings:
                texts = (self._text(line, string[1:-1]) for line, string in strings)
                record.fields[keyword], record.lines[keyword] = "".join(texts), number
            number += len(strings)
        self._keyword = "msgstr"

    def feed(self, line: Line) -> None:
        """Read one line."""
        if line.conflict:
            self._mark(line.number, line.conflict)
        elif self._other_side or line.blank:
            return
        elif line.comment is not None:
            self._comment(line.number, line.comment)
        else:
            self._text_line(line)

    def close(self) -> None:
        """End the last message."""
        self._end()
        if self._previous is not None:
            self._say(
                "syntax", self._previous.line, phrase("a previous text belongs to no message")
            )
        if self._comments:
            # A comment that stands in front of nothing.
            first = self._comments[0][0]
            self._say("obsolete", first, phrase("comments belong to no message"), Severity.INFO)

    def _say(
        self, check: str, line: int, message: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.problems.append(Problem(check, severity, line, message))

    def _mark(self, number: int, mark: str) -> None:
        inside = self._in_conflict
        if mark == "<" or not inside:
            self._say(
                "conflict",
                number,
                phrase(
                    "a merge conflict is not resolved; keep one side and delete the lines of "
                    "<<<<<<<, ======= and >>>>>>>"
                ),
            )
        self._in_conflict = mark == "<" or (inside and mark != ">")
        self._other_side = self._in_conflict and mark in "=|"

    def _comment(self, number: int, text: str) -> None:
        self._pause(number, phrase("a comment"))
        if self._previous is not None:
            self._say(
                "syntax",
                number,
                phrase("a comment stands below the previous text (#|); move it above"),
            )
            self._previous = None
        comments = self._comments if self._open is None else self._open.comments
        comments.append((number, text))

    def _text_line(self, line: Line) -> None:
        number, keyword = line.number, line.keyword
        if not keyword and line.string is None:
            if line.rest or line.prefix not in PREVIOUS:
                self._say("syntax", number, self._not_understood(line.rest or line.prefix))
            return
        if line.prefix not in PREVIOUS:
            for name in line.crowded:  # gettext reads a line without them
                self._say(
                    "syntax", number, phrase("this program wants a space after {name}", name=name)
                )
        text = self._string(line)
        obsolete = line.prefix.startswith("#~")
        if line.prefix in PREVIOUS:
            self._previous_line(number, keyword, obsolete=obsolete)
        elif keyword:
            self._keyword_line(number, keyword, text, obsolete=obsolete)
        elif self._open is None or not self._keyword:
            self._say(
                "syntax", number, phrase("a text stands there without msgid or msgstr before it")
            )
        else:
            self._open.fields[self._keyword] += text
            if obsolete != self._open.obsolete:
                self._say(
                    "syntax", number, phrase("of one message all lines have “#~”, or none has")
                )

    def _not_understood(self, text: str) -> str:
        shown = text if len(text) <= 40 else f"{text[:39]}…"
        if _DOMAIN.match(text):
            return phrase(
                "this program knows no domains; put what is in this one into its own file"
            )
        if apart := _INDEX_APART.match(text):
            return phrase(
                "this program reads only msgstr[{number}], without spaces: {shown}",
                number=int(apart[1]),
                shown=shown,
            )
        if self._open is not None and text.rstrip().endswith('"'):
            return phrase(
                "opening quotes are missing, or the line before was broken in two: {shown}",
                shown=shown,
            )
        return phrase("no comment, keyword or text in quotes: {shown}", shown=shown)

    def _previous_line(self, number: int, keyword: str, *, obsolete: bool) -> None:
        self._pause(number, phrase("a previous text (#|)"))
        if self._previous is None:
            self._previous = Previous(number, obsolete)
        if wrong := self._previous.add(keyword, obsolete=obsolete):
            self._say("syntax", number, wrong)

    def _keyword_line(self, number: int, keyword: str, text: str, *, obsolete: bool) -> None:
        record = self._open
        starts = keyword in ("msgctxt", "msgid")
        if record is not None and (
            record.obsolete != obsolete
            or (starts and (record.msgstrs or keyword in record.fields))
            or (keyword == "msgctxt" and "msgid" in record.fields)
        ):
            self._end()
            record = None
        if record is None:
            record = self._open = self._started(number, obsolete=obsolete)
        if keyword in record.fields:
            self._say(
                "syntax",
                number,
                phrase("{keyword} stands there twice; delete the worse one", keyword=keyword),
            )
            keyword = _IGNORED
        elif not starts and "msgid" not in record.fields:
            self._say("syntax", number, phrase("{keyword} has no msgid before it", keyword=keyword))
            record.fields.setdefault("msgid", f"\ufdd0{number}")
        elif keyword == "msgid_plural" and record.msgstrs:
            self._say(
                "syntax", number, phrase("msgid_plural stands after the translation, not before")
            )
        record.fields[keyword] = text
        record.lines[keyword] = number
        self._keyword = keyword

    def _started(self, number: int, *, obsolete: bool) -> Record:
        """A new message, which takes the lines in front of it."""
        if self._previous is not None:
            if wrong := self._previous.before(obsolete=obsolete):
                self._say("syntax", self._previous.line, wrong)
            self._previous = None
        record = Record(number, obsolete, comments=self._comments)
        self._comments = []
        return record

    def _pause(self, number: int, what: str) -> None:
        """A comment: the message before it is complete."""
        if self._open is not None and not self._open.msgstrs:
            self._say(
                "syntax",
                number,
                phrase("{what} stands inside the message; move it above", what=what),
            )
        elif self._open is not None:
            self._end()

    def _end(self) -> None:
        record, self._open, self._keyword = self._open, None, ""
        if record is None:
            return
        if not record.msgstrs:
            lacking = "msgstr" if "msgid" in record.fields else phrase("msgid and msgstr")
            self._say(
                "syntax",
                record.line,
                phrase('the message has no {lacking} (an empty one is `""`)', lacking=lacking),
            )
        self._put_together(record)
        if "msgid" in record.fields:
            self.records.append(record)

    def _put_together(self, record: Record) -> None:
        """Bytes that stand there as escapes become letters."""
        for keyword, text in record.fields.items():
            try:
                record.fields[keyword] = decoded(text, self._encoding)
            except UnicodeError:
                message = phrase(
                    "escapes in {keyword} are no letters of {encoding}; write the letters "
                    "themselves",
                    keyword=keyword,
                    encoding=self._encoding.upper(),
                )
                self._say("encoding", record.lines.get(keyword, record.line), message)
                record.fields[keyword] = text.encode("utf-8", "replace").decode()

    def _string(self, line: Line) -> str:
        """The text of a line's string, as far as it goes."""
        if line.string is None:
            self._say(
                "syntax",
                line.number,
                phrase("{keyword} has no text in double quotes after it", keyword=line.keyword),
            )
            return ""
        if not line.closed:
            self._say("syntax", line.number, phrase("the text has no closing quotes on its line"))
        elif line.rest:
            self._say(
                "syntax",
                line.number,
                phrase(
                    "something follows the closing quotes; a line holds one text, and quotes "
                    'inside it are written \\"'
                ),
            )
        return self._text(line.number, line.string)

    def _text(self, number: int, string: str) -> str:
        """A string, its escapes undone."""
        if "\\" not in string:
            return string
        for escape in _NO_ESCAPE.finditer(string):
            if unknown := escape["unknown"]:
                self._say("syntax", number, f"\\{unknown} means nothing; a backslash is \\\\")
        return unescaped(string)
