"""Which column, or which expression, an attribute of a filter or a sort means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, NullIf

from sekisho.api.scim import groups
from sekisho.api.scim.shapes import CORE, ENTERPRISE, GROUP, JAPAN
from sekisho.domains.people.identity import Identity, user_key
from sekisho.registers.actor import Act

EMPTY = Value("", output_field=CharField())


@dataclass(frozen=True, slots=True)
class Attribute:
    """``kind``: text, id, flag, moment, fixed (``value`` for every row) or many (of ``inner``).

    ``there``: what must hold for the row to have a value at all; ``same``: equality by an index.
    ``rows``: for many, the rows of another table that hold for the row.
    """

    kind: str
    value: Any = None
    exact: bool = False
    there: Q = field(default_factory=Q)
    same: Callable[[str], Q] | None = None
    inner: Mapping[str, "Attribute"] = field(default_factory=dict)
    rows: Callable[[Act], "QuerySet[Any]"] | None = None


def text(path: str, *, exact: bool = False) -> Attribute:
    return Attribute("text", Coalesce(F(path), EMPTY, output_field=CharField()), exact)


def _by_user_name(word: str) -> Q:
    key = user_key(word)
    linked = Identity.objects.known().filter(user_key=key).values("person")
    return (
        Q(pk__in=linked)
        | Q(email=key, identity=None)
        | Q(number=word.upper(), email="", identity=None)
    )


def _by_external_id(word: str) -> Q:
    return Q(pk__in=Identity.objects.known().filter(external_id=word).values("person"))


def _posts_of(path: str) -> Callable[[Act], "QuerySet[Any]"]:
    return lambda act: groups.posts(act).filter(**{path: OuterRef("pk")})


HAS_EMAIL = ~Q(email="")
MAIN_UNIT = Case(
    When(~Q(identity__department="") & Q(identity__isnull=False), then=F("identity__department")),
    default=Coalesce(F("unit__name"), EMPTY),
)
EMAIL = {
    "value": text("email"),
    "type": Attribute(
        "text",
        Case(
            When(identity=None, then=Value("work")),
            default=F("identity__email_type"),
            output_field=CharField(),
        ),
    ),
    "primary": Attribute(
        "flag",
        Case(
            When(identity=None, then=True),
            default=Coalesce(F("identity__email_primary"), False),
            output_field=BooleanField(),
        ),
    ),
}
USER: dict[str, Attribute] = {
    "id": Attribute("id", "pk"),
    "externalid": Attribute(
        "text", Coalesce(F("identity__external_id"), EMPTY), exact=True, same=_by_external_id
    ),
    "username": Attribute(
        "text",
        Coalesce(
            F("identity__user_name"),
            NullIf(F("email"), EMPTY),
            F("number"),
            output_field=CharField(),
        ),
        same=_by_user_name,
    ),
    "displayname": text("name"),
    "name.familyname": Attribute(
        "text",
        Case(
            When(family_name=F("name"), given_name="", then=EMPTY),
            default=F("family_name"),
            output_field=CharField(),
        ),
    ),
    "name.givenname": text("given_name"),
    "title": text("title"),
    "usertype": text("identity__user_type"),
    "active": Attribute("flag", F("scim_active")),
    "emails": Attribute("many", inner=EMAIL, there=HAS_EMAIL),
    "groups": Attribute(
        "many",
        inner={"value": Attribute("id", "unit_id"), "display": text("unit__name")},
        rows=_posts_of("person"),
    ),
    "schemas": Attribute("fixed", (CORE, ENTERPRISE, JAPAN)),
    "meta.resourcetype": Attribute("fixed", ("User",), exact=True),
    "meta.created": Attribute("moment", F("created_at")),
    "meta.lastmodified": Attribute(
        "moment",
        Greatest(
            F("changed_at"),
            Coalesce(F("identity__changed_at"), F("changed_at")),
            Coalesce(F("account__changed_at"), F("changed_at")),
        ),
    ),
    f"{ENTERPRISE}:employeenumber": Attribute(
        "text", F("employee_number"), same=lambda word: Q(employee_number=word)
    ),
    f"{ENTERPRISE}:department": Attribute("text", MAIN_UNIT),
    f"{ENTERPRISE}:division": text("identity__division"),
    f"{ENTERPRISE}:organization": text("identity__organization"),
    f"{ENTERPRISE}:costcenter": text("identity__cost_center"),
    f"{ENTERPRISE}:manager.value": Attribute("id", "identity__manager_id"),
    f"{JAPAN}:kana": text("kana"),
    f"{JAPAN}:formername": text("former_name"),
    f"{JAPAN}:supplier": text("supplier"),
}
UNIT: dict[str, Attribute] = {
    "id": Attribute("id", "pk"),
    "externalid": Attribute(
        "text", F("external_id"), exact=True, same=lambda word: Q(external_id=word)
    ),
    "displayname": text("name"),
    "members": Attribute(
        "many",
        inner={
            "value": Attribute("id", "person_id"),
            "type": Attribute("fixed", ("User",)),
        },
        rows=_posts_of("unit"),
    ),
    "schemas": Attribute("fixed", (GROUP,)),
    "meta.resourcetype": Attribute("fixed", ("Group",), exact=True),
    "meta.created": Attribute("moment", F("created_at")),
    "meta.lastmodified": Attribute(
        "moment", Greatest(F("changed_at"), Coalesce(F("scim_latest"), F("changed_at")))
    ),
}
TABLES: dict[str, dict[str, Attribute]] = {
    "User": {name.lower(): one for name, one in USER.items()},
    "Group": {name.lower(): one for name, one in UNIT.items()},
}


def exists(attribute: Attribute, act: Act, inner: Any) -> Q:
    """That one of the values of a many-valued attribute fulfils ``inner``."""
    if attribute.rows is None:
        return Q(attribute.there & inner)
    return Q(Exists(attribute.rows(act).filter(inner)))
