"""Each signatory answers the version that they read: they sign it, or refuse it and say why. By account, or by a link."""

from uuid import uuid4

from django.db import transaction
from procrastinate.contrib.django import app

from maillage.audit.actions import record
from maillage.conventions.actions.conventions import CHANGED, locked
from maillage.conventions.models import Convention, Signer, SigningLink
from maillage.conventions.notifications import send_link
from maillage.conventions.queries.door import Opened, token_of
from maillage.conventions.rules import check_can_keep, check_signs
from maillage.permissions import Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of

SIGN = "conventions_sign(%s::bigint, %s::uuid, %s::integer, %s::varchar, %s::text)"
SEND = "maillage.conventions.send_link"
REFUSALS = {
    "changed": CHANGED,
    "over": "Cette convention est interrompue\u00a0: elle ne se signe plus.",
    "answered": "Vous avez déjà répondu à cette version\u00a0: la réponse ne change plus.",
    "nobody": "Vous n’êtes pas signataire de cette convention.",
}
SIGNATORY = Actor(label="signataire d’une convention, par un lien")


@transaction.atomic
def answer(*, by: Actor, signer: Signer, version: int, digest: str, reason: str = "") -> None:
    """Signed when there is no reason. `digest`: of the text that was shown."""
    check_signs(by, [signer.user_id])
    _settled(value_of(SIGN, signer.pk, None, version, digest, reason))
    record(by, "convention_refused" if reason else "convention_signed", signer.convention, version=version)


@transaction.atomic
def answer_by_link(*, opened: Opened, version: int, digest: str, reason: str = "") -> None:
    _settled(value_of(SIGN, 0, opened.key, version, digest, reason))
    verb = "convention_refused" if reason else "convention_signed"
    with acting(SIGNATORY):
        record(SIGNATORY, verb, Convention(pk=opened.facts.convention_id), version=version)


def _settled(said: str) -> None:
    if said != "kept":
        raise Forbidden(REFUSALS[said])


@transaction.atomic
def new_link(*, by: Actor, signer: Signer) -> None:
    """The former link, lost or passed on, opens nothing any more."""
    row = locked(by, signer.convention)
    check_can_keep(by, row.school_id)
    if not SigningLink.objects.filter(signer=signer).update(key=uuid4()):
        raise Forbidden("Cette personne signe avec son compte, ou la convention n’est pas encore proposée.")
    record(by, "signing_link_changed", row, role=signer.role)


@transaction.atomic
def mail_link(*, by: Actor, signer: Signer, site: str) -> None:
    """To the address of a signatory without an account; one mail a job."""
    row = locked(by, signer.convention)
    check_can_keep(by, row.school_id)
    if not signer.email or not SigningLink.objects.filter(signer=signer).exists():
        raise Forbidden("Écrivez d’abord l’adresse e-mail de cette personne, puis proposez la convention.")
    app.configure_task(SEND).defer(signer=signer.pk, site=site, actor=by.to_json())
    record(by, "signing_link_mailed", row, role=signer.role)


def send_one(*, by: Actor, signer: int, site: str) -> None:
    """By the worker, as who asked."""
    with acting(by):
        links = SigningLink.objects.visible_to(by).filter(signer=signer)
        link = links.select_related("signer__convention__school").first()
        if link and link.signer.email:
            send_link(link.signer, token_of(link.key), site)
