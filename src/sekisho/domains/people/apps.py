from django.apps import AppConfig


class People(AppConfig):
    name = "sekisho.domains.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sekisho.domains.people.offices import Company
        from sekisho.registers.approvals.offices import install

        install(Company())
