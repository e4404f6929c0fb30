"""What feeds and inventories say, in plain tables: rebuilt from the files at any time, no register.

The acts are in the ledger with the hash of each file (``feeds``, ``inventories``); what people decide
about it are records (``exposures``, ``threat_notices``, ``product_names``). See ADR 0110.
"""

from django.db import models


class Vulnerability(models.Model):
    """A group of advisories that speak of the same fault; ``name`` is its best known name."""

    name = models.CharField(max_length=120, db_index=True)
    title = models.CharField(max_length=300, blank=True)
    title_ja = models.CharField(max_length=300, blank=True)
    cvss = models.FloatField(null=True)

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Every name by which a fault is called leads to its one group."""

    name = models.CharField(max_length=120, primary_key=True)
    vulnerability = models.ForeignKey(Vulnerability, models.CASCADE, related_name="aliases")

    def __str__(self) -> str:
        return self.name


class Advisory(models.Model):
    """What one source says of one fault. ``digest``: of what was read, so that nothing is read twice."""

    source = models.CharField(max_length=12)
    source_id = models.CharField(max_length=160)
    vulnerability = models.ForeignKey(Vulnerability, models.CASCADE, related_name="advisories")
    title = models.CharField(max_length=300, blank=True)
    japanese = models.BooleanField(default=False)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=400, blank=True)
    cvss = models.FloatField(null=True)
    published_on = models.DateField(null=True)
    withdrawn = models.BooleanField(default=False)
    digest = models.BinaryField(max_length=16)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "source_id"), name="advisory_of_source"),
        )

    def __str__(self) -> str:
        return self.source_id


class Package(models.Model):
    """``npm/lodash``, ``Debian:12/openssl``, ``cpe/a:vendor:product``; ``scheme`` orders its versions."""

    name = models.CharField(max_length=240, unique=True)
    scheme = models.CharField(max_length=8)

    def __str__(self) -> str:
        return self.name


class Confidence(models.TextChoices):
    """How a range was read: as written, from prose, or from a version no scheme knows."""

    EXACT = "exact"
    PARSED = "parsed"
    LOOSE = "loose"


class Range(models.Model):
    """Versions affected: ``low`` ≤ key < ``high``."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="ranges")
    advisory = models.ForeignKey(Advisory, models.CASCADE, related_name="ranges")
    low = models.BinaryField()
    high = models.BinaryField()
    fix = models.CharField(max_length=160, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence, default=Confidence.EXACT)

    class Meta:
        indexes = (models.Index(fields=("package", "high", "low", "advisory"), name="range_match"),)

    def __str__(self) -> str:
        return f"{self.package_id} {self.advisory_id}"


class Component(models.Model):
    """One version of one package, wherever it is installed; ``sure``: its version could be read."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="components")
    version = models.CharField(max_length=160)
    key = models.BinaryField()
    sure = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("package", "version"), name="component_once"),
        )
        indexes = (models.Index(fields=("package", "key"), name="component_match"),)

    def __str__(self) -> str:
        return f"{self.package_id} {self.version}"


class Occurrence(models.Model):
    """Where a component is: in the last state of one inventory. ``said``: its name in there."""

    inventory = models.ForeignKey("threats.Inventory", models.CASCADE, related_name="occurrences")
    component = models.ForeignKey(Component, models.CASCADE, related_name="occurrences")
    said = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("inventory", "component"), name="occurrence_once"),
        )

    def __str__(self) -> str:
        return self.said


class Unplaced(models.Model):
    """A component that names no package feeds speak of: found by a confirmed name, or not at all."""

    inventory = models.ForeignKey("threats.Inventory", models.CASCADE, related_name="unplaced_rows")
    name = models.CharField(max_length=200, db_index=True)
    vendor = models.CharField(max_length=120, blank=True)
    version = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return self.name


class Score(models.Model):
    """What is known of one CVE number besides advisories: exploited (KEV), likely to be (EPSS)."""

    cve = models.CharField(max_length=24, primary_key=True)
    epss = models.FloatField(null=True)
    percentile = models.FloatField(null=True)
    epss_on = models.DateField(null=True)
    kev_on = models.DateField(null=True)
    kev_due = models.DateField(null=True)
    ransomware = models.BooleanField(default=False)
    kev_title = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.cve
