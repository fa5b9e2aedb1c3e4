"""Cards in any wording become recipes, and nothing of them is lost. No files, no Django here.

A card is a text in our own form (docs/source-format.md), or Markdown as people write it: with or
without a front matter, headings in their own words, the licence in a sentence at the foot.
What fits a part of a recipe goes there; what does not stays under its own heading. The same
reading serves the import of a folder and a text pasted in the editor.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from recipes import markdown_file
from recipes.content import (
    MOST_LINES,
    MOST_TAGS,
    SUMMARY_LENGTH,
    TAG_LENGTH,
    Difficulty,
    Ingredient,
    Link,
    Phase,
    RecipeContent,
    Section,
    Step,
    is_web_address,
    one_line,
    text,
    web_address,
)
from recipes.durations import parse_duration
from recipes.exchange import prose
from recipes.exchange.authors import credit_of, name_in, names_in
from recipes.exchange.headings import (
    Heading,
    Part,
    cut,
    flatten,
    nest,
    phase_named,
    tidy,
    with_children,
)
from recipes.exchange.licences_in_prose import (
    Line,
    Of,
    Where,
    is_free,
    licence_named,
    licences_said,
    most_restrictive,
    settled,
)
from recipes.exchange.notes import Note, Outlook, kept, to_decide, understood
from recipes.exchange.practicalities import facts_in
from recipes.markdown_file import SourceError, fold

HEADINGS_KEY = "intitulés"
"""Key of `extra` for headings of the card whose own words stand nowhere else in the recipe."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\n(.*))?", re.DOTALL)
_LOOKS_LIKE_KEYS = re.compile(r"^[\w-]+[ \t]*:", re.MULTILINE)
_OUR_KEY = re.compile(r"^[ \t]*['\"]?recette-libre['\"]?[ \t]*:", re.MULTILINE | re.IGNORECASE)
_SAYS_NOTHING = {"", "null", "~", "contribution", "contribution multibao", "untitled", "sans titre"}
_BROKEN_FRONT_MATTER = "En-tête"

_TEXT_PARTS = {
    Part.WHY,
    Part.IN_A_HURRY,
    Part.ORIGIN,
    Part.TIPS,
    Part.IN_HINDSIGHT,
    Part.LEGAL_FRAME,
    Part.RESULTS,
}
_LIST_PARTS = {Part.INGREDIENTS, Part.UTENSILS, Part.SOURCES, Part.LINKS}
_KEPT_PARTS = {Part.AUDIENCE, Part.PRACTICALITIES, Part.CREDITS}
# What may stand among the steps or the credits of a card without being one of them.
_NOT_STEPS = {
    Part.TIPS,
    Part.DIFFICULTIES,
    Part.EXPERIENCE,
    Part.SOURCES,
    Part.LINKS,
    Part.CREDITS,
    Part.GROUP,
}
_SHORT_PROBLEM = 120
_SHORTEST_DESCRIPTION = 20
_LINK = re.compile(r"\[([^\[\]\\]+)\]\(([^()<>\s]+)\)")
_MINUTES_BEHIND = re.compile(r"\(([^()]*?)\.?\s*\)$")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.-]+")


@dataclass(frozen=True, slots=True)
class Card:
    """A card read: the recipe, its identifier if told, and what there is to say of the reading."""

    content: RecipeContent
    identifier: str = ""
    notes: tuple[Note, ...] = ()
    in_our_form: bool = False

    @property
    def held(self) -> bool:
        """Whether something has to be decided before it may be published."""
        return any(note.holds for note in self.notes)

    def noted(self, outlook: Outlook) -> tuple[Note, ...]:
        """Give the notes of one outlook."""
        return tuple(note for note in self.notes if note.outlook == outlook)


def read_card(source: str, name: str = "", *, territories: Sequence[str] = ()) -> Card:
    """Read a card; `name` (of a file) is its title when it has no other.

    `territories` are given to a card that names none. Raises `SourceError` for a text in our
    form that cannot be read; a card in any other form always can.
    """
    source = text(source.removeprefix("\ufeff"))
    found = _FRONT_MATTER.fullmatch(source)
    if found and _OUR_KEY.search(found[1]):
        card = _read_our_form(source)
    else:
        card = _Reading(name).read(source)
    return tied_to(card, territories)


def tied_to(card: Card, territories: Sequence[str]) -> Card:
    """Give these territories (keys) to a card that names none."""
    if not territories or card.content.territories:
        return card
    content = card.content.replace(territories=tuple(territories))
    note = understood("territories_given", territories=", ".join(territories))
    return replace(card, content=content, notes=(*card.notes, note))


def body_of(source: str) -> str:
    """Give the text of a card without its front matter, if that is one."""
    source = text(source.removeprefix("\ufeff"))
    found = _FRONT_MATTER.fullmatch(source)
    try:
        if found:
            markdown_file.read_front_matter(found[1])
    except SourceError:
        return source
    return found[2] or "" if found else source


def _read_our_form(source: str) -> Card:
    read = markdown_file.parse(source)
    notes = [understood("own_form")]
    notes += [to_decide("value_not_understood", key=key) for key in read.not_understood]
    return Card(read.content, read.identifier, tuple(notes), in_our_form=True)


@dataclass
class _Reading:
    """A card being read: what has been found so far."""

    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    texts: dict[Part, list[Heading]] = field(default_factory=dict)
    lists: dict[Part, list[Any]] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    identifier: str = ""
    title_told: str = ""
    description: str = ""
    licence_told: str = ""

    def read(self, source: str) -> Card:
        body = self._front_matter(source)
        before, found = cut(body)
        before, found = self._title(before, found)
        tops = nest(found)
        lines = _lines(before, found)
        self._licence(lines)
        before = self._summary_first(before, tops)
        if text(before):
            self.sections.append(Section("", before))
            self.notes.append(kept("text_before_headings"))
        for top in tops:
            self._place(top)
        self._summary_last()
        self.names += names_in(lines)
        self._credit()
        if mails := len(_MAIL.findall(body)):
            self.notes.append(to_decide("mail_addresses", count=mails))
        return Card(self._content(), self.identifier, tuple(self.notes))

    # The front matter

    def _front_matter(self, source: str) -> str:
        """Take what the front matter tells; give the text behind it."""
        found = _FRONT_MATTER.fullmatch(source)
        if not found:
            return source
        try:
            told = markdown_file.read_front_matter(found[1])
            ours = markdown_file.parse(f"---\n{found[1]}\n---\n")
        except SourceError as error:
            if not _LOOKS_LIKE_KEYS.search(found[1]):
                return source  # two rules with text between them
            self.sections.append(Section(_BROKEN_FRONT_MATTER, _fenced(found[1])))
            self.notes.append(
                to_decide("front_matter_broken", line=error.line, reason=error.message)
            )
            return found[2] or ""
        self.identifier = ours.identifier
        self.fields = {
            key: value
            for key, value in ours.content.to_json().items()
            if key not in {"extra", "licence", "tags"}
        }
        self.fields = {key: getattr(ours.content, key) for key in self.fields}
        for key, value in told.items():
            self._key(key, value, taken=key not in ours.content.extra)
        return found[2] or ""

    def _key(self, key: str, value: Any, *, taken: bool) -> None:
        """Understand one key of the front matter, or keep it; empty ones say nothing."""
        values = value if isinstance(value, list) else [value]
        words = [v for v in map(_word, values) if fold(v) not in _SAYS_NOTHING]
        whole = len(words) == len(values)
        known = _KEYS.get(fold(key))
        if known == "licence" and whole:
            self.licence_told = ", ".join(words)
        elif known == "author" and words and not taken:
            self.names += [name_in(name) for word in words for name in re.split("[;\n]", word)]
            self.extra[key] = value
        elif known == "title" and whole and len(words) == 1:
            self.title_told = one_line(words[0])
            self.extra[key] = value
        elif known == "description" and whole and len(words) == 1:
            self.description = one_line(words[0])
            self.extra[key] = value
        elif known == "tags" and words:
            self._tags(key, value, words)
        elif taken and known != "licence":
            return
        elif words or fold(_word(value)) not in {"", "null", "~"}:
            self.extra[key] = value
            self.notes.append(kept("front_matter_key", key=key))

    def _tags(self, key: str, value: Any, words: list[str]) -> None:
        pieces = [one_line(p) for word in words for p in re.split(r"[,;]", word) if p.strip()]
        fitting = [piece for piece in pieces if len(piece) <= TAG_LENGTH][:MOST_TAGS]
        self.fields["tags"] = tuple(fitting)
        self.notes.append(understood("tags", tags=", ".join(fitting)))
        if len(fitting) < len(pieces):
            self.extra[key] = value
            self.notes.append(kept("front_matter_key", key=key))

    # The title and the sentence that says it all

    def _title(self, before: str, found: list[Heading]) -> tuple[str, list[Heading]]:
        """Choose the title; give the text and the headings that are left."""
        first = found[0] if found else None
        leads = (
            first is not None
            and first.level == min(heading.level for heading in found)
            and first.part is None
            and all(prose.is_only_picture(line) or not line.strip() for line in before.split("\n"))
        )
        if first is not None and leads:
            self.fields["title"] = self._heading(first.words)
            self.notes.append(understood("title_from_heading", title=self.fields["title"]))
            before = "\n\n".join(filter(None, (text(before), first.text)))
            return before, found[1:]
        if self.title_told:
            self.fields["title"] = self.title_told
            del self.extra[next(key for key in self.extra if _KEYS.get(fold(key)) == "title")]
            self.notes.append(understood("title_from_front_matter", title=self.title_told))
        elif self.name:
            bare = one_line(re.sub(r"[_\s-]+", " ", re.sub(r"\.\w{1,8}$", "", self.name)))
            self.fields["title"] = bare[:1].upper() + bare[1:]
            self.notes.append(to_decide("title_from_file_name", title=self.fields["title"]))
        return before, found

    def _summary_first(self, before: str, tops: list[Heading]) -> str:
        """Find the one sentence where cards say it first; give what is left of the beginning."""
        if not any(top.part == Part.SUMMARY for top in tops):
            first = next(filter(_is_summary, prose.sentences(before)), "")
            short = one_line(first)
            fits = len(short) <= SUMMARY_LENGTH and not short.endswith(":")
            if short and fits and prose.plain(short) == short:
                self._summary(short, "text")
                pieces = prose.paragraphs(before)
                pieces.remove(first)
                return "\n\n".join(pieces)
        if _SHORTEST_DESCRIPTION <= len(self.description) <= SUMMARY_LENGTH:
            self._summary(self.description, "description")
        return before

    def _summary(self, sentence: str, source: str) -> None:
        self.fields["summary"] = sentence
        self.notes.append(understood("summary", source=source))

    def _summary_last(self) -> None:
        """Take the first sentence of what there is, whole there too, when nothing else said it."""
        texts = [section.text for section in self.sections if not section.heading]
        texts += [heading.text for heading in self.texts.get(Part.WHY, [])]
        found = (p for words in texts for p in prose.sentences(words) if _is_summary(p))
        sentence = prose.first_sentence(prose.plain(next(found, "")))
        fits = len(sentence) <= SUMMARY_LENGTH and not sentence.endswith(":")
        if sentence and fits and not self.fields.get("summary"):
            self._summary(sentence, "first_sentence")

    def _one_sentence(self, heading: Heading) -> None:
        """« En une phrase »: the summary if it fits; else its first sentence, the text kept."""
        words = text(with_children(heading, 3))
        short = one_line(words)
        if prose.plain(words) == short and len(short) <= SUMMARY_LENGTH and _is_summary(words):
            self._summary(short, "text")
            self._heading(heading.words, replaced=True)
            return
        for paragraph in filter(_is_summary, prose.sentences(heading.text)):
            bare = prose.plain(paragraph)
            sentence = bare if len(bare) <= SUMMARY_LENGTH else prose.first_sentence(bare)
            if len(sentence) <= SUMMARY_LENGTH:
                self._summary(sentence, "first_sentence")
            break
        self._keep(heading)

    # The parts

    def _place(self, heading: Heading) -> None:
        """Put what stands under a heading where it belongs."""
        part = heading.part
        if part == Part.SUMMARY and not self.fields.get("summary"):
            self._one_sentence(heading)
        elif part == Part.GROUP or (part == Part.LINKS and _holds_parts(heading)):
            self._group(heading)
        elif part in _TEXT_PARTS:
            self._text(part, heading)
        elif part in _LIST_PARTS:
            self._list(part, heading)
        elif part == Part.STEPS:
            self._steps(heading)
        elif part == Part.DIFFICULTIES:
            self._difficulties(heading)
        elif part in _KEPT_PARTS:
            self._lift(heading)
            self._facts(part, heading)
            self._keep(heading)
        else:
            self._keep(heading)

    def _group(self, heading: Heading) -> None:
        children, heading.children = heading.children, []
        if text(heading.text):
            self._keep(heading)
        else:
            self._heading(heading.words, replaced=True)
        for child in children:
            self._place(child)

    def _lift(self, heading: Heading) -> None:
        """Place apart, after it, what stands under a heading without belonging to it."""
        lifted = [child for child in heading.children if child.part in _NOT_STEPS]
        heading.children = [child for child in heading.children if child not in lifted]
        for child in lifted:
            self._place(child)

    def _text(self, part: Part, heading: Heading) -> None:
        self.texts.setdefault(part, []).append(heading)
        self._placed(heading, part)

    def _list(self, part: Part, heading: Heading) -> None:
        entries = None if heading.children else prose.items(heading.text)
        listed = self.lists.setdefault(part, [])
        if entries is None or len(listed) + len(entries) > MOST_LINES:
            self._keep(heading)
            return
        listed += [_MAKERS.get(part, str)(entry) for entry in entries]
        self._heading(heading.words, replaced=True)
        self._placed(heading, part)

    def _steps(self, heading: Heading) -> None:
        later = [child for child in heading.children if child.part in _NOT_STEPS]
        heading.children = [child for child in heading.children if child not in later]
        phase = phase_named(heading.words)
        steps = self.lists.setdefault(Part.STEPS, [])
        if text(heading.text) or not heading.children:
            steps.append(Step(self._heading(heading.words), heading.text, phase or Phase.DURING))
        else:
            self._heading(heading.words, replaced=True)
        for child in heading.children:
            minutes = _MINUTES_BEHIND.search(child.words)
            steps.append(
                Step(
                    self._heading(child.words),
                    with_children(child, 4),
                    phase_named(child.words) or phase or Phase.DURING,
                    parse_duration(minutes[1]) if minutes else None,
                )
            )
        self._placed(heading, Part.STEPS)
        for child in later:
            self._place(child)

    def _difficulties(self, heading: Heading) -> None:
        found = self.lists.setdefault(Part.DIFFICULTIES, [])
        entries = None if heading.children else prose.items(heading.text)
        plain = entries and all(
            len(entry) <= _SHORT_PROBLEM and prose.plain(entry) == one_line(entry)
            for entry in entries
        )
        if entries and plain and len(found) + len(entries) <= MOST_LINES:
            found += [Difficulty(entry) for entry in entries]
            self._heading(heading.words, replaced=True)
        else:
            if text(heading.text) or not heading.children:
                found.append(Difficulty(self._heading(heading.words), heading.text))
            else:
                self._heading(heading.words, replaced=True)
            found += [
                Difficulty(self._heading(child.words), with_children(child, 4))
                for child in heading.children
            ]
        self._placed(heading, Part.DIFFICULTIES)

    def _facts(self, part: Part, heading: Heading) -> None:
        if part == Part.AUDIENCE:
            entries = prose.items(heading.text)
            if entries and len(entries) == 1 and len(prose.plain(entries[0])) <= SUMMARY_LENGTH:
                self.fields.setdefault("audience", prose.plain(entries[0]))
        elif part == Part.PRACTICALITIES:
            facts = {k: v for k, v in facts_in(heading.text).items() if k not in self.fields}
            self.fields |= facts
            if facts:
                self.notes.append(understood("facts", fields=tuple(facts)))

    def _keep(self, heading: Heading) -> None:
        words = self._heading(heading.words)
        self.sections.append(Section(words, with_children(heading, 3)))
        self.notes.append(kept("section", heading=words))

    def _placed(self, heading: Heading, part: Part) -> None:
        self.notes.append(understood("part", heading=tidy(heading.words), part=str(part)))

    def _heading(self, words: str, *, replaced: bool = False) -> str:
        """Give a heading's words tidied; keep them as they were if they stand nowhere else."""
        tidied = one_line(tidy(words))
        if replaced or tidied != one_line(words):
            self.headings.append(one_line(words))
        return tidied

    # Licence and authors

    def _licence(self, lines: Sequence[Line]) -> None:
        said = licences_said(lines)
        found = list(said.of(Of.TEXT))
        if self.licence_told:
            told = licence_named(self.licence_told)
            if told:
                found.insert(0, told)
            else:
                self.extra["license"] = self.licence_told
                self.notes.append(to_decide("licence_unclear", line=self.licence_told))
        mentions = {mention.licence: mention for mention in reversed(settled(found))}
        licence = most_restrictive(reversed(mentions))
        self.fields["licence"] = licence
        if licence:
            self.notes.append(understood("licence", licence=licence, line=mentions[licence].line))
            if not mentions[licence].version_told:
                self.notes.append(to_decide("licence_version_assumed", licence=licence))
        if len(mentions) > 1:
            named = ", ".join(sorted(mentions))
            self.notes.append(
                to_decide("licences_mixed", holds=True, licences=named, licence=licence)
            )
        if licence and not is_free(licence):
            self.notes.append(to_decide("licence_not_free", holds=True, licence=licence))
        if not licence:
            self.notes.append(to_decide("licence_missing", holds=True))
        if asides := [m.licence for m in said.of(Of.ASIDE) if m.licence not in mentions]:
            self.notes.append(to_decide("licences_aside", licences=", ".join(asides)))
        self.notes += [to_decide("licence_unclear", line=line) for line in said.unclear]
        self.notes += [
            to_decide("by_permission", holds=True, line=line) for line in said.by_permission
        ]
        self.notes += [
            to_decide("licence_of_picture", licence=mention.licence, line=mention.line)
            for mention in said.mentions
            if mention.of == Of.PICTURE
        ]

    def _credit(self) -> None:
        credit, left_out = credit_of(self.names)
        if credit and not self.fields.get("credit"):
            self.fields["credit"] = credit
            self.notes.append(understood("credit", credit=credit))
        if left_out:
            self.notes.append(to_decide("credit_too_long", count=left_out))

    # The whole

    def _content(self) -> RecipeContent:
        for part, told in self.texts.items():
            if len(told) == 1:
                self._heading(told[0].words, replaced=True)
                self.fields[part] = with_children(told[0], 3)
            else:
                self.fields[part] = flatten(told, 3)
        for part, listed in self.lists.items():
            self.fields[part] = tuple(listed)
        if self.headings:
            self.extra[HEADINGS_KEY] = self.headings
        return RecipeContent(**self.fields, sections=tuple(self.sections), extra=self.extra)


_KEYS = {
    "title": "title",
    "titre": "title",
    "nom": "title",
    "author": "author",
    "authors": "author",
    "auteur": "author",
    "auteurs": "author",
    "autrice": "author",
    "credit": "author",
    "credits": "author",
    "tags": "tags",
    "tag": "tags",
    "themes": "tags",
    "mots-cles": "tags",
    "keywords": "tags",
    "categories": "tags",
    "category": "tags",
    "licence": "licence",
    "license": "licence",
    "description": "description",
    "summary": "description",
    "resume": "description",
}


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_summary(paragraph: str) -> bool:
    """Say whether a paragraph may tell what a card is about: sentences, not a credit."""
    bare = prose.plain(paragraph)
    about = bool(re.search(r"\w{3}", bare)) and prose.is_prose(paragraph)
    line = Line(paragraph, Where.TOP)
    credits_something = names_in([line]) or licences_said([line]).mentions
    return about and not credits_something


def _holds_parts(heading: Heading) -> bool:
    return any(child.part for child in heading.children)


def _link(entry: str) -> Link:
    """Read a line as a link; one with other words around it stays the words it was."""
    found = _LINK.fullmatch(entry)
    title, address = (found[1], found[2]) if found else ("", entry)
    if is_web_address(address) and web_address(address) == address and " " not in address:
        return Link(title, address)
    return Link("", note=entry)


def _ingredient(entry: str) -> Ingredient:
    """Read a line as our own form does (« Lieu : une salle »), when it writes it back the same."""
    (read,) = markdown_file.parse(f"## Ingrédients\n\n- {entry}").content.ingredients
    written = markdown_file.render(RecipeContent(ingredients=(read,)))
    return read if written.endswith(f"- {entry}\n") else Ingredient(entry)


_MAKERS: dict[Part, Callable[[str], Any]] = {Part.INGREDIENTS: _ingredient, Part.LINKS: _link}


def _fenced(words: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`+", words)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{words}\n{fence}"


def _lines(before: str, found: Iterable[Heading]) -> list[Line]:
    """Give the lines of a card in order, with whether its authors are named there."""
    places = {Part.SOURCES: Where.SOURCES, Part.CREDITS: Where.CREDITS}
    lines = [Line(line, Where.TOP) for line in before.split("\n")]
    for heading in found:
        where = places.get(heading.part, Where.BODY) if heading.part else Where.BODY
        lines.append(Line(heading.words))
        lines += [Line(line, where) for line in heading.text.split("\n")]
    written = [number for number, line in enumerate(lines) if line.words.strip()]
    for number in reversed(written):
        if lines[number].where in {Where.TOP, Where.BODY}:
            lines[number] = Line(lines[number].words, Where.FOOT)
        if number and not lines[number - 1].words.strip():
            break
    return lines
