"""The few questions of a report, the same with and without an account."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.incidents.words import Category, Tri
from sekisho.notices.reception import Piece, takes_whistle
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.web import inputs

KINDS: tuple[tuple[str, Text], ...] = (
    (Category.MISDELIVERY, gettext_lazy("I sent or showed something to the wrong person")),
    (Category.LOSS, gettext_lazy("Something is lost or stolen")),
    (Category.PHISHING, gettext_lazy("A suspicious mail or screen")),
    (Category.UNAUTHORISED, gettext_lazy("Somebody seems to have used something of mine")),
    (Category.INSIDER, gettext_lazy("Somebody inside seems to misuse information")),
    (Category.OTHER, gettext_lazy("Something else, or I do not know")),
)
NEXT: dict[str, Text] = {
    Category.MISDELIVERY: gettext_lazy(
        "Do not delete the mail you sent. Do not write to the recipient before your manager has spoken to you."
    ),
    Category.LOSS: gettext_lazy(
        "Write down where you had it last. Do not go looking alone at night; tell the place where it may be."
    ),
    Category.PHISHING: gettext_lazy(
        "Do not delete the mail and do not click any more. If you typed a password, change it now."
    ),
    Category.UNAUTHORISED: gettext_lazy(
        "Do not switch the device off. Change the password from another device."
    ),
    Category.INSIDER: gettext_lazy(
        "Do not look into it yourself and do not speak to the person. Leave everything as it is."
    ),
    Category.OTHER: gettext_lazy("Leave everything as it is. Somebody will contact you."),
}
ASKED = ("category", "noticed_at", "text", "personal_data", "persons", "near_miss", "whistle",
         "named", "informant")  # fmt: skip
LONGEST = 20_000


def next_of(category: str) -> Text:
    """What to do now."""
    return NEXT.get(category, NEXT[Category.OTHER])


def blank() -> dict[str, str]:
    return dict.fromkeys(ASKED, "") | {
        "noticed_at": timezone.localtime().strftime("%Y/%m/%d %H:%M")
    }


def given(request: HttpRequest) -> dict[str, str]:
    """What was written, without what no database holds."""
    return {name: request.POST.get(name, "").replace("\x00", "")[:LONGEST] for name in ASKED}


def values(given: Mapping[str, str]) -> dict[str, Any]:
    """What the register asks for, from the few answers of the form."""
    text = given["text"].strip()
    found: dict[str, Any] = {
        "category": given["category"],
        "title": text.splitlines()[0][:60] if text else "",
        "text": text,
        "noticed_at": given["noticed_at"],
        "personal_data": given["personal_data"] or Tri.UNKNOWN,
        "persons": given["persons"],
    }
    if given["near_miss"]:
        found["severity"] = "near_miss"
    if given["whistle"]:
        found["whistle"] = True
    return found


def pieces(request: HttpRequest) -> Iterator[Piece]:
    """The photo, if there is one."""
    file = request.FILES.get("photo")
    if file is not None:
        yield Piece(file.name or "photo", cast("Any", file))


def questions(
    given: Mapping[str, str], problems: Mapping[str, Any], act: Act, *, account: bool = True
) -> list[inputs.Input]:
    def errors(*names: str) -> list[Text]:
        return [text for name in names for text in problems.get(name, [])]

    found = [
        inputs.Input("category", _("What happened?"), "radio", given["category"],
                     required=True, choices=KINDS, errors=errors("category")),
        inputs.Input("noticed_at", _("When did you notice?"), "moment", given["noticed_at"],
                     help=_("The present time is filled in."), errors=errors("noticed_at"),
                     mark_optional=False),
        inputs.Input("text", _("What happened, in a word?"), "long", given["text"],
                     required=True, rows=3,
                     errors=[_("A word is enough, such as “I mistook the address”.")]
                     if errors("text", "title") else []),
        inputs.Input("personal_data", _("Is personal data concerned?"), "radio",
                     given["personal_data"], mark_optional=False,
                     choices=((Tri.YES, _("Yes, or perhaps")), (Tri.NO, _("No")),
                              (Tri.UNKNOWN, _("I do not know")))),
        inputs.Input("persons", _("About how many people’s?"), "number", given["persons"],
                     help=_("A guess is enough; leave it empty if you cannot tell."),
                     errors=errors("persons")),
        inputs.Input("near_miss", _("Nothing came of it (near miss)"), "check",
                     given["near_miss"]),
    ]  # fmt: skip
    if not account:
        found.append(
            inputs.Input("informant", _("Your name, and how to reach you"), "text",
                         given["informant"], limit=200, autocomplete="name",
                         help=_("May stay empty. It helps when something has to be asked."))
        )  # fmt: skip
    return [*found, *(_whistle(given, account=account) if takes_whistle(act) else ())]


def _whistle(given: Mapping[str, str], *, account: bool) -> Iterator[inputs.Input]:
    """Only where somebody is designated: otherwise there is nobody to keep the secret."""
    yield inputs.Input(
        "whistle", _("This may be a whistle-blower’s report"), "check", given["whistle"],
        help=_("It goes to the persons designated for such reports and to nobody else, not even to "
               "your manager, the committee or an administrator."),
    )  # fmt: skip
    if account:
        yield inputs.Input(
            "named", _("The designated persons may know who I am"), "check", given["named"],
            help=_("Without this nothing is kept that leads to you. They then cannot answer you."),
        )  # fmt: skip
