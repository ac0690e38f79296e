"""The lines of one value as a tree: which lines stand under which.

Levels come from list markers; callers judge headings, because these depend on the kind of value.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct

from infobox.display import states
from infobox.display.lines import Block, Line
from infobox.templates import Templates


class Look(NamedTuple):
    """What headings beside one another have in common."""

    bold: bool
    flagged: bool
    in_parentheses: bool


class Branch(Struct, eq=False):
    """A line and the branches under it.

    `beside` is true for the lines of a list inside the block, `after_list` for bullets directly after one, `closed` for a title that owns
    just its own list, `bulleted` for a heading with bullets under it, `own` for one that owns just the lines of its own list entry, `full`
    for a list entry that holds a list; `labels` is the form (`bold` or `plain`) of the labels of the lines under a heading, if they have
    any, `inner` the form of the headings under it, `led` the heading that follows directly, if there is one, `following` and `previous` are
    the branches beside this one.
    """

    line: Line
    children: list[Branch] = []
    closed: bool = False
    beside: bool = False
    after_list: bool = False
    bulleted: bool = False
    full: bool = False
    own: bool = False
    labels: str = ""
    following: Branch | None = None
    previous: Branch | None = None
    led: Branch | None = None
    inner: Look | None = None


Judge = Callable[[Branch], int]
"""How far a line titles what follows: `TERM`, `HEADING`, `SMALL_HEADING` or, for a figure that titles others and a party with a list of
members, `COUNT`; 0 for an ordinary line; `LABELLED` for one with its own label, which ends a heading's group; `TOTAL` for one that also
ends a group of such lines."""

TERM, HEADING, SMALL_HEADING, COUNT = 4, 3, 2, 1
LABELLED, TOTAL = -1, -2


def assemble(block: Block, judge: Judge, known: Templates) -> list[Branch]:
    """The lines of a block as a tree. `known` is what templates mean on the page's Wikipedia."""
    if len(block.entries) == 1 and isinstance(block.entries[0], Line):
        return [Branch(block.entries[0])]
    return _group(_Levels(judge, known, plain=block.kind == "plain").of(block), judge, known)


def flattened(branches: list[Branch]) -> list[Branch]:
    """The branches and all under them, beside one another."""
    found: list[Branch] = []
    waiting = branches[::-1]
    while waiting:
        branch = waiting.pop()
        waiting += branch.children[::-1]
        branch.children = []
        found.append(branch)
    return found


class _Levels:
    """The tree of a block's lines by their levels: `top` has the highest, `stack` the last branch of each level that is open."""

    def __init__(self, judge: Judge, known: Templates, *, plain: bool) -> None:
        self.judge = judge
        self.known = known
        self.plain = plain
        self.bullet = 0 if plain else _FIRST_BULLET
        self.top: list[Branch] = []
        self.stack: list[tuple[int, Branch]] = []
        self.term: Branch | None = None

    def of(self, block: Block) -> list[Branch]:
        """The branches of the highest level."""
        for entry in block.entries:
            if isinstance(entry, Line):
                self._add_line(entry)
            else:
                self._add_block(entry, assemble(entry, self.judge, self.known))
        return self.top

    @property
    def _under(self) -> list[Branch]:
        """The branches beside which the next one stands."""
        return self.stack[-1][1].children if self.stack else self.top

    def _add_line(self, line: Line) -> None:
        stack, term = self.stack, self.term
        level = _level(line, plain=self.plain)
        if line.broken and stack and self._is_beside_heading(line):
            level = 0
        if term is not None and line.indented and line.level == term.line.level + 1 and all(term is not above for _, above in stack):
            level -= 2  # a term owns its lines, whatever stands between: they stand beside that
        if line.rule and not line.inner_rule:
            stack.clear()
        branch = Branch(line)
        while stack and stack[-1][0] >= level:
            ended = stack.pop()[1]
            branch.after_list = line.listed and level == self.bullet and (ended.beside or ended.after_list)
        (stack[-1][1].children if stack else self.top).append(branch)
        stack.append((level, branch))
        if line.term:
            self.term = branch if self.judge(branch) > 0 else None
        elif term is not None and not line.level and (line.rule or self.judge(branch) > 0):
            self.term = None

    def _add_block(self, block: Block, inner: list[Branch]) -> None:
        stack = self.stack
        # A flag before a list belongs to the list.
        flag = stack[-1][1] if stack and _is_bare_flag(stack[-1][1]) else None
        if block.kind == "titled":
            self._add_titled(block, inner, flag)
        elif flag is not None:
            flag.children += inner
        elif block.kind == "bullets" or block.within:
            self._under.extend(inner)
            if block.within and stack:
                stack[-1][1].full = True
        elif inner:
            self._add_beside(block, inner)

    def _add_beside(self, block: Block, inner: list[Branch]) -> None:
        """Add the lines of a list without bullets beside the line before it."""
        stack = self.stack
        if inner[0].line.rule:
            stack.clear()
        if block.fresh:
            del stack[1:]
        level = stack.pop()[0] if stack else 0
        self._under.extend(inner)
        # The list is closed: a bullet after it stands beside its entries, unless the last one titles what follows or is the only one.
        closed = (len(inner) > 1 or inner[-1].line.listed) and self.judge(inner[-1]) <= 0
        stack.append((max(level, self.bullet) if closed else level, inner[-1]))
        for branch in inner:
            branch.beside = True

    def _add_titled(self, block: Block, inner: list[Branch], flag: Branch | None) -> None:
        title, stack = block.title, self.stack
        under = flag.children if flag is not None else self._under
        if title is None or title.empty:
            under.extend(inner)
            return
        branch = Branch(title, inner, closed=True)
        heads = self.judge(branch) > 0
        if flag is None:
            if title.rule:
                stack.clear()
            if heads:
                # Beside the line before it, and outside any list that ended with that line.
                listed = block.attached or not (stack and stack[-1][1].line.listed)
                if listed and stack:
                    stack.pop()
                elif not listed:
                    stack.clear()
            under = self._under
        under.append(branch)

    def _is_beside_heading(self, line: Line) -> bool:
        """Whether a line in the last entry of a heading's list is another heading of the same kind, which stands beside that heading; in
        an entry under a title of its own it stays there.
        """
        judge = self.judge
        level, heading = self.stack[0]
        if level or heading.line.bold > line.bold or not judge(Branch(line)) >= judge(heading) > 0:
            return False
        entry = next((branch for _, branch in reversed(self.stack) if not branch.line.broken), heading)
        return entry is heading or judge(entry) <= 0


_FIRST_BULLET = 3
"""The depth of ``*``, as `_level` gives it where bullets are shown."""


def _level(line: Line, *, plain: bool) -> int:
    """The depth of a line. A bulleted list after an indented line (``:``) stands under it; in a list without bullets of its own
    the first bullets do not count, and indented lines stand under them.
    """
    if not line.level:
        return 0
    return 2 * (line.level - 1) + line.indented if plain else 2 * line.level + (not line.indented)


def _group(branches: list[Branch], judge: Judge, known: Templates) -> list[Branch]:
    """Put under each heading the lines that it titles."""
    for branch, following in itertools.pairwise(branches):
        branch.following, following.previous = following, branch
    return _Groups(judge, known).of(branches)


class _Groups:
    """Lines under the headings that title them: `open` has the headings that own what follows, each with its rank; `flags` the flags that
    title lines, and `holder` is the first line of the list entry.
    """

    def __init__(self, judge: Judge, known: Templates) -> None:
        self.judge = judge
        self.known = known
        self.grouped: list[Branch] = []
        self.open: list[tuple[int, Branch]] = []
        self.flags: list[Branch] = []
        self.holder: Branch | None = None

    def of(self, branches: list[Branch]) -> list[Branch]:
        """The branches that stand under no heading."""
        for branch in branches:
            self._add(branch)
        for flag in self.flags:
            if len(flag.children) == 1 and not flag.children[0].children and not flag.children[0].line.listed:
                # A flag above a single line belongs to that line.
                flag.line.join(flag.children.pop().line)
        return self.grouped

    def _put(self, branch: Branch) -> None:
        (self.open[-1][1].children if self.open else self.grouped).append(branch)

    def _add(self, branch: Branch) -> None:
        line, opened = branch.line, self.open
        if not line.broken:
            self.holder = branch if line.listed else None
            while opened and opened[-1][1].own:
                opened.pop()
        if branch.children and not branch.closed and not branch.beside:
            branch.children = _group(branch.children, self.judge, self.known)
        if line.rule:
            opened.clear()
        if branch.beside:
            self._put(branch)
            return
        if opened and owns_list(opened[-1][1]) and not branch.after_list:
            opened.pop()
        rank = self.judge(branch)
        if line.flags and opened and self._ends_at_flag(opened[-1][1], line):
            opened.pop()
        if rank > 0 and not line.text:
            self._put(branch)
            if not branch.children:
                opened.append((0, branch))
            self.flags.append(branch)
        elif rank > 0 or branch.closed:
            self._add_heading(branch, rank)
        elif rank < 0:
            self._add_labelled(branch, rank)
        else:
            if branch.children and not line.listed and opened and opened[-1][1].bulleted:
                # A line with its own bullets, after a heading with its own bullets, stands beside the heading.
                opened.pop()
            self._put(branch)

    def _ends_at_flag(self, heading: Branch, line: Line) -> bool:
        """Whether a line's flag ends the group of a flag: a flag without words owns the lines up to the next flag, one with the name of a
        state those up to the flag of another state, unless each of them has a flag of its own. A bullet keeps all its lines.
        """
        if not heading.line.text:
            return True
        if not heading.line.flags or not heading.children or heading.children[0].line.flags or (line.broken and heading is self.holder):
            return False
        return states.names_state(heading.line, self.known) and states.of_others(line, heading.line, self.known)

    def _add_heading(self, branch: Branch, rank: int) -> None:
        line, holder, opened = branch.line, self.holder, self.open
        level = rank or HEADING
        while opened and opened[-1][0] <= level:
            if line.broken and opened[-1][1] is holder and holder.line.bold and not line.bold:
                break  # a bullet keeps all its lines
            if branch.after_list and not opened[-1][1].line.listed:
                break  # bullets that go on after a list have no other heading
            if self._is_above(opened[-1][1], branch):
                break
            ended = opened.pop()[1]
            ended.led = None if ended.children else branch
        self._put(branch)
        if not branch.closed and not branch.full and not (branch.children and (line.listed or rank == COUNT)):
            branch.bulleted = bool(branch.children)
            branch.own = _titles_its_own(branch, rank)
            opened.append((level, branch))

    def _is_above(self, heading: Branch, branch: Branch) -> bool:
        """Whether a heading titles others of another form: `**China:**`, `(its own sources):`, `500 dead`, `(other sources):`, `700 dead`.

        It does if one of them follows it directly, up to the next heading that has not their form; one in bold over others, up to the next
        in bold.
        """
        line, form = branch.line, _form(branch.line)
        if heading.closed or _form(heading.line) == form:
            return False
        if line.listed and not line.broken and bool(line.flags) == bool(heading.line.flags):
            return False  # bullets with one marker are equals, unless flags set them apart
        if not heading.children:
            heading.inner = form if heading.following is branch else None
        inner = heading.inner
        return inner == form or (inner is not None and _form(heading.line).bold and not (inner.bold or form.bold))

    def _add_labelled(self, branch: Branch, rank: int) -> None:
        self._end_groups(branch, rank)
        self._put(branch)
        if branch.line.ends_in_colon and not branch.children:
            branch.own = _titles_its_own(branch, COUNT)
            self.open.append((COUNT, branch))

    def _end_groups(self, labelled: Branch, rank: int) -> None:
        """End the groups of headings that a line with a label of its own does not belong to.

        A heading that owns nothing yet, or only such lines, titles lines with labels (a party over its dead and wounded) until a total in
        bold follows plain labels. A bullet keeps all its own lines.
        """
        while self.open and self.open[-1][0] <= HEADING:
            heading = self.open[-1][1]
            if (labelled.line.broken and heading is self.holder) or (labelled.after_list and not heading.line.listed):
                break
            if not heading.children:
                heading.labels = "bold" if labelled.line.label else "plain"
                break
            if heading.labels and not (heading.labels == "plain" and rank == TOTAL):
                break
            self.open.pop()


def _titles_its_own(heading: Branch, rank: int) -> bool:
    """Whether a line without the form of a heading titles only the other lines of its list entry."""
    line, following = heading.line, heading.following
    if not line.listed or following is None or not following.line.broken:
        return False
    return rank == COUNT or not (line.bold or line.term or line.ends_in_colon)


def _form(heading: Line) -> Look:
    return Look(heading.bold or heading.term, bool(heading.flags), heading.text[:1] == "(")


def owns_list(branch: Branch) -> bool:
    """Whether a party in bold with a link stands directly before a list without bullets: the list has its members."""
    line, following = branch.line, branch.following
    if following is None or not following.beside or branch.beside or following.line.bold:
        return False
    return line.bold and bool(line.links) and not (line.flags or line.fates or line.listed or line.ends_in_colon)


def _is_bare_flag(branch: Branch) -> bool:
    return bool(branch.line.flags) and not (branch.line.text or branch.children)
