from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by an administrator, never by a visitor."""

    def is_open_for_signup(self, request) -> bool:
        return False
