"""Text kept in the database so that a copy of the database alone does not show it (Fernet: AES-128-CBC, HMAC).

The key follows from ``SECRET_KEY``. When that is changed, what was sealed before cannot be read: messages
not yet sent fail and say so, addresses of webhooks are to be entered again.
"""

import base64
import functools

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _


class Unreadable(Exception):  # noqa: N818
    """The text was sealed with another key."""


def seal(text: str) -> str:
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text. Raises Unreadable."""
    try:
        return _fernet(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable(_("This was sealed with another secret key.")) from error


@functools.lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    key = salted_hmac("sekisho.seal", "", secret=secret, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
