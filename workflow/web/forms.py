"""What a form must bring before it changes anything (pure).

A page of another site can make a browser send a form here, with the user's rights. It cannot
read this server's pages, so it does not know their token; and a browser says where a form
comes from.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from email.message import Message
from http import HTTPStatus
from urllib.parse import parse_qsl

from workflow.model.phrase import phrase
from workflow.reports.i18n import ENGLISH, Words
from workflow.web.answer import Answer, message

FORM = "application/x-www-form-urlencoded"
_FIELDS = 20


def read_form(body: bytes) -> Mapping[str, str]:
    """The fields of a form; of several with one name the last. Empty where it is none.

    WHATWG URL Standard, “application/x-www-form-urlencoded parsing”.
    """
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:  # bytes that are not ASCII, or too many fields
        return {}


def refusal(
    headers: Message, form: Mapping[str, str], token: str, words: Words = ENGLISH
) -> Answer | None:
    """Why a form is not taken; None where it is this server's own.

    ``headers`` are those of a request whose ``Host`` is local.
    """

    def page(status: HTTPStatus, title: str, text: str) -> Answer:
        return Answer(status, message(title, text, words))

    if headers.get_content_type() != FORM:
        return page(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            phrase("Not a form"),
            phrase("Use the page's buttons."),
        )
    origin, site = headers.get("Origin"), headers.get("Sec-Fetch-Site")
    foreign = origin is not None and origin.lower() != f"http://{headers['Host']}".lower()
    if foreign or site not in (None, "same-origin"):
        text = phrase("The form comes from another site. Nothing was done.")
        return page(HTTPStatus.FORBIDDEN, phrase("Not from here"), text)
    if not hmac.compare_digest(form.get("token", "").encode(), token.encode()):
        text = phrase(
            "The page was opened before this server was started, or the form is not its own. "
            "Nothing was done. Open the page once more, then send it again."
        )
        return page(HTTPStatus.FORBIDDEN, phrase("An old page"), text)
    return None
