from django.apps import AppConfig


class Registers(AppConfig):
    name = "sekisho.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sekisho.registers.approvals.gate import Matrix
        from sekisho.registers.approving import install

        install(Matrix())
