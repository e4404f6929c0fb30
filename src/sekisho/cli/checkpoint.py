"""checkpoint serve: the decision point alone, over two files or over the registers."""

import argparse
import os
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

from sekisho.checkpoint import alone
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.certificates import from_environment
from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.registers.secrets import digest


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8010, metavar="P")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; needs a key")
    parser.add_argument("--store", metavar="FILE.json", help="entities, as Cedar's JSON")
    parser.add_argument("--policies", metavar="FILE.cedar", help="policies, as Cedar's text")
    parser.add_argument(
        "--pep-properties", choices=("trust", "ignore"), default="ignore",
        help="whether properties sent with a request count (default: the store alone counts)",
    )  # fmt: skip
    parser.add_argument(
        "--key", action="append", default=[], metavar="KEY",
        help="key that enforcement points must send; may be given more than once",
    )  # fmt: skip
    parser.add_argument("--url", default="", help="https address that enforcement points use")
    parser.add_argument("--tls-certificate", metavar="FILE.pem", help="serve by TLS, with this")
    parser.add_argument("--tls-key", metavar="FILE.pem", help="its key (PKCS #8)")
    parser.add_argument(
        "--client-ca", metavar="FILE.pem", help="let in nobody without a certificate of this CA"
    )
    parser.add_argument("--threads", type=int, default=4)


@command(
    "checkpoint", "serve", help="answer access requests (OpenID AuthZEN 1.0)",
    arguments=_serve_arguments, database=False,
)  # fmt: skip
def serve(context: Context) -> int:
    args = context.args
    if not args.store and not args.policies:
        return _become("sekisho.config.checkpoint:app", _alone(context, keys=["tokens"]), args)
    if not (args.store and args.policies):
        raise Stop(
            USAGE, _("Please give both a store and its policies."),
            "sekisho checkpoint serve --store FILE.json --policies FILE.cedar",
        )  # fmt: skip
    keys = [*args.key, *filter(None, os.environ.get("SEKISHO_CHECKPOINT_KEY", "").split(","))]
    _check(args)
    return _become("sekisho.checkpoint.alone:app", _alone(context, keys), args)


def _alone(context: Context, keys: list[str]) -> dict[str, Any]:
    """What the server is told; refused where anybody could ask."""
    args = context.args
    if bool(args.tls_certificate) != bool(args.tls_key) or (args.client_ca and not args.tls_key):
        raise Stop(
            USAGE, _("TLS needs a certificate and its key."),
            "--tls-certificate FILE.pem --tls-key FILE.pem --client-ca FILE.pem",
        )  # fmt: skip
    for file in filter(None, (args.tls_certificate, args.tls_key, args.client_ca)):
        if not Path(file).is_file():
            raise Stop(USAGE, _("The file cannot be read: %(file)s") % {"file": file})
    try:
        known = from_environment(os.environ)
    except ValueError as error:
        raise Stop(USAGE, str(error)) from None
    if not (keys or known or args.client_ca) and not _is_loopback(args.host):
        raise Stop(
            USAGE, _("Without a key only this machine may ask: %(host)s") % {"host": args.host},
            _("Give --key KEY, or leave --host out."),
        )  # fmt: skip
    where = f"{'https' if args.tls_key else 'http'}://{args.host}:{args.port}"
    context.note(_("The checkpoint answers at %(where)s. Ctrl C stops.") % {"where": where})
    return {
        "store": str(Path(args.store or "").resolve()), "url": args.url,
        "policies": str(Path(args.policies or "").resolve()),
        "trust": args.pep_properties == "trust", "keys": list(map(digest, keys)),
    }  # fmt: skip


def _check(args: argparse.Namespace) -> None:
    """Read both files once here, where a person sees what is wrong with them."""
    try:
        found = alone.load(args.store, args.policies, trust=False)
    except OSError as error:
        words = _("The file cannot be read: %(file)s") % {"file": error.filename}
        raise Stop(USAGE, words, str(error.strerror)) from None
    except Refused as refused:
        at = (
            f"{args.policies}:{refused.place.line}:{refused.place.column}: "
            if refused.place
            else ""
        )
        raise Stop(USAGE, f"{at}{refused.message}", refused.hint) from None
    words = _("%(entities)s entities, %(policies)s policies.")
    counts = {"entities": len(found.entities), "policies": len(found.policies.all)}
    sys.stderr.write(words % counts + "\n")


def _tls(args: argparse.Namespace) -> list[str]:
    if not args.tls_key:
        return []
    words = ["--ssl-certificate", args.tls_certificate, "--ssl-keyfile", args.tls_key]
    return [*words, "--ssl-ca", args.client_ca, "--ssl-client-verify"] if args.client_ca else words


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _become(app: str, given: dict[str, Any], args: argparse.Namespace) -> int:
    """Let this process be the server, so that whoever started it also stops it."""
    os.environ[alone.GIVEN] = orjson.dumps(given).decode()
    words = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", args.host,
        "--port", str(args.port), "--workers", "1", "--blocking-threads", str(args.threads),
        "--no-ws", "--log-level", "warning", *_tls(args), app,
    ]  # fmt: skip
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, words)  # noqa: S606 - no shell is wanted
    return DONE
