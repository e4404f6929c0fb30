"""Asking for access and settling what a system's list shows, as people do it in the browser."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sekisho.domains.access.models import AccessRight, SystemAccount
from tests.given.access import (
    a_found_right,
    a_staff_change,
    a_staff_change_item,
    a_system_account,
    an_active_right,
    an_entitlement,
    an_opened_asset,
)
from tests.given.assets import a_class, an_asset
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(an_account(person=person))
    return client


def test_the_gates_are_shown_before_a_request_is_sent_and_to_the_approver() -> None:
    unit = a_unit()
    manager, clerk, role = a_person(unit=unit), a_person(), an_entitlement()
    an_appointment(person=manager, unit=unit)
    asset = an_asset(
        unit=unit, purposes=("請求", "見積の作成"), classification=a_class(grant_months=3)
    )
    an_opened_asset(entitlement=role, asset=asset)
    client = signed_in(clerk)
    address = f"{reverse('access-request')}?entitlement={role.pk}"
    asked = client.get(address).content.decode()
    assert "請求" in asked
    values = {"purpose": "請求", "ends_on": "2099-01-01", "person": str(clerk.pk)}
    looked = client.post(address, values)
    assert 'class="gate stop"' in looked.content.decode()
    assert not AccessRight.objects.exists()
    assert client.post(address, values | {"send": "1"}).status_code == 422
    near = f"{date.today():%Y-%m-%d}"
    sent = client.post(address, values | {"ends_on": near, "send": "1"})
    right = AccessRight.objects.get()
    assert sent.headers["Location"].endswith(f"/r/access_rights/{right.number}")
    page = signed_in(manager).get(sent.headers["Location"]).content.decode()
    assert 'id="a-gates"' in page
    assert (
        reverse("move", kwargs={"name": "access_rights", "key": right.pk, "move": "approve"})
        in page
    )


def test_an_asset_one_may_not_see_is_asked_for_by_its_number_and_not_named() -> None:
    asset = an_asset(name="買収の計画", purposes=("検討",))
    page = signed_in(a_person()).get(f"{reverse('access-request')}?asset={asset.number}")
    assert page.status_code == 200
    assert "買収の計画" not in page.content.decode()
    assert "検討" not in page.content.decode()


def test_each_line_of_a_comparison_has_one_button_out() -> None:
    admin = a_person()
    an_appointment(person=admin, role="admin")
    role = an_entitlement()
    account = a_system_account(system=role.system)
    unknown = a_system_account(system=role.system, login="x9", kind="unknown", person=None)
    lines = [
        a_found_right(system=role.system, login=account.login, role=role.name, account=account,
                      entitlement=entitlement)
        for entitlement in (role, an_entitlement(system=role.system))
    ]  # fmt: skip
    client, key = signed_in(admin), role.system.number
    settle = reverse("access-settle", kwargs={"key": key})
    page = client.get(reverse("access-system", kwargs={"key": key})).content.decode()
    assert page.count('value="ask"') == 2
    for line, do in zip(lines, ("ask", "remove"), strict=True):
        assert client.post(settle, {"line": line.pk, "do": do}).status_code == 302
    states = AccessRight.objects.order_by("number").values_list("state", "removal_cause")
    assert list(states) == [("provisional", ""), ("removal", "unapproved")]
    client.post(settle, {"login": "x9", "do": "person", "person": admin.employee_number})
    assert SystemAccount.objects.get(pk=unknown.pk).person == admin
    assert client.post(settle, {"line": "nonsense", "do": "ask"}).status_code == 404


def test_looking_back_shows_who_and_why_and_answers_nonsense_kindly() -> None:
    auditor = a_person()
    an_appointment(person=auditor, role="auditor")
    right = an_active_right()
    client, past = signed_in(auditor), reverse("access-past")
    page = client.get(past, {"asset": right.asset.number, "on": "2026-11-01"}).content.decode()
    assert right.person.name in page
    assert right.purpose in page
    assert client.get(past, {"asset": "無い資産", "on": "いつか"}).status_code == 422
    assert client.get(past, {"asset": right.asset.number, "person": "x"}).status_code == 422
    assert signed_in(a_person()).get(past).status_code == 404


def test_the_line_of_a_mover_lists_the_access_from_before_the_move() -> None:
    mover, manager, moved = a_person(), an_account(), date(2026, 11, 20)
    unit = a_unit()
    an_appointment(person=manager.person, unit=unit)
    an_appointment(person=manager.person, role="chair")
    old, new, gone = (
        an_active_right(person=mover, asset=an_asset(unit=unit), **but)
        for but in ({}, {"opens_on": moved}, {"state": "removal"})
    )
    elsewhere = an_active_right(person=mover, asset=an_asset())
    change = a_staff_change(person=mover, kind="mover", effective_on=moved)
    a_staff_change_item(change=change, point="shared_passwords")
    client = Client()
    client.force_login(manager)
    page = client.get(f"/r/staff_changes/{change.number}").content.decode()
    assert all(right.number in page for right in (old, new, gone, elsewhere))
    assert page.count("異動前のアクセス権限です") == 2
    assert "共用パスワードの変更" in page
    assert "1件の削除を依頼する" in page, "of the manager's own unit alone"
    bulk = re.search(r'href="(/r/access_rights/bulk\?[^"]*)"', page)
    assert bulk is not None
    asked = client.get(bulk[1].replace("&amp;", "&")).content.decode()
    assert old.number in asked
    assert new.number not in asked
