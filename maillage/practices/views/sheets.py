"""One sheet, its former versions, its paper; spotted, written, published, withdrawn."""

from itertools import chain

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from maillage.permissions import Forbidden
from maillage.practices import sheet_words as words
from maillage.practices.actions import sheets as actions
from maillage.practices.catalogue import sections, total
from maillage.practices.enums import POINTS_IN_WORDS, EvaluationKind, PointKind, SheetKind
from maillage.practices.forms.sheets import PublishForm, SpotForm, WithdrawForm, WriteForm
from maillage.practices.queries import calls, evaluations
from maillage.practices.queries import sheets as queries
from maillage.practices.rules import can_publish, can_reuse, can_write, check_can_publish, check_can_write
from maillage.practices.rules.length import signs, thousands
from maillage.practices.sheet_paper import MOST_PAGES, pages_of, sheet_data
from maillage.practices.views.library import drafting
from maillage.practices.views.pages import of_sheet, sheet_or_404, trail
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.conflicts import differences
from maillage.web.downloads import pdf_file

FORM = require_http_methods(["GET", "HEAD", "POST"])
SPOT = "Deux minutes suffisent\u00a0: ce qui se fait, où, à qui demander. Vous écrirez le reste quand vous voudrez."


def versions_or_404(request, sheet):
    """None is readable: the sheet is withdrawn, and says so."""
    found = queries.versions(request.actor, sheet)
    if not found and sheet.withdrawn_on is None:
        raise Http404
    return found


def last_published(versions):
    return next((one for one in versions if one.published_at), None)


@login_not_required
@require_safe
def sheet(request, public_id):
    found = sheet_or_404(request, public_id)
    versions = versions_or_404(request, found)
    shown = last_published(versions) or (versions[0] if versions else None)
    mine = queries.holder_of(request.actor, found)
    context = {
        "title": shown.title if shown else found.title,
        "trail": trail(),
        "sheet": found,
        "shown": shown,
        "draft": versions[0] if versions and not versions[0].published_at else None,
        "former": [one for one in versions if one.published_at and one != shown],
        "writes": can_write(request.actor, mine) and found.withdrawn_on is None,
        "publishes": can_publish(request.actor, mine) and found.withdrawn_on is None,
        **(_read(request.actor, found, shown) if shown else {}),
    }
    return render(request, "practices/sheet.html", context)


def _read(actor, found, shown):
    told = evaluations.of_sheet(actor, found)
    return {
        **read(shown),
        "ladder": words.ladder(shown),
        "next_step": words.next_step(shown),
        "evaluated": [(kind, words.OF_KINDS[kind], _told(told, kind, found)) for kind in EvaluationKind],
        "reuses": [(one, words.where(one)) for one in evaluations.reuses_of(actor, found)],
        "calls": calls.of_sheet(actor, found),
        "evaluates": bool(shown.published_at and not found.withdrawn_on and queries.evaluators(actor)),
        "tries": bool(shown.published_at and not found.withdrawn_on) and can_reuse(actor, found.structure_id),
        "leads_here": can_publish(actor, queries.holder(actor, actor.structure_id, None)),
        "here": actor.structure_id,
    }


def read(version):
    """What a version says, on any page."""
    told = queries.points_of(version)
    return {
        "badge": words.badge(version),
        "facts": words.facts(version),
        "tags": words.tag_labels(version),
        "written": words.written(version),
        "points": [(POINTS_IN_WORDS[kind], told[kind]) for kind in PointKind if kind in told],
    }


def _told(listed, kind, found):
    return [
        (one, words.evaluator(one), evaluations.by_its_authors(one, found))
        for one in listed
        if one.kind == kind
    ]


@login_not_required
@require_safe
def sheet_version(request, public_id, number):
    found = sheet_or_404(request, public_id)
    versions = {one.number: one for one in versions_or_404(request, found)}
    if number not in versions:
        raise Http404
    shown = versions[number]
    context = {
        "title": f"{shown.title}, version {number}",
        "trail": of_sheet(found),
        "shown": shown,
        **read(shown),
    }
    return render(request, "practices/version.html", context)


@login_not_required
@require_safe
def sheet_pdf(request, public_id):
    found = sheet_or_404(request, public_id)
    versions = versions_or_404(request, found)
    shown = last_published(versions) or (versions[0] if versions else None)
    if shown is None:
        raise Http404
    told = [one for one in evaluations.of_sheet(request.actor, found) if one.published_at]
    tried = evaluations.reuses_of(request.actor, found).filter(published_at__isnull=False)
    address = request.build_absolute_uri(found.get_absolute_url())
    return pdf_file("fiche", "web/record.typ", sheet_data(shown, told, list(tried), address))


# Writing


@FORM
def spot(request):
    if not drafting(request.actor):
        raise Forbidden("Une fiche s’écrit au nom de la structure où vous travaillez.")
    alone = not request.actor.at_work
    told = {"carriers": queries.carriers(request.actor), "alone": alone}
    form = SpotForm(request.POST or None, initial={"kind": SheetKind.PRACTICE}, **told)
    if submitted(request, form):
        with refusals_in(form):
            made = actions.spot(
                by=request.actor,
                kind=form.cleaned_data["kind"],
                committee=form.carrier(),
                values=form.values(),
            )
            return done(request, "La fiche est ouverte. Vos collègues seuls la lisent pour l’instant.", made)
    return form_page(
        request, form, title="Signaler une pratique", lead=SPOT, trail=trail(), save="Ouvrir la fiche"
    )


def typed(version):
    told = {name: getattr(version, name) for name in actions.ABOUT}
    told |= {one.code: version.text_of(one.code) for one in sections(version.sheet.kind)}
    told |= {**queries.points_of(version), "ready": version.ready, "version": actions.mark(version)}
    return {**told, "territory": version.territory or ("France" if version.contact else "")}


@FORM
def write(request, public_id):
    found = sheet_or_404(request, public_id)
    check_can_write(request.actor, queries.holder_of(request.actor, found))
    last = queries.versions(request.actor, found)[0]
    told = {"kind": found.kind, "borne": last.tags}
    form, changed = WriteForm(request.POST or None, initial=typed(last), **told), None
    if submitted(request, form):
        with refusals_in(form):
            try:
                _write(request.actor, found, form)
                return done(request, "La fiche est enregistrée.", found)
            except actions.RewrittenBetween as between:
                now = WriteForm(initial=typed(between.now), **told)
                changed = differences(form, now, form.names)
    context = {"trail": of_sheet(found), "differences": changed, "length": _length(form, last)}
    context["groups"] = [form[one.code] for one in form.listed], [form[kind] for kind in PointKind]
    return form_page(request, form, title="Écrire la fiche", **context)


def _write(actor, found, form):
    told = {"read": form.cleaned_data["version"], "ready": form.cleaned_data["ready"]}
    actions.write(by=actor, sheet=found, values=form.values(), points=form.points(), **told)


def _length(form, version):
    """Of what is typed, or kept."""
    if form.is_bound:
        names = [*(one.code for one in form.listed), *PointKind]
        typed_in = [form.data.get(name, "").replace("\r\n", "\n") for name in names]
        return thousands(signs({}, typed_in)), thousands(total())
    listed = {one.code: version.text_of(one.code) for one in sections(version.sheet.kind)}
    used = signs(listed, chain.from_iterable(queries.points_of(version).values()))
    return thousands(used), thousands(total())


@FORM
def publish(request, public_id):
    found = sheet_or_404(request, public_id)
    check_can_publish(request.actor, queries.holder_of(request.actor, found))
    last = queries.versions(request.actor, found)[0]
    if last.published_at:
        raise Forbidden(actions.NOTHING_NEW)
    form = PublishForm(
        request.POST or None, texts=actions.words_of(last), initial={"version": actions.mark(last)}
    )
    if submitted(request, form):
        with refusals_in(form):
            told = {"read": form.cleaned_data["version"], "confirmed": form.cleaned_data.get("confirmed", [])}
            try:
                actions.publish(by=request.actor, sheet=found, **told)
                return done(request, "La fiche est publiée\u00a0: tout le monde peut la lire.", found)
            except actions.RewrittenBetween as between:
                form.at_version(actions.mark(between.now))
                form.add_error(None, "Quelqu’un vient d’écrire dans cette fiche\u00a0: relisez-la plus bas.")
    context = {"shown": last, "trail": of_sheet(found), "save": "Publier", **read(last)}
    context |= {"next_step": words.next_step(last), "too_long": _too_long(last)}
    return form_page(request, form, title="Publier cette fiche", **context)


def _too_long(version):
    """How many pages it takes on paper, when that is more than five."""
    count = pages_of(sheet_data(version, [], [], ""))
    return count if count > MOST_PAGES else 0


@FORM
def withdraw(request, public_id):
    found = sheet_or_404(request, public_id)
    check_can_publish(request.actor, queries.holder_of(request.actor, found))
    form = WithdrawForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.withdraw(by=request.actor, sheet=found, why=form.cleaned_data["why"])
            return done(request, "La fiche est retirée.", found)
    lead = "Son adresse restera, avec la date et la raison\u00a0; son texte ne sera plus lu au-dehors."
    told = {"lead": lead, "trail": of_sheet(found), "save": "Retirer la fiche"}
    return form_page(request, form, title="Retirer cette fiche", **told)
