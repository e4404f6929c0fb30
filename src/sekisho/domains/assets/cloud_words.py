"""What is looked at before a cloud service is used: the questions, as data, and the words around them."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.errors import Text


class ServiceKind(models.TextChoices):
    SAAS = "saas", _("Application (SaaS)")
    PAAS = "paas", _("Platform (PaaS)")
    IAAS = "iaas", _("Infrastructure (IaaS)")


class Certificate(models.TextChoices):
    """Proofs by a third party that a provider of cloud services may show."""

    ISO27001 = "iso27001", _("Information security (ISO/IEC 27001)")
    ISO27017 = "iso27017", _("Cloud security (ISO/IEC 27017)")
    ISO27018 = "iso27018", _("Personal data in the cloud (ISO/IEC 27018)")
    ISO27701 = "iso27701", _("Privacy (ISO/IEC 27701)")
    SOC2 = "soc2", _("Report of an auditor (SOC 2 Type 2)")
    ISMAP = "ismap", _("Government list (ISMAP)")
    PMARK = "pmark", _("Privacy Mark")
    ISO22301 = "iso22301", _("Continuity (ISO 22301)")


class Occasion(models.TextChoices):
    """Why a service is evaluated. ``earlier``: the record of an evaluation made before this register."""

    FIRST = "first", _("Before the first use")
    PERIODIC = "periodic", _("Regular re-evaluation")
    CHANGE = "change", _("Change of the service or its use")
    INCIDENT = "incident", _("Incident")
    EARLIER = "earlier", _("Evaluated before, kept elsewhere")


class EvaluationState(models.TextChoices):
    REQUESTED = "requested", _("Being evaluated")
    EVALUATED = "evaluated", _("Awaiting decision")
    APPROVED = "approved", _("Use approved")
    CONDITIONAL = "conditional", _("Use approved with conditions")
    REFUSED = "refused", _("Use refused")
    RETRACTED = "retracted", _("Request taken back")


ALLOWING = (EvaluationState.APPROVED.value, EvaluationState.CONDITIONAL.value)
DECIDED = (*ALLOWING, EvaluationState.REFUSED.value)


class Met(models.TextChoices):
    YES = "yes", pgettext_lazy("cloud item", "Met")
    PARTLY = "partly", pgettext_lazy("cloud item", "Partly met")
    NO = "no", pgettext_lazy("cloud item", "Not met")
    NA = "na", pgettext_lazy("cloud item", "Does not apply")


class Treatment(models.TextChoices):
    REDUCE = "reduce", _("Reduce it by a measure")
    AVOID = "avoid", _("Avoid it: do not use the service for this")
    SHARE = "share", _("Share it by contract or insurance")
    ACCEPT = "accept", _("Bear it")


class RiskLevel(models.TextChoices):
    HIGH = "high", pgettext_lazy("cloud risk", "High")
    MIDDLE = "middle", pgettext_lazy("cloud risk", "Medium")
    LOW = "low", pgettext_lazy("cloud risk", "Low")


class Item(models.TextChoices):
    """What is asked of every service; ``more`` and ``condition`` are lines besides the questions."""

    CERTIFICATES = "certificates", _("Certificates of a third party")
    LOCATION = "location", _("Where the data is and which law applies")
    ABROAD = "abroad", _("Personal data abroad")
    ENCRYPTION = "encryption", _("Encryption in transit, at rest, and the keys")
    SIGN_IN = "sign_in", _("Sign-in")
    RIGHTS = "rights", _("Rights of users and administrators")
    LOGS = "logs", _("Logs")
    BACKUP = "backup", _("Backup and recovery")
    SLA = "sla", _("Service level")
    VULNERABILITY = "vulnerability", _("Vulnerabilities and updates")
    NOTICE = "notice", _("Notice of incidents")
    SUBCONTRACT = "subcontract", _("Sub-processors")
    RETURN = "return", _("Return and erasure at the end")
    TRAINING = "training", _("Use of input to train AI")
    DIVISION = "division", _("Division of responsibility")
    CONTINUITY = "continuity", _("Finances and continuity of the provider")
    COST = "cost", _("Cost")
    MORE = "more", _("Further risk")
    CONDITION = "condition", _("Condition of the decision")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``proof``: a “met” needs a proof; ``credited_by``: certificates that are one."""

    item: Item
    asks: Text
    proof: bool = True
    credited_by: tuple[Certificate, ...] = ()


_C = Certificate
_MANAGED = (_C.ISO27001, _C.ISO27017, _C.SOC2, _C.ISMAP)
QUESTIONS = (
    Question(Item.CERTIFICATES, _("Which are valid, for which scope, until when?"), True, tuple(_C)),
    Question(Item.LOCATION, _("In which countries is the data stored and seen, under whose law and court?")),
    Question(Item.ABROAD, _("Is personal data handled abroad, and is the law there known and told to the persons?")),
    Question(Item.ENCRYPTION, _("Is everything encrypted in transit and at rest, and who holds the keys?"), True, (_C.ISO27017, _C.SOC2, _C.ISMAP)),
    Question(Item.SIGN_IN, _("Single sign-on, several factors, limits by address or device?")),
    Question(Item.RIGHTS, _("Can rights be given by need, and are administrators told apart?"), True, (_C.ISO27017, _C.SOC2, _C.ISMAP)),
    Question(Item.LOGS, _("Which logs are there, how long, and can we read them?"), True, (_C.SOC2, _C.ISMAP)),
    Question(Item.BACKUP, _("How often is it backed up, how far apart, and was restoring tried?"), True, (_C.SOC2, _C.ISO22301, _C.ISMAP)),
    Question(Item.SLA, _("Which availability is promised, and what follows when it is not kept?")),
    Question(Item.VULNERABILITY, _("How fast are vulnerabilities closed, and are tests by others shown?"), True, _MANAGED),
    Question(Item.NOTICE, _("Within how many hours do they tell us of an incident, and how?")),
    Question(Item.SUBCONTRACT, _("Who else handles the data, and are we told of changes?"), True, (_C.ISO27018, _C.ISO27701, _C.ISMAP)),
    Question(Item.RETURN, _("In which form do we get the data back, and is its erasure certified?")),
    Question(Item.TRAINING, _("Is what we put in used to train models, and can that be switched off?")),
    Question(Item.DIVISION, _("What is theirs and what is ours to protect, setting by setting?"), True, (_C.ISO27017, _C.ISMAP)),
    Question(Item.CONTINUITY, _("How sound is the provider, and what would we do without it?"), True, (_C.ISO22301,)),
    Question(Item.COST, _("What does it cost, and what would leaving cost?"), False),
)  # fmt: skip
BY_ITEM = {one.item.value: one for one in QUESTIONS}
