"""PostgreSQL writes some definitions in two ways, before they were put back and after: here in one.

A list of words, `(ARRAY['a'::character varying])::text[]`, becomes `ARRAY[('a'::character varying)::text]`; conditions of
one kind within each other, `((a AND b) AND c)`, become `(a AND b AND c)`.
"""

import re

_LIST = re.compile(r"\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)::text\[\]")
_WORD = re.compile(r"('(?:[^']|'')*'::character varying)")
_PIECE = re.compile(r"'(?:[^']|'')*'|[()]|[^'()]+|'")
_JOINED = re.compile(r"\b(AND|OR)\b")
_BEFORE, _AFTER = re.compile(r"(^|\b(AND|OR) )$"), re.compile(r"^($| (AND|OR)\b)")

Group = list["str | Group"]
"""What stands between two brackets: words, quoted texts, and groups."""


def one_form(definition: str) -> str:
    listed = _LIST.sub(lambda found: "ARRAY[" + _WORD.sub(r"(\1)::text", found[1]) + "]", definition)
    return _written(_grouped(listed))


def _grouped(text: str) -> Group:
    open_groups: list[Group] = [[]]
    for piece in _PIECE.findall(text):
        if piece == "(":
            open_groups.append([])
        elif piece == ")" and len(open_groups) > 1:
            inner = open_groups.pop()
            open_groups[-1].append(inner)
        else:
            open_groups[-1].append(piece)
    for unclosed in reversed(open_groups[1:]):
        open_groups[0].append(["(", *unclosed])
    return open_groups[0]


def _written(group: Group) -> str:
    return "".join(
        one if isinstance(one, str) else _bracketed(group, rank, one) for rank, one in enumerate(group)
    )


def _bracketed(group: Group, rank: int, inner: Group) -> str:
    written = _written(inner)
    alone = len(group) == 1
    same = len(_joined(inner)) == 1 and _joined(inner) == _joined(group) and _is_operand(group, rank)
    return written if alone or same else f"({written})"


def _joined(group: Group) -> set[str]:
    """AND, OR, both: what joins the conditions of this group; that of a group which is nothing but another one."""
    if len(group) == 1 and not isinstance(group[0], str):
        return _joined(group[0])
    return {word for one in group if isinstance(one, str) and one[0] != "'" for word in _JOINED.findall(one)}


def _is_operand(group: Group, rank: int) -> bool:
    before = group[rank - 1] if rank else ""
    after = group[rank + 1] if rank + 1 < len(group) else ""
    if not (isinstance(before, str) and isinstance(after, str)):
        return False
    return bool(_BEFORE.search(before) and _AFTER.search(after))
