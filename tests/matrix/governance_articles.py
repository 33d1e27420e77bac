"""Articles, comments, adherences, charters, subscriptions: the worker keeps the work of the committee whose texts these are."""

from datetime import date

from django.utils import timezone

from maillage.governance.models import Adherence, Subscription, TextComment, TextLink, TextVersion
from maillage.governance.queries.subscriptions import CONFIRM, END
from maillage.governance.tests.factories import make_committee, make_duty
from maillage.governance.tests.mandate_factories import make_text
from maillage.web.signed_keys import signed
from tests.matrix.row import Row

ALL, NO_FORM = "OOOOOOOOOOOO", "MMMMMMMMMMMM"
KEEPER, KEEPER_READS = "LFFFFFOFFFFL", "LMMMMMMMMMML"
ANY_KEEPER = "LFFFFFOFFFFLLO"
"""The animator keeps the work of the committee of `governance`, and adapts for that one."""
KEPT_POST = "LFFFFFRFFFFL"
SIGNED = "LOOOOOOOOOOLLO"
MEMBER, MEMBER_READS = "LFFFFFOFFFFL", "LMMMMMMMMMML"
OF_COMMENT = "LNNNNNONNNNL"
BINDING = "LFFOFOFFFFFLLF"
ANYBODY_SENDS = "RRRRRRRRRRRRRR"

EXPECTED: dict[str, Row] = {
    "governance:texts_to_review": Row(SIGNED, "LMMMMMMMMMMLLM"),
    "governance:compare_text": Row(ALL, NO_FORM, ("articles_charter", "articles_number", "articles_number")),
    "governance:link_text": Row(KEEPER, KEEPER, ("articles_opinion",)),
    "governance:unlink_text": Row(KEEPER_READS, KEPT_POST, ("articles_opinion", "articles_link_number")),
    "governance:supersede_text": Row(KEEPER, KEEPER, ("articles_charter",)),
    "governance:review_text": Row(KEEPER, KEEPER, ("articles_charter",)),
    "governance:adapt_text": Row(ANY_KEEPER, ANY_KEEPER, ("articles_charter",)),
    "governance:gap": Row(ALL, NO_FORM, ("articles_adapted",)),
    "governance:follow_model": Row(KEEPER_READS, KEPT_POST, ("articles_adapted",)),
    "governance:adherences": Row(ALL, NO_FORM),
    "governance:adherences_csv": Row(ALL, NO_FORM),
    "governance:text_adherences": Row(ALL, NO_FORM, ("articles_charter",)),
    "governance:adhere": Row(BINDING, BINDING, ("articles_charter",)),
    "governance:review_adherence": Row(BINDING, BINDING, ("articles_charter",)),
    "governance:withdraw": Row(BINDING, BINDING, ("articles_charter",)),
    "governance:text_comments": Row(MEMBER, MEMBER_READS, ("articles_charter",)),
    "governance:comment_text": Row(MEMBER, MEMBER, ("articles_charter",)),
    "governance:reply_comment": Row(OF_COMMENT, OF_COMMENT, ("articles_comment",)),
    "governance:settle_comment": Row(OF_COMMENT, OF_COMMENT, ("articles_comment",)),
    "governance:subscribe": Row(ALL, ALL),
    "governance:confirm_subscription": Row(ALL, ANYBODY_SENDS, ("articles_confirm_token",)),
    "governance:end_subscription": Row(ALL, ANYBODY_SENDS, ("articles_end_token",)),
}
BODY = "Article 1 – Respect\nChacun est respecté.\n\nArticle 2 – Secret\nSe taire."


def lay_out(world) -> None:
    """What the rows above point at, under `become("maintenance")`."""
    place, worker = world.members["stranger"].structure, world.members["worker"].user
    committee = make_committee(place)
    make_duty(committee, worker)
    world.articles_charter = make_text(committee, "Charte", BODY, kind="charter")
    version = TextVersion.objects.get(text=world.articles_charter)
    world.articles_number = version.number
    world.articles_adapted = make_text(committee, "Charte locale", BODY, kind="charter")
    world.articles_adapted.model_version = version
    world.articles_adapted.save()
    world.articles_opinion = make_text(committee, "Avis")
    link = TextLink.objects.create(text=world.articles_opinion, about=world.articles_charter, article="1")
    world.articles_link_number = link.pk
    told = {"text": world.articles_charter, "version": version, "user": worker}
    world.articles_comment = TextComment.objects.create(
        committee=committee, article="2", passage="Article 2 – Secret\nSe taire.", body="Préciser", **told
    )
    Adherence.objects.create(structure=world.here, adhered_on=date(2026, 1, 5), **told)
    row = Subscription.objects.create(email="nouvelles@example.org", site="http://x", asked_at=timezone.now())
    world.articles_confirm_token, world.articles_end_token = (
        signed(row.key, CONFIRM),
        signed(row.key, END),
    )
