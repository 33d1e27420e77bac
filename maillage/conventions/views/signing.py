"""To sign, or to refuse and say why: with one's account, or through a link, without one."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from maillage.conventions import papers
from maillage.conventions.actions import signing as actions
from maillage.conventions.enums import SignerRole
from maillage.conventions.forms.conventions import RefuseForm
from maillage.conventions.models import Signer
from maillage.conventions.queries.door import opened_by
from maillage.conventions.views.pages import FORM, convention_or_404, kept_or_refused, of_convention
from maillage.web.answers import done, form_page, refusals_in, refusals_told, row_or_404, submitted
from maillage.web.doors import behind
from maillage.web.downloads import pdf_file

SIGNED, REFUSED = "C’est signé. Merci.", "C’est noté\u00a0: l’établissement va corriger et vous redemandera."
NUMBERS = 32_767


def _read(request):
    """Which text was on the page."""
    version, digest = request.POST.get("version", ""), request.POST.get("digest", "")
    number = int(version) if version.isascii() and version.isdecimal() and len(version) <= 5 else 0
    return {"version": min(number, NUMBERS), "digest": digest.replace("\x00", "")[:64]}


def _mine(request, row):
    rows = Signer.objects.visible_to(request.actor).filter(convention=row)
    return row_or_404(rows.select_related("convention__school"), user=request.actor.user_id)


@require_POST
def sign(request, public_id):
    row = convention_or_404(request, public_id)
    with refusals_told(request):
        actions.answer(by=request.actor, signer=_mine(request, row), **_read(request))
        return done(request, SIGNED, row.get_absolute_url())
    return redirect(row)


@FORM
def refuse(request, public_id):
    row = convention_or_404(request, public_id)
    mine, form = _mine(request, row), RefuseForm(request.POST or None)
    version = row.versions.filter(number=row.version).first()
    if version is None:
        raise Http404
    if submitted(request, form):
        with refusals_in(form):
            told = (
                _read(request)
                if "digest" in request.POST
                else {"version": row.version, "digest": version.digest}
            )
            actions.answer(by=request.actor, signer=mine, reason=form.cleaned_data["reason"], **told)
            return done(request, REFUSED, row.get_absolute_url())
    context = {
        "title": "Refuser de signer",
        "save": "Refuser",
        "version": version,
        "trail": of_convention(row),
    }
    return form_page(request, form, "conventions/refuse.html", **context)


def _link(request, public_id, role):
    row = kept_or_refused(request, public_id)
    rows = (
        Signer.objects.visible_to(request.actor).filter(convention=row).select_related("convention__school")
    )
    return row, row_or_404(rows, role=role)


@require_POST
def new_link(request, public_id, role):
    row, signer = _link(request, public_id, role)
    with refusals_told(request):
        actions.new_link(by=request.actor, signer=signer)
        return done(request, "L’ancien lien n’ouvre plus rien. Donnez le nouveau.", row.get_absolute_url())
    return redirect(row)


@require_POST
def mail_link(request, public_id, role):
    row, signer = _link(request, public_id, role)
    with refusals_told(request):
        actions.mail_link(by=request.actor, signer=signer, site=request.build_absolute_uri("/"))
        return done(request, f"Le lien part par mail à {signer.email}.", row.get_absolute_url())
    return redirect(row)


def _opened(request, token):
    return behind(request, "convention", lambda: opened_by(token), _gone)


def _gone(request):
    return render(request, "conventions/gone.html", {"title": "Ce lien n’ouvre plus"}, status=404)


@login_not_required
@FORM
def door(request, token):
    """Signed by one button; refused by a form."""
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    refuses = "reason" in request.POST
    form = RefuseForm(request.POST if refuses else None)
    if request.method == "POST" and (not refuses or form.is_valid()):
        with refusals_in(form) if refuses else refusals_told(request):
            reason = form.cleaned_data["reason"] if refuses else ""
            actions.answer_by_link(opened=opened, reason=reason, **_read(request))
            return done(request, REFUSED if refuses else SIGNED, request.path)
        if not refuses:
            return redirect(request.path)
    context = {
        "title": "Convention de stage à signer" if opened.waits else "Convention de stage",
        "opened": opened,
        "facts": opened.facts,
        "role": SignerRole(opened.facts.role).label,
        "token": token,
        "answers": [(SignerRole(one.role).label.capitalize(), one) for one in opened.answers],
    }
    return form_page(request, form, "conventions/door.html", **context)


@login_not_required
@require_safe
def door_paper(request, token):
    opened, refusal = _opened(request, token)
    if refusal:
        return refusal
    facts = opened.facts
    data = papers.convention(
        facts.text, opened.answers, school=facts.school, number_=facts.number, digest=facts.digest, why=facts.why
    )  # fmt: skip
    return pdf_file("convention-de-stage", "web/record.typ", data)
