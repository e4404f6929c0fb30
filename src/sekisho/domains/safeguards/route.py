"""Protected routes: which page of which application leads to which information."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class Method(models.TextChoices):
    GET = "GET", _("GET (read a page)")
    HEAD = "HEAD", _("HEAD (ask about a page)")
    POST = "POST", _("POST (send)")
    PUT = "PUT", _("PUT (replace)")
    PATCH = "PATCH", _("PATCH (change)")
    DELETE = "DELETE", _("DELETE (delete)")
    OPTIONS = "OPTIONS", _("OPTIONS (ask what is possible)")


class RouteAction(models.TextChoices):
    READ = "read", _("Read")
    WRITE = "write", _("Write")
    EXPORT = "export", _("Export")
    ADMINISTER = "administer", _("Administer")


class Route(Record):
    """One door of a protected application. What no route names is shut."""

    host = models.CharField(
        _("host"), max_length=200,
        validators=[RegexValidator(r"^[a-z0-9.\-]+$", _("A host name in lower case."))],
        help_text=_("As people type it, such as wiki.example.co.jp."),
    )  # fmt: skip
    path = models.CharField(
        _("path"), max_length=300,
        validators=[RegexValidator(r"^/[^?#*]*\*?$", _("Begins with /; a * may end it."))],
        help_text=_("Begins with /. With * at the end it covers everything below."),
    )  # fmt: skip
    methods = SetField(_("methods"), choices=Method, help_text=_("Empty: GET and HEAD alone."))
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="routes", verbose_name=_("information asset")
    )
    action = models.CharField(
        _("counts as"), max_length=10, choices=RouteAction, default=RouteAction.READ
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("protected route")
        constraints = (
            models.UniqueConstraint(fields=("host", "path", "action"), name="route_once"),
        )

    def __str__(self) -> str:
        return f"{self.host}{self.path}"


@register
class Routes(Register[Route]):
    name = "routes"
    title = _("Protected routes")
    singular = _("protected route")
    about = _("Which addresses of which applications lead to which information.")
    model = Route
    key = ("host", "path", "action")
    columns = ("host", "path", "methods", "asset", "action")
    filters = ("host", "asset", "action")
    search = ("host", "path", "note", "asset__name")
    order = ("host", "path")
    unit_path = "asset__unit"
    asset_path = "asset"
    shut_when_frozen = frozenset({"add", "change"})
    place = "checkpoint"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {"host": ("ホスト",), "path": ("パス",)}
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=("admin", "operator"),
        change=("admin", "operator"),
        withdraw=("admin",),
    )

    def check(
        self, values: Mapping[str, Any], record: Route | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        path = values.get("path") or ""
        if "/../" in f"{path}/" or "/./" in f"{path}/" or "//" in path:
            yield "path", _("Please write the path without detours.")
