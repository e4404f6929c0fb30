"""The secret by which a receiver checks our signatures."""

from django.http import HttpResponse

from sekisho.api.door import Ask, reply, resource
from sekisho.api.records import record_of
from sekisho.notices.webhook import CONSUMER, renew_secret


def renew(ask: Ask, key: str) -> HttpResponse:
    """Make a new one and show it this once; the former one ends at once."""
    register = ask.register(CONSUMER)
    record = record_of(ask, register, key)
    secret = renew_secret(ask.act, record)
    return reply({"id": record.pk, "secret": secret}, 201)


secrets = resource(POST=renew)
