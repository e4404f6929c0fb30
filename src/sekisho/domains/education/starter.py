"""The starter courses of the packs, as values for the registers: a beginning to be made one's own."""

from typing import Any

from sekisho.domains.education import text
from sekisho.domains.education.course_version import CourseVersion
from sekisho.domains.education.models import Course
from sekisho.packs import courses as packs
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from sekisho.registers.rights import Role

LABEL = "starter-1"


def missing() -> list[packs.Course]:
    """Those that this company does not have yet."""
    have = set(Course.objects.values_list("code", flat=True))
    return [one for one in packs.courses() if one.code not in have]


def bring_in(act: Act, pack: packs.Course, label: str = LABEL) -> CourseVersion:
    """The course with its first version as a draft, for somebody else to read and publish."""
    course = write(registry["courses"], act, {
        "code": pack.code, "title": pack.title.ja, "title_en": pack.title.en,
        "audience": pack.audience, "minutes": pack.minutes, "pass_mark": pack.pass_mark,
        "draw": pack.draw, "duties": pack.duties,
        "office": Role.MANAGER.value if pack.audience == "role" else "",
    })  # fmt: skip
    made: CourseVersion = write(
        registry["course_versions"], act, {"course": course.pk, "label": label, **_texts(pack)}
    )
    return made


def _texts(pack: packs.Course) -> dict[str, Any]:
    said = {}
    for language, suffix in (("ja", ""), ("en", "_en")):
        parts = (
            text.Chapter(c.key, getattr(c.title, language), c.minutes, getattr(c.text, language))
            for c in pack.chapters
        )
        said[f"text{suffix}"] = text.written_chapters(parts)
        said[f"quiz{suffix}"] = text.written_questions(
            text.Question(
                one.key, getattr(one.stem, language),
                tuple(getattr(choice.text, language) for choice in one.choices),
                frozenset(n for n, choice in enumerate(one.choices) if choice.right),
                getattr(one.explanation, language), one.duty, one.chapter,
            )
            for one in pack.questions
        )  # fmt: skip
    return said
