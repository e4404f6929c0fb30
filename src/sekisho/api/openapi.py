"""OpenAPI 3.1 from the registers: schemas, filters, moves, errors, security."""

from collections.abc import Iterator
from typing import Any

from django.db.models import UUIDField

from sekisho.api import problems
from sekisho.registers.listing import MOST, RANGED, open_to_all
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import Field, Schema, schema

TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"}, "long": {"type": "string"}, "email": {"type": "string"},
    "url": {"type": "string"}, "integer": {"type": "integer"},
    "decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?([Ee][+-]?\d+)?$"},
    "boolean": {"type": "boolean"}, "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "words": {"type": "array", "items": {"type": "string"}},
    "reference": {"type": "string", "format": "uuid"}, "json": {},
}  # fmt: skip
UUID_ = {"type": "string", "format": "uuid"}
MOMENT = TYPES["moment"]


def listed() -> list[Register[Any]]:
    return [register for register in registry if register.listed]


def whole(*, own: bool) -> dict[str, Any]:
    """The document in the present language; ``own``: with the fields the company added."""
    registers = [(one, schema(one) if own else Schema(one)) for one in listed()]
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = dict(SHARED)
    for register, form in registers:
        schemas[register.name] = record(form)
        schemas[f"{register.name}.new"] = written(form, adds=True)
        schemas[f"{register.name}.change"] = written(form, adds=False)
        paths |= dict(_paths(register, form))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sekisho", "version": "1", "description": problems.DOCS},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}, {"session": []}],
        "tags": [
            {"name": r.name, "description": f"{r.title}: {r.about}"} for r, _form in registers
        ],
        "paths": paths | OTHERS,
        "components": {
            "schemas": schemas,
            "responses": {"Problem": _refusal()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "sekisho"},
            },
        },
    }


def field(one: Field) -> dict[str, Any]:
    """The JSON Schema of one field's value as answers hold it."""
    found = dict(UUID_ if isinstance(one.column, UUIDField) else TYPES.get(one.type, {}))
    if one.type == "choice":
        found = {"enum": _codes(one)}
    elif one.type == "set":
        found = {"type": "array", "items": {"enum": _codes(one)}}
    if one.limit and found == TYPES["text"]:
        found["maxLength"] = one.limit
    found["title"] = str(one.label)
    if one.help:
        found["description"] = str(one.help)
    if one.target:
        found["x-register"] = one.target
    return found


def _codes(one: Field) -> list[Any]:
    codes = [code for code, _label in one.choices]
    numbers = one.type == "choice" and one.column is not None
    return [one.column.to_python(code) for code in codes] if numbers else codes  # type: ignore[union-attr]


def record(form: Schema) -> dict[str, Any]:
    """A record as it is read."""
    marks = {"id": UUID_, "ver": {"type": "integer"}, "created_at": MOMENT, "changed_at": MOMENT}
    labels = {"type": "object", "additionalProperties": {"type": "string"}}
    fields = {f.name: _perhaps_null(f) for f in form.fields}
    return {
        "type": "object",
        "title": str(form.register.singular),
        "properties": {**marks, **fields, "_labels": labels},
        "required": [*marks, *fields, "_labels"],
    }


def _perhaps_null(one: Field) -> dict[str, Any]:
    found = field(one)
    if not one.writable:
        found["readOnly"] = True
    if "enum" in found:
        found["enum"] = list(dict.fromkeys([*found["enum"], "", None]))
    elif "type" in found:
        found["type"] = [found["type"], "null"]
    return found


def written(form: Schema, *, adds: bool) -> dict[str, Any]:
    """What may be sent; values may also be written as people do: numbers, names, other dates."""
    fields = {}
    for one in form.writable.values():
        made = field(one)
        fields[one.name] = {k: v for k, v in made.items() if k in {"title", "description"}}
        fields[one.name]["anyOf"] = [
            {k: v for k, v in made.items() if k not in {"title", "description"}},
            {"type": ["string", "number", "boolean", "array", "null"]},
        ]
    required = [f.name for f in form.writable.values() if f.required] if adds else []
    made = {"type": "object", "properties": fields, "additionalProperties": False}
    return made | ({"required": required} if required else {})


def filters(register: Register[Any], form: Schema) -> Iterator[dict[str, Any]]:
    """The query of a list."""
    yield _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50})
    yield _query("after", {"type": "string"})
    yield _query("order", {"type": "string", "examples": [*register.order]})
    if register.search:
        yield _query("q", {"type": "string"})
    texts = {"type": "array", "items": {"type": "string"}}
    for name, one in open_to_all(register).items():
        if name in form.all and one.type != "json" and name != "withdrawn_at":
            yield _query(name, texts) | {"description": str(one.label)}
            if one.type in RANGED:
                yield _query(f"{name}__from", {"type": "string"})
                yield _query(f"{name}__to", {"type": "string"})


def _query(name: str, kind: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": kind}


def _paths(register: Register[Any], form: Schema) -> Iterator[tuple[str, dict[str, Any]]]:
    name, base = register.name, f"/{register.name}"
    one, tag = f"{base}/{{id}}", {"tags": [register.name]}
    rows = {"type": "object", "required": ["items", "next"],
            "properties": {"items": {"type": "array", "items": _ref(name)},
                           "next": {"type": "string"}}}  # fmt: skip
    query = list(filters(register, form))
    narrowed = [p for p in query if p["name"] not in {"limit", "after", "order"}]

    def op(verb: str, ok: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {**tag, "operationId": f"{name}.{verb}", **more, "responses": ok | COMMON}

    yield (
        base,
        {
            "get": op("list", _ok(rows), parameters=query),
            "post": op("add", _ok(_ref(name), "201"), requestBody=_json(_ref(f"{name}.new"))),
        },
    )
    yield one, {
        "parameters": [KEY],
        "get": op("read", _ok(_ref(name))),
        "patch": op("change", _ok(_ref(name)), parameters=[IF_MATCH],
                    requestBody=_json(_ref(f"{name}.change"))),
    }  # fmt: skip
    for move in {
        step.name: step for step in (register.life.moves if register.life else ())
    }.values():
        asked = {n: {"title": str(form.all[n].label)} if n in form.all else {"type": "string"}
                 for n in move.asks}  # fmt: skip
        body = {"type": "object", "properties": asked, "required": list(asked),
                "additionalProperties": False}  # fmt: skip
        yield f"{one}/moves/{move.name}", {
            "parameters": [KEY],
            "post": op(f"moves.{move.name}", _ok(_ref(name)), summary=str(move.label),
                       requestBody=_json(body)),
        }  # fmt: skip
    reason = {"type": "object", "properties": {"reason": {"type": "string"}}}
    for part, operations in {
        "withdraw": {"post": op("withdraw", _ok(ANY), requestBody=_json(reason))},
        "history": {"get": op("history", _ok(_ref("Page")))},
        "comments": {"get": op("comments", _ok(_ref("Page"))),
                     "post": op("comment", _ok(ANY, "201"), requestBody=_json(COMMENT))},
        "files": {"get": op("files", _ok(_ref("Page"))),
                  "post": op("attach", _ok(ANY, "201"), requestBody=FORM)},
        "files/{file}": {"get": op("download", BYTES, parameters=[FILE])},
    }.items():  # fmt: skip
        yield f"{one}/{part}", {"parameters": [KEY], **operations}
    yield f"{base}/import", {"post": op("import", _ok(_ref("Import")), requestBody=FORM,
        parameters=[_query(n, {"type": "boolean"}) for n in ("dry_run", "skip_errors")])}  # fmt: skip
    export = op("export", BYTES, parameters=[FORMAT, *narrowed])
    yield f"{base}/export.{{format}}", {"get": export}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(kind: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": kind}}}


def _ok(kind: dict[str, Any], status: str = "200") -> dict[str, Any]:
    return {status: {"description": "OK", **_json(kind)}}


def _refusal() -> dict[str, Any]:
    """The one answer of every refusal, with its codes."""
    codes = "\n".join(
        f"- {status} {code}: {title}" for code, (status, title) in problems.TITLES.items()
    )
    return {"description": codes, "content": {problems.MEDIA: {"schema": _ref("Problem")}}}


TEXT = {"type": "string"}
ANY = {"type": "object"}
COMMENT = {"type": "object", "properties": {"text": TEXT}, "required": ["text"]}
KEY = {"name": "id", "in": "path", "required": True, "schema": TEXT,
       "description": "id or number"}  # fmt: skip
FILE = {"name": "file", "in": "path", "required": True, "schema": UUID_}
FORMAT = {"name": "format", "in": "path", "required": True,
          "schema": {"enum": ["csv", "xlsx", "json"]}}  # fmt: skip
IF_MATCH = {"name": "If-Match", "in": "header", "required": True, "schema": TEXT}
BINARY = {"type": "string", "contentMediaType": "application/octet-stream"}
FORM = {"content": {"multipart/form-data": {"schema": {
    "type": "object", "properties": {"file": BINARY, "about": TEXT}, "required": ["file"]}}}}  # fmt: skip
BYTES = {"200": {"description": "OK", "content": {"application/octet-stream": {}}}}
SHARED: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT,
            "instance": TEXT, "code": {"enum": list(problems.TITLES)}, "errors": {},
            "reasons": {"type": "array", "items": ANY}, "ver": {"type": "integer"},
            "yours": ANY, "theirs": ANY,
        },
    },
    "Page": {"type": "object", "required": ["items", "next"],
             "properties": {"items": {"type": "array", "items": ANY}, "next": TEXT}},
    "Import": {"type": "object", "properties": {
        "act": {"type": ["string", "null"]}, "errors": {"type": "array", "items": ANY},
        **{count: {"type": "integer"} for count in ("created", "changed", "same")},
        "unused": {"type": "array", "items": TEXT}}},
}  # fmt: skip
COMMON = {status: {"$ref": "#/components/responses/Problem"} for status in ("4XX", "5XX")}
OTHERS = {
    f"/{path}": {"get": {"operationId": path.replace("/", "."),
                         "responses": _ok(ANY) | COMMON}}
    for path in ("me", "evaluation", "duties", "ledger/checkpoint", "access/as-of")
} | {
    "/ledger/proofs/{pos}": {
        "parameters": [{"name": "pos", "in": "path", "required": True,
                        "schema": {"type": "integer", "minimum": 0}}],
        "get": {"operationId": "ledger.proofs", "responses": _ok(ANY) | COMMON}},
    "/webhooks/{id}/secret": {"parameters": [KEY], "post": {
        "operationId": "webhooks.secret", "responses": _ok(ANY, "201") | COMMON}}
}  # fmt: skip
