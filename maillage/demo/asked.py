"""Referents of bodies, and gestures of the questions asked of them: asked, answered by the link."""

from typing import Any

from django.utils import timezone

from maillage.demo.clock import back_to, moment
from maillage.demo.places import DOMAIN, Scene
from maillage.demo.stories import Gesture, Story
from maillage.permissions import Actor
from maillage.permissions.context import acting
from maillage.support.actions import answers, questions, referents
from maillage.support.models import DirectQuestion, Referent
from maillage.support.queries.questions import opened_by

SITE = f"https://{DOMAIN}/"
FACTS = ("body", "department", "service", "phone", "hours", "communes")


def lay_out(scene: Scene, rows: list[dict[str, Any]]) -> None:
    """`checked`: how many days ago, by whom (`by`); `wrong`: what somebody said since."""
    for row in rows:
        with back_to(moment(row["checked"])), acting(scene.worker(row["by"])) as worker:
            told = {name: row[name] for name in FACTS if name in row}
            found = Referent(**told, email=f"{row['code']}@{DOMAIN}")
            scene.referents[row["code"]] = referents.add_referent(by=worker, referent=found)
            if "wrong" in row:
                referents.say_wrong(by=worker, referent=found, wrong=row["wrong"])


def question(story: Story, by: Actor, line: dict[str, Any]) -> DirectQuestion:
    """`to`: the code of a referent; agreed out loud that day; `warn`: whom to tell when it is late."""
    asked = DirectQuestion(
        person=story.person,
        referent=story.scene.referents[line["to"]],
        subject=line["subject"],
        question=line["question"],
        way="oral",
        agreed_on=timezone.localdate(),
        level="team",
        escalate_to_id=story.scene.users[line["warn"]].pk if "warn" in line else None,
    )
    given = questions.Given(line.get("number", ""))
    return questions.ask(by=by, asked=asked, given=given, site=SITE)


def answers_by_link(story: Story, by: Actor, line: dict[str, Any]) -> None:
    """`answers`: the tag of the question. PostgreSQL alone stamps when it arrived: the present."""
    link = story.rows[line["answers"]].link
    opened = opened_by(link)
    assert opened
    answers.read_by_link(who=line["who"], opened=opened)
    told = {"kind": line["kind"], "words": line["text"], "contact": line.get("contact", "")}
    answers.answer_by_link(link=link, opened=opened, who=line["who"], **told)


GESTURES: dict[str, Gesture] = {"question": question, "answers": answers_by_link}
