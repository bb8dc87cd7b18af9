"""What was asked of the paper, and what it acknowledged: the two bounds between which it must stand after a kill."""

import re
import threading
from dataclasses import dataclass, field

# How long a text is, so that half of one can be told.
PARAGRAPHS = 12
FILLER = "The harbour office counted boats, gulls and letters all morning and found none of them missing."


def paragraph(key, version, number):
    return f"{key} v{version} part {number} of {PARAGRAPHS}. {FILLER}"


def document(key, version):
    """A text that says in each paragraph whose it is, which version, and how many there are."""
    texts = [paragraph(key, version, n + 1) for n in range(PARAGRAPHS)]
    return {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": t}]} for t in texts]}


def copy(key, version, picture=""):
    """Copy as the editor sends it."""
    whole = {"headline": f"{key} v{version} headline", "standfirst": f"{key} v{version} standfirst", "slug": key.lower()}
    whole |= {"section": "world", "tags": ["Drill"], "bylines": [{"name": "Demo Editor", "slug": ""}], "body": document(key, version)}
    if picture:
        whole["picture"] = {"picture": picture, "alt": f"{key} noise", "caption": "", "credit": "Drill"}
    return whole


def markdown(key, version, published):
    """The same as a Markdown file."""
    head = f"headline: {key} v{version} headline\nstandfirst: {key} v{version} standfirst\nslug: {key.lower()}\n"
    head += f"section: world\ntags: [Drill]\nbyline: Demo Editor\npublished: {published}\n"
    return f"---\n{head}---\n\n" + "\n\n".join(paragraph(key, version, n + 1) for n in range(PARAGRAPHS)) + "\n"


def version_in(text, key):
    """The one version whose text is whole in there; 0 if there is none of it; a sentence if it is anything else."""
    parts = {(int(v), int(n)) for v, n in re.findall(rf"{key} v(\d+) part (\d+) of {PARAGRAPHS}\.", text)}
    versions = {v for v, _ in parts}
    if not parts:
        return 0
    if len(versions) > 1:
        return f"{key}: versions {sorted(versions)} are mixed in one text"
    if len(parts) != PARAGRAPHS:
        return f"{key}: {len(parts)} of {PARAGRAPHS} paragraphs"
    return versions.pop()


@dataclass
class Draft:
    """A draft being saved. `number` and `version` are None and 0 while nothing is acknowledged."""

    key: str
    number: int | None = None
    version: int = 0
    acked: int = 0
    sent: int = 0


@dataclass
class Story:
    """A story being published, updated, withdrawn. Versions count from 1; 0 is none."""

    key: str
    path: str = ""
    published: str = ""
    number: int | None = None
    draft_version: int = 0
    acked: int = 0
    sent: int = 0
    picture: str = ""
    due: float = 0.0
    withdrawal_sent: bool = False
    withdrawal_acked: bool = False


@dataclass
class Upload:
    """A picture sent; `told` is the answer once there is one."""

    name: str
    told: dict | None = None


@dataclass
class Views:
    """Views of one story."""

    sent: int = 0
    answered: int = 0


@dataclass
class Record:
    """Everything, and what is of this round."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    drafts: list = field(default_factory=list)
    stories: dict = field(default_factory=dict)
    uploads: list = field(default_factory=list)
    views: dict = field(default_factory=dict)
    numbers: dict = field(default_factory=dict)
    touched: set = field(default_factory=set)
    strange: list = field(default_factory=list)
    acknowledged: dict = field(default_factory=dict)
    cut: dict = field(default_factory=dict)
    readers: int = 0

    def add(self, kind, thing):
        with self.lock:
            if kind == "story":
                self.stories[thing.key] = thing
            else:
                (self.drafts if kind == "draft" else self.uploads).append(thing)
        return thing

    def count(self, table, kind):
        with self.lock:
            table[kind] = table.get(kind, 0) + 1

    def begin_round(self):
        self.touched, self.strange = set(), []
