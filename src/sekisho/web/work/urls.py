"""Addresses of what people have to do, and the short ones that mail links to."""

from django.urls import URLPattern, path

from sekisho.web.work import inbox, others, short, task_page, tasks

urlpatterns: list[URLPattern] = [
    path("tasks", tasks.tasks, name="tasks"),
    path("tasks/inbox", inbox.inbox, name="inbox"),
    path("tasks/others", others.others, name="tasks-others"),
    path("tasks/<str:key>", task_page.task_page, name="task"),
    path("t/<str:key>", short.to_task, name="short-task"),
    path("p/<str:key>", short.to_person, name="short-person"),
]
