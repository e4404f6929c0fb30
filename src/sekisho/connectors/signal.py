"""Security event tokens on their way to a receiver (push, RFC 8935), behind the same guard as webhooks."""

from sekisho.connectors import net
from sekisho.connectors.addresses import Resolver, resolve
from sekisho.connectors.webhook import Outcome, judge

TYPE = "application/secevent+jwt"


def deliver(url: str, token: str, resolver: Resolver = resolve) -> Outcome:
    """Send one token. Never raises for what the network or the receiver does."""
    headers = {"Content-Type": TYPE, "Accept": "application/json"}
    try:
        reply = net.fetch("POST", url, body=token.encode(), headers=headers, resolver=resolver)
    except net.Blocked as error:
        return Outcome(ok=False, error=str(error))
    except net.Unreachable as error:
        return Outcome(ok=False, again=True, error=str(error))
    return judge(reply.status, reply.headers)
