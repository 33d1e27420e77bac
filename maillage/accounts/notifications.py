"""Mails about an account; sent once the act is written, never before."""

from functools import partial

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from maillage.accounts.models import User
from maillage.accounts.proconnect import options


def send_invitation(user: User, structure_name: str, site: str) -> None:
    """A link to choose one's own password. `site`: "https://maillage.exemple.fr", where the link leads."""
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    context = {
        "user": user,
        "structure": structure_name,
        "link": password_link(user, site),
        "proconnect": proconnect_link(user, site) if options.is_on() else "",
        "days": days,
    }
    _send("accounts/mail/invitation.txt", "Maillage : votre compte est ouvert", user, context)


def send_new_place(user: User, structure_name: str, site: str) -> None:
    """Somebody who already had an account now works in one more structure."""
    context = {"user": user, "structure": structure_name, "link": site}
    _send("accounts/mail/new_place.txt", "Maillage : une structure de plus dans votre compte", user, context)


def send_proconnect_linked(user: User) -> None:
    _send("accounts/mail/proconnect_linked.txt", "Maillage : compte lié à ProConnect", user, {"user": user})


def password_link(user: User, site: str) -> str:
    return _link("account_reset_password_from_key", user, site)


def proconnect_link(user: User, site: str) -> str:
    """The same proof, used with ProConnect instead of a password: whichever is used first ends both."""
    return _link("accounts:proconnect-invited", user, site)


def _link(name: str, user: User, site: str) -> str:
    arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return f"{site.rstrip('/')}{reverse(name, kwargs=arguments)}"


def _send(template: str, subject: str, user: User, context: dict[str, object]) -> None:
    body = render_to_string(template, context)
    transaction.on_commit(partial(send_mail, subject, body, None, [user.email]))
