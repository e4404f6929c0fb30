"""What directories really send, put into the words of the RFC.

Entra ID writes booleans as text and a superior as a bare id; older connectors wrap single
values into lists; some leave out what every user has. The library already reads ``Add`` for
``add``, keys that are paths, and a removal that names its members in ``value``.
"""

from collections.abc import Callable
from typing import Any

from sekisho.api.scim.shapes import ENTERPRISE

MANAGER = f"{ENTERPRISE}:manager".lower()
BOOLEANS = {"true": True, "false": False}
FLAGS = ("active", "primary")


def user(body: Any) -> Any:
    """A User as sent, for POST and PUT."""
    return _values(body) if isinstance(body, dict) else body


def patch(body: Any) -> Any:
    """A PatchOp for a User as sent."""
    if not isinstance(body, dict):
        return body
    return {
        key: [_operation(one) for one in value]
        if key.lower() == "operations" and isinstance(value, list)
        else value
        for key, value in body.items()
    }


def _operation(one: Any) -> Any:
    if not isinstance(one, dict):
        return one
    members = {key.lower(): key for key in one}
    if "value" not in members:
        return one
    path = str(one.get(members.get("path", ""), "")).lower()
    value = one[members["value"]]
    return {**one, members["value"]: _fitted(path, value) if path else _values(value)}


def _values(value: Any) -> Any:
    """An object of attributes by name or by path."""
    if not isinstance(value, dict):
        return value
    return {key: _fitted(key.lower(), each) for key, each in value.items()}


def _fitted(path: str, value: Any) -> Any:
    if path in (MANAGER, "manager"):
        return _manager(value)
    if path.rpartition(".")[2] in FLAGS or path.rpartition(":")[2] == "active":
        return _flag(value)
    if path == ENTERPRISE.lower():
        return _values(value)
    if path.partition("[")[0] == "emails":
        return _each(value, _values)
    return value


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    return [change(one) for one in value] if isinstance(value, list) else change(value)


def _flag(value: Any) -> Any:
    value = _single(value)
    if isinstance(value, dict):
        value = value.get("value")
    return BOOLEANS.get(value.strip().lower(), value) if isinstance(value, str) else value


def _manager(value: Any) -> Any:
    """A superior named by a bare id; an empty one is none."""
    value = _single(value)
    if isinstance(value, dict) and value.get("value") == "":
        return None
    if isinstance(value, str):
        return {"value": value} if value else None
    return value


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def completed(body: Any, present: dict[str, Any] | None = None) -> Any:
    """A whole User with what every user has: a full name, and whether it is active.

    ``present``: the user as it is, for a PUT; what the directory leaves out stays as it is, so
    that it does not wipe what the personnel register knows.
    """
    made = kept(body, present)
    if not isinstance(made, dict):
        return made
    names = {key.lower(): key for key in made}
    if made.get(names.get("displayname", "displayName")) in (None, ""):
        made[names.get("displayname", "displayName")] = _full_name(made, names)
    if made.get(names.get("active", "active")) is None:
        made[names.get("active", "active")] = True
    return made


def kept(body: Any, present: dict[str, Any] | None) -> Any:
    """A whole resource with what a PUT left out and what is ``present``."""
    if not isinstance(body, dict) or not present:
        return body
    given = {key.lower() for key in body} | {"meta", "schemas"}
    return {**{key: value for key, value in present.items() if key.lower() not in given}, **body}


def _full_name(body: dict[str, Any], names: dict[str, str]) -> Any:
    """Of the parts of the name, else the user name. A name in Japanese begins with the family."""
    parts = body.get(names.get("name", ""))
    parts = {key.lower(): value for key, value in parts.items()} if isinstance(parts, dict) else {}
    if parts.get("formatted"):
        return parts["formatted"]
    order = ("familyname", "givenname")
    words = [str(parts[name]) for name in order if parts.get(name)]
    if words and all(word.isascii() for word in words):
        words.reverse()
    return " ".join(words) or body.get(names.get("username", "userName"))
