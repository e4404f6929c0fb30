"""Every model of the domain, for Django to find."""

from sekisho.domains.education.assignment import CourseAssignment
from sekisho.domains.education.attempt import CourseAttempt
from sekisho.domains.education.attendance import Attendance
from sekisho.domains.education.awareness_post import AwarenessPost
from sekisho.domains.education.course import Course
from sekisho.domains.education.course_version import CourseVersion
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_register import DrillRegister
from sekisho.domains.education.drill_result import DrillResult
from sekisho.domains.education.drill_trace import DrillEvent, DrillTarget
from sekisho.domains.education.guidance import Guidance
from sekisho.domains.education.plan import EducationPlan
from sekisho.domains.education.post_receipt import PostReceipt
from sekisho.domains.education.progress import Progress
from sekisho.domains.education.session import TrainingSession

__all__ = [
    "Attendance",
    "AwarenessPost",
    "Course",
    "CourseAssignment",
    "CourseAttempt",
    "CourseVersion",
    "Drill",
    "DrillEvent",
    "DrillRegister",
    "DrillResult",
    "DrillTarget",
    "EducationPlan",
    "Guidance",
    "PostReceipt",
    "Progress",
    "TrainingSession",
]
