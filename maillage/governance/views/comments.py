"""What members say of a text, article by article; what its keepers make of it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from maillage.governance.actions import comments as actions
from maillage.governance.forms.comments import CommentForm, ReplyForm, SettleForm
from maillage.governance.models import TextComment
from maillage.governance.queries import comments as queries
from maillage.governance.queries import texts as text_queries
from maillage.governance.rules import can_keep, check_can_comment, check_can_keep
from maillage.governance.rules.articles import read
from maillage.governance.views.texts import of_texts, standing_of, text_or_404
from maillage.web.answers import done, form_page, refusals_in, row_or_404, submitted

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _read(request, public_id):
    """The text, what the actor is for its committee, the last version: what members work on."""
    found = text_or_404(request, public_id)
    mine = standing_of(request.actor, found)
    check_can_comment(request.actor, mine)
    return found, mine, text_queries.versions(request.actor, found)[0]


def _list(found):
    return reverse("governance:text_comments", args=[found.public_id])


@require_safe
def text_comments(request, public_id):
    found, mine, version = _read(request, public_id)
    context = {
        "title": "Commentaires",
        "trail": of_texts((found.title, found.get_absolute_url())),
        "text": found,
        "version": version,
        "commented": queries.commented(request.actor, found, version),
        "keeps": can_keep(request.actor, mine),
    }
    return render(request, "governance/text_comments.html", context)


@FORM
def comment(request, public_id):
    found, _, version = _read(request, public_id)
    key = request.GET.get("article", "")
    article = next((one for one in read(version.body) if one.key == key), None) if key else None
    if key and article is None and request.method != "POST":
        raise Http404
    form = CommentForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            told = {"version": version, "article": key, "body": form.cleaned_data["body"]}
            made = actions.comment(by=request.actor, text=found, **told)
            return done(request, "Le commentaire est noté.", made)
    about = article.heading if article else "Le texte entier"
    context = {"trail": _above(found), "lead": f"{about}\n{article.body[:600]}" if article else about}
    return form_page(request, form, title="Commenter", save="Envoyer", **context)


def _above(found):
    return of_texts((found.title, found.get_absolute_url()), ("Commentaires", _list(found)))


def _comment_or_404(request, public_id):
    rows = TextComment.objects.visible_to(request.actor).filter(parent=None)
    return row_or_404(rows.select_related("text", "committee", "version", "user"), public_id=public_id)


def _quoted(one):
    return f"{one.user.get_full_name()}\u00a0: {one.body}"


@FORM
def reply(request, public_id):
    one = _comment_or_404(request, public_id)
    form = ReplyForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.reply(by=request.actor, parent=one, body=form.cleaned_data["body"])
            return done(request, "La réponse est notée.", one)
    told = {"trail": _above(one.text), "lead": _quoted(one), "save": "Répondre"}
    return form_page(request, form, title="Répondre à un commentaire", **told)


@FORM
def settle(request, public_id):
    one = _comment_or_404(request, public_id)
    check_can_keep(request.actor, standing_of(request.actor, one.text))
    form = SettleForm(request.POST or None)
    if submitted(request, form):
        with refusals_in(form):
            actions.settle(by=request.actor, comment=one, **form.cleaned_data)
            return done(request, "C’est noté.", one)
    told = {"trail": _above(one.text), "lead": _quoted(one)}
    return form_page(request, form, title="Examiner un commentaire", **told)
