"""Names of faults: CVE, GHSA, JVNDB and others that mean the same lead to one group."""

from collections.abc import Iterable, Sequence
from itertools import islice

from sekisho.domains.threats.formats.told import Told
from sekisho.domains.threats.tables import Advisory, Alias, Vulnerability

ASKED = 500
ORDER = ("CVE-", "JVNDB-", "GHSA-")


def preferred(names: Iterable[str]) -> str:
    """The name people know it by: a CVE number if it has one."""

    def rank(name: str) -> tuple[int, str]:
        return next(
            (i for i, start in enumerate(ORDER) if name.startswith(start)), len(ORDER)
        ), name

    return min(names, key=rank)


def grouped(told: Sequence[Told]) -> list[int]:
    """The group of each advisory; groups that turn out to be one are merged."""
    known = _known({name for one in told for name in _names(one)})
    root: dict[str, str] = {}  # name → name, towards the chief of its set

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    by_group: dict[int, str] = {}
    for name, group in known.items():  # names that were one already
        root[find(name)] = find(by_group.setdefault(group, name))
    for one in told:
        first, *others = _names(one)
        find(first)
        for name in others:
            root[find(name)] = find(first)
    sets: dict[str, list[str]] = {}
    for name in list(root):
        sets.setdefault(find(name), []).append(name)
    said: dict[str, list[Told]] = {}
    for one in told:
        said.setdefault(find(_names(one)[0]), []).append(one)
    groups = _settled(sets, known, said)
    return [groups[find(_names(one)[0])] for one in told]


def _names(one: Told) -> list[str]:
    """Every name of the fault: an advisory split by CVE numbers is known by that number alone."""
    own = [] if "/" in one.id else [one.id]
    return [*own, *one.same] or [one.id]


def _known(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    source = iter(names)
    while part := list(islice(source, ASKED)):
        rows = Alias.objects.filter(name__in=part)
        found.update(rows.values_list("name", "vulnerability_id"))
    return found


def _settled(
    sets: dict[str, list[str]], known: dict[str, int], said: dict[str, list[Told]]
) -> dict[str, int]:
    """Chief name → group: the oldest one known, or a new one; titles and scores as told by now."""
    chosen = {
        chief: sorted({known[n] for n in names if n in known}) for chief, names in sets.items()
    }
    fresh = {
        c: _entitled(Vulnerability(), sets[c], said[c]) for c, old in chosen.items() if not old
    }
    Vulnerability.objects.bulk_create(fresh.values())
    groups = {chief: old[0] if old else fresh[chief].pk for chief, old in chosen.items()}
    for chief, old in chosen.items():
        for other in old[1:]:
            _merge(other, groups[chief])
    rows = Vulnerability.objects.in_bulk(
        [groups[c] for c, old in chosen.items() if old and c in said]
    )
    changed = [
        _entitled(rows[groups[c]], sets[c], told) for c, told in said.items() if c not in fresh
    ]
    Vulnerability.objects.bulk_update(
        changed, ["name", "title", "title_ja", "cvss"], batch_size=100
    )
    new = [
        Alias(name=n, vulnerability_id=groups[c])
        for c, ns in sets.items()
        for n in ns
        if n not in known
    ]
    Alias.objects.bulk_create(new, ignore_conflicts=True)
    return groups


def _merge(old: int, into: int) -> None:
    Alias.objects.filter(vulnerability=old).update(vulnerability=into)
    Advisory.objects.filter(vulnerability=old).update(vulnerability=into)
    Vulnerability.objects.filter(pk=old).delete()


def _entitled(row: Vulnerability, names: list[str], told: list[Told]) -> Vulnerability:
    row.name = preferred([*([row.name] if row.name else []), *names])
    for one in told:
        if one.japanese:
            row.title_ja = one.title or row.title_ja
        else:
            row.title = one.title or row.title
        row.cvss = max((s for s in (row.cvss, one.cvss) if s is not None), default=None)
    return row
