"""A questionnaire before it opens, on paper, and papers typed in again."""

from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.clocks.minutes import A_MINUTE
from maillage.consultations import queries
from maillage.consultations.actions import answers as actions
from maillage.consultations.forms.answering import AnswerForm, PaperForm
from maillage.consultations.paper import blank_paper
from maillage.consultations.views.pages import kept_or_refused, of_one
from maillage.web.answers import done, form_page, refusals_in, submitted
from maillage.web.downloads import pdf_file


@require_safe
def preview(request, public_id):
    """As whoever answers will see it; nothing is sent."""
    row = kept_or_refused(request, public_id)
    form = AnswerForm(questions=queries.questions(row), level=row.level, signed=not row.anonymous)
    told = {"facts": row, "last_minute": row.closes_at and row.closes_at - A_MINUTE, "preview": True}
    return form_page(request, form, "consultations/answer.html", trail=of_one(row), **told)


@require_safe
def blank(request, public_id):
    row = kept_or_refused(request, public_id)
    return pdf_file("questionnaire", "web/record.typ", blank_paper(row, queries.questions(row)))


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, public_id):
    """One paper after the other: the form comes back empty, ready for the next."""
    row = kept_or_refused(request, public_id)
    told = {"questions": queries.questions(row), "level": row.level, "signed": not row.anonymous}
    form = PaperForm(request.POST or None, initial={"received": timezone.localdate()}, **told)
    if submitted(request, form):
        data = form.cleaned_data
        said = {"said": form.said(), "territory": form.territory(), "name": data.get("name", "")}
        with refusals_in(form, "received"):
            actions.type_paper(by=request.actor, questionnaire=row, received=data["received"], **said)
            return done(request, "Ce papier est noté. Au suivant\u00a0?", request.path)
    context = {"title": "Saisir un papier", "trail": of_one(row), "row": row, "save": "Noter ce papier"}
    return form_page(request, form, "consultations/paper_form.html", **context)
