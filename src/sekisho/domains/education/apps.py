from django.apps import AppConfig


class Education(AppConfig):
    name = "sekisho.domains.education"
    label = "education"
    default_auto_field = "django.db.models.BigAutoField"
