"""The resources as a directory sees them, and what the service can do.

Only what Sekisho has a use for is in the schemas: a password, a photograph or a home address
that a directory sends all the same is not kept (policy ``ignore``).
"""

from typing import Annotated, Any

from django.utils.functional import Promise
from pydantic import Field
from scim2_models import (
    URN,
    AnyExtension,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
JAPAN = "urn:sekisho:params:scim:schemas:extension:japan:2.0:User"
MOST = 1000  # results of one search, and operations of one bulk request
MOST_BYTES = 4 * 2**20

ReadOnlyText = Annotated[str | None, Mutability.read_only]
Id = Annotated[str | None, Mutability.read_only, CaseExact.true]


class UserName(ComplexAttribute):
    family_name: str | None = None
    """The family name used at work."""

    given_name: str | None = None
    """The given name used at work."""


class Email(ComplexAttribute):
    value: str | None = None
    """The address; the account signs in with it."""

    type: str | None = Field(None, examples=["work", "other"])
    """Of several addresses only one is kept: the primary one, else that of type work."""

    primary: bool | None = None
    """Whether it is the one to use."""


class Membership(ComplexAttribute):
    value: Id = None
    """The id of the unit."""

    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """Where the unit is found."""

    display: ReadOnlyText = None
    """The name of the unit."""


class User(Resource[AnyExtension]):
    """A person, with the account by which the person signs in."""

    __schema__ = URN(CORE)

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """The name by which the directory knows the user."""

    name: UserName | None = None
    """The parts of the name."""

    display_name: Annotated[str | None, Required.true] = None
    """The full name used at work. Left out, it is made of the parts of the name."""

    title: str | None = None
    """The job title."""

    user_type: str | None = None
    """The kind of user. Known words such as Contractor set the employment."""

    active: Annotated[bool | None, Required.true] = None
    """Whether the person may sign in today. Left out, a new user is active."""

    emails: list[Email] | None = None
    """The e-mail address at work."""

    groups: Annotated[list[Membership] | None, Mutability.read_only] = None
    """The units the person works in today."""


class Manager(ComplexAttribute):
    value: Annotated[str | None, CaseExact.true] = None
    """The id of the superior."""

    ref: Annotated[Reference["User"] | None, CaseExact.true] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """Where the superior is found."""


class EnterpriseUser(Extension):
    """What the directory says of the person's place in the company."""

    __schema__ = URN(ENTERPRISE)

    employee_number: str | None = None
    """The number in the personnel system; leading zeros are kept."""

    cost_center: str | None = None
    """The cost center."""

    organization: str | None = None
    """The organization."""

    division: str | None = None
    """The division."""

    department: str | None = None
    """The department. If a unit has this code or name, it becomes the main unit."""

    manager: Manager | None = None
    """The superior."""


class JapaneseUser(Extension):
    """What a Japanese directory knows besides."""

    __schema__ = URN(JAPAN)

    kana: str | None = None
    """The name in kana; lists are sorted by it."""

    former_name: str | None = None
    """The former family name."""

    supplier: str | None = None
    """For dispatched workers and contractors: the company that sends the person."""


class Member(ComplexAttribute):
    value: Annotated[str | None, Mutability.immutable, CaseExact.true] = None
    """The id of the person."""

    ref: Annotated[Reference[User] | None, Mutability.immutable] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """Where the person is found."""

    type: Annotated[str | None, Mutability.immutable] = Field(None, examples=["User"])
    """Always User: how units belong to each other is kept in the organisation."""


class Group(Resource[Any]):
    """A department or project; its members are the posts held there today. Never a role."""

    __schema__ = URN(GROUP)

    display_name: Annotated[str | None, Required.true] = None
    """The name of the unit."""

    members: list[Member] | None = None
    """Who works in the unit today."""


def provider(documentation: str, bearer: str | Promise) -> ScimProvider:
    """The service as its discovery endpoints describe it."""
    config = ServiceProviderConfig(
        documentation_uri=Reference(documentation),
        patch=Patch(supported=True),
        bulk=Bulk(supported=True, max_operations=MOST, max_payload_size=MOST_BYTES),
        filter=Filter(supported=True, max_results=MOST),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description=str(bearer),
                primary=True,
            )
        ],
    )
    policy = ScimPolicy(
        unknown=ScimPolicy.Unknown.ignore,
        remove_value_as_filter=ScimPolicy.RemoveValue.apply,
        unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
    )
    return ScimProvider(
        models=[User, Group, EnterpriseUser, JapaneseUser],
        resource_types=[
            ResourceType.from_resource(User[EnterpriseUser | JapaneseUser]),
            ResourceType.from_resource(Group),
        ],
        config=config,
        policy=policy,
    )
