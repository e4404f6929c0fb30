"""Cloud services in the browser's words: a list, a find, a request, its evaluation, the decision."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sekisho.domains.access.models import FoundService
from sekisho.domains.assets.cloud_words import QUESTIONS
from sekisho.domains.assets.models import CloudEvaluation, CloudItem, Service
from tests.given.assets import a_class
from tests.given.cloud import a_cloud_evaluation, a_cloud_item, a_found_service
from tests.given.people import a_unit
from tests.obligations.judging import state
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
SHEET = "日時,部署,URL\n{day},営業部,https://files.nafuda-cards.example/a\n"


def signed_in(role: str, **but: object) -> Client:
    client = Client()
    client.force_login(somebody(role, **but))
    return client


def test_from_a_log_to_a_decision() -> None:
    """The whole road: found, requested, evaluated, decided by somebody else, in order again."""
    today = timezone.localdate()
    admin = signed_in("admin")
    sheet = SHEET.format(day=today.isoformat()).encode("cp932")
    file = SimpleUploadedFile("proxy.csv", sheet, "text/csv")
    admin.post(reverse("cloud-list"), {"file": file, "kind": "proxy", "taken_on": ""})
    found = FoundService.objects.get(domain="nafuda-cards.example")
    assert state("found-services-triaged", found, today + timedelta(days=20)) == "overdue"
    assert found.domain in admin.get(reverse("cloud")).content.decode()

    unit, class_ = a_unit(), a_class(rank=1)
    asker = signed_in("employee")
    asked = asker.post(f"{reverse('cloud-ask')}?found={found.domain}", {
        "name": "名刺の箱", "purpose": "名刺の共有", "unit": unit.code, "wanted_class": class_.code,
        "personal": "false", "abroad": "false", "users": "5",
    })  # fmt: skip
    one = CloudEvaluation.objects.get()
    assert asked["Location"] == reverse("cloud-evaluation", args=[one.number])
    page = asker.get(asked["Location"]).content.decode()
    assert one.number in page and 'name="logs-met"' not in page

    answers = {f"{q.item}-met": "yes" for q in QUESTIONS} | {
        f"{q.item}-proof": "資料" for q in QUESTIONS
    }
    answers |= {
        "logs-met": "no",
        "logs-risk": "追えない",
        "logs-level": "low",
        "logs-treatment": "accept",
    }
    here = reverse("cloud-evaluation", args=[one.number])
    assert admin.post(here, answers).status_code == 302
    admin.post(reverse("move", args=["cloud_evaluations", one.number, "submit"]), {})
    director = signed_in("director")
    said = {"max_class": class_.code, "valid_until": str(today.replace(year=today.year + 1, day=1))}
    director.post(reverse("move", args=["cloud_evaluations", one.number, "approve"]), said)
    service = Service.objects.get(name="名刺の箱")
    assert (service.approval, service.hosts) == ("approved", (found.domain,))
    for code, subject in (("found-services-triaged", found), ("cloud-evaluated", service),
                          ("cloud-decided", service), ("cloud-risks-named", service)):  # fmt: skip
        assert state(code, subject, today) == "kept", code


def test_a_wrong_line_is_marked_and_nothing_is_saved() -> None:
    one = a_cloud_evaluation()
    answer = signed_in("admin").post(
        reverse("cloud-evaluation", args=[one.number]),
        {"logs-met": "no", "sla-met": "yes", "sla-proof": "約款"},
    )
    assert answer.status_code == 422
    assert not CloudItem.objects.exists()
    assert 'id="logs-risk"' in answer.content.decode()


def test_a_new_evaluation_starts_from_the_one_before() -> None:
    before = a_cloud_evaluation(number="CE-2019-001")
    a_cloud_item(evaluation=before, item="logs", found="ログは1年残る")
    again = a_cloud_evaluation(service=before.service)
    assert (
        "ログは1年残る"
        in signed_in("admin").get(reverse("cloud-evaluation", args=[again.number])).content.decode()
    )


def test_an_employee_sees_neither_finds_nor_the_import() -> None:
    found = a_found_service()
    client = signed_in("employee")
    page = client.get(reverse("cloud")).content.decode()
    assert found.domain not in page and "multipart" not in page
    assert client.post(reverse("cloud-found", args=[found.pk]), {"do": "block"}).status_code in {
        403,
        404,
    }


@pytest.mark.parametrize(
    ("file", "kind"), [(None, "proxy"), (b"\x00\x01", "proxy"), (b"a,b\n1,2\n", "nonsense")]
)
def test_nonsense_is_answered_with_a_sentence(file: bytes | None, kind: str) -> None:
    client = signed_in("admin")
    given = {"kind": kind} | ({"file": SimpleUploadedFile("x.csv", file)} if file else {})
    client.post(reverse("cloud-list"), given)
    assert 'class="toast' in client.get(reverse("cloud")).content.decode()
    assert not FoundService.objects.exists()
