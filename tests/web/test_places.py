"""Who finds which places, where people land, and what the shell says of them."""

from collections.abc import Callable

import pytest

from sekisho.web import places
from sekisho.web.places import Page

ALL = tuple(places.PLACES)


@pytest.fixture
def everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [Page(name, "me", place.title) for name, place in places.PLACES.items()]
    monkeypatch.setattr(places, "_pages", pages)
    monkeypatch.setattr(places, "_counts", {"tasks": lambda _request: 120})


@pytest.mark.usefixtures("everywhere")
@pytest.mark.parametrize(
    ("roles", "names"),
    [
        (["employee"], ["tasks", "policy", "request"]),
        (["contractor"], ["tasks", "policy"]),
        (["employee", "manager"], ["tasks", "policy", "registers", "checkpoint", "incidents"]),
        (["employee", "director"], list(places.ALL_SEVEN)),
        (["employee", "committee", "manager"], list(places.ALL_SEVEN)),
        (["auditor"], ["evidence", "policy", "registers"]),
        (["employee", "admin"], ["checkpoint", "policy", "tasks", "registers", "incidents", "evidence"]),
        ([], []),
    ],
)  # fmt: skip
def test_a_role_has_its_places_and_lands_on_the_first(roles: list[str], names: list[str]) -> None:
    assert places.rail(roles) == names


def test_a_place_in_which_a_role_can_open_nothing_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only = [Page("policy", "me", "", roles=frozenset({"director"})), Page("tasks", "me", "")]
    monkeypatch.setattr(places, "_pages", only)
    assert places.rail(["employee"]) == ["tasks"]
    assert places.rail(["director"]) == ["policy", "tasks"]


def test_a_page_needs_a_place_that_exists() -> None:
    with pytest.raises(ValueError, match="no place 'cellar'"):
        places.add(Page("cellar", "me", ""))


@pytest.mark.django_db
@pytest.mark.usefixtures("everywhere")
def test_the_rail_shows_counts_the_report_link_and_a_tab_for_the_rest(enter: Callable) -> None:
    page = enter("director").get("/me").text
    assert "99+" in page
    assert (
        page.index("方針・規程") < page.index("やること") < page.index("台帳") < page.index("証跡")
    )
    assert "インシデントを報告（おそれ・ヒヤリハットも）" in page
    assert 'href="/more"' in page
    assert 'href="/more"' not in enter("contractor").get("/me").text


@pytest.mark.django_db
def test_somebody_without_any_place_lands_on_their_settings(
    enter: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_pages", [])
    assert enter().get("/").headers["Location"] == "/me"


@pytest.mark.django_db
def test_settings_are_kept_and_lead_back_to_a_page_of_ours_only(enter: Callable) -> None:
    client = enter()
    assert client.post("/me", {"theme": "dark", "back": "/more"}).headers["Location"] == "/more"
    assert 'data-theme="dark"' in client.get("/me").text
    assert (
        client.post("/me", {"theme": "light", "back": "https://evil.example/"}).headers["Location"]
        == "/me"
    )
    assert (
        'data-shortcuts="off"'
        in (client.post("/me", {"shortcuts": "off"}), client.get("/me"))[1].text
    )


@pytest.mark.django_db
def test_a_setting_that_does_not_exist_is_refused_at_its_field(enter: Callable) -> None:
    answer = enter().post("/me", {"theme": "pink"})
    assert answer.status_code == 422
    assert 'id="f-theme-e"' in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [("admin", 200), ("director", 403), ("employee", 403)])
def test_the_components_page_is_for_administrators(enter: Callable, role: str, status: int) -> None:
    assert enter(role).get("/components").status_code == status


@pytest.mark.django_db
def test_the_palette_finds_the_pages_one_has_and_says_so_when_nothing_fits(enter: Callable) -> None:
    client = enter()
    asked = {"HX-Request": "true"}
    assert 'data-href="/me"' in client.get("/palette?q=自分", headers=asked).text
    assert "<script>" not in client.get("/palette?q=<script>", headers=asked).text
    assert "「xyzzy」に合うものはありません。" in client.get("/palette?q=xyzzy", headers=asked).text
    assert "<main" in client.get("/palette?q=自分").text
