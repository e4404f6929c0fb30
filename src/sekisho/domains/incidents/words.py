"""The words of incidents: kinds, severities, stages, causes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tri(models.TextChoices):
    """An answer; until there is one the worst counts."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


class Category(models.TextChoices):
    MISDELIVERY = "misdelivery", _("Sent or shown to the wrong person")
    LOSS = "loss", _("Loss or theft")
    LEAK = "leak", _("Leak of information")
    PHISHING = "phishing", _("Suspicious mail or screen")
    MALWARE = "malware", _("Malware")
    RANSOMWARE = "ransomware", _("Ransomware")
    UNAUTHORISED = "unauthorised", _("Unauthorised access")
    OUTAGE = "outage", _("Outage of a system")
    INSIDER = "insider", _("Misuse from inside")
    PHYSICAL = "physical", _("Intrusion or damage of premises")
    SUPPLIER = "supplier", _("Incident at a contractor or cloud provider")
    OTHER = "other", _("Other, or not known yet")


class Channel(models.TextChoices):
    """How a report came in."""

    PAGE = "page", _("Page of Sekisho")
    LINK = "link", _("Link without an account")
    MAIL = "mail", _("E-mail")
    API = "api", _("Another system")
    CALL = "call", _("Telephone or in person")
    OTHER = "other", _("Otherwise")


VIA = {"web": Channel.PAGE, "link": Channel.LINK, "mail": Channel.MAIL, "api": Channel.API}
"""The channel that an act came by tells, where nobody says otherwise."""


class Severity(models.TextChoices):
    MAJOR = "major", _("Major")
    MODERATE = "moderate", _("Moderate")
    MINOR = "minor", _("Minor")
    NEAR_MISS = "near_miss", _("Near miss")


RANK = {Severity.NEAR_MISS: 0, Severity.MINOR: 1, Severity.MODERATE: 2, Severity.MAJOR: 3}
"""Severities from least to greatest."""


class Stage(models.TextChoices):
    """Where an incident stands; the tracks of notices and evidence run beside it."""

    REPORTED = "reported", _("Report received")
    TRIAGED = "triaged", _("Judged")
    RESPONDING = "responding", _("First response")
    CONTAINED = "contained", _("Contained")
    INVESTIGATING = "investigating", _("Finding the cause")
    RECOVERED = "recovered", _("Recovered")
    PREVENTION = "prevention", _("Preventing recurrence")
    CLOSED = "closed", _("Closed")
    LEAVING = "leaving", _("Exit proposed")
    DISMISSED = "dismissed", _("Ended without response")


OVER = (Stage.CLOSED, Stage.DISMISSED)
ROAD = (
    Stage.REPORTED, Stage.TRIAGED, Stage.RESPONDING, Stage.CONTAINED, Stage.INVESTIGATING,
    Stage.RECOVERED, Stage.PREVENTION, Stage.CLOSED,
)  # fmt: skip
"""The stages in their order; exits leave the road."""


class Exit(models.TextChoices):
    """Why an event that was judged is no incident of its own."""

    EVENT_ONLY = "event_only", _("An event only")
    FALSE_ALARM = "false_alarm", _("False alarm")
    MERGED = "merged", _("Merged into another incident")


class Cause(models.TextChoices):
    MISTAKE = "mistake", _("Human mistake")
    NOT_FOLLOWED = "not_followed", _("A procedure was not followed")
    NO_PROCEDURE = "no_procedure", _("There was no procedure")
    CONFIGURATION = "configuration", _("Wrong configuration")
    TECHNICAL = "technical", _("Technical fault")
    ATTACK = "attack", _("Attack from outside")
    INSIDER = "insider", _("Act of an insider")
    SUPPLIER = "supplier", _("At a contractor or provider")
    PHYSICAL = "physical", _("Premises or disaster")


class Verdict(models.TextChoices):
    """What the incident says about the clause concerned."""

    FINE = "fine", _("The clause is fine")
    NOT_FOLLOWED = "not_followed", _("The clause was not followed")
    MISSING = "missing", _("A clause is missing")
    WRONG = "wrong", _("The clause is wrong")
