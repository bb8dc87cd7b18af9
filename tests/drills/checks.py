"""What must hold when the paper has come back: everything acknowledged is there, nothing is there by halves."""

import html
import json
import random
import re
import sqlite3
import time
import urllib.parse

import pictures
from desk import editor
from record import version_in

STORY = re.compile(r'href="(?:https?://[^"/]+)?(/\d{4}/\d\d/\d\d/[^"#?]+)')
MEDIA = re.compile(r"/media/[0-9a-f]{32}/\d+\.(?:webp|jpg)")
# Further ones of earlier rounds that are looked at each time; every tenth round looks at all.
SAMPLE = 20
# How soon after its time a story must be out, and how soon search must know it.
SOON = 1.0


class After:
    """The paper after a kill. Each check gives the sentences that tell what is wrong."""

    def __init__(self, paper, client, record, base, everything, seed):
        self.paper, self.client, self.record, self.base, self.everything = paper, client, record, base, everything
        self.rng = random.Random(seed)
        self.listed, self.walked_to, self.seen_media = {}, "", set()

    def all(self):
        """Every check by its name, in the order in which they must run."""
        return [
            ("everybody is still signed in", self.signed_in),
            ("acknowledged drafts have their words", self.drafts),
            ("nothing scheduled is out early or late", self.schedules),
            ("stories are there whole or not at all, and acknowledged ones are there", self.stories),
            ("the list has what has a page, once, and nothing else", self.list),
            ("the feed has every text whole", self.feed),
            ("front and news sitemap lead to pages and whole pictures", self.front),
            ("search knows what is out and forgets what was withdrawn", self.search),
            ("acknowledged pictures are there, and none by halves", self.uploads),
            ("views are between answered and sent", self.views),
            ("nothing unfinished lies about", self.unfinished),
            ("the doctor says that it is sound", self.doctor),
        ]

    def _due_a_look(self, things, key):
        touched = [t for t in things if key(t) in self.record.touched]
        rest = [t for t in things if key(t) not in self.record.touched]
        return touched + (rest if self.everything else self.rng.sample(rest, min(SAMPLE, len(rest))))

    def signed_in(self):
        answer = self.client.get("/newsroom")
        if answer.status != 200:
            yield f"/newsroom answers {answer.status}"

    def drafts(self):
        for draft in self._due_a_look(self.record.drafts, lambda d: d.key):
            if draft.number is None:
                continue
            there = editor(self.client, draft.number)
            words = version_in(json.dumps(there["copy"]["body"]), draft.key)
            headline = there["copy"]["headline"]
            if not isinstance(words, int):
                yield f"draft {draft.number}: {words}"
                continue
            if not draft.acked <= words <= draft.sent:
                yield f"draft {draft.number} has words {words}; {draft.acked} was acknowledged, {draft.sent} sent"
            if words and headline != f"{draft.key} v{words} headline":
                yield f"draft {draft.number} has words {words} under the headline ‘{headline}’"
            if there["version"] < draft.version:
                yield f"draft {draft.number} is at version {there['version']}; {draft.version} was acknowledged"
            # What was found stays: whether a save that was cut off arrived is now settled.
            draft.version, draft.acked, draft.sent = there["version"], words, max(draft.sent, words)

    def schedules(self):
        for story in self._due_a_look([s for s in self.record.stories.values() if s.due], lambda s: s.key):
            while True:
                asked = time.time()
                status = self.client.get(story.path).status
                answered = time.time()
                if status == 200 and answered < story.due:
                    yield f"{story.path} is out {story.due - answered:.3f} s early"
                if status == 410 or (status == 200 and asked >= story.due):
                    break
                if asked > story.due + SOON:
                    if story.acked:
                        yield f"{story.path} answers {status} {asked - story.due:.1f} s after its time"
                    break
                time.sleep(0.02)

    def stories(self):
        for story in self._due_a_look(list(self.record.stories.values()), lambda s: s.key):
            if not story.path:
                story.path = self._found_path(story)
            if story.path:
                yield from self._story(story)
            elif story.acked:
                yield f"{story.key} was acknowledged and has no address"

    def _found_path(self, story):
        """The address of a story whose publication was cut off in the newsroom."""
        if story.number is None:
            return ""
        return urllib.parse.urlsplit(editor(self.client, story.number)["address"]).path

    def _story(self, story):
        page = self.client.get(story.path)
        if page.status == 410:
            if not story.withdrawal_sent:
                yield f"{story.path} is withdrawn and nobody asked for it"
            story.withdrawal_acked = True
            return
        if story.withdrawal_acked:
            yield f"{story.path} answers {page.status} after its withdrawal was acknowledged"
        version = version_in(page.text(), story.key) if page.status == 200 else 0
        if not isinstance(version, int):
            yield f"{story.path}: {version}"
            return
        if page.status not in (200, 404) or (page.status == 200 and version == 0):
            yield f"{story.path} answers {page.status} with none of its text"
        if not story.acked <= version <= story.sent:
            yield f"{story.path} has version {version}; {story.acked} was acknowledged, {story.sent} sent"
        if version and story.picture and story.picture[:32] not in page.text():
            yield f"{story.path} has lost its picture"
        yield from self._media(page)
        # Whether what was cut off arrived is now settled, and stays so.
        story.acked = story.sent = version
        story.withdrawal_sent = False

    def _media(self, page):
        for path in sorted(set(MEDIA.findall(page.page())) - self.seen_media):
            self.seen_media.add(path)
            answer = self.client.get(path)
            wrong = pictures.fault(answer.body) if answer.status == 200 else f"answers {answer.status}"
            if wrong:
                yield f"{path}: {wrong}"

    def _mine(self, touched_only=True):
        """Stories of the drill that are out now."""
        wanted = (s for s in self.record.stories.values() if s.acked and s.path and not s.withdrawal_acked)
        return [s for s in wanted if not touched_only or self.everything or s.key in self.record.touched]

    def list(self):
        wanted = {s.path for s in self._mine()}
        address, self.listed = "/api/v1/stories?limit=100", {}
        while address and (self.everything or not wanted <= self.listed.keys()):
            page = self.client.get(address).json()
            for entry in page["stories"]:
                if entry["address"] in self.listed:
                    yield f"{entry['address']} is listed twice"
                self.listed[entry["address"]] = entry
                self.record.numbers[entry["address"]] = int(entry["id"].rsplit("/", 1)[1])
            address = page["older"]
        for path in sorted(wanted - self.listed.keys()):
            yield f"{path} has a page and is not listed"
        known = {s.path for s in self._mine(touched_only=False)} | self.base
        for path in sorted(self.listed.keys() - known):
            yield f"{path} is listed; nobody published it, or it was withdrawn"
        for path in [p for p in self.record.numbers if p not in known]:
            del self.record.numbers[path]

    def feed(self):
        wanted = {s.path: s for s in self._mine()}
        known = {s.path for s in self._mine(touched_only=False)} | self.base
        address, fed = "/feed.json", set()
        while address and (self.everything or not wanted.keys() <= fed):
            page = self.client.get(address).json()
            for item in page["items"]:
                path = urllib.parse.urlsplit(item["url"]).path
                fed.add(path)
                if path not in known:
                    yield f"{path} is in the feed; nobody published it, or it was withdrawn"
                story = wanted.get(path)
                version = version_in(item["content_html"], story.key) if story else None
                if story and version != story.acked:
                    yield f"{path} has version {story.acked} on its page, in the feed {version}"
            rest = urllib.parse.urlsplit(page.get("next_url") or "")
            address = f"{rest.path}?{rest.query}" if rest.path else ""
        for path in sorted(wanted.keys() - fed):
            yield f"{path} has a page and is not in the feed"

    def front(self):
        front = self.client.get("/")
        if not STORY.search(front.page()) or not MEDIA.search(front.page()):
            yield "the front shows no story, or no picture"
        for path in sorted(set(STORY.findall(front.page()))):
            status = self.client.get(path).status
            if status != 200:
                yield f"the front leads to {path}, which answers {status}"
        yield from self._media(front)
        known = {s.path for s in self._mine(touched_only=False)} | self.base
        for place in re.findall(r"<loc>([^<]+)</loc>", self.client.get("/sitemap-news.xml").text()):
            path = urllib.parse.urlsplit(html.unescape(place)).path
            if path not in known:
                yield f"the news sitemap leads to {path}, which is not out"

    def search(self):
        touched = [s for s in self.record.stories.values() if s.path and s.key in self.record.touched]
        until = time.monotonic() + SOON
        for story in self.rng.sample(touched, min(SAMPLE, len(touched))):
            out = bool(story.acked) and not story.withdrawal_acked
            while True:
                answer = self.client.get(f"/search?q={story.key.lower()}")
                if answer.status != 200:
                    yield f"search answers {answer.status}: {answer.text()[:200]}"
                    return
                found = f'{story.path}"' in answer.page()
                if found == out:
                    break
                if time.monotonic() > until:
                    yield f"search {'finds' if found else 'does not find'} {story.path}"
                    break
                time.sleep(0.02)

    def uploads(self):
        for sent in self._due_a_look([u for u in self.record.uploads if u.told], lambda u: u.name):
            yield from self._file(sent.told["src"], sent.name)
        answer = self.client.get("/newsroom/pictures").json()
        there = answer["pictures"] if isinstance(answer, dict) else answer
        for picture in there[: SAMPLE * 2]:
            yield from self._file(picture["src"], "a picture in the library")

    def _file(self, path, name):
        answer = self.client.get(path)
        wrong = pictures.fault(answer.body) if answer.status == 200 else f"answers {answer.status}"
        if wrong:
            yield f"{name}, {path}: {wrong}"

    def views(self):
        counts = sqlite3.connect(f"file:{self.paper.data}/counts.db?mode=ro", uri=True)
        try:
            total = "SELECT story, sum(n) FROM (SELECT story, n FROM views UNION ALL SELECT story, n FROM days) GROUP BY story"
            counted = dict(counts.execute(total))
        finally:
            counts.close()
        for story in counted.keys() | self.record.views.keys():
            views, n = self.record.views.get(story), counted.get(story, 0)
            if views is None or not views.answered <= n <= views.sent:
                yield f"story {story} has {n} views; {views and views.answered} were answered, {views and views.sent} sent"
            elif views:
                # Settled: a view that was cut off counted, or it did not.
                views.answered = views.sent = n

    def unfinished(self):
        for path in self.paper.data.rglob(".unfinished-*"):
            # What somebody is at work on, or a command that was killed since has left, is cleared at the next start.
            try:
                if path.stat().st_mtime < self.paper.started_at - 1:
                    yield f"{path.name} was left"
            except FileNotFoundError:
                pass

    def doctor(self):
        code, said = self.paper.run("doctor", "--json")
        if code != 0:
            yield f"exit {code}, {said}"
