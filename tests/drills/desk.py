"""A desk at work: threads that save, publish, upload, withdraw, schedule and read until the paper is killed under them.

Before a request goes out the record says what was asked; only when the whole answer has come does it say what was
acknowledged."""

import datetime
import json
import random
import re
import signal
import threading
import time
import urllib.parse

import pictures
from paper import Client, Cut
from record import Draft, Story, Upload, Views, copy, markdown

# The demo paper's days begin there; Korea has no summer time.
SEOUL = datetime.timezone(datetime.timedelta(hours=9))
KINDS = ["save", "publish", "api", "upload", "withdraw", "schedule"]
JSON = "application/json"


class Aim:
    """When the kill comes: at a moment, or a little after the nth request of a kind has gone out."""

    def __init__(self, rng):
        self.kind = rng.choice([None, *KINDS])
        self.nth = rng.randint(1, 10)
        self.part = rng.random()
        self.moment = rng.uniform(0.005, 0.8)
        self.gone_out = threading.Event()
        self.lasts = 0.01

    def begins(self, kind):
        if kind == self.kind:
            self.nth -= 1
            if self.nth == 0:
                self.gone_out.set()

    def lasted(self, kind, seconds):
        if kind == self.kind:
            self.lasts = seconds

    def wait(self):
        """Returns when the paper is to be killed."""
        if self.kind is None or not self.gone_out.wait(1.5):
            time.sleep(self.moment)
        else:
            time.sleep(self.part * self.lasts)

    def __str__(self):
        return f"in a request to {self.kind}" if self.kind else f"after {self.moment:.3f} s"


def stamp(seconds):
    when = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def address(seconds, slug):
    return datetime.datetime.fromtimestamp(seconds, SEOUL).strftime("/%Y/%m/%d/") + slug


def editor(client, number):
    """What the editor is given of a story."""
    page = client.get(f"/newsroom/stories/{number}")
    found = re.search(r'<script type="application/json" id="story">(.*?)</script>', page.text(), re.S)
    if page.status != 200 or not found:
        raise ValueError(f"the editor of story {number} answered {page.status}: {page.text()[:200]}")
    return json.loads(found.group(1))


class Desk:
    """One round of work."""

    def __init__(self, paper, cookie, token, record, number, seed):
        self.paper, address = paper, paper.address
        self.connect = lambda: Client(address, cookie, token)
        self.record, self.number, self.seed = record, number, seed
        self.aim = Aim(random.Random(f"{seed} aim {number}"))
        self.over = False
        self.earlier = [s for s in record.stories.values() if s.acked and not s.withdrawal_sent]
        self.threads = []

    def begin(self):
        jobs = [self.save, self.save, self.publish, self.by_api, self.upload, self.withdraw, self.schedule, self.read, self.command]
        for place, job in enumerate(jobs):
            thread = threading.Thread(target=self._until_killed, args=(job, place), daemon=True)
            self.threads.append(thread)
            thread.start()

    def end(self):
        self.over = True
        for thread in self.threads:
            thread.join(30)

    def _until_killed(self, job, place):
        client, made = self.connect(), 0
        rng = random.Random(f"{self.seed} {self.number} {place}")
        try:
            while not self.over:
                made += 1
                job(client, rng, f"Drill{self.number}x{place}x{made}")
        except Cut:
            pass
        except Exception as why:  # A defect of the paper or of the drill: either is to be seen.
            self.record.strange.append(f"{job.__name__}: {why!r}")
        finally:
            client.close()

    def _act(self, kind, client, method, path, body=None, media=JSON, **how):
        """Sends what changes something; returns an answer that acknowledges it, or None when it was refused."""
        if self.over:
            raise Cut("killed before")
        self.aim.begins(kind)
        begun = time.monotonic()
        try:
            answer = client.send(method, path, body, media, **how)
        except Cut:
            self.record.count(self.record.cut, kind)
            raise
        self.aim.lasted(kind, time.monotonic() - begun)
        if answer.status < 400:
            self.record.count(self.record.acknowledged, kind)
            return answer
        self.record.strange.append(f"{method} {path}: {answer.status} {answer.text()[:300]}")
        return None

    def _form(self, kind, client, path, **fields):
        body = urllib.parse.urlencode(fields).encode()
        return self._act(kind, client, "POST", path, body, "application/x-www-form-urlencoded")

    def _new(self, client):
        """Begins a story in the newsroom; returns its number and the version of its draft."""
        answer = self._form("create", client, "/newsroom/stories")
        number = int(re.search(r"/newsroom/stories/(\d+)", answer.headers["location"]).group(1))
        return number, editor(client, number)["version"]

    def _put(self, kind, client, number, base, words):
        """Saves a draft; returns its new version."""
        body = json.dumps({"base": base, "copy": words}).encode()
        answer = self._act(kind, client, "PUT", f"/newsroom/stories/{number}/draft", body)
        return answer.json()["version"] if answer else base

    def save(self, client, rng, key):
        """Drafts, saved with a counter that only grows; some begun now, some in earlier rounds."""
        place = int(key.split("x")[1])
        own = [d for d in self.record.drafts if d.number and f"x{place}x" in d.key]
        if own and rng.random() < 0.5:
            draft = rng.choice(own)
        else:
            draft = self.record.add("draft", Draft(key))
            draft.number, draft.version = self._new(client)
        self.record.touched.add(draft.key)
        for _ in range(rng.randint(3, 12)):
            draft.sent += 1
            version = self._put("save", client, draft.number, draft.version, copy(draft.key, draft.sent))
            draft.version, draft.acked = version, draft.sent

    def publish(self, client, rng, key):
        """Stories written and published in the newsroom, and some of them updated."""
        story = self.record.add("story", Story(key))
        self.record.touched.add(key)
        story.number, story.draft_version = self._new(client)
        for version in range(1, rng.randint(2, 4)):
            story.draft_version = self._put("save", client, story.number, story.draft_version, copy(key, version))
            story.sent = version
            fields = {"version": story.draft_version, "when": "now"}
            if self._form("publish", client, f"/newsroom/stories/{story.number}/publication", **fields):
                story.acked = version
                story.path = urllib.parse.urlsplit(editor(client, story.number)["address"]).path

    def _post(self, kind, client, story, version, at, as_file=False):
        """Publishes by the API; a repeated request with the same slug and day is an update."""
        words = json.dumps(copy(story.key, version, story.picture) | {"published": stamp(at)})
        if as_file:
            words = markdown(story.key, version, stamp(at))
        story.sent, story.path = version, address(at, story.key.lower())
        media = "text/markdown" if as_file else JSON
        answer = self._act(kind, client, "POST", "/api/v1/stories", words.encode(), media)
        if answer:
            story.acked = version
            if answer.json()["address"] != story.path:
                self.record.strange.append(f"{story.path} came out as {answer.text()[:300]}")
        return answer

    def by_api(self, client, rng, key):
        """Stories that programs publish, some with a picture, some updated."""
        there = [u.told["id"] for u in self.record.uploads[-20:] if u.told]
        picture = rng.choice(there) if there and rng.random() < 0.4 else ""
        story = self.record.add("story", Story(key, picture=picture))
        self.record.touched.add(key)
        at = time.time() - 1
        for version in range(1, rng.randint(2, 4)):
            self._post("api", client, story, version, at, as_file=not picture and rng.random() < 0.5)

    def upload(self, client, rng, key):
        """Pictures, small and large; some come in two halves."""
        file = pictures.png(rng, rng.randint(40, 700), rng.randint(40, 400))
        sent = self.record.add("upload", Upload(f"{key}.png"))
        self.record.touched.add(sent.name)
        drip = rng.uniform(0.0, 0.03) if rng.random() < 0.3 else 0.0
        answer = self._act("upload", client, "POST", f"/newsroom/pictures?name={sent.name}", file, "image/png", drip=drip)
        sent.told = answer.json() if answer else None

    def withdraw(self, client, rng, key):
        """Stories taken down: one of this round, one of an earlier; by the API and in the newsroom."""
        story = self.record.add("story", Story(key))
        self.record.touched.add(key)
        if self._post("api", client, story, 1, time.time() - 1):
            self._take_down(client, story)
        if self.earlier and rng.random() < 0.3:
            story = self.earlier.pop(rng.randrange(len(self.earlier)))
            self._take_down(client, story, self.record.numbers.get(story.path))

    def _take_down(self, client, story, number=None):
        self.record.touched.add(story.key)
        version = editor(client, number)["version"] if number else 0
        story.withdrawal_sent = True
        if number:
            path = f"/newsroom/stories/{number}/withdrawal"
            answer = self._form("withdraw", client, path, version=version, reason="A drill.")
        else:
            path = f"/api/v1/stories{story.path}/withdrawal"
            answer = self._act("withdraw", client, "POST", path, json.dumps({"note": "A drill."}).encode())
        story.withdrawal_acked = bool(answer)

    def schedule(self, client, rng, key):
        """Stories that are to come out in a moment, most of them after the kill."""
        story = self.record.add("story", Story(key))
        self.record.touched.add(key)
        story.due = round(time.time() + rng.uniform(0.3, 1.5), 3)
        self._post("schedule", client, story, 1, story.due)
        time.sleep(0.1)

    def read(self, client, rng, _key):
        """Readers, each with a browser of their own: a view for each answer."""
        path = rng.choice(list(self.record.numbers))
        self.record.readers += 1
        browser = f"Mozilla/5.0 (X11; Linux x86_64; rv:{self.record.readers}.0) Gecko/20100101 Firefox/{self.record.readers}.0"
        views = self.record.views.setdefault(self.record.numbers[path], Views())
        views.sent += 1
        answer = client.send("GET", path, user_agent=browser)
        if answer.status == 200:
            views.answered += 1
        else:
            views.sent -= 1

    def command(self, _client, rng, key):
        """Stories that the command line publishes beside the server; a third of the commands are killed too."""
        story = self.record.add("story", Story(key))
        self.record.touched.add(key)
        at = time.time() - 1
        file = self.paper.data.with_name("copy.md")
        file.write_text(markdown(key, 1, stamp(at)))
        story.sent, story.path = 1, address(at, key.lower())
        killed_after = rng.uniform(0.0, 0.05) if rng.random() < 0.33 else None
        code, said = self.paper.run("story", "publish", str(file), killed_after=killed_after)
        if code == 0:
            story.acked = 1
            self.record.count(self.record.acknowledged, "command")
        elif code == -signal.SIGKILL:
            self.record.count(self.record.cut, "command")
        else:
            self.record.strange.append(f"courant story publish: exit {code}, {said[:300]}")
