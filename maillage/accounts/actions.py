"""Accounts, roles and what the journal keeps of sign-ins. Sensitive roles change by two persons."""

from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from axes.models import AccessLog
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Least
from django.utils import timezone

from maillage.accounts import notifications, rules
from maillage.accounts.enums import SENSITIVE_ROLES, Decision, RoleChange
from maillage.accounts.models import Membership, ProConnectIdentity, RoleProposal, User
from maillage.accounts.queries import actor_for, current_memberships, proconnect_identities, second_factors
from maillage.accounts.session_store import SessionStore
from maillage.audit.actions import record
from maillage.directory.models import Structure
from maillage.permissions import ANONYMOUS, Actor, Forbidden
from maillage.permissions.context import acting
from maillage.permissions.definer import value_of


@transaction.atomic
def open_account(
    *,
    by: Actor,
    email: str,
    first_name: str,
    last_name: str,
    role: str,
    site: str,
    job_title: str = "",
    until: date | None = None,
) -> User:
    """Open an account with a first role in the administrator's structure, and send the invitation.

    Somebody who already has an account keeps it, and their name: they receive the role and a mail. Nobody
    chooses a password for somebody else. `site`: the address that the link in the mail begins with.
    """
    rules.check_can_manage_team(by)
    if role in SENSITIVE_ROLES:
        raise Forbidden("Ouvrez le compte avec un autre rôle, puis demandez celui-ci : il se décide à deux.")
    names = {"first_name": first_name, "last_name": last_name, "password": make_password(None)}
    user, new = User.objects.get_or_create(email=email.strip().lower(), defaults=names)
    reopened = bool(User.objects.filter(pk=user.pk, is_active=False).update(is_active=True))
    if new or reopened:
        record(by, "account_opened", user, reopened=reopened)
    place = give_role(by=by, user=user, role=role, job_title=job_title, until=until)
    _tell(user, place, invited=new or reopened, site=site)
    return user


def _tell(user: User, place: Membership | RoleProposal, *, invited: bool, site: str) -> None:
    assert isinstance(place, Membership)
    send = notifications.send_invitation if invited else notifications.send_new_place
    send(User.objects.get(pk=user.pk), place.structure.name, site)


@transaction.atomic
def close_account(*, by: Actor, user: User) -> None:
    """End every role and every session of this account, and forget its password, second factors and ProConnect identities."""
    held = list(current_memberships(user, timezone.localdate()))
    structures = frozenset(membership.structure_id for membership in held)
    rules.check_can_close_account(by, user.pk, structures, frozenset(m.role for m in held))
    closed = User.objects.filter(pk=user.pk, is_active=True)
    if closed.update(is_active=False, password=make_password(None)):
        _end(by, Membership.objects.filter(pk__in=[membership.pk for membership in held]))
        Authenticator.objects.filter(user_id=user.pk).delete()
        value_of("proconnect_forget(%s::bigint)", user.pk)
        record(by, "account_closed", user)


@transaction.atomic
def give_role(
    *, by: Actor, user: User, role: str, job_title: str = "", until: date | None = None
) -> Membership | RoleProposal:
    """Give a role in the administrator's structure; a sensitive one waits for another administrator."""
    rules.check_can_give_role(by, user.pk)
    if role in SENSITIVE_ROLES:
        return _propose(by, user, role, RoleChange.GIVE, job_title)
    return _give(by, user, role, job_title, until)


@transaction.atomic
def end_role(*, by: Actor, membership: Membership) -> Membership | RoleProposal:
    """End a role of the administrator's structure at once; a sensitive one waits for another administrator."""
    rules.check_can_manage_team(by)
    if membership.structure_id != by.structure_id:
        raise Forbidden("Ce rôle est tenu dans une autre structure.")
    if membership.role in SENSITIVE_ROLES:
        return _propose(by, membership.user, membership.role, RoleChange.END, "")
    _end(by, Membership.objects.filter(pk=membership.pk))
    return membership


@transaction.atomic
def decide_role_change(*, by: Actor, proposal_id: UUID, decision: Decision) -> bool:
    """Confirm or refuse a waiting change; False when somebody has already decided otherwise.

    The one who asked may refuse (take back) their own request, never confirm it.
    """
    rules.check_can_manage_team(by)
    proposal = RoleProposal.objects.select_related("user").get(pk=proposal_id, structure_id=_here(by))
    if decision == Decision.CONFIRMED:
        rules.check_can_decide(by, proposal.change, proposal.user_id, proposal.proposed_by_id)
    waiting = RoleProposal.objects.filter(pk=proposal_id, decided_at__isnull=True)
    if not waiting.update(decision=decision, decided_by_id=by.user_id, decided_at=timezone.now()):
        return RoleProposal.objects.filter(pk=proposal_id, decision=decision).exists()
    record(by, f"role_change_{decision}", proposal, change=proposal.change, role=proposal.role)
    if decision == Decision.CONFIRMED:
        _apply(by, proposal)
    return True


def _apply(by: Actor, proposal: RoleProposal) -> None:
    if proposal.change == RoleChange.GIVE:
        _give(by, proposal.user, proposal.role, proposal.job_title, None)
        return
    held = Membership.objects.current(timezone.localdate())
    _end(by, held.filter(user=proposal.user, structure_id=proposal.structure_id, role=proposal.role))


def _here(by: Actor) -> int:
    """The structure of an administrator; the rules have made sure that there is one."""
    assert by.structure_id is not None
    return by.structure_id


def _propose(by: Actor, user: User, role: str, change: RoleChange, job_title: str) -> RoleProposal:
    assert by.user_id is not None
    proposal, new = RoleProposal.objects.get_or_create(
        user=user,
        structure_id=_here(by),
        role=role,
        change=change,
        decided_at=None,
        defaults={"proposed_by": User.objects.get(pk=by.user_id), "job_title": job_title},
    )
    if new:
        record(by, "role_change_proposed", proposal, change=change, role=role)
    return proposal


def _give(by: Actor, user: User, role: str, job_title: str, until: date | None) -> Membership:
    today = timezone.localdate()
    place = {"user": user, "structure_id": by.structure_id, "role": role}
    held: Membership | None = Membership.objects.current(today).filter(**place).first()
    if held:
        return held
    details = {"since": today, "until": until, "job_title": job_title}
    if until:
        membership, new = Membership.objects.create(**place, **details), True
    else:
        membership, new = Membership.objects.get_or_create(**place, until=None, defaults=details)
    if new:
        record(by, "role_given", membership, role=role, user=user.pk)
    return membership


def _end(by: Actor, memberships: QuerySet[Membership]) -> None:
    today = timezone.localdate()
    last_day = Least(Greatest(F("since"), today), F("until"))
    for membership in memberships.filter(ended_at__isnull=True):
        ended = Membership.objects.filter(pk=membership.pk, ended_at__isnull=True)
        if ended.update(until=last_day, ended_at=timezone.now(), ended_by_id=by.user_id):
            record(by, "role_ended", membership, role=membership.role, user=membership.user_id)


@transaction.atomic
def choose_structure(*, by: Actor, structure: Structure) -> None:
    """Write down that somebody goes on in another of their own structures; the session remembers which."""
    if structure.pk != by.structure_id:
        record(by, "structure_chosen", structure, name=structure.name)


def note_second_factor(*, by: Actor, user: User, verb: str, kind: str) -> None:
    """`verb`: "second_factor_added" or "second_factor_removed"; `kind`: "totp" or "webauthn"."""
    record(by, verb, user, kind=kind)


def note_sign_in(*, user: User, methods: list[str], second_factor: bool) -> None:
    """`methods`: how they proved who they are, "password", "totp", "webauthn", "recovery_codes"."""
    actor, _ = actor_for(user, timezone.localdate(), None, second_factor)
    with acting(actor):
        record(actor, "signed_in", user, methods=methods)


def note_sign_out(*, by: Actor, user: User) -> None:
    record(by, "signed_out", user)


def note_lock_out(*, email: str) -> None:
    """Too many failed tries on an account: nobody is signed in, so nobody is named."""
    user = User.objects.filter(email__iexact=email).first()
    with acting(ANONYMOUS):
        record(ANONYMOUS, "sign_in_locked", user or "accounts.user")


@transaction.atomic
def link_proconnect(*, by: Actor, user: User, idp_id: str, sub: str) -> None:
    """Tie an identity that ProConnect has just vouched for to one's own account. Raises IntegrityError when it is another's."""
    if by.user_id != user.pk:
        raise Forbidden("Chacun lie son propre compte.")
    identity, new = ProConnectIdentity.objects.get_or_create(user=user, idp_id=idp_id, sub=sub)
    if new:
        record(by, "proconnect_linked", user, identity=identity.pk)
        notifications.send_proconnect_linked(user)


def accept_invitation(*, user: User, idp_id: str, sub: str) -> None:
    """The same, for whoever opened their account with the link that an administrator had sent: they are not signed in yet."""
    actor, _ = actor_for(user, timezone.localdate())
    with acting(actor):
        link_proconnect(by=actor, user=user, idp_id=idp_id, sub=sub)


@transaction.atomic
def unlink_proconnect(*, by: Actor, identity: ProConnectIdentity) -> None:
    """Untie an identity of one's own; refused when it is the only way left to sign in."""
    rules.check_can_unlink_proconnect(by, identity.user_id, _other_ways(identity))
    gone, _ = proconnect_identities(identity.user).filter(pk=identity.pk).delete()
    if gone:
        record(by, "proconnect_unlinked", identity.user, identity=identity.pk)


def _other_ways(identity: ProConnectIdentity) -> int:
    user = identity.user
    others = proconnect_identities(user).exclude(pk=identity.pk).count()
    return user.has_usable_password() + second_factors(user)["webauthn"] + others


def note_refused(*, user: User, reason: str) -> None:
    """ProConnect vouched for somebody whose account is closed ("closed") or who has left ("left")."""
    with acting(ANONYMOUS):
        record(ANONYMOUS, "proconnect_refused", user, reason=reason)


def forget_sign_ins() -> None:
    """Every night: sessions that are over (what they hold may name somebody), and addresses and browsers that were
    written down before `AXES_DISABLE_ACCESS_LOG`. Neither table has a policy: the application's role deletes there."""
    SessionStore.clear_expired()
    AccessLog.objects.all().delete()
