// What goes wrong is told in one clear sentence with a next step, and nothing is lost by it: the command line.
import assert from "node:assert/strict";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { BIN, courant, endAll, file, folder, startPaper, tokenFor, wire } from "./lib.mjs";

let paper, token, copies, stopped;

before(async () => {
  paper = await startPaper();
  token = await tokenFor(paper);
  copies = folder("copies");
}, { timeout: 60_000 });
after(endAll);

/** Asserts that a command failed with status 1, one sentence and a next step, in words for people. */
function isClear({ code, err }, ...needles) {
  assert.equal(code, 1, `exit ${code}: ${err}`);
  assert.match(err.split("\n").slice(-3).join("\n"), /^courant: [^\n]{10,400}[.]\n {2}[^\n]{5,300}[.]\n$/, `not one sentence and a next step: ${err}`);
  assert.doesNotMatch(err, /panick|RUST_BACKTRACE|Os \{|Error\(|SqliteFailure|kind: |unwrap/);
  for (const needle of needles) assert.match(err, needle);
}

/** Runs SQL on a paper's database, beside or without its server. */
async function sql(data, statement) {
  const program = "import sqlite3,sys\nc=sqlite3.connect(sys.argv[1])\nprint(c.execute(sys.argv[2]).fetchall())\nc.commit()";
  const told = await courant(["-c", program, join(data, "newsroom.db"), statement], { command: "python3" });
  assert.equal(told.code, 0, told.err);
  return told.out;
}

/** A stopped demo paper in a folder of its own. */
async function stoppedPaper() {
  stopped ??= startPaper().then(async (made) => { await made.stop(); return made.data; });
  const data = join(folder(), "data");
  cpSync(await stopped, data, { recursive: true });
  return data;
}

test("a wrong flag, a wrong value and no command at all exit with 2 and say how it is used", async () => {
  for (const [args, needle] of [[["serve", "--lisen", "127.0.0.1:0"], /--lisen[\s\S]*--listen/], [["demo", "--listen"], /--listen/], [["publish"], /publish/], [["token", "add", "x"], /--grant/], [[], /Usage/]]) {
    const { code, err } = await courant(args);
    assert.equal(code, 2, `${args.join(" ")}: exit ${code}`);
    assert.match(err, needle);
    assert.match(err, /--help|Usage/);
  }
  assert.equal((await courant(["--help"])).code, 0);
  assert.match((await courant(["--version"])).out, /^courant \d/);
});

test("a port that is taken and an address that is none are named", async () => {
  const other = createServer();
  await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address();
  isClear(await courant(["demo", "--data", join(folder(), "data"), "--listen", `127.0.0.1:${port}`]), new RegExp(`${port}`), /another program/, /--listen/);
  other.close();
  isClear(await courant(["serve", "--data", folder(), "--listen", "somewhere"]), /somewhere/, /ADDRESS:PORT|127\.0\.0\.1/);
});

test("a folder that another server has is not opened twice", async () => {
  isClear(await courant(["demo", "--data", paper.data, "--listen", "127.0.0.1:0"]), /already/, /--data/);
});

test("a folder that cannot be written is named, for serving and for publishing", async (t) => {
  const [place, data] = [folder("locked"), await stoppedPaper()];
  chmodSync(place, 0o755);
  const locked = join(place, "paper");
  mkdirSync(locked, { mode: 0o555 });
  let [command, before] = [BIN, []];
  if (process.getuid() === 0) {
    // Root may write everywhere, so somebody else tries, with a program that they can reach.
    command = "setpriv";
    copyFileSync(BIN, join(place, "courant"));
    chmodSync(join(place, "courant"), 0o755);
    before = ["--reuid", "65534", "--regid", "65534", "--clear-groups", join(place, "courant")];
    if ((await courant([...before, "--version"], { command })).code !== 0) return t.skip("This test needs a user who is not root, or setpriv (Debian: util-linux).");
  }
  isClear(await courant([...before, "serve", "--data", locked, "--listen", "127.0.0.1:0"], { command }), /cannot be written|cannot be made/, /--data|right/);
  isClear(await courant([...before, "demo", "--data", join(locked, "demo"), "--listen", "127.0.0.1:0"], { command }), /cannot be/, /--data/);
  const story = join(copies, "plain.md");
  writeFileSync(story, "---\nheadline: Plain\nsection: world\n---\n\nText.\n");
  chmodSync(copies, 0o755);
  const readable = join(place, "readable");
  mkdirSync(readable);
  copyFileSync(join(data, "newsroom.db"), join(readable, "newsroom.db"));
  chmodSync(join(readable, "newsroom.db"), 0o444);
  chmodSync(readable, 0o555);
  isClear(await courant([...before, "story", "publish", story, "--data", readable], { command }), /cannot be written/);
  return undefined;
});

test("no paper in a folder, and a story that is none, are told with what to do", async () => {
  isClear(await courant(["story", "withdraw", "no-such-story", "--data", paper.data]), /no-such-story/, /slug/);
  isClear(await courant(["story", "publish", "x.md", "--data", folder()]), /no paper/, /--data/);
  isClear(await courant(["story", "publish", "not-there.md", "--data", paper.data]), /not-there\.md/);
  isClear(await courant(["token", "add", "x", "--grant", "everything", "--data", paper.data]), /everything/);
});

test("a database of a newer version is refused and left as it is", async () => {
  const data = await stoppedPaper();
  await sql(data, "PRAGMA user_version=99");
  const before = readFileSync(join(data, "newsroom.db"));
  for (const args of [["serve", "--listen", "127.0.0.1:0"], ["demo", "--listen", "127.0.0.1:0"], ["migrate"], ["story", "withdraw", "kim-met-xi-in-beijing"], ["doctor"]]) {
    isClear(await courant([...args, "--data", data]), /newer Courant/, /99/);
  }
  assert.match(await sql(data, "PRAGMA user_version"), /99/);
  assert.ok(before.equals(readFileSync(join(data, "newsroom.db"))), "the database was changed");
});

test("a file that is no database is called damaged", async () => {
  const data = await stoppedPaper();
  writeFileSync(join(data, "newsroom.db"), "This is not a database, but a letter to the editor. ".repeat(200));
  isClear(await courant(["serve", "--data", data, "--listen", "127.0.0.1:0"]), /damaged/, /backup|doctor/);
});

test("a clock that is behind the paper's last change stops the start, and nothing is changed", async () => {
  const data = await stoppedPaper();
  const ahead = Date.now() + 90 * 86_400_000;
  const table = await sql(data, "SELECT count(*) FROM journal");
  await sql(data, `UPDATE journal SET at = ${ahead} WHERE seq = (SELECT max(seq) FROM journal)`);
  isClear(await courant(["serve", "--data", data, "--listen", "127.0.0.1:0"]), /clock/, new RegExp(new Date(ahead).toISOString().slice(0, 10)), /timedatectl|Set the clock/);
  assert.equal(await sql(data, "SELECT count(*) FROM journal"), table);
});

test("a broken configuration is named with its line", async () => {
  const data = await stoppedPaper();
  writeFileSync(join(data, "courant.toml"), 'listen = "127.0.0.1:0"\n[site]\nname = "X"\ntime_zone = "Asia/Seol"\n');
  isClear(await courant(["serve", "--data", data]), /Asia\/Seol/);
  writeFileSync(join(data, "courant.toml"), '[site]\nname = "X"\nnmae = "Y"\n');
  isClear(await courant(["serve", "--data", data, "--listen", "127.0.0.1:0"]), /courant\.toml/, /3/, /nmae/);
});

/** What is wrong with a file of copy: its text, and what the sentence must name. */
const BROKEN = {
  "unknown-key.md": ["---\nheadline: A\nsection: world\nheadlin: B\n---\nText.\n", /unknown-key\.md, line 4: .*headlin/],
  "bad-time.md": ["---\nheadline: A\nsection: world\npublished: tomorrow\n---\nText.\n", /bad-time\.md, line 4: `published`: .*tomorrow/],
  "no-picture.md": ["---\nheadline: A\nsection: world\npicture: {file: nowhere.jpg, alt: None}\n---\nText.\n", /no-picture\.md(, line 4)?: .*(nowhere\.jpg)/],
  "outside.md": ["---\nheadline: A\nsection: world\npicture: {file: ../../etc/passwd, alt: None}\n---\nText.\n", /outside\.md, line 4: `picture/],
  "no-alt.md": ["---\nheadline: A\nsection: world\npicture: {file: a.jpg}\n---\nText.\n", /no-alt\.md, line 4: .*alt/],
  "no-headline.md": ["---\nsection: world\n---\nText.\n", /no-headline\.md.*headline/],
  "no-section.md": ["---\nheadline: A\n---\nText.\n", /no-section\.md.*section/],
  "no-end.md": ["---\nheadline: A\nsection: world\n\nText.\n", /no-end\.md, line 1: /],
  "no-front-matter.md": ["Just text.\n", /no-front-matter\.md, line 1: /],
  "bad-yaml.md": ["---\nheadline: [A\nsection: world\n---\nText.\n", /bad-yaml\.md, line \d: /],
  "bad-state.md": ["---\nheadline: A\nsection: world\nstate: finished\n---\nText.\n", /bad-state\.md, line 4: `state`: .*finished/],
  "bad-slug.md": ["---\nheadline: A\nsection: world\nslug: Not A Slug\n---\nText.\n", /bad-slug\.md, line 4: `slug`/],
  "bad-zone.md": ["---\nheadline: A\nsection: world\nembargo: 2026-01-01 10:00\n---\nText.\n", /bad-zone\.md, line 4: `embargo`/],
  "bombs.md": [`---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nheadline: A\nsection: world\n---\nText.\n`, /bombs\.md/],
  "not-utf8.md": [Buffer.concat([Buffer.from("---\nheadline: A\nsection: world\n---\nCaf"), Buffer.from([0xe9]), Buffer.from(".\n")]), /not-utf8\.md, line 5: byte \d+ is no UTF-8/],
  "zero.md": [Buffer.from([0, 0, 0, 0]), /zero\.md/],
  "empty.md": ["", /empty\.md/],
};

test("every broken file of copy is named with its line and key, and the whole ones go out", async () => {
  const where = folder("broken");
  for (const [name, [text]] of Object.entries(BROKEN)) writeFileSync(join(where, name), text);
  for (const name of ["first.md", "last.md"]) writeFileSync(join(where, name), `---\nheadline: The whole ${name.slice(0, -3)}\nsection: world\nslug: whole-${name.slice(0, -3)}\n---\n\nText.\n`);
  const files = ["first.md", ...Object.keys(BROKEN), "last.md"].map((name) => join(where, name));
  const told = await courant(["story", "publish", ...files, "--json", "--data", paper.data]);
  isClear(told, new RegExp(`${Object.keys(BROKEN).length} of ${files.length} files`));
  const lines = told.out.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ slug, state }) => [slug, state]), [["whole-first", "published"], ["whole-last", "published"]]);
  const missing = Object.entries(BROKEN).filter(([, [, pattern]]) => !told.err.split("\n").some((line) => pattern.test(line)));
  assert.deepEqual(missing.map(([name, [, pattern]]) => `${name}: ${pattern} is not in what was said: ${told.err.split("\n").filter((line) => line.includes(name)).join(" ")}`), []);
  for (const name of Object.keys(BROKEN)) {
    const alone = await courant(["story", "publish", join(where, name), "--data", paper.data]);
    isClear(alone);
    assert.equal(alone.out, "", name);
  }
});

test("the API answers broken copy with a status, a sentence and a next step, and goes on", async () => {
  const send = async (body, type = "text/markdown", headers = {}) => {
    const answer = await fetch(`${paper.site}/api/v1/stories`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": type, ...headers }, body });
    const told = await answer.json();
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${JSON.stringify(told)}`);
    assert.ok(told.error.length > 10 && told.next.length > 5, JSON.stringify(told));
    return [answer.status, `${told.error} ${told.next}`];
  };
  for (const [name, [text]] of Object.entries(BROKEN)) assert.ok([400, 422].includes((await send(text))[0]), name);
  const [status, said] = await send(Buffer.concat([Buffer.from("---\nheadline: A"), Buffer.from([0xff, 0xfe])]));
  assert.ok([400, 422].includes(status) && /UTF-8/.test(said), said);
  assert.equal((await send('{"headline": ', "application/json"))[0], 400);
  assert.ok([400, 422].includes((await send('{"headline": "A", "section": "world", "headlin": "B", "markdown": "x"}', "application/json"))[0]));
  assert.equal((await send("<p>x</p>", "text/html"))[0], 415);
  assert.equal((await send("---\n---\n", "text/markdown", { authorization: "Bearer nonsense" }))[0], 401);
  assert.equal((await file(paper, token, "---\nheadline: After all that\nsection: world\nslug: after-all-that\n---\n\nText.\n")).status, 201);
});

test("addresses that are no UTF-8, too long or climbing are answered, not dropped", async () => {
  for (const path of ["/%ff%fe", "/search?q=%ff%fe", "/tags/%C0%AF", "/..%2f..%2fetc/passwd", `/${"a".repeat(9000)}`, "/2018/03/28/%00", "/media/%2e%2e/newsroom.db", "/assets/../newsroom.db", "/search?q=%22unclosed", "/search?q=a*+OR+NEAR(", "/search?q=%00"]) {
    const { status } = await wire(paper.site + path);
    assert.ok([200, 400, 404, 414, 431].includes(status), `${path.slice(0, 40)}: ${status}`);
  }
  assert.equal((await wire(`${paper.site}/`)).status, 200);
});
