"""Receipts: one person has read one awareness post. Such a record is never taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.awareness_post import AwarenessPost
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights

OWN = ("director:own", "deputy:own", "chair:own", "committee:own", "manager:own", "employee:own",
       "contractor:own", "auditor:own", "admin:own")  # fmt: skip


class PostReceipts(Records):
    def by(self, on: date) -> Self:
        return self.present().filter(on__lte=on)


class PostReceipt(Record):
    """That they have read it is what the person says; when and by which door, what we know."""

    post = models.ForeignKey(
        AwarenessPost, models.PROTECT, related_name="receipts", verbose_name=_("awareness post")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="post_receipts", verbose_name=_("who read it")
    )
    on = models.DateField(_("read on"), null=True, blank=True)
    at = models.DateTimeField(_("read at"), null=True, blank=True)
    via = models.CharField(_("read through"), max_length=40, blank=True)

    objects: ClassVar[Any] = PostReceipts.as_manager()

    class Meta:
        verbose_name = _("receipt")
        constraints = (models.UniqueConstraint(fields=("post", "person"), name="post_read_once"),)

    def __str__(self) -> str:
        return f"{self.person} {self.post}"


@register
class PostReceiptRegister(Register[PostReceipt]):
    name = "post_receipts"
    title = _("Receipts of awareness posts")
    singular = _("receipt")
    about = _("Who has read which awareness post, and when. Kept for good.")
    model = PostReceipt
    rights = Rights(
        read=(
            *LEADERS,
            "manager:unit",
            "employee:own",
            "contractor:own",
            "auditor",
            "admin:own",
            "operator",
        ),
        add=OWN,
    )
    key = ("post", "person")
    label_with = ("person", "post")
    columns = ("post", "person", "on", "via")
    filters = ("post", "person", "on")
    search = ("person__name", "post__title", "post__number")
    order = ("-on",)
    unit_path = "person__unit"
    person_path = "person"
    sealed = frozenset({"on", "at", "via"})
    withdrawable = False

    def prepare(self, values: dict[str, Any], record: PostReceipt | None, act: Act) -> None:
        """The moment and the door are those of the act itself."""
        if record is None:
            values |= {"on": act.on, "at": act.at, "via": act.via}

    def check(
        self, values: Mapping[str, Any], record: PostReceipt | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["person"] != act.actor.person:
            yield "person", _("Each person says for themselves what they have read.")

    def settle(self, records: Sequence[PostReceipt], act: Act) -> None:
        """Nobody can have read what was not published."""
        del act
        ids = {record.post_id for record in records}
        if AwarenessPost.objects.filter(pk__in=ids, published_on=None).exists():
            raise Invalid({"post": [_("This post is not published yet.")]})
