"""Entities from Cedar's JSON: ``[{"uid": …, "attrs": …, "parents": …}]``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.meaning import Entity
from sekisho.checkpoint.cedar.values import LEAST, MOST, Rec, Set, Uid, Unusable


def read(found: Any) -> dict[Uid, Entity]:
    """The entities of a store. Raises Refused, naming the entity that is wrong."""
    if not isinstance(found, list):
        raise Refused(
            _("The store must be a list of entities."), None,
            '[{"uid": {"type": "User", "id": "alice"}, "attrs": {}, "parents": []}]',
        )  # fmt: skip
    attrs: dict[Uid, Mapping[str, Any]] = {}
    parents: dict[Uid, frozenset[Uid]] = {}
    for number, one in enumerate(found, 1):
        name = _uid(one.get("uid") if isinstance(one, dict) else None, f"#{number}")
        if name in attrs:
            raise Refused(_("%(name)s is in the store twice.") % {"name": name})
        attrs[name] = _attrs(one.get("attrs") or {}, name)
        parents[name] = _parents(one.get("parents") or [], name)
        if one.get("tags"):
            raise Refused(_("%(name)s: tags are not supported; use attributes.") % {"name": name})
    return {name: Entity(attrs[name], above) for name, above in _ancestors(parents).items()}


def _uid(found: Any, where: str) -> Uid:
    """An entity's name, ``{"type", "id"}`` or ``{"__entity": {"type", "id"}}``."""
    if isinstance(found, dict):
        found = found.get("__entity", found)
    if isinstance(found, dict):
        type_, id_ = found.get("type"), found.get("id")
        if isinstance(type_, str) and type_ and isinstance(id_, str):
            return Uid(type_, id_)
    raise Refused(
        _("Entity %(where)s has a name that cannot be read.") % {"where": where}, None,
        _('A name is {"type": "User", "id": "alice"}.'),
    )  # fmt: skip


def _attrs(found: Any, name: Uid) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise Refused(_("%(name)s: its attributes must be an object.") % {"name": name})
    read_ = {key: value(one) for key, one in found.items()}
    for key, one in read_.items():
        if bad := _unusable(one):
            words = _("%(name)s: the attribute “%(key)s” holds %(what)s, which Cedar cannot hold.")
            raise Refused(words % {"name": name, "key": key, "what": bad})
    return read_


def _unusable(found: Any) -> str:
    if type(found) is Unusable:
        return found.what
    if type(found) is Rec:
        return next(filter(None, map(_unusable, found.fields.values())), "")
    return ""


def _parents(found: Any, name: Uid) -> frozenset[Uid]:
    if not isinstance(found, list):
        raise Refused(_("%(name)s: its parents must be a list.") % {"name": name})
    return frozenset(_uid(one, str(name)) for one in found)


def _ancestors(parents: Mapping[Uid, frozenset[Uid]]) -> dict[Uid, frozenset[Uid]]:
    """Everything above each entity. Raises Refused where somebody is above themselves."""
    done: dict[Uid, frozenset[Uid]] = {}
    for start in parents:
        path = [start]
        while path:
            name = path[-1]
            waiting = [one for one in parents[name] if one in parents and one not in done]
            if name not in done and waiting:
                if waiting[0] in path:
                    raise Refused(_("%(name)s is above itself.") % {"name": waiting[0]})
                path.append(waiting[0])
                continue
            done[name] = parents[name].union(*(done.get(one, ()) for one in parents[name]))
            path.pop()
    return done


def value(found: Any) -> Any:
    """A value from JSON. What Cedar cannot hold becomes Unusable; null inside is left out."""
    if isinstance(found, bool | str):
        return found
    if isinstance(found, int):
        return found if LEAST <= found <= MOST else Unusable(str(found))
    if isinstance(found, list):
        return _set(value(one) for one in found)
    if isinstance(found, dict):
        return _object(found)
    return Unusable("null" if found is None else repr(found))


def _set(found: Iterable[Any]) -> Any:
    values = list(found)
    try:
        return Set(values)
    except Exception:  # noqa: BLE001 - an element that is unusable makes the whole set so
        return Unusable("a list")


def _object(found: Mapping[str, Any]) -> Any:
    if len(found) == 1:
        if "__entity" in found:
            try:
                return _uid(found, "")
            except Refused:
                return Unusable("__entity")
        for word in ("__extn", "__expr"):
            if word in found:
                return Unusable(word)
    return record(found)


def record(found: Mapping[str, Any]) -> Rec:
    """A record from a JSON object; null is the same as absent."""
    return Rec({name: value(one) for name, one in found.items() if one is not None})
