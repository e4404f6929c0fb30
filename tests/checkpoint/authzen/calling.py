"""Asking a WSGI application as an enforcement point does."""

import io
import json
from typing import Any, NamedTuple


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: Any


class Caller:
    """An enforcement point."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def raw(self, path: str, body: bytes = b"", *, method: str = "POST", **environ: str) -> Reply:
        told: dict[str, Any] = {}
        asked = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/json", "HTTP_HOST": "pdp.example", "SERVER_NAME": "x",
            "SERVER_PORT": "80", "wsgi.url_scheme": "https", "wsgi.input": io.BytesIO(body), **environ,
        }  # fmt: skip

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            told.update(status=int(status[:3]), headers=dict(headers))

        sent = b"".join(self.app(asked, start))
        assert int(told["headers"]["Content-Length"]) == len(sent)
        return Reply(told["status"], told["headers"], json.loads(sent))

    def post(self, path: str, body: Any, **environ: str) -> Reply:
        return self.raw(path, json.dumps(body).encode(), **environ)

    def decide(self, subject: Any, action: Any, resource: Any, **context: Any) -> Any:
        body = {"subject": subject, "action": action, "resource": resource, "context": context}
        found = self.post("/access/v1/evaluation", body)
        assert found.status == 200
        return found.body
