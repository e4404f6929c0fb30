"""Every address of the product × every role: who opens what follows from rights, and nothing breaks.

A new route without an expectation in ``ROUTES`` (or a prefix of ``OWN_LOCK``) fails here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone, translation

from sekisho.domains.people.models import Account
from sekisho.ledger import sequence
from sekisho.registers import guard
from sekisho.registers.register import Register, registry
from sekisho.web import doors
from sekisho.web.middleware import CSP
from tests.contract.roles import unlike
from tests.given.company import Given, a_whole_company
from tests.given.every import a_record
from tests.given.kept import kept_for_the_module
from tests.given.people import a_contractor, an_account
from tests.house.test_house import INLINE
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
ROLES = ("director", "deputy", "chair", "committee", "manager", "admin", "auditor", "employee",
         "contractor")  # fmt: skip
ALL = frozenset(ROLES)
NONE: frozenset[str] = frozenset()
LEADING = frozenset({"director", "deputy", "chair", "committee"})
PROOF = LEADING | {"auditor", "admin"}
OPENED, REFUSED, POST_ONLY = (200, 302), (403, 404), (405,)
ANYBODY = frozenset({
    "healthz", "readyz", "metrics", "account_login", "account_logout", "account_inactive",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_authenticate", "mfa_login_webauthn", "setup-first",
    "acknowledge-through", "report-outside", "drill-landing", "drill-seen", "supplier-answer", "supplier-report",
    "take", "take-course", "take-quiz", "take-chapter",
    "take-file",
})  # fmt: skip


@dataclass(frozen=True)
class World:
    """A company with one account for each role."""

    given: Given
    accounts: dict[str, Account]

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.accounts[role])
        return client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with kept_for_the_module(django_db_blocker), translation.override("ja"):
        given = a_whole_company()
        names = ("director", "chair", "admin", "manager", "employee")
        accounts = {name: getattr(given, name) for name in names}
        accounts |= {role: somebody(role) for role in ("deputy", "committee", "auditor")}
        accounts["contractor"] = an_account(person=a_contractor())
        yield World(given, accounts)


SOME = [
    role if role == "employee" else pytest.param(role, marks=pytest.mark.once) for role in ROLES
]
"""On a second database one role tells whether the questions are understood there too."""

Keys = dict[str, Any]
SIGNED_IN: dict[str, frozenset[str]] = dict.fromkeys(
    ("home", "me", "more", "palette", "tasks", "learn", "inbox", "direction", "policy", "acknowledge", "my-duties",
     "report", "report-mail", "report-taken", "drills-mine", "awareness", "short-task", "short-person",), ALL,
)  # fmt: skip
"""Pages without arguments of their own, and who opens them."""

PAGES = SIGNED_IN | {
    "documents": ALL,
    "role-duties": LEADING | {"auditor"},
    "role-draft": LEADING,
    "course-starter": LEADING,
    "learn-suppliers": LEADING | {"manager"},
    "may-i": ALL,
    "class-review": ALL,
    "inspections": ALL,
    "census": LEADING | {"manager", "admin", "auditor"},
    **dict.fromkeys(("access-request", "emergency"), ALL - {"contractor", "auditor"}),
    "access-systems": PROOF | {"manager"},
    "access-past": PROOF | {"manager"},
    **dict.fromkeys(("components", "components_options", "components_job"), frozenset({"admin"})),
    "policy-upload": LEADING,
    "decisions": ALL,
    "standing": PROOF,
    "reviews": PROOF | {"manager"},
    **dict.fromkeys(("decision-try", "reach", "denials"), PROOF | {"manager"}),
    "tasks-others": LEADING | {"manager", "auditor", "admin"},
    "monthly": PROOF,
    "risk-map": PROOF | {"manager"},
    "threats": ALL - {"contractor"},
    "cloud": ALL - {"contractor"},
    "cloud-ask": ALL - {"contractor", "auditor"},
    "reorganisation": frozenset({"director", "deputy", "chair", "admin"}),
    "scorecard": LEADING | {"manager", "auditor", "admin"},
    "suppliers": PROOF | {"manager"},
    "ledger": PROOF,
    "ledger-entries": PROOF,
    "ledger-verifier": PROOF,
    "settings": PROOF,
    "setting": frozenset({"director", "deputy", "chair", "admin"}),
    **dict.fromkeys(
        ("incident-statistics", "offline-kit"), LEADING | {"admin", "auditor", "manager"}
    ),
    "tokens": frozenset({"admin"}),
    "system": LEADING | {"admin"},
    "setup": LEADING | {"admin"},
}
POSTS = frozenset({
    "answers-file", "answers-read",
    "drill-seen", "drill-teach", "drill-trial", "cloud-list", "cloud-found", "threats-bring",
    "awareness-begin", "awareness-read", "awareness-share", "awareness-remind",
    "access-bring", "access-settle", "meeting-draw", "reorganisation-back", "ledger-verify", "ledger-export", "appointment-end", "token-revoke", "account-invite",
    "account-sign-out", "draft-bulk", "draft-clause", "campaign-remind", "save-view", "import-fix",
    "chat-room", "incident-facts", "incident-note", "incident-seen", "incident-bundle", "incident-thaw",
    "import-go", "import-undo", "move", "withdraw", "comment", "attach", "document-review", "asset-here", "inspection-draw",
    "supplier-assess", "supplier-incident-link", "contract-clauses", "assessment-judge",
    "assessment-link", "assessment-sheet-back",
    "pair-renew", "acknowledge-duties", "review-keep", "review-save", "review-start",
})  # fmt: skip
"""Opened by nobody: a GET is answered 405 (or as if it were not there)."""

ABSENT = frozenset({
    "answers", "answers-export",
    "drill", "drill-landing", "cloud-evaluation",
    "learn-course", "learn-quiz", "learn-chapter", "learn-file",
    "awareness-post", "decision", "decision-json", "policy-try", "ledger-check", "ledger-checkpoint", "ledger-download", "policy-draft", "policy-original",
    "short-asset", "keeping-ask", "monthly-of", "census-count", "trade-secret",
    "access-system", "access-proof", "policy-start", "policy-diff", "document", "exception", "acknowledge-one", "campaign",
    "setup-first", "file", "print-all", "import-look", "import-marked", "import-done", "clause", "task",
    "clause-contact", "incident-room", "incident-freeze", "incident-drafts", "incident-draft", "report-sent", "report-poster",
    "pairs", "campaign-sheet", "acknowledge-through", "review", "review-confirm", "review-confirming",
    "review-hand", "review-item", "supplier", "assessment-sheet", "supplier-answer", "supplier-report",
})  # fmt: skip
"""Addresses of one thing, asked here for one that does not exist: 404 (or refused) for everyone."""

OF_REGISTERS = frozenset({
    "list", "bulk", "new", "export", "import", "import-blank", "options", "edit", "record", "print",
})  # fmt: skip
"""Derived from the rights of each register below."""

ARGUMENTS: Keys = {
    "key": "IA-0000", "number": "99.9", "name": "assets", "kind": "xlsx", "pk": uuid4(), "act": uuid4(),
    "field": "unit", "move": "classify", "file": uuid4(), "version": uuid4(), "clause": uuid4(),
    "old": uuid4(), "new": uuid4(), "code": "assets-classified", "subject": uuid4(), "paper": "nothing",
    "campaign": uuid4(), "month": "nothing", "person": uuid4(), "role": "employee", "token": "nothing", "uidb36": "0", "uidb64": "0",
    "pos": 10**9,
}  # fmt: skip


def walk(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str, Any]]:
    """(name, path, view) of every route."""
    for one in (resolver or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one, path)
        else:
            yield one.name or "", path, one.callback


def own_lock(path: str) -> bool:
    return f"/{path}".startswith(doors.OWN_LOCK)


def ours() -> list[str]:
    """The names of all routes but those that check a token themselves."""
    return [name for name, path, _view in walk() if not own_lock(path)]


def address(name: str) -> str:
    more = {"name": "assets.classify_days"} if name == "setting" else {}
    if name == "ledger-download":
        more = {"name": uuid4()}
    held = ARGUMENTS | more
    for keys in _keys_of(name):
        try:
            return reverse(name, kwargs={k: held[k] for k in keys})
        except NoReverseMatch:
            return reverse(name, kwargs=dict.fromkeys(keys, 1))
    raise LookupError(name)


def _keys_of(name: str) -> Iterator[list[str]]:
    for found, path, _view in walk():
        if found == name:
            yield re.findall(r"<(?:\w+:)?(\w+)>", path)


def test_every_route_has_a_name_and_an_expectation() -> None:
    known = PAGES.keys() | POSTS | ABSENT | OF_REGISTERS | ANYBODY
    new = {
        n
        for n in ours()
        if n not in known and not n.startswith(("account_", "mfa_", "usersessions"))
    }
    assert new == set(), "add each to ROUTES in this file with who may open it"


def looked(answer: HttpResponse, path: str) -> list[str]:
    """What is wrong with an answer whoever asked: headers, inline style or script."""
    wrong = []
    headers = answer.headers
    if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
        wrong.append(f"{path}: no strict CSP")
    if (
        headers.get("X-Frame-Options") != "DENY"
        or headers.get("X-Content-Type-Options") != "nosniff"
    ):
        wrong.append(f"{path}: headers are missing")
    if headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        wrong += [f"{path}: inline {m.group()}" for m in INLINE.finditer(answer.content.decode())]
    return wrong


@pytest.fixture
def only_looking(world: World) -> Iterator[None]:
    """Whatever is asked, the ledger stays as long as it was."""
    before = sequence.size()
    yield
    assert sequence.size() == before


@pytest.mark.usefixtures("only_looking")
@pytest.mark.parametrize("role", SOME)
def test_pages_open_to_the_roles_named_and_to_no_others(world: World, role: str) -> None:
    client, wrong = world.client(role), []
    for name, opens in PAGES.items():
        path = address(name)
        answer = client.get(path)
        wanted = OPENED if role in opens else REFUSED
        wrong += looked(answer, path)
        if answer.status_code not in wanted:
            wrong.append(f"{path}: {answer.status_code}, wanted one of {wanted}")
    assert wrong == []


@pytest.mark.once
@pytest.mark.usefixtures("only_looking")
@pytest.mark.parametrize("role", ["director", "manager", "auditor", "employee"])
def test_what_does_not_exist_is_refused_and_acts_want_a_post(world: World, role: str) -> None:
    client, wrong = world.client(role), []
    for name in sorted((POSTS | ABSENT) & set(ours())):
        path = address(name)
        answer = client.get(path)
        wanted = (*POST_ONLY, *REFUSED) if name in POSTS else (*REFUSED, 302)
        wrong += looked(answer, path)
        if answer.status_code not in wanted:
            wrong.append(f"{path}: {answer.status_code}, wanted one of {wanted}")
    assert wrong == []


def test_nobody_in_particular_opens_nothing_but_the_doors(world: World) -> None:
    client, wrong = Client(), []
    for name in sorted(set(ours())):
        path = address(name)
        answer = client.get(path)
        wrong += (
            looked(answer, path) if not path.startswith(("/healthz", "/readyz", "/metrics")) else []
        )
        if name in ANYBODY:
            if answer.status_code >= 500:
                wrong.append(f"{path}: {answer.status_code}")
        elif not (answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]):
            wrong.append(f"{path}: {answer.status_code} for nobody")
    assert wrong == []


def allowed(world: World, role: str, verb: str, register: Register[Any]) -> bool:
    from sekisho.domains.people.actors import actor_for

    on = timezone.localdate()
    return (
        guard.guard().decide(actor_for(world.accounts[role], on), verb, register, None, on).allowed
    )


@pytest.mark.usefixtures("only_looking")
@pytest.mark.parametrize("role", SOME)
def test_the_pages_of_every_register_follow_from_its_rights(world: World, role: str) -> None:
    client, wrong = world.client(role), []
    for place, register in enumerate(registry):
        if role not in unlike(register, ROLES, "read", "add", records=False):
            continue
        reads = register.listed and allowed(world, role, "read", register)
        adds = reads and allowed(world, role, "add", register)
        for name, opens in (
            ("list", reads),
            (("export", "bulk")[place % 2], reads),  # of two alike the next register is asked
            ("new", adds),
            (("import", "import-blank")[place % 2], adds),
        ):
            more = {"kind": "csv"} if name == "export" else {}
            path = reverse(name, kwargs={"name": register.name, **more})
            answer = client.get(path)
            wrong += looked(answer, path)
            if answer.status_code not in (OPENED if opens else REFUSED):
                wrong.append(
                    f"{path}: {answer.status_code}, {'opens' if opens else 'refused'} to {role}"
                )
    assert wrong == []


@pytest.mark.parametrize("role", SOME)
def test_a_record_opens_only_to_those_who_may_see_it(world: World, role: str) -> None:
    from sekisho.domains.people.actors import actor_for

    client, wrong = world.client(role), []
    on = timezone.localdate()
    actor = actor_for(world.accounts[role], on)
    for register in registry:
        if not register.listed or role not in unlike(register, ROLES, "read", "change"):
            continue
        seen = set(guard.visible(actor, register, on).values_list("pk", flat=True))
        for record in register.model._default_manager.all()[:2]:
            path = reverse("record", kwargs={"name": register.name, "key": str(record.pk)})
            answer = client.get(path)
            wrong += looked(answer, path)
            if (answer.status_code == 200) != (record.pk in seen):
                wrong.append(f"{path}: {answer.status_code} to {role}")
            changes = (
                record.pk in seen
                and guard.guard().decide(actor, "change", register, record, on).allowed
            )
            form = client.get(f"{path}/edit")
            if (form.status_code == 200) != changes:
                wrong.append(f"{path}/edit: {form.status_code} to {role}")
    assert wrong == []


@pytest.mark.once
def test_the_lists_of_tasks_cost_the_same_queries_for_one_task_and_for_many(world: World) -> None:
    client = world.client("chair")
    costs = []
    for numbers in (range(1, 2), range(2, 9)):
        for n in numbers:
            a_record("tasks", number=f"T-9{n:04d}")
        found = []
        for path in ("/tasks", "/tasks/others"):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            found.append((path, len(asked)))
        costs.append(found)
    assert costs[0] == costs[1]


def test_the_csp_is_strict() -> None:
    assert "unsafe" not in CSP
    assert "default-src 'none'" in CSP


def test_short_addresses_lead_to_the_record(world: World) -> None:
    asset = world.given.assets[0]
    client = world.client("chair")
    assert f"/r/assets/{asset.number}" in client.get(f"/a/{asset.number}").content.decode()
    person = world.given.employee.person
    assert client.get(f"/p/{person.number}").headers["Location"] == f"/r/people/{person.number}"
    assert isinstance(asset.pk, UUID)
