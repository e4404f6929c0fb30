"""What a company policy may say, and how it is told where a text goes wrong."""

import pytest
from django.utils import translation

from sekisho.checkpoint.access_policy import told
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.company.reading import read

HEAD = "forbid(principal, action, resource is Asset)"
WRONG = [
    ("", "There is no policy in this text."),
    ("permit(principal, action, resource is Asset);", "only forbids"),
    ("forbid(principal, action, resource);", "resource is Asset, or resource is Record"),
    ("forbid(principal, action, resource is Dokument);", "no type of resource “Dokument”"),
    (f'{HEAD} when {{ principal.emploment == "x" }};', "no attribute “principal.emploment”"),
    (f"{HEAD} when {{ resource has colour }};", "no attribute “resource.colour”"),
    (f'{HEAD} when {{ resource.rank == "high" }};', "resource.rank is a whole number"),
    (f'{HEAD} when {{ resource.name < "b" }};', "resource.name is a text"),
    (f"{HEAD} when {{ resource.rank + 1 > 2 }};", "No list can be made"),
    (f"{HEAD} when {{ resource.name == resource.class }};", "No list can be made"),
    (f"{HEAD} when {{ context.ip.isLoopback() }};", "“isLoopback” is not supported"),
    (f'{HEAD} when {{ ip("10.0.0.1") == context.zone }};', "Functions are not supported"),
    (f"{HEAD} when {{ principal in ?principal }};", "Templates are not supported"),
    (f"{HEAD} when {{ resource.rank >= 2 }}", "; is expected"),
    ('forbid(principal, action == Action::"fly", resource is Asset);', "no action “fly”"),
    ('forbid(principal, action, resource is Record in Register::"assts");', "no register “assts”"),
    ('forbid(principal, action, resource == Record::"1");', "resource is Asset, or"),
    ("forbid(principal, action, resource is Record) when { context.hour < 8 };", "“context.hour”"),
    (f'@id("a") {HEAD}; @id("a") {HEAD};', "Two policies are called “a”"),
]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_it_may_not_say_is_refused_in_words(text: str, words: str) -> None:
    with translation.override("en"), pytest.raises(Refused) as refused:
        read(text)
    with translation.override("en"):
        assert words.replace("; is expected", "") in str(refused.value), str(refused.value)


@pytest.mark.once
def test_the_place_of_the_wrong_word_is_told() -> None:
    text = f"{HEAD}\nwhen {{ resource.rank >= 2 &&\n  principal.salary > 5 }};"
    with pytest.raises(Refused) as refused:
        read(text)
    assert str(told(refused.value)).startswith("3行目の13文字目")
    with translation.override("en"), pytest.raises(Refused) as again:
        read(f"{HEAD} when {{\n resource.rank * 2 == 4 }};")
    with translation.override("en"):
        assert str(told(again.value)).startswith("Line 2, character 11")


@pytest.mark.once
def test_a_text_about_information_and_records_is_read() -> None:
    book = read(
        f"{HEAD} when {{ resource.personal && !context.strong }};\n"
        'forbid(principal, action in [Action::"read", Action::"approve"], resource is Record in '
        'Register::"incidents") unless { resource has state && resource.state == "closed" };'
    )
    assert [len(book.of(kind)) for kind in ("Asset", "Record")] == [1, 1]
