"""The life of a request by a person about their data, and of a complaint.

Act on the Protection of Personal Information: art. 32 to 36 (requests), 39 (action at law), 40 (complaints).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.workflow import Move, Workflow


class Kind(models.TextChoices):
    PURPOSE = "purpose", _("Notice of the purpose of use")
    ACCESS = "access", _("Disclosure of data held")
    RECORDS = "records", _("Disclosure of records of provision")
    CORRECTION = "correction", _("Correction, addition or deletion")
    STOP = "stop", _("Ceasing of use or erasure")
    PROVISION = "provision", _("Ceasing of provision to third parties")
    COMPLAINT = "complaint", pgettext_lazy("request", "Complaint")


class Channel(models.TextChoices):
    LETTER = "letter", _("Letter or form on paper")
    MAIL = "mail", _("E-mail or web form")
    PHONE = "phone", pgettext_lazy("channel", "Telephone")
    VISIT = "visit", pgettext_lazy("channel", "Visit")


class Identity(models.TextChoices):
    DOCUMENT = "document", _("Identity document")
    ACCOUNT = "account", _("Signed in to their account")
    KNOWN = "known", _("Call back or reply to a known address")
    AGENT = "agent", _("Agent: letter of attorney and identity of both")
    FAILED = "failed", _("Could not be established")


class Outcome(models.TextChoices):
    GRANTED = "granted", _("Done as asked")
    PARTLY = "partly", _("Done in part")
    REFUSED = "refused", _("Not done")
    NOT_HELD = "not_held", _("No such data is held")
    DROPPED = "dropped", _("Taken back by the person")


class Ground(models.TextChoices):
    """Why it was not, or not wholly, done; art. 33 (2) names the first three for disclosure."""

    HARM = "harm", _("Could harm life, body, property or rights of somebody")
    BUSINESS = "business", _("Could seriously hinder the proper conduct of business")
    LAW = "law", _("Would violate another law")
    FACTS = "facts", _("The facts asked for do not apply")
    COST = "cost", _("Too costly; another measure protects the person")
    IDENTITY = "identity", _("Identity or authority was not shown")


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    IDENTIFIED = "identified", _("Identity checked")
    DECIDED = "decided", _("Answer decided, to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed, to be sent")
    ANSWERED = "answered", _("Answered")


IN_HAND = (State.RECEIVED, State.IDENTIFIED)
UNGRANTED = (Outcome.PARTLY, Outcome.REFUSED)

LIFE = Workflow(
    State,
    State.RECEIVED,
    (
        Move("identify", State.RECEIVED, State.IDENTIFIED, _("Record the identity check"),
             asks=("identity",), sets=(("identified_on", "day"), ("identified_by", "person"))),
        Move("decide", IN_HAND, State.DECIDED, _("Decide the answer"), asks=("outcome", "answer")),
        Move("refuse", IN_HAND, State.DECIDED, _("Decide not to do it, or only in part"),
             asks=("outcome", "ground", "answer")),
        Move("confirm", State.DECIDED, State.CONFIRMED, _("Confirm the answer"),
             other_than=("decide", "refuse"), sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
        Move("return", State.DECIDED, State.RECEIVED, pgettext_lazy("request", "Decide anew"),
             asks=("reason",)),
        Move("send", State.CONFIRMED, State.ANSWERED, _("Answer sent"), asks=("answered_on",)),
    ),
)  # fmt: skip
