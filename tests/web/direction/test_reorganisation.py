"""A reorganisation is planned ahead: looked at, confirmed as one act, carried out on its day, taken back."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from threading import Event
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.assets.models import Asset
from sekisho.domains.people.models import Appointment, Assignment, Person, Unit
from sekisho.jobs.models import Job
from sekisho.jobs.worker import run_one
from sekisho.ledger.history import history
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from sekisho.web.direction.reorganising.plan import next_day
from tests.given.access import a_birthright_rule, a_system, an_active_right
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, an_appointment, an_assignment
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
PAGE = "/direction/reorganisation"
Enter = Callable[..., Client]


class World:
    """Sales with two sections below it; the second is about to end."""

    def __init__(self) -> None:
        self.on = next_day(timezone.localdate())
        self.before = self.on - timedelta(days=1)
        self.sales = a_unit(code="S", name="営業部")
        self.first = a_unit(code="S1", name="営業一課", parent=self.sales)
        self.second = a_unit(code="S2", name="営業二課", parent=self.sales)
        self.team = a_unit(code="S21", name="直販班", parent=self.second)
        self.office = a_unit(code="G", name="総務部")
        self.person = a_person(unit=self.second)
        self.post = an_assignment(
            person=self.person, unit=self.second, main=True, leads=True, title="課長"
        )
        self.asset = an_asset(unit=self.second)
        self.system = a_system(unit=self.second)
        an_active_right(unit=self.second)
        a_birthright_rule(unit=self.second)
        self.manager = an_appointment(unit=self.second)

    def plan(self, **but: str) -> dict[str, str]:
        """The second section ends into a new one; the office moves, the first section is renamed."""
        second, first, office = self.second.pk.hex, self.first.pk.hex, self.office.pk.hex
        return {
            "on": f"{self.on:%Y/%m/%d}", "step": "look",
            "new-code-0": "S3", "new-name-0": "営業推進課", "new-to-0": "営業部",
            f"do-{second}": "end", f"to-{second}": "S3",
            f"do-{first}": "rename", f"name-{first}": "法人営業課",
            f"do-{office}": "move", f"to-{office}": "S 営業部",
        } | but  # fmt: skip


@pytest.fixture
def world() -> World:
    return World()


def look(client: Client, plan: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The preview, and what confirming it would send."""
    answer = client.post(PAGE, plan)
    page = answer.content.decode()
    assert answer.status_code == 200, re.findall(r"<li>.*?</li>", page)
    kept = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    return page, kept | {"step": "go"}


def on_the_day(world: World) -> Any:
    """Run the job as the worker would at the beginning of the day."""
    begins = datetime.combine(world.on, time(0), timezone.get_default_timezone())
    assert not run_one(Event(), now=lambda: begins - timedelta(minutes=1))
    assert run_one(Event(), now=lambda: begins + timedelta(minutes=1))
    return Job.objects.get().result


def test_next_first_of_april_or_october() -> None:
    assert next_day(date(2026, 11, 30)) == date(2027, 4, 1)
    assert next_day(date(2027, 4, 1)) == date(2027, 10, 1)
    assert next_day(date(2027, 3, 31)) == date(2027, 4, 1)


def test_the_chair_plans_looks_confirms_and_the_day_carries_it_out(
    world: World, enter: Enter
) -> None:
    client = enter("chair")
    assert f"{world.on:%Y/%m/%d}" in client.get(PAGE).content.decode()
    page, kept = look(client, world.plan())
    for words in ("営業推進課", "法人営業課", "の下に移動", "引き継がれません",
                  world.manager.person.name, "の長を決めてください"):  # fmt: skip
        assert words in page
    assert "/r/assets/?unit=S2" in page
    assert "/r/access_rights/?unit=S2" in page
    assert not Unit.objects.filter(code="S3").exists(), "looking writes nothing"
    assert client.post(PAGE, kept | {"shown": "0" * 64}).status_code == 422

    assert client.post(PAGE, kept).status_code == 302
    new = Unit.objects.get(code="S3")
    assert (new.starts_on, new.parent_id) == (world.on, world.sales.pk)
    world.second.refresh_from_db()
    assert world.second.ends_on == world.before
    was, then = Assignment.objects.filter(person=world.person).order_by("starts_on")
    assert (was.ends_on, then.starts_on, then.unit_id) == (world.before, world.on, new.pk)
    assert (then.main, then.leads, then.title) == (True, False, "課長")
    assert Appointment.objects.get(pk=world.manager.pk).ends_on == world.before
    groups = {history(kind, pk, 1)[0].grp for kind, pk in (
        ("units", new.pk), ("units", world.second.pk), ("assignments", then.pk),
        ("appointments", world.manager.pk),
    )}  # fmt: skip
    assert len(groups) == 1, "one act"
    assert Asset.objects.get(pk=world.asset.pk).unit_id == world.second.pk, "not before the day"
    assert Unit.objects.get(pk=world.first.pk).name == "営業一課"

    later = an_asset(unit=world.second)
    assert on_the_day(world)["refused"] == []
    assert Asset.objects.get(pk=later.pk).unit_id == new.pk, "what came meanwhile goes along"
    assert Person.objects.get(pk=world.person.pk).unit_id == new.pk
    assert Unit.objects.get(pk=world.first.pk).name == "法人営業課"
    parents = dict(Unit.objects.values_list("code", "parent__code"))
    assert (parents["G"], parents["S21"]) == ("S", "S3")


def test_what_cannot_be_is_said_and_what_was_typed_stays(world: World, enter: Enter) -> None:
    client = enter("admin")
    second, sales = world.second.pk.hex, world.sales.pk.hex
    alone = client.post(PAGE, world.plan(**{f"to-{second}": "", "new-code-0": ""}))
    page = alone.content.decode()
    assert alone.status_code == 422
    assert "引継先の部門を入力してください" in page
    assert "コードを入力してください" in page, "everything at once"
    assert "情報資産" in page
    assert 'value="法人営業課"' in page
    for but, words in (
        ({f"to-{second}": "どこか"}, "「どこか」という部門はありません"),
        ({f"to-{second}": "S2"}, "部門自身を"),
        ({"new-code-0": "G"}, "すでに使われています"),
        ({"on": "2020/4/1"}, "今日以降の日付"),
        ({"on": "いつか"}, "いつか"),
        ({f"do-{sales}": "move", f"to-{sales}": "G"}, "循環"),
        ({f"name-{second}": "新名称"}, "名称の変更が選ばれていません"),
    ):
        answer = client.post(PAGE, world.plan(**but))
        assert (answer.status_code, words in answer.content.decode()) == (422, True), words
    nothing = client.post(PAGE, {"step": "look"})
    assert "変更がありません" in nothing.content.decode()
    assert not Job.objects.exists()


def test_everybody_does_what_their_rights_allow_and_the_page_names_the_rest(
    world: World, enter: Enter
) -> None:
    for role in ("committee", "manager", "employee", "auditor"):
        client = enter(role)
        assert client.get(PAGE).status_code == 403, role
        assert client.post(PAGE, world.plan()).status_code == 403, role
    admin, director = enter("admin"), enter("director")
    page, _kept = look(admin, world.plan())
    assert "任命（1件）：変更する権限がない" in page
    page, kept = look(director, world.plan())
    assert "情報資産（1件）：変更する権限がない" in page
    assert director.post(PAGE, kept).status_code == 302
    assert Assignment.objects.get().ends_on is None
    on_the_day(world)
    assert Asset.objects.get(pk=world.asset.pk).unit_id == world.second.pk
    Unit.objects.filter(pk=world.second.pk).update(ends_on=date(2021, 3, 31))
    page = admin.get(PAGE).content.decode()
    assert "廃止後も記録が残っている部門" in page
    assert "/r/people/?unit=S2" in page


def test_a_plan_is_taken_back_as_one_act_until_its_day(world: World, enter: Enter) -> None:
    chair = Client()
    chair.force_login(somebody("chair"))
    known = Act.now(service("operator"), timezone.now(), "cli", "Asia/Tokyo")
    write(registry["units"], known, {"short_name": "二課"}, world.second)
    write(registry["assignments"], known, {"title": "二課長"}, world.post)
    write(registry["appointments"], known, {"minute": "議事録3号"}, world.manager)
    _page, kept = look(chair, world.plan())
    chair.post(PAGE, kept)
    job = Job.objects.get()
    page = chair.get(PAGE).content.decode()
    for words in ("営業一課：「法人営業課」に名称を変更", "総務部：営業部の下に移動",
                  "営業二課：廃止し、営業推進課に引き継ぎ"):  # fmt: skip
        assert words in page
    back = f"{PAGE}/{job.pk}/take-back"
    assert enter("committee").post(back).status_code == 403
    refused = enter("admin").post(back, follow=True)
    assert Unit.objects.get(pk=world.second.pk).ends_on == world.before, (
        "appointments are not theirs"
    )
    assert refused.status_code == 200
    told = chair.post(back, follow=True).content.decode()
    assert "予定を取り消しました" in told, "by the one who planned"
    assert Unit.objects.get(pk=world.second.pk).ends_on is None
    assert not Unit.objects.present().filter(code="S3").exists()
    assert [a.ends_on for a in Assignment.objects.present()] == [None]
    assert Appointment.objects.get(pk=world.manager.pk).ends_on is None
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert Unit.objects.get(pk=world.second.pk).ver == history("units", world.second.pk, 1)[0].ver
