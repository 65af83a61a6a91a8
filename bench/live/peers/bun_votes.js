// Durable votes on Bun's websockets and its SQLite, done as well as we know how: committed together
// every 5 ms, acknowledged after the commit (WAL, synchronous FULL), tally sent to all a few times a
// second. It writes no record, and believes whatever number a voter claims. bun bun_votes.js PORT FILE
import { Database } from "bun:sqlite";

const [port, file] = process.argv.slice(2);
const linger = 5;
const hertz = Number(process.env.TALLY_HZ || 5);

const database = new Database(file, { create: true });
database.exec(`
  PRAGMA journal_mode = wal;
  PRAGMA synchronous = full;
  CREATE TABLE ballot (
    id integer PRIMARY KEY, poll int NOT NULL, person int NOT NULL, marks text NOT NULL,
    cast_at real NOT NULL, UNIQUE (poll, person));
  CREATE TABLE tally (poll int, marks text, votes int, PRIMARY KEY (poll, marks));
`);
const insert = database.prepare(
  "INSERT INTO ballot (poll, person, marks, cast_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
);
const count = database.prepare(
  "INSERT INTO tally VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET votes = votes + excluded.votes",
);

const tallies = new Map();
const changed = new Set();
let waiting = [];
let timer = null;
let version = 0;

function commit() {
  const batch = waiting;
  const now = Date.now() / 1000;
  waiting = [];
  timer = null;
  database.exec("BEGIN IMMEDIATE");
  const added = new Map();
  for (const vote of batch) {
    vote.isNew = insert.run(vote.poll, vote.person, vote.choice, now).changes > 0;
    const key = JSON.stringify([vote.poll, vote.choice]);
    if (vote.isNew) added.set(key, (added.get(key) ?? 0) + 1);
  }
  for (const [key, votes] of added) count.run(...JSON.parse(key), votes);
  database.exec("COMMIT");
  for (const vote of batch) {
    if (vote.isNew) add(vote);
    const { rid, choice } = vote;
    vote.socket.send(JSON.stringify({ t: "ack", rid, ok: true, dup: !vote.isNew, choice }));
  }
}

function add({ poll, choice }) {
  const tally = tallies.get(poll) ?? tallies.set(poll, {}).get(poll);
  tally[choice] = (tally[choice] ?? 0) + 1;
  changed.add(poll);
}

const server = Bun.serve({
  port: Number(port),
  hostname: "127.0.0.1",
  fetch(request, server) {
    return server.upgrade(request) ? undefined : new Response("no", { status: 400 });
  },
  websocket: {
    perMessageDeflate: false,
    open(socket) {
      socket.subscribe("all");
    },
    message(socket, text) {
      const message = JSON.parse(text);
      if (message.do !== "vote") return;
      waiting.push({ socket, ...message });
      timer ??= setTimeout(commit, linger);
    },
  },
});

setInterval(() => {
  for (const poll of changed) {
    const votes = Object.values(tallies.get(poll));
    const cast = votes.reduce((sum, one) => sum + one, 0);
    const state = { t: "st", k: `tally:${poll}`, v: ++version, d: votes, n: cast };
    server.publish("all", JSON.stringify(state));
  }
  changed.clear();
}, 1000 / hertz);
