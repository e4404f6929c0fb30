"""The words rules speak about assets in."""

from datetime import UTC, date, datetime

import pytest

from sekisho.domains.assets.measure import MeasureKind, required
from sekisho.domains.assets.models import Asset, LabelCheck, Measure, PersonalData, Service
from sekisho.domains.assets.words import Medium, PersonalKind
from tests.given.assets import (
    a_class,
    a_classified_asset,
    a_label_check,
    a_measure,
    a_personal_data_line,
    a_service,
    an_asset,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


def test_an_asset_is_in_use_from_the_day_it_is_registered():
    asset = an_asset(registered_on=DAY)
    assert asset in Asset.objects.in_use(DAY)
    assert asset not in Asset.objects.in_use(date(2026, 5, 31))


def test_an_asset_is_in_use_until_the_day_before_its_end():
    asset = an_asset(ended_on=DAY, state="ended")
    assert asset in Asset.objects.in_use(date(2026, 5, 31))
    assert asset not in Asset.objects.in_use(DAY)


def test_an_asset_withdrawn_as_a_mistake_never_was_in_use():
    asset = an_asset(withdrawn_at=datetime(2026, 7, 1, tzinfo=UTC))
    assert asset not in Asset.objects.in_use(DAY)


def test_an_asset_without_class_is_unclassified_and_of_no_rank():
    asset = an_asset()
    assert asset in Asset.objects.unclassified()
    assert asset not in Asset.objects.of_rank_at_least(0)


def test_rank_at_least_takes_the_boundary_in():
    asset = a_classified_asset(classification=a_class(rank=2))
    assert asset in Asset.objects.of_rank_at_least(2)
    assert asset not in Asset.objects.of_rank_at_least(3)
    assert asset not in Asset.objects.unclassified()


def test_silence_about_personal_data_is_neither_yes_nor_no():
    silent, without = an_asset(personal=()), an_asset(personal=("no",))
    holding = an_asset(personal=("personal", "my_number"))
    assert set(Asset.objects.with_personal_data()) == {holding}
    assert set(Asset.objects.personal_unsaid()) == {silent}
    assert without not in Asset.objects.personal_unsaid()


def test_each_declared_kind_of_personal_data_needs_its_own_line():
    asset = an_asset(personal=("personal", "special_care"))
    a_personal_data_line(asset=asset, kind="personal")
    assert asset in Asset.objects.personal_undetailed()
    a_personal_data_line(asset=asset, kind="special_care")
    assert asset not in Asset.objects.personal_undetailed()


def test_person_related_is_not_taken_for_personal():
    asset = an_asset(personal=("person_related",))
    a_personal_data_line(asset=asset, kind="person_related")
    assert asset not in Asset.objects.personal_undetailed()


@pytest.mark.parametrize("blank", ["count_band", "purpose", "notice", "source", "keep"])
def test_a_personal_data_line_is_complete_only_with_every_answer(blank):
    full, partial = a_personal_data_line(), a_personal_data_line(**{blank: ""})
    assert full in PersonalData.objects.complete()
    assert partial not in PersonalData.objects.complete()


def test_provision_to_third_parties_must_be_said_even_when_there_is_none():
    assert a_personal_data_line(provision=()) not in PersonalData.objects.complete()


def test_special_care_needs_an_answer_about_consent():
    silent = a_personal_data_line(kind="special_care")
    excused = a_personal_data_line(kind="special_care", consent=False, consent_proof="法20条2項2号")
    assert set(PersonalData.objects.complete()) == {excused}
    assert silent not in PersonalData.objects.complete()


def test_my_number_needs_affair_handlers_and_area():
    said = {"affair": "源泉徴収", "handlers": ("人事部 給与担当",), "zone": "人事部 執務室",
            "erase": "法定保存期間の満了後1か月以内"}  # fmt: skip
    full = a_personal_data_line(kind="my_number", **said)
    for name in said:
        a_personal_data_line(kind="my_number", **said | {name: () if name == "handlers" else ""})
    assert set(PersonalData.objects.complete()) == {full}


def test_media_are_found_one_by_one():
    asset = an_asset(media=("paper", "cloud"))
    assert asset in Asset.objects.of_medium(Medium.PAPER)
    assert asset not in Asset.objects.of_medium(Medium.PC)


def test_a_label_is_missing_only_where_the_class_asks_for_one():
    asked = a_classified_asset(classification=a_class(label_required=True))
    free = a_classified_asset(classification=a_class(label_required=False))
    done = a_classified_asset(classification=asked.classification, label_applied_on=DAY)
    assert set(Asset.objects.label_missing()) == {asked}
    assert {free, done, an_asset()}.isdisjoint(Asset.objects.label_missing())


def test_an_asset_lacks_a_measure_until_it_or_its_class_has_it():
    internal = a_class(rank=1)
    asset = a_classified_asset(classification=internal)
    assert asset in Asset.objects.lacking_measures(DAY)
    measure = a_measure(asset=asset, kind="access_control", since=DAY)
    assert asset not in Asset.objects.lacking_measures(DAY)
    assert asset in Asset.objects.lacking_measures(date(2026, 5, 31))
    Measure.objects.filter(pk=measure.pk).delete()
    a_measure(classification=internal, kind="access_control", since=DAY)
    assert asset not in Asset.objects.lacking_measures(DAY)


def test_a_measure_that_ended_protects_on_its_last_day_and_not_after():
    measure = a_measure(until=DAY)
    assert measure in Measure.objects.in_place(DAY)
    assert measure not in Measure.objects.in_place(date(2026, 6, 2))


def test_personal_data_asks_for_more_measures_than_the_class_does():
    public = a_class(rank=0)
    plain = a_classified_asset(classification=public, personal=("no",))
    holding = a_classified_asset(classification=public, personal=("personal",))
    assert set(Asset.objects.lacking_measures(DAY)) == {holding}
    assert plain in Asset.objects.present()


def test_paper_is_locked_and_not_encrypted():
    paper = a_classified_asset(classification=a_class(rank=2), media=("paper",))
    a_measure(asset=paper, kind="access_control")
    assert paper in Asset.objects.lacking_measures(DAY)
    a_measure(asset=paper, kind="locked_storage")
    assert paper not in Asset.objects.lacking_measures(DAY)


def test_the_shipped_rules_name_only_what_exists():
    for rule in required():
        assert rule.kind in MeasureKind
        assert set(rule.media) <= set(Medium)
        assert set(rule.personal) <= set(PersonalKind)
        assert rule.personal or rule.rank is not None


def test_an_asset_from_outside_is_external_or_held_for_others():
    external, entrusted = an_asset(external=True), an_asset(ownership="entrusted")
    an_asset(external=False, ownership="own")
    an_asset()
    assert set(Asset.objects.from_outside()) == {external, entrusted}


def test_a_service_is_in_use_from_its_first_day_to_the_day_before_its_end():
    service = a_service(first_used_on=date(2026, 5, 1), ended_on=DAY)
    assert service in Service.objects.in_use(date(2026, 5, 31))
    assert service not in Service.objects.in_use(DAY)
    assert service not in Service.objects.in_use(date(2026, 4, 30))


def test_a_service_not_assessed_is_not_allowed():
    allowed = [a_service(approval="approved"), a_service(approval="conditional")]
    for state in ("not_assessed", "refused", "ended"):
        a_service(approval=state)
    assert set(Service.objects.allowed()) == set(allowed)


def test_a_wrong_label_stays_open_until_corrected():
    wrong = a_label_check(ok=False, checked_on=DAY)
    a_label_check(ok=False, checked_on=DAY, corrected_on=DAY)
    a_label_check(ok=True, checked_on=DAY)
    unseen = a_label_check()
    assert set(LabelCheck.objects.uncorrected()) == {wrong}
    assert unseen not in LabelCheck.objects.looked_at()
