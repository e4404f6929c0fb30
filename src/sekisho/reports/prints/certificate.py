"""The certificate of a course: who passed what, in which edition, when and with what result."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.education.words import State
from sekisho.registers import dates
from sekisho.reports.paper import of_record, paper
from sekisho.reports.printing import Asked, Paper, printed


def passed(_register: object, assignment: object) -> bool:
    return getattr(assignment, "state", "") == State.PASSED


@printed("certificate", of="course_assignments", title=gettext_lazy("Certificate"), when=passed)
def certificate(asked: Asked) -> Paper:
    one = asked.record
    head = paper(
        _("Certificate of completion"), asked.act, proof=of_record("course_assignments", one.pk)
    )
    facts = [
        [_("Course"), str(one.course)],
        [_("Edition"), one.version.label if one.version else ""],
        [_("Passed on"), dates.day(one.passed_on)],
        [_("Result"), _("%(n)s of 100 points") % {"n": one.score}],
    ]
    words = _("has taken the course below and shown that it was understood.")
    body = {"name": one.person.name, "words": words, "facts": facts}
    return Paper("certificate", head | body, f"certificate_{one.course.code}")
