#!/usr/bin/env python3
"""kill -9 in the middle of saving, publishing, uploading: nothing acknowledged is lost, nothing half-published.

    python3 tests/drills/kill.py             100 rounds; COURANT_DRILL_PART=10 runs a tenth of them
    python3 tests/drills/kill.py --lie save  claims an acknowledgement that never was: the drill must fail

COURANT_BIN is the program (target/release/courant). The seed is fixed, so a round always does the same things and kills
at the same point of them; which instruction that hits differs from run to run. A killed process loses nothing that the
system has taken, so this shows that work is done in the right order and in one piece; that it is on the disk when the
power goes is SQLite's `synchronous=FULL` and the files' fsync, which no drill on a running machine can show."""

import argparse
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# The tree stays as it is.
sys.dont_write_bytecode = True

from checks import After
from desk import KINDS, Desk
from paper import Client, Cut, Paper
from record import Record, Story, Upload

ROUNDS = 100
SEED = 20180328
# Seconds from the start of the process until the front page has come whole.
START_LIMIT = 1.0
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Tally:
    """Checks passed and failed; a failure is told at once."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, where, name, sentences):
        sentences = list(sentences)
        if not sentences:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED in {where}: {name}", flush=True)
        for sentence in sentences[:5]:
            print(f"    {sentence}", flush=True)
        if len(sentences) > 5:
            print(f"    … and {len(sentences) - 5} more", flush=True)


def arguments():
    parser = argparse.ArgumentParser(description="Kills Courant at random points and looks for what was lost.")
    parser.add_argument("--rounds", type=int, help="how many rounds")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--keep", action="store_true", help="keep the data folder")
    parser.add_argument("--lie", choices=["save", "publish", "upload", "withdraw", "view"], help="claim what was never acknowledged")
    given = parser.parse_args()
    if given.rounds is None:
        given.rounds = max(1, ROUNDS // int(os.environ.get("COURANT_DRILL_PART") or 1))
    return given


def killed_while_being_made(paper, rng):
    """The first run makes the data folder; killed half-way it leaves a whole one or none."""
    command = [paper.binary, "demo", "--data", str(paper.data), "--listen", "127.0.0.1:0", "--json"]
    for _ in range(3):
        making = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0.0, 0.5))
        making.kill()
        making.wait()


def killed_while_starting(paper, rng):
    """The start itself, with all that it puts in order, may be killed as well."""
    command = [paper.binary, "demo", "--data", str(paper.data), "--listen", "127.0.0.1:0", "--json"]
    starting = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(rng.uniform(0.0, 0.15))
    starting.kill()
    starting.wait()


def lie(record, kind):
    """Claims what the paper never said. A drill that does not find it out finds nothing."""
    drafts = [d for d in record.drafts if d.number]
    out = [s for s in record.stories.values() if s.acked and s.path and not s.withdrawal_sent and not s.due]
    if kind == "save" and drafts:
        drafts[-1].acked = drafts[-1].sent = drafts[-1].sent + 1
    elif kind == "publish":
        record.add("story", Story("DrillLie", path="/2026/01/01/drilllie", acked=1, sent=1))
        record.touched.add("DrillLie")
    elif kind == "upload":
        record.add("upload", Upload("lie.png", {"src": f"/newsroom/media/{'0' * 64}/640.jpg"}))
        record.touched.add("lie.png")
    elif kind == "withdraw" and out:
        out[-1].withdrawal_sent = out[-1].withdrawal_acked = True
    elif kind == "view" and record.views:
        next(iter(record.views.values())).answered += 1000


def one_round(paper, record, cookie, token, number, given):
    """Works, kills, starts again. Returns what the start took, and in words when the kill came."""
    record.begin_round()
    desk = Desk(paper, cookie, token, record, number, given.seed)
    desk.begin()
    desk.aim.wait()
    desk.over = True
    paper.kill()
    desk.end()
    rng = random.Random(f"{given.seed} start {number}")
    if rng.random() < 0.2:
        killed_while_starting(paper, rng)
    return paper.start(), str(desk.aim)


def check_round(tally, paper, record, cookie, base, took, number, given):
    where = f"round {number} of {given.rounds} (seed {given.seed})"
    last = number == given.rounds
    slow = [] if max(took) <= START_LIMIT else [f"ready after {took[0]:.3f} s, first page after {took[1]:.3f} s"]
    tally.check(where, "ready with its first page within a second", slow)
    tally.check(where, "every request was answered as promised", record.strange)
    if given.lie and last:
        lie(record, given.lie)
    client = Client(paper.address, cookie)
    after = After(paper, client, record, base, last or number % 10 == 0, f"{given.seed} look {number}")
    for name, check in after.all():
        try:
            tally.check(where, name, check())
        except (Cut, ValueError, KeyError) as why:
            tally.check(where, name, [repr(why)])
    client.close()


def drill(given, folder):
    binary = os.environ.get("COURANT_BIN") or str(ROOT / "target/release/courant")
    if not os.access(binary, os.X_OK):
        raise SystemExit(f"There is no program at {binary}. Build it with `cargo build --release`, or name it in COURANT_BIN.")
    paper = Paper(binary, folder / "paper", folder / "log")
    try:
        return rounds(paper, given)
    finally:
        if paper.process and paper.process.poll() is None:
            paper.kill()


def rounds(paper, given):
    record, tally, starts = Record(), Tally(), []
    killed_while_being_made(paper, random.Random(given.seed))
    paper.start()
    cookie = paper.enter()
    code, token = paper.run("token", "add", "drill", "--grant", "publish")
    if code != 0:
        raise SystemExit(f"No token was made: {token}")
    client = Client(paper.address, cookie)
    listed = client.get("/api/v1/stories?limit=100").json()["stories"]
    client.close()
    record.numbers = {entry["address"]: int(entry["id"].rsplit("/", 1)[1]) for entry in listed}
    base = frozenset(record.numbers)
    for number in range(1, given.rounds + 1):
        took, when = one_round(paper, record, cookie, token, number, given)
        starts.append(took)
        check_round(tally, paper, record, cookie, base, took, number, given)
        if sys.stdout.isatty() or number % 10 == 0:
            print(f"round {number}: killed {when}, back after {took[1]:.3f} s", flush=True)
    code = paper.stop()
    tally.check("the end", "told to stop, it stops", [] if code == 0 else [f"it ended with {code}"])
    aimless = [] if sum(record.cut.values()) >= given.rounds else [f"only {record.cut} were cut off: the kills hit nothing"]
    tally.check("the end", "the kills came in the middle of work", aimless)
    report(record, starts, given)
    return tally


def report(record, starts, given):
    kinds = ["create", *KINDS, "command"]
    told = ", ".join(f"{kind} {record.acknowledged.get(kind, 0)}" for kind in kinds)
    cut = ", ".join(f"{kind} {record.cut.get(kind, 0)}" for kind in kinds)
    firsts = [first for _, first in starts]
    print(f"{given.rounds} rounds, each ended by kill -9")
    print(f"acknowledged: {told}; views {sum(v.answered for v in record.views.values())}")
    print(f"cut off before an answer: {cut}")
    print(f"start to first page: median {statistics.median(firsts):.3f} s, slowest {max(firsts):.3f} s")


def main():
    # The kill comes from this thread while nine others work: it must get its turn quickly.
    sys.setswitchinterval(0.0005)
    given = arguments()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="courant-drill-"))
    try:
        tally = drill(given, folder)
    finally:
        if given.keep:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
