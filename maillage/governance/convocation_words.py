"""How a convocation is said: in a mail, on the page that its link opens."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from maillage.governance.enums import ItemNature
from maillage.web.wording import full_day, plural


def when(starts_at: datetime, ends_at: datetime) -> str:
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{full_day(start)}, de {_hour(start)} à {_hour(end)}"


def _hour(moment: datetime) -> str:
    return f"{moment.hour}\u00a0h\u00a0{moment.minute:02}"


def point(number: int, one: Any) -> str:
    told = f"pour {ItemNature(one.nature).label}"
    if one.minutes:
        told += f", {plural(one.minutes, 'minute')}"
    return f"{number}. {one.title} ({told})"


def changes(before: dict[str, Any], now: dict[str, Any], points: list[Any]) -> list[str]:
    """What a second mail says first. A point taken away is counted: its words are no longer anybody's to read."""
    found = []
    if (before["starts"], before["ends"]) != (now["starts"], now["ends"]):
        found.append(f"La date\u00a0: {_told_when(now)} (au lieu de {_told_when(before)}).")
    if before["place"] != now["place"]:
        found.append(f"Le lieu\u00a0: {now['place']} (au lieu de {before['place']}).")
    if before["link"] != now["link"]:
        found.append(
            "Le lien pour y être à distance." if now["link"] else "On ne peut plus y être à distance."
        )
    if before["title"] != now["title"]:
        found.append(f"L’objet\u00a0: {now['title']}.")
    return found + _points(before["points"], now["points"], points)


def _told_when(told: dict[str, Any]) -> str:
    return when(datetime.fromisoformat(told["starts"]), datetime.fromisoformat(told["ends"]))


def _points(before: dict[str, str], now: dict[str, str], points: list[Any]) -> list[str]:
    titles = {str(one.public_id): one.title for one in points}
    new = [f"Nouveau point\u00a0: {titles[key]}." for key in now if key not in before and key in titles]
    other = [
        f"Point modifié\u00a0: {titles[key]}."
        for key in now
        if key in before and before[key] != now[key] and key in titles
    ]
    gone = len(before.keys() - now.keys())
    left = [f"{plural(gone, 'point')} de moins à l’ordre du jour."] if gone else []
    return new + other + left
