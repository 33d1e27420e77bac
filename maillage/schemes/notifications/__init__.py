"""Mails to hosts: the link by which they say what is free."""

from django.urls import reverse

from maillage.schemes.models import HostDoor
from maillage.schemes.queries.places import token_of
from maillage.web.senders import Message, send


def send_door(door: HostDoor) -> None:
    link = f"{door.site}{reverse('schemes:host_door', args=[token_of(door.key)])}"
    parts = [
        "Bonjour,",
        f"{door.structure} attribue des places que {door.host} héberge. Ce lien vous permet de dire, en deux gestes et"
        f" sans compte, lesquelles sont libres\u00a0:\n{link}",
        "Gardez-le\u00a0: il sert à chaque fois. Ne le donnez pas en dehors de votre équipe.",
        "Il ne montre le nom de personne.",
    ]
    subject = f"Dire quelles places sont libres\u00a0: {door.host}"
    send(Message("email", door.email, subject, "\n\n".join(parts) + "\n", discreet=False))
