"""The ledger: an act with it against the same act without, and with django-auditlog; verification."""

import hashlib

import bench

WORDS = "見積書控え 営業二部 " * 12
ROUNDS, EACH, ENTRIES = 40, 20, 20_000


def main(kind: str) -> None:
    bench.prepare(["auditlog"])
    from auditlog.registry import auditlog
    from django.core.management import call_command
    from django.db import connection, models, transaction
    from django.utils import timezone

    from sekisho.domains.assets.models import Asset
    from sekisho.domains.people.models import Unit
    from sekisho.ledger.core import DOMAIN
    from sekisho.ledger.entries import Draft, Origin, append
    from sekisho.ledger.ids import new_id
    from sekisho.ledger.sequence import integrate, seal
    from sekisho.ledger.verify import verify

    class Bare(models.Model):  # noqa: DJ008
        id = models.UUIDField(primary_key=True)
        words = models.TextField()

        class Meta:
            app_label = "bench"

    class Audited(models.Model):  # noqa: DJ008
        id = models.UUIDField(primary_key=True)
        words = models.TextField()

        class Meta:
            app_label = "bench"

    call_command("migrate", "auditlog", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Bare)
        editor.create_model(Audited)
    auditlog.register(Audited)
    now = timezone.now()
    someone = new_id(now)

    def bare() -> None:
        with transaction.atomic():
            Bare(id=new_id(now), words=WORDS).save(force_insert=True)

    def sealed() -> None:
        with transaction.atomic():
            row = Bare(id=new_id(now), words=WORDS)
            row.save(force_insert=True)
            draft = Draft("add", "notes", row.pk, 1, {"set": {"words": WORDS}})
            append([draft], Origin(someone, now, "bench", new_id(now)))

    unit = Unit(
        id=new_id(now), created_at=now, changed_at=now, code="1", name="営業", starts_on=now.date()
    )
    unit.save(force_insert=True)

    def an_asset() -> Asset:
        own = new_id(now)
        row = Asset(id=own, ver=1, created_at=now, changed_at=now, number=own.hex[-20:],
                    name="見積書控え", unit=unit, registered_on=now.date(), note=WORDS)  # fmt: skip
        row.save(force_insert=True)
        return row

    def asset() -> None:
        with transaction.atomic():
            an_asset()

    def sealed_asset() -> None:
        with transaction.atomic():
            row = an_asset()
            draft = Draft("add", "assets", row.pk, 1, {"set": {"name": row.name, "note": WORDS}})
            append([draft], Origin(someone, now, "bench", new_id(now)))

    def audited() -> None:
        with transaction.atomic():
            Audited(id=new_id(now), words=WORDS).save(force_insert=True)

    found = bench.paired(ROUNDS, EACH, bare=bare, sealed=sealed, audited=audited,
                         asset=asset, sealed_asset=sealed_asset)  # fmt: skip
    print(f"{kind}, durable commits, {bench.load()}")
    for name in found:
        bench.say(f"one act, {name}", bench.ms(found[name]))
    bench.say(
        "throughput with the ledger / bare, two columns",
        f"{1 / bench.ratio(found, 'sealed', 'bare'):.2f}",
        "0.75",
    )
    bench.say(
        "the same with an asset's row of 55 columns",
        f"{1 / bench.ratio(found, 'sealed_asset', 'asset'):.2f}",
        "0.75",
    )
    bench.say("throughput with auditlog / bare", f"{1 / bench.ratio(found, 'audited', 'bare'):.2f}")
    bench.say("ledger / auditlog, throughput", f"{bench.ratio(found, 'audited', 'sealed'):.2f}")

    drafts = [
        Draft("add", "notes", new_id(now), 1, {"set": {"words": WORDS}}) for _ in range(ENTRIES)
    ]
    started = bench.perf_counter()
    with transaction.atomic():
        append(drafts, Origin(someone, now, "bench", new_id(now)))
    bench.say(
        "entries a second, many in one act", f"{ENTRIES / (bench.perf_counter() - started):,.0f}"
    )
    started = bench.perf_counter()
    placed = 0
    while count := integrate():
        placed += count
    if placed:
        each = (bench.perf_counter() - started) / placed
        bench.say("sequencing, off the request path, per entry", f"{each * 1e6:.0f} µs")
    seal(timezone.now())

    def hashing() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT e.core, p.salt, p.body FROM ledger_entry e "
                "JOIN ledger_payload p ON p.entry_id = e.id ORDER BY e.id"
            )
            for core, salt, body in cursor.fetchall():
                hashlib.sha256(b"\0" + core).digest()
                hashlib.sha256(DOMAIN + salt + body).digest()

    def verifying() -> None:
        assert verify().ok

    found = bench.paired(5, 1, hashing=hashing, verifying=verifying)
    bench.say("reading and SHA-256 alone", bench.ms(found["hashing"]))
    bench.say("full verification", bench.ms(found["verifying"]))
    bench.say(
        "verification / SHA-256 alone", f"{bench.ratio(found, 'verifying', 'hashing'):.2f}", "≤ 2"
    )


if __name__ == "__main__":
    bench.on_both(main, __file__)
