"""Mission letters, attestations, presence measured by college."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance import letters_paper, rules
from maillage.governance.actions import letters as actions
from maillage.governance.forms.letters import EndLetterForm, LetterForm, SignForm
from maillage.governance.models import Occupant
from maillage.governance.queries import participation as queries
from maillage.governance.queries import standing as standing_in
from maillage.governance.queries.expenses import standing_for
from maillage.governance.rules.expenses import hours
from maillage.governance.views.pages import committee_or_404, of_committee, trail
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted
from maillage.web.downloads import csv_file, pdf_file
from maillage.web.listing import paged

COLUMNS = ["Collège", ("Sièges attendus", "number"), ("Sièges présents", "number"), ("Part", "number")]


def inside_or_404(request, public_id):
    """Presences are read by those who sit or serve."""
    row, standing = committee_or_404(request, public_id)
    if not (request.actor.signed_in and standing.inside):
        raise Http404
    return row


def _year(request, years):
    asked = request.GET.get("annee", "")
    return next((one for one in years if str(one) == asked), years[0] if years else timezone.localdate().year)


@require_safe
def participation(request, public_id):
    row = inside_or_404(request, public_id)
    years = queries.held_years(request.actor, row)
    year = _year(request, years)
    rows = [
        [one.name, one.expected, one.present, "" if one.percent is None else f"{one.percent}\u00a0%"]
        for one in queries.shares(row, year)
    ]
    told = {"title": "Présence par collège", "trail": of_committee(row), "committee": row, "year": year}
    return render(
        request, "governance/participation.html", told | {"years": years, "columns": COLUMNS, "rows": rows}
    )


@require_safe
def participation_csv(request, public_id):
    row = inside_or_404(request, public_id)
    year = _year(request, queries.held_years(request.actor, row))
    rows = [(year, one.name, one.expected, one.present, one.percent) for one in queries.shares(row, year)]
    return csv_file("presence", ["année", "collège", "sièges attendus", "sièges présents", "part en %"], rows)


@require_safe
def letters(request, public_id):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    found = queries.letters(request.actor).filter(committee=row)
    page, pages = paged(request, found)
    told = {"title": "Lettres de mission", "trail": of_committee(row), "committee": row, "page": page}
    return render(request, "governance/letters.html", told | {"pages": pages})


@require_http_methods(["GET", "HEAD", "POST"])
def write_letter(request, public_id):
    row, standing = committee_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    form = LetterForm(request.POST or None, occupants=queries.to_write_for(row))
    if submitted(request, form):
        with refusals_in(form):
            told = {"occupant": form.cleaned_data["occupant"], "values": form.values()}
            made = actions.write_letter(by=request.actor, committee=row, **told)
            return done(
                request,
                "La lettre est écrite. Imprimez-la, ou la personne la signe ici.",
                made.get_absolute_url(),
            )
    lead = "Pour un expert d’expérience, ou un membre que personne ne paie pour venir."
    return form_page(request, form, title="Écrire une lettre de mission", trail=of_committee(row), lead=lead)


def letter_or_404(request, public_id):
    """The letter, what one is for its committee, and whether one may sign it."""
    row = row_or_404(queries.letters(request.actor), public_id=public_id)
    standing = standing_for(request.actor, row)
    return row, standing


def _above(row):
    committee = getattr(row, "committee", None)
    return of_committee(committee) if committee else trail()


@require_safe
def letter(request, public_id):
    row, standing = letter_or_404(request, public_id)
    context = {
        "title": f"Lettre de mission\u00a0: {row.name}",
        "trail": _above(row),
        "letter": row,
        "used": hours(queries.minutes_used(row)) if standing.inside else None,
        "signs": row.signed_on is None and rules.can_sign(request.actor, standing, row.user_id),
        "ends": rules.can_seat(request.actor, standing),
    }
    return render(request, "governance/letter.html", context)


@require_safe
def letter_pdf(request, public_id):
    row, _ = letter_or_404(request, public_id)
    committee = getattr(row, "committee", None)
    if committee is None:
        raise Http404
    return pdf_file("lettre-de-mission", "web/record.typ", letters_paper.letter_data(row, committee))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_letter(request, public_id):
    row, standing = letter_or_404(request, public_id)
    rules.check_can_sign(request.actor, standing, row.user_id)
    form = SignForm(request.POST or None, initial={"on": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.sign_letter(by=request.actor, letter=row, **form.cleaned_data)
            return done(request, "La lettre est signée.", row.get_absolute_url())
    told = {"title": "Signer la lettre de mission", "save": "Signer"}
    return form_page(request, form, **told, trail=_above(row), back=row.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def end_letter(request, public_id):
    row, standing = letter_or_404(request, public_id)
    rules.check_can_seat(request.actor, standing)
    form = EndLetterForm(request.POST or None, initial={"last": timezone.localdate()})
    if submitted(request, form):
        with refusals_in(form):
            actions.end_letter(by=request.actor, letter=row, last=form.cleaned_data["last"])
            return done(request, "La fin est notée.", row.get_absolute_url())
    told = {"title": "Terminer cette lettre de mission", "save": "Terminer"}
    return form_page(request, form, **told, trail=_above(row), back=row.get_absolute_url())


@require_safe
def attestation(request, occupant):
    """For whoever sat there, or from the secretariat."""
    rows = Occupant.objects.visible_to(request.actor).select_related("seat__committee")
    row = row_or_404(rows, occupant)
    committee = row.seat.committee
    rules.check_can_attest(request.actor, standing_in(request.actor, committee), row.user_id)
    presences = queries.attended(request.actor, row)
    told = (presences, queries.came_of(request.actor, presences), timezone.localdate())
    return pdf_file("attestation", "web/record.typ", letters_paper.attestation_data(row, committee, *told))
