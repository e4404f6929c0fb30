"""Reading a policy in, putting the draft in order, approving and starting it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from sekisho.domains.documents.models import Binding, Campaign, Clause, Interpretation, Version
from sekisho.domains.people.account import Account
from sekisho.registers import settings
from sekisho.registers.commands import move
from sekisho.registers.register import registry
from sekisho.web.policy.cuts import cuts
from tests.web.conftest import somebody
from tests.web.policy.conftest import (
    TEXT,
    a_draft,
    a_living_company,
    act_of,
    appointed,
    bind,
    clause_of,
    put_in_force,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def entered(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def living_company(db: None) -> tuple[Any, ...]:
    """For a test alone: a file that was streamed closes the connection the module would share."""
    return a_living_company()


def act(client: Client, clause: Clause, do: str, **fields: object) -> object:
    path = f"/policy/draft/{clause.version_id}/{clause.pk}"
    return client.post(path, {"do": do, **fields})


def numbers(version: Version) -> list[str]:
    return list(Clause.objects.of(version).values_list("number", flat=True))


def fresh(row: Model) -> Model:
    row.refresh_from_db()
    return row


def test_pasted_text_is_looked_at_first_and_only_then_becomes_a_draft(chair: Account) -> None:
    client = entered(chair)
    seen = client.post("/policy/read", {"text": TEXT})
    assert "Every asset is classified by its manager." in seen.content.decode()
    assert not Version.objects.exists()
    answer = client.post("/policy/read", {"token": seen.context["token"]})
    draft = Version.objects.get()
    assert answer.url == f"/policy/draft/{draft.pk}"
    assert numbers(draft) == ["1.1", "1.2", "2.1"]
    assert Binding.objects.filter(state="confirmed").count() == 0


def test_the_same_file_again_leads_to_its_version(chair: Account) -> None:
    client = entered(chair)
    draft = a_draft()
    file = SimpleUploadedFile("rules.md", TEXT.encode())
    seen = client.post("/policy/read", {"file": file})
    answer = client.post("/policy/read", {"token": seen.context["token"]})
    assert answer.url == f"/policy/draft/{draft.pk}"
    assert Version.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("policy.exe", b"MZ", "保存していません"),
        ("policy.pdf", b"%PDF-broken", "保存していません"),
        ("policy.txt", b"", "保存していません"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(
    chair: Account, name: str, data: bytes, words: str
) -> None:
    answer = entered(chair).post("/policy/read", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Version.objects.exists()


def test_nothing_sent_says_what_to_do(chair: Account) -> None:
    answer = entered(chair).post("/policy/read", {"text": "  "})
    assert answer.status_code == 422
    assert "貼り付けてください" in answer.content.decode()


def test_a_forged_preview_is_refused(chair: Account) -> None:
    answer = entered(chair).post("/policy/read", {"token": "made-up"})
    assert answer.status_code == 422
    assert not Version.objects.exists()


@pytest.mark.parametrize("role", ["employee", "auditor", "manager", "admin"])
def test_only_leaders_read_policies_in_and_put_them_in_order(role: str) -> None:
    draft = a_draft()
    client = entered(somebody(role))
    assert client.get("/policy/read").status_code == 403
    assert client.get(f"/policy/draft/{draft.pk}").status_code == 403
    clause = Clause.objects.of(draft)[1]
    assert act(client, clause, "indent").status_code == 403
    assert numbers(draft) == ["1.1", "1.2", "2.1"]


def test_a_clause_is_put_in_and_out_joined_and_parted(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    second = clause_of(draft, "purpose")
    answer = act(client, second, "indent")
    assert answer.url.endswith("#c-1.1.1")
    assert numbers(draft) == ["1.1", "1.1.1", "2.1"]
    act(client, second, "outdent")
    assert numbers(draft) == ["1.1", "1.2", "2.1"]
    cut = cuts(fresh(second).text)[0][0]
    act(client, second, "split", cut=cut)
    assert numbers(draft) == ["1.1", "1.2", "1.3", "2.1"]
    act(client, clause_of(draft, "reviewed regularly"), "merge")
    assert numbers(draft) == ["1.1", "1.2", "2.1"]
    assert "registered.\nAssets are reviewed" in clause_of(draft, "purpose").text


def test_a_change_that_makes_no_sense_is_told_and_changes_nothing(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    answer = client.post(
        f"/policy/draft/{draft.pk}/{clause_of(draft, 'classified').pk}",
        {"do": "merge"},
        headers={"HX-Request": "true"},
    )
    assert 'role="alert"' in answer.content.decode()
    assert numbers(draft) == ["1.1", "1.2", "2.1"]


def test_with_scripts_the_clause_alone_comes_back_with_the_counter(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    clause = clause_of(draft, "purpose")
    suggested = clause.bindings.get(duty="O067")
    path = f"/policy/draft/{draft.pk}/{clause.pk}"
    answer = client.post(path, {"do": f"confirm:{suggested.pk}"}, headers={"HX-Request": "true"})
    body = answer.content.decode()
    assert body.count('<li class="card') == 1
    assert "3条項中 1条項が測れます" in body
    assert "hx-swap-oob" in body
    tree = client.post(path, {"do": "indent"}, headers={"HX-Request": "true"})
    assert tree.headers["HX-Retarget"] == "#tree"
    assert tree.content.decode().count('<li class="card') == 3


def test_a_suggestion_is_refused_with_a_reason_and_taken_up_again(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    clause = clause_of(draft, "purpose")
    one = clause.bindings.get(duty="O067")
    act(client, clause, f"refuse:{one.pk}")
    assert fresh(one).state == "suggested"
    act(client, clause, f"refuse:{one.pk}", **{f"reason-{one.pk}": "別の規程で定める"})
    assert (fresh(one).state, one.reason) == ("refused", "別の規程で定める")
    act(client, clause, f"reconsider:{one.pk}")
    assert fresh(one).state == "suggested"


def test_an_item_of_the_catalogue_is_chosen_even_when_it_was_refused(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    clause = clause_of(draft, "reads these")
    act(client, clause, "add", duty="O124 reviewing")
    one = clause.bindings.get(duty="O124")
    assert one.state == "confirmed"
    act(client, clause, f"refuse:{one.pk}", **{f"reason-{one.pk}": "いったん外す"})
    act(client, clause, "add", duty="o124")
    assert fresh(one).state == "confirmed"


@pytest.mark.parametrize("duty", ["", "O999", "nothing"])
def test_what_is_not_in_the_catalogue_cannot_be_chosen(chair: Account, duty: str) -> None:
    draft, client = a_draft(), entered(chair)
    clause = clause_of(draft, "reads these")
    before = clause.bindings.count()
    act(client, clause, "add", duty=duty)
    assert clause.bindings.count() == before


def test_a_binding_of_another_clause_is_not_touched(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    one = clause_of(draft, "purpose").bindings.first()
    act(client, clause_of(draft, "reads these"), f"confirm:{one.pk}")
    assert fresh(one).state == "suggested"


def test_an_ambiguous_word_gets_a_number_by_decision(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    one = Interpretation.objects.get(clause__version=draft)
    act(
        client,
        one.clause,
        f"decide:{one.pk}",
        **{f"amount-{one.pk}": "1", f"unit-{one.pk}": "per_year"},
    )
    assert (fresh(one).state, one.amount, one.decided_by_id) == ("decided", 1, chair.person_id)
    act(client, one.clause, f"reopen:{one.pk}")
    assert fresh(one).state == "open"


def test_a_number_without_its_unit_is_refused_and_nothing_is_half_written(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    one = Interpretation.objects.get(clause__version=draft)
    act(
        client,
        one.clause,
        f"decide:{one.pk}",
        **{f"amount-{one.pk}": "1", f"meaning-{one.pk}": "年1回"},
    )
    assert (fresh(one).state, one.amount) == ("open", None)


def test_a_clause_is_left_out_only_with_reason_and_day(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    clause = clause_of(draft, "reads these")
    act(client, clause, "leave_out", scope_reason="理由だけ")
    assert fresh(clause).scope == "duties"
    act(client, clause, "leave_out", scope_reason="研修で扱う", scope_review_on="令和9年3月31日")
    assert (fresh(clause).scope, clause.scope_by_id) == ("out_of_scope", chair.person_id)
    act(client, clause, "measure", scope_reason="やはり測る")
    assert fresh(clause).scope == "duties"


def test_suggestions_from_a_likeness_on_are_confirmed_together(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    rows = Binding.objects.filter(clause__version=draft)
    above = rows.filter(score__gte="0.7").count()
    client.post(f"/policy/draft/{draft.pk}/bulk", {"limit": "0.7"})
    assert (
        0 < above == rows.filter(state="confirmed", decided_by=chair.person).count() < rows.count()
    )


def test_an_unknown_likeness_confirms_nothing(chair: Account) -> None:
    draft, client = a_draft(), entered(chair)
    client.post(f"/policy/draft/{draft.pk}/bulk", {"limit": "0"})
    assert not Binding.objects.filter(state="confirmed").exists()


def test_the_clauses_of_a_version_in_force_stay_but_its_items_can_be_decided(
    living: Version, chair: Account
) -> None:
    client = entered(chair)
    assert 'value="indent"' not in client.get(f"/policy/draft/{living.pk}").content.decode()
    clause = clause_of(living, "purpose")
    act(client, clause, "indent")
    assert numbers(living) == ["1.1", "1.2", "2.1"]
    one = clause_of(living, "reads these").bindings.first()
    act(client, one.clause, f"confirm:{one.pk}")
    assert fresh(one).state == "confirmed"


def test_the_original_is_downloaded_as_it_came(chair: Account) -> None:
    draft = a_draft()
    answer = entered(chair).get(f"/policy/original/{draft.pk}")
    data = b"".join(answer.streaming_content)
    answer.close()
    assert data == TEXT.encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")


def approved(chair: Account, director: Account) -> Version:
    draft = a_draft()
    bind(chair, clause_of(draft, "purpose"), "O067")
    register = registry["versions"]
    move(register, act_of(chair), "submit", draft)
    return move(register, act_of(director), "approve", fresh(draft))


FORM = {"effective_on": "", "due_days": "14", "started_on": "", "grace_days": "30"}


def form(**but: str) -> dict[str, str]:
    day = f"{timezone.localdate():%Y/%m/%d}"
    return FORM | {"effective_on": day, "started_on": day} | but


def test_starting_publishes_asks_everyone_and_decides_start_and_transition(
    chair: Account, director: Account
) -> None:
    version = approved(chair, director)
    answer = entered(director).post(f"/policy/start/{version.pk}", form())
    assert answer.url == "/policy"
    assert fresh(version).state == "in_force"
    assert Campaign.objects.get(version=version).due_days == 14
    settings.forget()
    assert settings.value("obligations.started_on") == timezone.localdate()
    assert settings.value("obligations.grace_days") == 30


def test_one_who_may_not_decide_the_start_publishes_nothing(
    chair: Account, director: Account
) -> None:
    version = approved(chair, director)
    member = appointed("committee")
    page = entered(member).get(f"/policy/start/{version.pk}").content.decode()
    assert re.search(r"<button[^>]*disabled[^>]*>この", page)
    assert entered(member).post(f"/policy/start/{version.pk}", form()).status_code == 403
    assert fresh(version).state == "approved"
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    "but",
    [
        {"effective_on": "someday"},
        {"started_on": "2001/01/01"},
        {"grace_days": "-1"},
        {"grace_days": "9999"},
        {"due_days": "two"},
    ],
)
def test_a_start_that_cannot_be_is_refused_at_its_field(
    chair: Account, director: Account, but: dict[str, str]
) -> None:
    version = approved(chair, director)
    answer = entered(director).post(f"/policy/start/{version.pk}", form(**but))
    assert answer.status_code == 422
    assert fresh(version).state == "approved"


def test_a_version_not_approved_cannot_be_started(chair: Account, director: Account) -> None:
    draft = a_draft()
    page = entered(director).get(f"/policy/start/{draft.pk}").content.decode()
    assert "まだ公開できません" in page
    assert entered(director).post(f"/policy/start/{draft.pk}", form()).status_code == 422
    assert fresh(draft).state == "draft"


def test_the_next_version_is_published_without_a_new_start(
    living: Version, chair: Account, director: Account
) -> None:
    settings.forget()
    entered(director)
    newer = a_draft(TEXT.replace("purpose of use", "purpose"))
    newer = put_in_force(newer, chair, director)
    assert fresh(living).state == "superseded"


def test_the_difference_of_two_versions_marks_words(living: Version, chair: Account) -> None:
    newer = a_draft(TEXT.replace("by its manager", "by its owner") + "\n- Nobody is left out.\n")
    page = entered(chair).get(f"/policy/diff/{living.pk}/{newer.pk}").content.decode()
    assert "<del>manager</del><ins>owner</ins>" in page
    assert "<ins>Nobody is left out.</ins>" in page
    assert "Everyone reads these" not in page
    assert (
        "Everyone reads these"
        in entered(chair).get(f"/policy/diff/{living.pk}/{newer.pk}?all=1").content.decode()
    )
