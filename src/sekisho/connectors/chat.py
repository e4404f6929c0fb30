"""Messages to chat rooms, in the form each service takes; delivered behind the same guard as webhooks.

- Slack: incoming webhook, https://hooks.slack.com/services/…
- Microsoft Teams: workflow “when a webhook request is received”, an Adaptive Card 1.4
- Chatwork: POST /v2/rooms/ID/messages, the API token in a header
- LINE WORKS: incoming webhook of the app of that name
"""

import json
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sekisho.connectors import net
from sekisho.connectors.addresses import Resolver, resolve
from sekisho.connectors.webhook import Outcome, judge

JSON, FORM = "application/json; charset=utf-8", "application/x-www-form-urlencoded"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


class Service(models.TextChoices):
    SLACK = "slack", _("Slack")
    TEAMS = "teams", _("Microsoft Teams")
    CHATWORK = "chatwork", _("Chatwork")
    LINEWORKS = "lineworks", _("LINE WORKS")


def formed(service: str, title: str, lines: list[str], link: str) -> str:
    """The message as the outbox keeps it: for which service, and its body."""
    form = {Service.SLACK: _slack, Service.TEAMS: _teams, Service.CHATWORK: _chatwork,
            Service.LINEWORKS: _lineworks}[Service(service)]  # fmt: skip
    return json.dumps({"service": service, "body": form(title, lines, link)}, ensure_ascii=False)


def deliver(url: str, token: str, text: str, resolver: Resolver = resolve) -> Outcome:
    """Send one message. Never raises for what the network or the receiver does."""
    kept = json.loads(text)
    form = kept["service"] == Service.CHATWORK
    headers = {"Content-Type": FORM if form else JSON}
    if form:
        headers["X-ChatWorkToken"] = token
    try:
        reply = net.fetch(
            "POST", url, body=kept["body"].encode(), headers=headers, resolver=resolver
        )
    except net.Blocked as error:
        return Outcome(ok=False, error=str(error))
    except (net.Unreachable, ValueError) as error:
        return Outcome(ok=False, again=isinstance(error, net.Unreachable), error=str(error))
    return judge(reply.status, reply.headers)


def _plain(text: str) -> str:
    """Slack's three signs that are markup (their escaping rule); an address stays an address."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _slack(title: str, lines: list[str], link: str) -> str:
    said = "\n".join(
        [f"*{_plain(title)}*", *map(_plain, lines), f"<{link}|{gettext('Open in Sekisho')}>"]
    )
    return json.dumps({"text": said}, ensure_ascii=False)


def _teams(title: str, lines: list[str], link: str) -> str:
    blocks = [
        {"type": "TextBlock", "text": title, "weight": "Bolder", "size": "Medium", "wrap": True}
    ]
    blocks += [{"type": "TextBlock", "text": line, "wrap": True} for line in lines]
    card = {
        "$schema": SCHEMA, "type": "AdaptiveCard", "version": "1.4", "body": blocks,
        "actions": [{"type": "Action.OpenUrl", "title": gettext("Open in Sekisho"), "url": link}],
    }  # fmt: skip
    kind = "application/vnd.microsoft.card.adaptive"
    whole = {"type": "message", "attachments": [{"contentType": kind, "content": card}]}
    return json.dumps(whole, ensure_ascii=False)


def _chatwork(title: str, lines: list[str], link: str) -> str:
    said = "[info][title]{}[/title]{}[/info]".format(
        _untagged(title), "\n".join([*map(_untagged, lines), link])
    )
    return urlencode({"body": said, "self_unread": "1"})


def _untagged(text: str) -> str:
    """Square brackets are Chatwork's markup."""
    return text.replace("[", "［").replace("]", "］")


def _lineworks(title: str, lines: list[str], link: str) -> str:
    whole = {"title": title, "body": {"text": "\n".join(lines)},
             "button": {"label": gettext("Open in Sekisho"), "url": link}}  # fmt: skip
    return json.dumps(whole, ensure_ascii=False)
