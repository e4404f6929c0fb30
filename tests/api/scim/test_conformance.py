"""The whole of scim2-tester, against the product as a web server would run it."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from tests.api.scim.directory import secret
from tests.given.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Iterator[object]:
    """The product's WSGI application; the database of the test stays open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.once  # the filters and groups are asked of both databases
def test_the_conformance_tester_finds_nothing(application: object) -> None:
    from scim2_client.engines.wsgi import WSGISCIMClient
    from scim2_tester import check_server
    from scim2_tester.utils import Status

    a_person(number="P-90000")
    client = WSGISCIMClient(
        application,  # type: ignore[arg-type]
        base_url="http://testserver/scim/v2",
        environ={"HTTP_AUTHORIZATION": f"Bearer {secret()}"},
    )
    client.discover()
    results = check_server(client)
    bad = [f"{r.title}: {r.reason}" for r in results if r.status != Status.SUCCESS]
    assert bad == []
    assert len(results) > 100
