"""Cloud services found in other systems' lists: counted by domain, never by person."""

from datetime import UTC, date, datetime

import pytest

from sekisho.domains.access import found_hosts, found_intake
from sekisho.domains.access.models import FoundService
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.access import a_monitoring_rule
from tests.given.assets import a_service
from tests.given.cloud import a_found_service
from tests.given.people import a_person

ON = date(2026, 11, 20)
PROXY = (
    "日時,利用者,部署,URL\n"
    "2026-11-18 09:10,yamada,営業部,https://files.gigafile.nu/abc?x=1\n"
    "2026-11-19 10:00,sato,営業部,https://gigafile.nu/\n"
    "2026-11-19 10:01,sato,総務部,https://chat.openai.com/\n"
    "2026-11-19 10:02,sato,総務部,http://10.0.0.5/intra\n"
    "2026-11-19 10:03,sato,総務部,https://fonts.gstatic.com/a.woff\n"
)


def an_act(*roles: str) -> Act:
    at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    actor = service("operator")
    if roles:
        person = a_person()
        actor = Actor(id=person.pk, roles=frozenset({*roles, "employee"}), person=person.pk)
    return Act(actor, at, "test", ON)


@pytest.mark.parametrize(("word", "domain"), [
    ("https://a.b.example.co.jp:8443/x?y=1", "example.co.jp"),
    ("WWW.Dropbox.COM.", "dropbox.com"),
    ("taro@mail.example.com", "example.com"),
    ("*.example.co.uk", "example.co.uk"),
    ("10.1.2.3", ""), ("fileserver", ""), ("nas.local", ""), ("co.jp", ""), ("http://[::1", ""),
])  # fmt: skip
def test_a_host_leads_to_the_domain_somebody_registered(word: str, domain: str) -> None:
    assert found_hosts.registrable(found_hosts.host_of(word)) == domain


@pytest.mark.django_db
def test_a_log_becomes_counts_and_units_of_each_domain_and_keeps_nobody() -> None:
    a_monitoring_rule(state="in_force", noticed_on=date(2026, 4, 1), starts_on=date(2026, 4, 1))
    taken = found_intake.take_in(an_act("admin"), PROXY.encode("cp932"), "proxy.csv", "proxy")
    assert (taken.rows, taken.new, taken.skipped) == (5, 2, 2)
    one = FoundService.objects.get(domain="gigafile.nu")
    assert (one.users, one.units, one.lines, one.kind) == (2, ("営業部",), 2, "share")
    assert (one.first_seen_on, one.last_seen_on) == (date(2026, 11, 18), date(2026, 11, 19))
    kept = " ".join(str(value) for value in vars(one).values())
    assert "yamada" not in kept and "sato" not in kept
    again = found_intake.take_in(an_act("admin"), PROXY.encode(), "proxy.csv", "proxy")
    assert (again.new, again.again) == (0, 2)


@pytest.mark.django_db
def test_a_log_that_names_people_waits_for_a_monitoring_rule() -> None:
    with pytest.raises(Denied, match="unruled"):
        found_intake.take_in(an_act("admin"), PROXY.encode(), "proxy.csv", "proxy")
    counted = "domain,users\nnotion.so,14\n"
    found_intake.take_in(an_act("admin"), counted.encode(), "dns.csv", "proxy")
    assert FoundService.objects.get().users == 14


@pytest.mark.django_db
def test_a_registered_service_is_recognised_by_its_domain_or_its_name() -> None:
    cloud = a_service(name="なふだ名刺", hosts=("nafuda.example",))
    lines = "支払先,金額\nなふだ名刺,9800\n喫茶店,400\n"
    taken = found_intake.take_in(an_act("admin"), lines.encode(), "expenses.csv", "expense")
    one = FoundService.objects.get()
    assert (taken.known, one.domain, one.service, one.state) == (
        1,
        "nafuda.example",
        cloud,
        "known",
    )


@pytest.mark.django_db
def test_a_list_without_addresses_or_names_says_so() -> None:
    with pytest.raises(Invalid, match="file"):
        found_intake.take_in(an_act("admin"), "金額,備考\n1,2\n".encode(), "x.csv", "expense")


@pytest.mark.django_db
def test_tolerating_is_for_the_committee_and_has_an_end() -> None:
    register, said = registry["found_services"], {"reason": "移行中", "until": "2026-12-31"}
    with pytest.raises(Denied):
        move(register, an_act("admin"), "tolerate", a_found_service(), said)
    with pytest.raises(Invalid, match="until"):
        move(
            register,
            an_act("committee"),
            "tolerate",
            a_found_service(),
            said | {"until": "2028-01-01"},
        )
    assert (
        move(register, an_act("committee"), "tolerate", a_found_service(), said).state
        == "tolerated"
    )
