"""token create, token list, token revoke."""

import argparse
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.cli.policy import day
from sekisho.domains.people.models import Account
from sekisho.registers import tokens
from sekisho.registers.actor import CALLERS, service
from sekisho.registers.tokens import Token

DAYS = 90


def _create_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--scope", action="append", default=[], required=True, metavar="S",
        help="read, write, approve, scim or register.verb; may be given more than once",
    )  # fmt: skip
    parser.add_argument(
        "--expires", type=day, metavar="DATE", help=f"last day; {DAYS} days if not given"
    )
    parser.add_argument("--name", default="API", help="what the token is for")


@command("token", "create", help="make an access token for the API", arguments=_create_arguments)
def create(context: Context) -> int:
    args = context.args
    if not args.as_:
        hint = "sekisho token create --as WHO --scope read"
        raise Stop(USAGE, _("Please say with --as whose token it is."), hint)
    act = context.act()
    if not act.actor.roles:
        raise Stop(
            USAGE,
            _("“%(name)s” may not sign in at present, so a token would open nothing.")
            % {"name": args.as_},
            _("Check the account, its last day, and the dates of the person."),
        )
    scopes = [one for given in args.scope for one in given.replace(",", " ").split()]
    until = args.expires or act.on + timedelta(days=DAYS)
    token, secret = tokens.make(act, act.actor.id, args.name, scopes, until)
    context.note(_("This is shown once. Keep it where programs keep secrets."))
    context.answer({**_described(token, args.as_), "token": secret}, secret)
    return DONE


def _described(token: Token, account: str) -> dict[str, Any]:
    return {
        "id": str(token.pk), "name": token.name, "account": account, "prefix": token.prefix,
        "scopes": list(token.scopes), "expires_on": token.expires_on.isoformat(),
        "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }  # fmt: skip


def _mine(context: Context) -> Any:
    """Every token for the operator; for a person, their own."""
    rows = Token.objects.all()
    return rows.filter(account=context.actor.id) if context.args.as_ else rows


@command("token", "list", help="list access tokens")
def list_(context: Context) -> int:
    held = list(_mine(context))
    names = dict(
        Account.objects.filter(pk__in={t.account for t in held}).values_list("pk", "email")
    )
    names |= {service(name).id: name for name in CALLERS}
    found = [_described(token, names.get(token.account, "")) for token in held]
    lines = (
        f"{t['id']}  {t['prefix']}…  {t['expires_on']}  {','.join(t['scopes']):24}"
        f"{t['account']:32}{t['name']}{'  ' + _('revoked') if t['revoked_at'] else ''}"
        for t in found
    )
    context.answer(found, "\n".join(lines))
    return DONE


def _revoke_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("token", help="its id, or the letters it begins with")


@command("token", "revoke", help="end an access token at once", arguments=_revoke_arguments)
def revoke(context: Context) -> int:
    found = list(_named(_mine(context), context.args.token)[:2])
    if len(found) != 1 or not tokens.revoke(context.act(), found[0].pk):
        words = _("There is no valid token “%(name)s”.") % {"name": context.args.token}
        raise Stop(USAGE, words, "sekisho token list")
    context.answer({"id": str(found[0].pk)}, _("The token is revoked."))
    return DONE


def _named(rows: Any, name: str) -> Any:
    live = rows.filter(revoked_at=None)
    try:
        return live.filter(pk=UUID(name))
    except ValueError:
        return live.filter(prefix=name)
