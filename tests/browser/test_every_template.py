"""Every template in both languages, light and dark: nothing scrolls sideways; axe finds nothing.

axe looks at each page in one of the two ways: colours and components are the same on every page.
"""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from sekisho.domains.people.models import Account
from sekisho.findings import agenda
from tests.given.company import a_whole_company, engine
from tests.given.people import a_committee_meeting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Visit, SignedIn = Callable[[str], Page], Callable[..., Page]
TALL = 3000  # what sticks to the foot of the window then covers nothing

PAGES = (
    "/tasks", "/tasks/inbox", "/tasks/others", "/policy", "/c/1.1", "/policy/read",
    "/policy/documents", "/direction", "/direction/reorganisation", "/direction/monthly", "/scorecard", "/r/assets/", "/r/assets/new", "/r/assets/import",
    "/r/acknowledgements/new", "/r/personal_data/new", "/r/people/", "/r/committee_meetings/",
    "/ledger", "/ledger/entries", "/settings", "/settings/value/assets.classify_days", "/setup",
    "/settings/system", "/me", "/more", "/palette?q=a", "/accounts/2fa/", "/accounts/sessions/",
    "/checkpoint/denials", "/checkpoint/emergency", "/threats", "/nothing-here",
)  # fmt: skip
"""One page of each template; the rest of the registers look the same by declaration."""


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("ja", "dark", 390), ("en", "light", 1440)],  # the other tests look at Japanese by day
)
def test_no_page_has_an_axe_violation(
    visit: Visit, signed_in: SignedIn, axe: Callable, language: str, theme: str, width: int
) -> None:
    given = a_whole_company()
    Account.objects.filter(pk=given.chair.pk).update(language=language, theme=theme)
    page = signed_in(given.chair)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": TALL})
    asset = given.assets[-1]
    here = f"/r/assets/{asset.number}"
    meeting = a_committee_meeting(held_on=timezone.localdate(), state="planned")
    agenda.draw(engine(), meeting)
    talk = f"/r/committee_meetings/{meeting.number}"
    paths = (*PAGES, talk, here, f"{here}/edit", f"{here}/moves/end")
    found: dict[str, list[str]] = {}
    for place, path in enumerate(paths):
        visit(path)
        assert page.locator("html").get_attribute("lang") == language
        if (place % 2 == 0) == (theme == "dark") and (wrong := axe()):
            found[path] = wrong
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.setdefault(path, []).append("scrolls sideways")
    page.complaints.clear()  # the browser reports the 404 and the 405
    assert found == {}
