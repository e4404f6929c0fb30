"""The lists people choose from when they describe an information asset."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Medium(models.TextChoices):
    """Where information lives; the people who know it count as well."""

    FILE = "file", _("Electronic file")
    SERVER = "server", _("Company server")
    PC = "pc", _("PC")
    REMOVABLE = "removable", _("Removable medium")
    PAPER = "paper", _("Paper")
    MOBILE = "mobile", _("Mobile device")
    CLOUD = "cloud", _("Cloud service (medium)")
    EQUIPMENT = "equipment", _("Network or other equipment")
    KNOWLEDGE = "knowledge", _("Knowledge of people")


class Ownership(models.TextChoices):
    """Whose information it is: ours, a client's in our keeping, or held jointly."""

    OWN = "own", _("The company's own")
    ENTRUSTED = "entrusted", _("Entrusted by a client")
    SHARED = "shared", _("Shared")


class PersonalKind(models.TextChoices):
    """Kinds of personal data (APPI art. 2, 16; My Number Act art. 2; APPI rules art. 7).

    ``no`` is an answer a person gave; an empty set means that nobody has said.
    """

    NONE = "no", _("No personal data")
    PERSONAL = "personal", _("Personal information")
    SPECIAL_CARE = "special_care", _("Special-care-required personal information")
    MY_NUMBER = "my_number", _("Specific personal information (My Number)")
    PROPERTY = "property_damage", _("Data whose leak may cause property damage")
    SECRECY = "communications_secrecy", _("Secrecy of communications")
    PSEUDONYMISED = "pseudonymised", _("Pseudonymised information")
    RELATED = "person_related", _("Person-related information")


class TradeSecret(models.TextChoices):
    """Standing under the Unfair Competition Prevention Act, art. 2 (6) and (7)."""

    UNDECIDED = "undecided", _("Not yet decided")
    SECRET = "secret", _("Trade secret")
    LIMITED = "limited_data", _("Shared data with limited access")
    NO = "no", _("Neither")


class Disposal(models.TextChoices):
    """How the information is to be destroyed when its time is over."""

    SHRED = "shred", _("Shredding")
    DISSOLVE = "dissolve", _("Dissolution of paper")
    DESTROY = "destroy", _("Physical destruction")
    ERASE = "erase", _("Erasure by overwriting")
    CRYPTO = "crypto_erase", _("Erasure of the encryption key")
    GIVE_BACK = "return", _("Return to its owner")


class Cipher(models.TextChoices):
    """How it is encrypted. The first three are on the CRYPTREC list or stand on ciphers that are."""

    AES256 = "aes256", _("AES with 256 bits")
    AES128 = "aes128", _("AES with 128 bits")
    PROVIDER = "provider", _("AES by the cloud service")
    ZIP = "zipcrypto", _("Password of a ZIP file (ZipCrypto)")
    OTHER = "other", _("Another method")


class CountBand(models.TextChoices):
    """About how many persons; 1,000 is where a breach must be reported (APPI rules art. 7 (4))."""

    UP_TO_100 = "100", _("Up to 100 persons")
    UP_TO_1000 = "1000", _("101 to 1,000 persons")
    UP_TO_5000 = "5000", _("1,001 to 5,000 persons")
    UP_TO_50000 = "50000", _("5,001 to 50,000 persons")
    MORE = "more", _("More than 50,000 persons")


class Degree(models.IntegerChoices):
    """Degree of harm when confidentiality, integrity or availability is lost."""

    LOW = 1, _("1 (hardly any effect)")
    MIDDLE = 2, _("2 (large effect on the business)")
    HIGH = 3, _("3 (serious effect, or protected by law)")
