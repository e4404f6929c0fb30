"""A company calls its roles as it does: 情報セキュリティ責任者, CISO and so on."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.translation import override

from sekisho.registers import settings
from sekisho.registers.rights import Role, name_roles
from tests.given.every import a_record
from tests.given.people import an_appointment
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    name_roles({})
    settings.forget()


def test_roles_are_called_as_the_company_calls_them() -> None:
    post = an_appointment(role="manager")
    client = Client()
    client.force_login(somebody("chair"))
    path = f"/r/appointments/{post.number}"
    assert "情報セキュリティ管理者" in client.get(path).content.decode()
    a_record("settings", name="words.manager", value="情報セキュリティ推進者")
    settings.forget()
    page = client.get(path).content.decode()
    assert "情報セキュリティ推進者" in page
    with override("ja"):
        assert str(Role.MANAGER.label) == "情報セキュリティ推進者"
        assert str(Role.DIRECTOR.label) == "情報セキュリティ担当取締役", "the others keep theirs"
    assert '"role":"manager"' in client.get(
        f"/api/v1/appointments/{post.pk}"
    ).content.decode().replace(" ", "")
