"""The centre's handbook: what each post has to do, what can go wrong, and who answers for it.

Everything in it has an id that stays, a title and a text in each language. Duties open risk
points, risk points lead to potential risks and are met by measures; the numbers by which they name
each other are those of their own post's pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from floorboard.domain.post import Post

LANGUAGES = ("en", "zh")
"""Everything in the handbook is written in each of them."""

Words = Mapping[str, str]
"""A text by language."""


class Part(StrEnum):
    """What an entry is, as its id says: `shift_lead.duty.4`; a post's id is the post alone."""

    POST = "post"
    DUTY = "duty"
    RISK = "risk"
    POTENTIAL = "potential"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the handbook says."""

    id: str
    title: Words
    text: Words

    @property
    def post(self) -> Post:
        """Whose pages it is on."""
        return Post(self.id.partition(".")[0])

    @property
    def part(self) -> Part:
        return Part(self.id.split(".")[1]) if "." in self.id else Part.POST

    @property
    def number(self) -> int:
        """Its place among its like; 0 for a post."""
        return int(self.id.rpartition(".")[2]) if "." in self.id else 0


@dataclass(frozen=True, slots=True)
class Duty(Entry):
    """Something that a post has to do."""

    risks: tuple[int, ...]
    """The risk points that open when it isn't done."""
    unscheduled: Words
    """Why there is no schedule for it; empty where there is one."""


@dataclass(frozen=True, slots=True)
class RiskPoint(Entry):
    """Where something can go wrong."""

    leads_to: tuple[int, ...]
    """The potential risks."""
    measures: tuple[int, ...]
    """What prevents it."""


@dataclass(frozen=True, slots=True)
class PotentialRisk(Entry):
    """What comes of it when something goes wrong."""


@dataclass(frozen=True, slots=True)
class Measure(Entry):
    """What is done so that nothing goes wrong."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers: `post` is None for somebody outside the centre."""

    title: Words
    post: Post | None


@dataclass(frozen=True, slots=True)
class Context:
    """What hangs together: the risk points, the duties that open them, what they lead to, and what
    prevents them."""

    duties: tuple[Duty, ...]
    risk_points: tuple[RiskPoint, ...]
    potential_risks: tuple[PotentialRisk, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is."""

    posts: int
    duties: int
    risk_points: int
    potential_risks: int
    measures: int
    responsible: int
    """Somebody directly and somebody indirectly for each post."""


@dataclass(frozen=True, slots=True)
class PostPages(Entry):
    """A post: what it is called, what it is there for, and all about it, by number."""

    direct: Responsible
    indirect: Responsible
    duties: tuple[Duty, ...]
    risk_points: tuple[RiskPoint, ...]
    potential_risks: tuple[PotentialRisk, ...]
    measures: tuple[Measure, ...]

    def __iter__(self) -> Iterator[Entry]:
        """The post itself and everything on its pages, in their order."""
        yield self
        yield from self.duties
        yield from self.risk_points
        yield from self.potential_risks
        yield from self.measures

    def around(self, entry: Entry) -> Context:
        """What hangs together with an entry of these pages by its risk points; a post's is all."""
        points = tuple(point for point in self.risk_points if _touches(entry, point))
        opened = {point.number for point in points}
        leads = {number for point in points for number in point.leads_to}
        measures = {number for point in points for number in point.measures}
        if isinstance(entry, PostPages):
            return Context(self.duties, points, self.potential_risks, self.measures)
        return Context(
            tuple(duty for duty in self.duties if opened & set(duty.risks)),
            points,
            tuple(each for each in self.potential_risks if each.number in leads),
            tuple(each for each in self.measures if each.number in measures),
        )


def _touches(entry: Entry, point: RiskPoint) -> bool:
    """Whether a risk point of the same pages has to do with the entry."""
    match entry:
        case Duty():
            return point.number in entry.risks
        case PotentialRisk():
            return entry.number in point.leads_to
        case Measure():
            return entry.number in point.measures
        case RiskPoint():
            return entry.id == point.id
    return True


@dataclass(frozen=True, slots=True)
class Handbook:
    """The pages of all posts, in the manual's order."""

    posts: Mapping[Post, PostPages]

    def __post_init__(self) -> None:
        if tuple(self.posts) != tuple(Post):
            raise ValueError("not every post in its place")

    def __iter__(self) -> Iterator[Entry]:
        """Every entry of every post."""
        for pages in self.posts.values():
            yield from pages

    def entry(self, id: str) -> Entry | None:
        """The entry with this id."""
        return next((each for each in self if each.id == id), None)

    def called(self, name: str) -> Post | None:
        """The post with this id or this name, in any language."""
        wanted = name.strip().casefold()
        for post, pages in self.posts.items():
            if wanted in {post.value, *(title.casefold() for title in pages.title.values())}:
                return post
        return None

    def counts(self, post: Post | None = None) -> Counts:
        """How much there is in all, or about one post."""
        chosen = [pages for key, pages in self.posts.items() if post in (None, key)]
        return Counts(
            posts=len(chosen),
            duties=sum(len(each.duties) for each in chosen),
            risk_points=sum(len(each.risk_points) for each in chosen),
            potential_risks=sum(len(each.potential_risks) for each in chosen),
            measures=sum(len(each.measures) for each in chosen),
            responsible=2 * len(chosen),
        )

    def search(self, text: str) -> list[Entry]:
        """The entries with every word of `text` in their title or text, all in one language,
        whatever that is; those whose title has them all come first."""
        words = text.casefold().split()
        if not words:
            return []
        ranked = ((_rank(entry, words), entry) for entry in self)
        found = [(rank, entry) for rank, entry in ranked if rank is not None]
        return [entry for _rank, entry in sorted(found, key=lambda pair: pair[0])]


def _rank(entry: Entry, words: Sequence[str]) -> int | None:
    """0 where the title has all the words, 1 where it takes the text as well, or None."""
    if any(_has(title, words) for title in entry.title.values()):
        return 0
    both = (f"{entry.title[each]} {entry.text.get(each, '')}" for each in entry.title)
    return 1 if any(_has(each, words) for each in both) else None


def _has(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
