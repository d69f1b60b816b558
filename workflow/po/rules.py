"""What is wrong with messages that can be read, and with the header, which governs plural forms.

Fields and their values: the gettext manual, "Filling in the Header Entry"; plural forms:
"Additional functions for plural forms".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from gettext import c2py

from workflow.errors import LocaleError
from workflow.model import Key, Locale, Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import listed, phrase
from workflow.po.records import Problem, Record
from workflow.po.serialize import DATES, NOT_REVISED, read_date

_NOT_MERGED = re.compile(r'not merged, (?:ours|theirs)(?:\[\d+\])?: "')
"""How :data:`~workflow.po.messages.NOT_MERGED` begins: other programs wrap the rest."""
PLACEHOLDER = "CHARSET"
"""What xgettext writes into a template of ASCII texts."""
_FIELDS = (
    "Project-Id-Version",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Transfer-Encoding",
)
"""Beside Content-Type and Plural-Forms; the same as msgfmt --check wants."""
_PLURAL = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;\n]+?)\s*;?\s*$")
_STRAY = re.compile("nplurals=|plural=")
"""What gettext looks for anywhere in the header."""
_NUMBERS = range(1001)
"""Numbers a plural rule is tried with, as msgfmt does."""


def check_entries(records: Sequence[Record], *, template: bool) -> Iterator[Problem]:
    """Yield what is wrong with the messages, the header apart."""
    seen: dict[Key, Record] = {}
    for record in records:
        if record.header:
            seen.setdefault(record.key, record)
            continue
        first = seen.setdefault(record.key, record)
        if first is not record:
            yield _duplicate(record, first)
        if record.obsolete:
            yield from _obsolete(record, template=template)
        elif "fuzzy" not in record.flags:
            yield from _line_feeds(record)
        yield from _not_merged(record)


def _of_record(
    record: Record, check: str, severity: Severity, message: str, line: int | None = None
) -> Problem:
    """Return a problem of a message, at its msgid unless ``line`` is given."""
    msgctxt, msgid = record.key
    msgstr = next(iter(record.msgstrs.values()), "")
    at = line or record.lines.get("msgid", record.line)
    return Problem(check, severity, at, message, msgctxt, msgid, msgstr)


def _duplicate(record: Record, first: Record) -> Problem:
    """Of obsolete messages too: msgfmt refuses the file for them as well."""
    line = first.lines.get("msgid", first.line)
    message = phrase(
        "the message stands there already, in line {line}; delete the one that is worse", line=line
    )
    if first.obsolete:
        message = phrase(
            "an obsolete one of the same text stands there already, in line {line}; delete the "
            "one that is worse",
            line=line,
        )
    return _of_record(record, "duplicate", Severity.ERROR, message)


def _obsolete(record: Record, *, template: bool) -> Iterator[Problem]:
    if template:
        message = phrase("an obsolete message in a template; delete it")
        yield _of_record(record, "obsolete", Severity.WARNING, message)
    elif not any(record.msgstrs.values()):
        message = phrase(
            "an obsolete message without a translation; `workflow catalog prune` drops it"
        )
        yield _of_record(record, "obsolete", Severity.WARNING, message)


def _line_feeds(record: Record) -> Iterator[Problem]:
    """Of messages that msgfmt compiles: a fuzzy or untranslated one may differ."""
    if not next(iter(record.msgstrs.values()), ""):
        return
    msgid = record.fields.get("msgid", "")
    others = {"msgid_plural": record.fields.get("msgid_plural", msgid), **record.msgstrs}
    for name, text in others.items():
        for begins, there, here in (
            (True, msgid.startswith("\n"), text.startswith("\n")),
            (False, msgid.endswith("\n"), text.endswith("\n")),
        ):
            if there != here:
                one, other = (name, "msgid") if here else ("msgid", name)
                message = phrase(
                    "{one} ends with a line end (\\n), {other} does not; write both alike",
                    one=one,
                    other=other,
                )
                if begins:
                    message = phrase(
                        "{one} begins with a line end (\\n), {other} does not; write both alike",
                        one=one,
                        other=other,
                    )
                at = record.lines.get(name)
                yield _of_record(record, "line-ends", Severity.ERROR, message, at)


def _not_merged(record: Record) -> Iterator[Problem]:
    for line, comment in record.comments:
        if _NOT_MERGED.match(comment.strip()):
            message = phrase("a merge left two translations; choose, then delete this comment")
            yield _of_record(record, "conflict", Severity.WARNING, message, line)


def check_header(
    records: Sequence[Record], *, template: bool, locale: str | None
) -> Iterator[Problem]:
    """Yield what is wrong with the header and with plural forms."""
    headers = [record for record in records if record.header]
    if not headers:
        message = phrase('there is no header; `msginit` or a PO editor makes one (`msgid ""`)')
        yield Problem("header", Severity.ERROR, 1, message)
        return
    header, *others = headers
    for other in others:
        message = phrase("a second header; the first stands in line {line}", line=header.line)
        yield Problem("duplicate", Severity.ERROR, other.line, message)
    if records[0] is not header:
        message = phrase("the header is not the first entry; move it to the top")
        yield Problem("header", Severity.WARNING, header.line, message)
    if "fuzzy" in header.flags and not template:
        message = phrase(
            "the header is marked `fuzzy`, so that some programs ignore it; take the mark out"
        )
        yield Problem("header", Severity.WARNING, header.flags["fuzzy"], message)
    fields: dict[str, str] = {}
    yield from _read_fields(header, fields)
    untouched = not any(any(each.msgstrs.values()) for each in records if not each.header)
    yield from _check_fields(header.line, fields, template=template, untouched=untouched)
    yield from _check_language(header.line, fields, locale, template=template)
    yield from _check_plurals(header.line, fields, records, template=template)


def _read_fields(header: Record, fields: dict[str, str]) -> Iterator[Problem]:
    """Fill ``fields``, and yield the lines that are none."""
    for line in header.fields.get("msgstr", "").split("\n"):
        name, colon, value = line.partition(":")
        if not line.strip():
            continue
        if name != "Plural-Forms" and _STRAY.search(line):
            message = phrase(
                "gettext takes this for the rule of the plural forms: {line}", line=line[:60]
            )
            yield Problem("plural", Severity.ERROR, header.line, message)
        if not colon or not re.fullmatch(r"[\w-]+", name):
            message = phrase("a header line is not `Name: value`: {line}", line=line[:60])
            yield Problem("header", Severity.WARNING, header.line, message)
        elif name in fields:
            message = phrase("the header has {name} twice; delete one", name=name)
            yield Problem("header", Severity.WARNING, header.line, message)
        else:
            fields[name] = value.strip()


def _check_fields(
    line: int, fields: Mapping[str, str], *, template: bool, untouched: bool
) -> Iterator[Problem]:
    content_type = fields.get("Content-Type", "")
    if "charset=" not in content_type:
        message = phrase("the header names no charset: `Content-Type: text/plain; charset=UTF-8`")
        yield Problem("header", Severity.ERROR, line, message)
    if template:
        return
    if content_type.endswith(f"charset={PLACEHOLDER}"):
        message = phrase("the charset is still the form to fill in; write UTF-8")
        yield Problem("header", Severity.ERROR, line, message)
    if lacking := [name for name in _FIELDS if name not in fields]:
        yield Problem(
            "header",
            Severity.WARNING,
            line,
            phrase("the header lacks {names}", names=listed(lacking)),
        )
    for name in DATES:
        if untouched and fields.get(name) == NOT_REVISED:
            continue  # as Weblate and msginit's template leave it until the first translation
        if fields.get(name) and read_date(fields[name]) is None:
            message = phrase(
                "{name} is no date such as 2026-01-15 10:00+0100: {fields}",
                name=name,
                fields=fields[name],
            )
            yield Problem("header", Severity.WARNING, line, message)


def _check_language(
    line: int, fields: Mapping[str, str], locale: str | None, *, template: bool
) -> Iterator[Problem]:
    language = fields.get("Language")
    if language == "" and not template:
        message = phrase(
            "Language is empty; write {code} there", code=locale or phrase("the language’s code")
        )
        yield Problem("header", Severity.WARNING, line, message)
    if language in (None, "", locale):
        return
    try:
        found = Locale.parse(str(language)).minimal
        expected = Locale.parse(locale).minimal if locale else found
    except LocaleError as error:
        yield Problem(
            "header", Severity.WARNING, line, phrase("Language: {message}", message=error.message)
        )
        return
    if found != expected:
        other = found.name.split("_")[0] != expected.name.split("_")[0]
        severity = Severity.ERROR if other else Severity.WARNING
        message = phrase(
            "Language is {language}, but the file stands in the folder of {locale}",
            language=language,
            locale=locale,
        )
        yield Problem("header", severity, line, message)


def _check_plurals(
    line: int, fields: Mapping[str, str], records: Sequence[Record], *, template: bool
) -> Iterator[Problem]:
    for record in records:
        if wrong := _numbering(record):
            yield _of_record(record, "plural", Severity.ERROR, wrong)
    if template:
        return
    plurals = [
        record
        for record in records
        if "msgid_plural" in record.fields and any(record.msgstrs.values()) and not record.obsolete
    ]
    value = fields.get("Plural-Forms")
    if value is None:
        if plurals:
            message = phrase("there are plural forms, but the header lacks Plural-Forms")
            yield Problem("plural", Severity.ERROR, line, message)
        return
    count, wrong = plural_count(value)
    if wrong:
        message = phrase("Plural-Forms {trouble}: {value}", trouble=wrong, value=value)
        yield Problem("plural", Severity.ERROR, line, message)
        return
    expected = [f"msgstr[{number}]" for number in range(count)]
    for record in plurals:
        if len(record.msgstrs) != count and not _numbering(record):
            message = phrase(
                "needs {names}; has {names2}", names=listed(expected), names2=listed(record.msgstrs)
            )
            yield _of_record(record, "plural", Severity.ERROR, message)


def _numbering(record: Record) -> str:
    """What is wrong with the names of the plural forms, however many there have to be."""
    names = list(record.msgstrs)
    if "msgid_plural" not in record.fields:
        return "plural forms without msgid_plural" if any("[" in name for name in names) else ""
    right = names == [f"msgstr[{number}]" for number in range(len(names))]
    return (
        ""
        if right
        else phrase("plural forms are msgstr[0], msgstr[1], …; has {names}", names=listed(names))
    )


def plural_count(value: str) -> tuple[int, str]:
    """The number of plural forms that a header's ``Plural-Forms`` declares; 0, and what is wrong
    with it, where no program could go by it.
    """
    found = _PLURAL.match(value)
    if found is None:
        return 0, "is not “nplurals=N; plural=RULE;”"
    count = int(found[1])
    try:
        rule = c2py(found[2])
        last = max(rule(number) for number in _NUMBERS)
    except (ValueError, ArithmeticError, RecursionError) as error:
        return 0, phrase("has a rule that cannot be computed ({error})", error=error)
    if last >= count:
        return 0, phrase(
            "has a rule that asks for form {last}, beyond nplurals={count}", last=last, count=count
        )
    return count, ""
