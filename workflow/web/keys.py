"""What only this run of the server knows: keys that open it and that prove a form its own."""

from __future__ import annotations

import hmac
import secrets


class Keys:
    """Keys for each purpose, all made of one secret that is new at each start."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    @property
    def entrance(self) -> str:
        """What the printed address carries."""
        return self._key("entrance")

    @property
    def cookie(self) -> str:
        """What a browser that came in by that address keeps."""
        return self._key("cookie")

    def form(self, actor: str) -> str:
        """What the forms of ``actor`` carry; another person's are not taken."""
        return self._key(f"form {actor}")

    def _key(self, purpose: str) -> str:
        return hmac.new(self._secret, purpose.encode(), "sha256").hexdigest()


def same(said: str, key: str) -> bool:
    """Whether ``said`` is the key; how long the answer takes tells nothing of it."""
    return hmac.compare_digest(said.encode("utf-8", "surrogatepass"), key.encode())
