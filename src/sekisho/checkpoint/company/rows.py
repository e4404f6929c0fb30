"""Lists by company policy: the rows that a policy forbids, as one condition in SQL."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from django.db.models import Q

from sekisho.checkpoint.cedar.columns import ABSENT, Attribute, Column, Cond, Flag, Rows, either
from sekisho.checkpoint.cedar.sides import Given
from sekisho.checkpoint.cedar.values import Uid
from sekisho.checkpoint.company.force import Forbidden, Standing
from sekisho.checkpoint.company.vocabulary import ASSET, UNIT
from sekisho.checkpoint.index.index import Index


def against(policies: Iterable[Standing], given: Given) -> Iterator[tuple[Forbidden, Cond]]:
    """For each policy about the rows' type: the rows to which it applies or for which it errs."""
    for one in policies:
        if one.book is None:
            yield Forbidden(one, None), True
            continue
        for policy in one.book.of(given.rows.type):
            sides = one.book.where[policy.number](given)
            yield Forbidden(one, policy), either(sides.yes, sides.errs)


def forbidden(policies: Iterable[Standing], given: Given) -> Cond:
    """The rows that some policy forbids."""
    start: Cond = False
    return reduce(either, (found for _one, found in against(policies, given)), start)


def assets(index: Index) -> Rows:
    """Information assets: the columns say what ``facts.asset_of`` says of the facts in memory."""
    kind = index.classes.get(index.assumed) if index.assumed else None
    code, rank = (kind.code, kind.rank) if kind else (ABSENT, ABSENT)
    paths = {index.unit_codes[path.strip("/").rpartition("/")[2]]: path
             for path in index.units.values() if path}  # fmt: skip
    attrs: Mapping[str, Attribute] = {
        "number": Column("number", str, filled=True),
        "name": Column("name", str, filled=True),
        "class": Column("classification__code", str, code),
        "rank": Column("classification__rank", int, rank),
        "personal": Flag(~Q(personal=("no",)), Q(personal=())),
    }
    return Rows(ASSET, "number", attrs, lambda uid: below(uid, "unit__path", paths))


def below(uid: Uid, column: str, paths: Mapping[str, str]) -> Cond:
    """Rows whose unit, with its path in ``column``, is the unit ``uid`` or lies below it."""
    path = paths.get(uid.id) if uid.type == UNIT else None
    return Q(**{f"{column}__startswith": path}) if path else False
