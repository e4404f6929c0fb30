from django.apps import AppConfig


class Findings(AppConfig):
    name = "sekisho.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answers to clients stand on what was judged last."""
        from sekisho.domains.assurance import answer_evidence
        from sekisho.findings.answer_states import states

        answer_evidence.install(states)
