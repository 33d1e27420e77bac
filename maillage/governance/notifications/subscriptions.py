"""Mails to those who follow the work without an account: one to confirm, then one a day at most."""

from uuid import UUID

from django.urls import reverse

from maillage.governance.queries.publications import Publication
from maillage.governance.queries.subscriptions import CONFIRM, END
from maillage.web.senders import Message, send
from maillage.web.signed_keys import signed
from maillage.web.wording import day


def send_confirmation(email: str, site: str, key: UUID, about: str) -> None:
    link = _link(site, "governance:confirm_subscription", signed(key, CONFIRM))
    body = (
        f"Bonjour,\n\nQuelqu’un a demandé que cette adresse reçoive les nouvelles de\u00a0: {about}.\n"
        f"Si c’est vous, confirmez dans les trois jours\u00a0:\n{link}\n\n"
        "Sinon, ne faites rien\u00a0: votre adresse sera effacée et vous ne recevrez rien d’autre.\n"
    )
    send(Message("email", email, "Confirmez votre abonnement", body, discreet=False))


def send_digest(email: str, site: str, key: UUID, about: str, published: list[Publication]) -> None:
    lines = [f"- {one.title} ({one.what}, le {day(one.on)})\n  {site}{one.path}" for one in published]
    end = _link(site, "governance:end_subscription", signed(key, END))
    body = (
        f"Bonjour,\n\nDu nouveau pour\u00a0: {about}.\n\n" + "\n\n".join(lines) + "\n\n"
        f"Vous recevez cet e-mail parce que vous l’avez demandé. Pour ne plus rien recevoir\u00a0:\n{end}\n"
    )
    subject = published[0].title if len(published) == 1 else f"{len(published)} publications"
    send(Message("email", email, f"Du nouveau\u00a0: {subject}", body, discreet=False))


def _link(site: str, name: str, token: str) -> str:
    return site + reverse(name, args=[token])
