"""allauth's forms where ours must be stricter."""

from typing import Any

from allauth.account import forms


class ResetPasswordForm(forms.ResetPasswordForm):
    """Sends the link only to the address an account has today, never to a former one."""

    users: list[Any]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.email.lower() == email.lower()]
        return email
