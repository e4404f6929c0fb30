"""Japanese and English of a document beside each other."""

import pytest
from django.test import Client

from sekisho.domains.documents.clause import digest
from sekisho.domains.documents.importing import import_policy, pair_translation
from sekisho.domains.documents.models import Clause
from sekisho.domains.people.account import Account
from tests.given.documents import a_binding, a_clause, a_document, a_version_in_force
from tests.web.conftest import somebody
from tests.web.policy.conftest import TEXT, operator

pytestmark = pytest.mark.django_db
CHANGED = TEXT.replace("has an owner", "has one owner")


def entered(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def behind() -> Clause:
    """A clause whose words were changed after its English was made."""
    first = import_policy(operator(), TEXT.encode(), "rules.md")[0]
    pair_translation(operator(), first, TEXT.encode(), "rules.en.md")
    second = import_policy(operator(), CHANGED.encode(), "rules2.md", first.document)[0]
    (clause,) = Clause.objects.of(second).behind()
    return clause


def test_a_changed_clause_marks_its_english_as_behind(behind: Clause, chair: Account) -> None:
    assert "has one owner" in behind.text
    assert behind.translation_behind
    assert behind.behind_since
    page = entered(chair).get(
        f"/policy/documents/{behind.version.document_id}?v={behind.version_id}"
    )
    assert "1 件の条項で英訳が遅れています" in page.content.decode()
    pairs = entered(chair).get(f"/policy/pairs/{behind.version_id}").content.decode()
    assert behind.text in pairs
    assert "Every asset has an owner" in pairs  # the words it was made from


@pytest.mark.parametrize("english", ["Every asset has one owner.", None])
def test_the_english_is_renewed_or_found_to_fit_still(
    behind: Clause, chair: Account, english: str | None
) -> None:
    client, path = entered(chair), f"/policy/pairs/{behind.version_id}/{behind.pk}"
    said = {"text_en": english or behind.text_en, "ver": behind.ver}
    assert client.post(path, said).status_code == 302
    now = Clause.objects.get(pk=behind.pk)
    assert (now.text_en, now.text_en_of) == (said["text_en"], digest(now.text))
    assert now.behind_since is None
    assert (
        "すべての英訳が最新です"
        in client.get(f"/policy/pairs/{behind.version_id}").content.decode()
    )
    assert client.post(path, {"text_en": "Another", "ver": 1}).status_code == 422


def test_who_does_not_lead_reads_the_pairs_and_changes_none(behind: Clause) -> None:
    client = entered(somebody("employee"))
    page = client.get(f"/policy/pairs/{behind.version_id}").content.decode()
    assert behind.text in page
    assert "英訳を改める</summary>" not in page
    path = f"/policy/pairs/{behind.version_id}/{behind.pk}"
    assert client.post(path, {"text_en": "x"}).status_code == 403


def test_a_clause_about_personal_information_says_which_rules_come_first(chair: Account) -> None:
    version = a_version_in_force(document=a_document(kind="policy"))
    touching, other = a_clause(version=version), a_clause(version=version)
    a_binding(clause=touching, duty="O016")
    a_binding(clause=other, duty="O002")
    rules = a_document(
        kind="personal_information_rules", title="個人情報規程", precedence="本規程が優先する"
    )
    a_version_in_force(document=rules)
    client = entered(chair)
    assert "本規程が優先する" in client.get(f"/c/{touching.number}").content.decode()
    assert "本規程が優先する" not in client.get(f"/c/{other.number}").content.decode()
    assert "本規程が優先する" in client.get(f"/policy/documents/{rules.pk}").content.decode()
