"""A plan on paper, and what moved as a table."""

from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.governance.models import Recommendation
from maillage.governance.plan_words import plan_data
from maillage.governance.queries import plans as queries
from maillage.governance.queries.recommendations import departements, regions, roll_up
from maillage.governance.views.plans import plan_or_404
from maillage.sheets import write_table
from maillage.web.pdf import render_pdf

HEADERS = [
    "échelle",
    "code",
    "territoire",
    "numéro",
    "recommandation",
    "adoptées",
    "engagées",
    "tenues",
    "en retard",
]


@login_not_required
@require_safe
def plan_pdf(request, public_id):
    row = plan_or_404(request, public_id)
    rows = queries.followed(request.actor, [row]).get(row.pk, [])
    content = render_pdf("web/record.typ", plan_data(row, rows, timezone.localdate()))
    return _attached(content, "application/pdf", "plan.pdf")


@login_not_required
@require_safe
def roll_up_csv(request):
    """The country whole, then each région and département where something was adopted."""
    moved, listed = roll_up(timezone.localdate()), list(Recommendation.objects.visible_to(request.actor))
    country = [_line("pays", "FR", "France", one, moved.of(one.number)) for one in listed]
    rows = [*country, *_inside("région", "region", regions(), listed, moved)]
    rows += _inside("département", "departement", departements(), listed, moved)
    out = BytesIO()
    write_table(HEADERS, rows, out, "csv")
    return _attached(out.getvalue(), "text/csv; charset=utf-8", "avancement.csv")


def _inside(scale, name, places, listed, moved):
    for place in places:
        for one in listed:
            figures = moved.of(one.number, **{name: place.pk})
            if figures.adopted:
                yield _line(scale, place.code, place.name, one, figures)


def _line(scale, code, place, one, figures):
    return (scale, code, place, one.number, one.title, *figures.figures)


def _attached(content, content_type, name):
    found = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": found})
