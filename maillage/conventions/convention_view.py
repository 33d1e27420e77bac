"""What the page of a convention shows, for whoever reads it: what is owed to whom by when comes first."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from maillage.conventions import arithmetic_words as words
from maillage.conventions import rules
from maillage.conventions.actions.follow_up import side_of
from maillage.conventions.convention_words import digest_of, missing, sections
from maillage.conventions.enums import Moment, Side, SignerRole, State, Status
from maillage.conventions.models import (
    Assessment,
    Convention,
    Funding,
    Interruption,
    SigningLink,
    SupportRequest,
)
from maillage.conventions.queries import conventions as queries
from maillage.conventions.queries.counting import Counted, counted, practice, unfunded
from maillage.conventions.queries.courses import entered_on, practice_asked, short_names
from maillage.conventions.queries.door import token_of
from maillage.conventions.queries.sites import agreed
from maillage.conventions.summary_words import KINDS, span, state_words
from maillage.permissions import Actor
from maillage.vault.fields import open_together
from maillage.web.wording import amount, number

Context = dict[str, Any]


def shown(actor: Actor, row: Convention) -> Context:
    told = counted(row)
    keeps = rules.can_keep(actor, row.school_id)
    follows = type(row).objects.filter(rules.followed(actor), pk=row.pk).exists()
    near = type(row).objects.filter(rules.near(actor), pk=row.pk).exists()
    context = _text(row, told) | _signing(actor, row, keeps) | _money(actor, row, told)
    state = queries.state(row)
    context |= {
        "title": row.student_name,
        "row": row,
        "span": span(row),
        "state": state_words(row),
        "kind": KINDS[state],
        "keeps": keeps,
        "writes": keeps or (row.version == 0 and rules.can_make(actor)),
        "follows": follows,
        "near": near,
        "facts": _facts(row, told),
        "arithmetic": [*words.presence_lines(row.periods, told.presence), _duration(told)],
        "absences": list(Interruption.objects.visible_to(actor).filter(convention=row)) if follows else [],
        "missing": missing(row, {one.role for one in row.signers.all()}) if row.version == 0 else [],
        "former": range(1, row.version) if row.version > 1 else [],
        "can_move": keeps and row.signed_version > 0 and not row.dropped_on,
        "amending": state == State.AMENDED or (row.signed_version > 0 and row.version > row.signed_version),
    }
    context |= _follow_up(actor, row, near)
    return context | {"due": _due(row, context)}


def _text(row: Convention, told: Counted) -> Context:
    """As it is offered, or as a draft would be."""
    version = queries.text_of(row, row.version) if row.version else None
    if version:
        return {
            "text": version.text,
            "digest": version.digest,
            "why": version.why,
            "proposed_at": version.proposed_at,
        }
    text = sections(row, row.signers.all(), told.presence, told.owed)
    return {"text": text, "digest": digest_of(text), "why": "", "proposed_at": None}


def _signing(actor: Actor, row: Convention, keeps: bool) -> Context:
    said = queries.answers(row)
    links = {
        one.signer_id: one.key
        for one in SigningLink.objects.visible_to(actor).filter(signer__convention=row)
        if keeps
    }
    signers = [
        SimpleNamespace(
            pk=one.pk,
            role=one.role,
            title=SignerRole(one.role).label.capitalize(),
            name=one.name,
            function=one.function,
            email=one.email,
            account=one.user_id is not None,
            signed_at=said[one.role].signed_at if one.role in said else None,
            refused_at=said[one.role].refused_at if one.role in said else None,
            reason=said[one.role].reason if one.role in said else "",
            link=reverse("conventions:door", args=[token_of(links[one.pk])]) if one.pk in links else "",
            mine=actor.user_id is not None and one.user_id == actor.user_id,
        )
        for one in row.signers.all()
    ]
    waiting = [
        one for one in signers if one.mine and row.version and not (one.signed_at or one.refused_at or row.dropped_on)
    ]  # fmt: skip
    refusals = [one for one in signers if one.refused_at]
    return {
        "answers": signers,
        "to_sign": bool(waiting) and not refusals,
        "refusals": refusals,
        "has_links": any(one.link and not one.signed_at for one in signers),
    }


def _duration(told: Counted) -> str:
    return words.duration_line(sum(told.presence.counted.values(), Decimal(0)))


def _facts(row: Convention, told: Counted) -> list[tuple[str, str]]:
    hours = words.hours(sum(told.presence.counted.values(), Decimal(0)))
    facts = [
        ("Où", row.host_name),
        ("Quand", span(row)),
        ("Présence", f"{hours}, {words.duration_words(_length(told))}"),
        ("Tuteur", row.tutor_name or "à choisir"),
        ("Statut", Status(row.status).label),
    ]
    facts += [("Gratification", amount(told.owed.amount) if told.owed.amount else "aucune n’est due")]
    if row.diploma_code and row.version and row.status != Status.IMMERSION:
        facts.append(("Pratique, tous stages", _practice(row)))
    if row.host and agreed(row.school, row.host, row.starts_on):
        facts.append(("Accord", "site qualifiant"))
    return facts


def _practice(row: Convention) -> str:
    """Planned, done, asked for by the diploma."""
    told, asked = practice(row, timezone.localdate()), practice_asked(row)
    sentence = f"{number(told.done)} h faites, {number(told.planned)} h prévues en tout"
    short = short_names([row.diploma_code])[0]
    if asked is None:
        return f"{sentence}\u00a0; ce que demande le {short} n’est pas connu"
    left = max(asked - told.planned, Decimal(0))
    words = f"il en manque {number(left)} à prévoir" if left else "le compte y est"
    return f"{sentence}, sur les {number(asked)} h du {short} (entrée {entered_on(row).year})\u00a0: {words}"


def _length(told: Counted) -> Any:
    return rules.duration(sum(told.presence.counted.values(), Decimal(0)))


def _money(actor: Actor, row: Convention, told: Counted) -> Context:
    fundings = list(Funding.objects.visible_to(actor).filter(convention=row))
    given = sum((one.amount for one in fundings), Decimal(0))
    return {
        "owed": words.owed_lines(told.owed),
        "month_columns": words.MONTHS,
        "months": words.months_rows(told.owed) if told.owed.amount else [],
        "fundings": fundings,
        "unfunded": unfunded(told.owed.amount, given) if told.owed.amount else None,
        "can_fund": rules.can_keep(actor, row.school_id) or rules.can_host(actor, row.host_id),
    }


def _follow_up(actor: Actor, row: Convention, near: bool) -> Context:
    written = list(Assessment.objects.visible_to(actor).filter(convention=row).select_related("user"))
    asked = list(SupportRequest.objects.visible_to(actor).filter(convention=row))
    open_together(asked)
    side = side_of(actor, row) if row.signed_version else ""
    return {
        "assessments": written if near else [],
        "side": side,
        "to_assess": [(str(one), one.label) for one in Moment] if side else [],
        "support": asked,
        "own": actor.user_id is not None and row.student_id == actor.user_id,
    }


def _due(row: Convention, context: Context) -> list[Context]:
    """Who owes what, by when."""
    today, lines = timezone.localdate(), []
    unsigned = row.version and row.signed_version < row.version and not row.dropped_on
    if unsigned and not context["refusals"]:
        late = "Le stage a commencé." if row.starts_on <= today else ""
        for one in context["answers"]:
            if not (one.signed_at or one.refused_at):
                lines.append({"date": row.starts_on, "text": f"{one.name} doit signer", "note": f"{one.title}.", "late": late})  # fmt: skip
    if row.signed_version and not row.dropped_on and context["near"]:
        lines += _assessments_due(row, context["assessments"])
    return lines


def _assessments_due(row: Convention, written: list[Assessment]) -> list[Context]:
    if row.status == Status.IMMERSION:
        return []
    today, middle = timezone.localdate(), row.starts_on + (row.ends_on - row.starts_on) / 2
    said = {(one.moment, one.side) for one in written}
    wanted = [(Moment.MIDWAY, middle), (Moment.END, row.ends_on)]
    return [
        {
            "date": on,
            "text": f"Évaluation {moment.label}",
            "note": f"À écrire par {Side(side).label}.",
            "late": on < today,
        }
        for moment, on in wanted
        for side in Side
        if (moment, side) not in said and on <= today + timedelta(days=30)
    ]
