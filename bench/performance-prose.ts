// What docs/performance.md says besides the figures.

export const reading = `\`npm run bench\` prints the same table on your machine in about twelve minutes (\`npm run bench -- 1 webhooks\`: one round of one part) and writes
\`bench/results/latest.json\`. Compare ratios and CPU seconds, not absolute numbers: a disk that syncs slowly slows both sides of a ratio.

- **on disk** says what had happened before something counted. D2: synced, a power cut takes nothing back. D1: handed to the operating system,
  a crash of the process takes nothing back. D0: in memory. All that Millrace records is D2 (\`synchronous=FULL\`), with no setting to weaken it.
- **CPU s per 1,000** is the time that the server used for 1,000 executions, whatever else the machine did: the figure to compare between versions.
- **bytes written each** counts the write-ahead log and what is moved from it into the database, for one execution.
- Load is closed: each connection sends its next request when the last one is answered. Under an open load that the server cannot keep up with,
  times would grow without bound; the throughput here is where that begins.
- One process, one disk, small workflows that compute little. What your nodes do is on top.`

export const editor = `The figures that begin with *editor* are measured in a real Chromium without a graphics card, in a window of 1280×800: what is drawn is drawn by the processor.

- **First load**: 303 KB of scripts and styles (brotli) in 29 files, 15 KB of the worker that lays out, and about 9 KB from the API for a
  small workflow. The text editor, the panel of a node, the dialogs and the parser of expressions (some 250 KB) come when the nodes stand. The server names all
  files and the first three answers beside the page, so the browser asks for all of them at once. A test adds the bytes up and fails
  over 350 KB.
- **Frames**: \`editor … frame\` and \`pinned … frame\` are the main thread's CPU for each move of the mouse, which other work on the machine hardly changes;
  \`… p95\` is the time between frames while a hand moves sixty times a second, which other work changes a lot. Of the CPU, what the page itself decides is
  small: among 1,000 nodes 4 ms of 9 for a zoom, 3 of 15 for a pan, 5 of 13 for a drag are its scripts, styles and layout. The rest is the browser painting
  in software. With 200 badges in view at once a zoom is 4 ms of 19, where it was 4 of 38: the word of each status stood beside its icon as a text clipped away,
  and clipping took half of the painting; now it is the icon's label. What was tried beside that and gained nothing, or cost more: no shadows, no round
  corners, no second lines, no icons, a layer for the whole canvas. A step of a pinned execution is 8 ms of scripts, styles and layout with 200 badges
  in view, 10 at worst (it was 50 while each step drew every card) and 12 with 1,000 nodes (20). All by CPU on a busy machine. At any size only what is in view is drawn,
  and the map of the canvas is one path.
- **10,000 iterations** pinned: 0.8 MB on the wire until they stand (10 MB of JSON, compressed to 0.4), and 0.4 s of the server's CPU, which begins when the page is asked
  for. It took 3.4 s while the machine had some eight times the work that it can do at once (8 to 10 with twelve times), and the page itself 0.5 s of CPU.
- **On a quiet machine** (2026-11-22, one round; a frame of 60 Hz is 16.7 ms): among 1,000 nodes the 95th percentile of the time between frames is 16.7 ms while zooming
  (16.2 ms of CPU), 16.8 panning (9.1) and 16.7 dragging (8.4). With 200 badges in view 33 ms, two frames, zooming (14.1) and panning (22.9), which painting in
  software bounds; a step of the scrubber takes 11 ms there, and 19 with badges on 1,000 nodes. 10,000 iterations pinned open in 2.2 s (4) with 0.74 MB on the wire (1.5); a step among them
  takes 23 ms, the page holds 21 MB. 332 KB on the wire with headers and answers until the canvas is drawn (350), a workflow usable after
  0.86 s (1.5), 1,000 nodes opened in 0.78 s (1). A step is seen 30 ms after its end (95th percentile, 250).
- **Opening** needs 0.4 s of the main thread's CPU with 200 nodes, 0.5 with 1,000 and 0.9 with 3,000. The rest of the time is the
  network, the server and the worker; on a busy machine it is most of it.`

export const history = `A million executions of a month, of 20 workflows, in the embedded database (\`npm run bench -- 1 history history-page\`; the first run makes them, in some
three minutes). Measured while the machine had ten times the work that it can do at once, so what is written here is what a busy one gives:

- **Over HTTP**, pages of 50, 95th percentile: 19 ms for the newest, 11 for a workflow's, 4 for its failed ones, 17 for those of a day, 55 for the search of one order and
  312 for that of a customer with 100. The list of workflows takes 11 ms, the versions of one with their executions 16, the list of triggers 189.
- **In a browser** the first rows stand after 1.9 s with nothing cached, and an order is found 0.2 s after its last letter, of which 0.15 wait for another one.
- **Far down**: 100 rows more are drawn within 0.5 s in the 95th percentile; at row 100,000 the page's scripts hold 29 MB, and a move of the wheel by six rows costs
  12 ms of the main thread's CPU, some 7 of it painting. Only the rows in view are drawn, and of those only the ones that come.`

export const backup = `\`npm run bench -- 1 backup\` makes an instance of 1 GB (logs, values too large for them, files, records of a table; \`MILLRACE_BENCH_BACKUP_GB=10\`: of 10 GB, with room
for 31), backs it up while eight callers place orders, takes its disk away, restores it elsewhere from a file that no longer lies in memory, and starts it. A plain copy of the same file, synced, is the limit.

- **What is missing** is counted, not estimated: each caller numbers its orders and notes when each was answered. In every run, all that was answered before the backup began was there.
- **10 GB on a quiet machine** (2026-11-22): the restore took 38 s, every byte checked, where the plain copy took 35 (1.1 times), and the start to the first order 1.3 s: 39 s of the 60 that are
  the target. It was 65 s, 2.3 copies, while SQLite looked through the database then, and not when the backup is made.
- **The backup** of these 10 GB, of a server under all the load that eight callers make, took 131 s without that look, at a third of the orders (32 %) and 81 ms in the 99th percentile (25 before),
  and 310 s with it, on a disk that was a fifth slower in that run. In that one nothing else was measured.
- **CPU**: for each GB about 0.6 s to hash it and 2 s to read and write it, in two threads; SQLite's look at a backup is 0.4 s.`

export const replica = `\`npm run bench -- 1 replica\` has eight callers place orders at a server that ships to a replica on the same disk, kills it with -9 at a random moment, throws its data directory
away, restores the replica elsewhere and asks what is there: twenty times. Then an instance of 1 GB (\`MILLRACE_BENCH_REPLICA_GB=10\`: of 10 GB, with room for 41) is shipped, lost, restored and started.

- **What is lost** is counted, not estimated: each caller numbers its orders and notes when each was answered. Of twenty kills on an otherwise idle machine (2026-11-22) two lost nothing, and the worst
  what had been answered in the last 109 ms, 37 in the median. The aim is a second.
- **The restore** takes what copying, hashing and syncing the database once takes, under a second of each GB for SQLite's look at the result and its indexes, and the log since: 5.1 s for 1 GB, and the first
  webhook 5.8 s after the start of it, twice a plain copy of the same bytes; the aim is 6. Other work that wants the same disk makes 13 to 20 of them.
- **The cost** for those who order: with the replica on the same disk, which then syncs everything twice, a server took 69 % of the orders that one without a replica took, bursts of each in turn, 43 ms in
  the 99th percentile. On a disk that others kept waiting it was 91 %: there the disk was what everybody waited for. On a disk of its own the syncs are not shared; that has not been measured.`

/** By the figure's name: what bounds it where its target is missed, and what design would lift it. */
export const beyondReach: Readonly<Record<string, string>> = {
  'durable webhook acknowledgement':
    'the thread that serves: some 70 µs of its CPU for each where the bare server takes 29. About 24 of both are node:http and the socket; SQLite takes 13 here (two rows, their indexes, 1.5 KB of log) and 5 there; what is left is reading the request, two events through the engine, and the garbage of both. On an idle disk a commit without its sync, and without moving the log into the database, gains only a twentieth, so another thread for them would not close the gap; fewer indexes and less made for each execution would narrow it.',
  'synchronous webhook':
    'bounded as the acknowledgement is, plus four steps whose parameters are evaluated, checked and recorded: about 0.4 of the time is the commit.',
  'no-op without history':
    'about 4.5 µs of CPU for each, of which up to a third is collecting 11 KB of garbage: the events, the state and the summary of an execution, and its attempt. Copying less of the event of a step on its way, and keeping no map for executions that run one step at a time, would lift it further.',
  '1,000 executions that wait for HTTP':
    'the calls of all executions leave in the same moment, and one thread sends 1,000 requests, reads as many answers and commits 3,000 steps: the waiting is over long before that work is. The work for one call decides, and most of it is the HTTP client.',
  '10 MB in 10,000 items kept whole':
    'three lists, 25 MB of JSON, are written as text and hashed, each once in a commit, where the plain loop writes none: of 10 MB the text takes this thread 20 ms and the hash 4, JSON.parse of the same 5. Packing is left to another thread. What is recorded in later commits is written again, for a node may have changed it. A thread that is handed the values to write them (6 ms for the copy) would lift it, and use more CPU in all.',
  '10 MB in 10,000 items without history': 'items pass through checked nodes, each of which copies the list and looks at every item.',
  'longest stall of 10 MB kept whole':
    'no piece of work takes that long: a turn of the event loop comes after each 10 ms of steps and each half megabyte of text. JSON.parse of 10 MB takes 5 ms, a node that goes through 10,000 items up to 10, a commit up to 10. What is longer is the collection of young garbage, which copies the 25 MB that are just being used, and whatever else runs on the two cores.',
  'longest stall of 10 MB without history':
    'JSON.parse of 10 MB takes 5 ms and each node up to 10, with a turn of the event loop between them; the rest is the collection of young garbage and whatever else runs on the two cores. A node that goes through 100,000 items does so in one go.',
  'restore to the first webhook':
    'reading, hashing and writing each byte once, about 3 s of CPU in two threads for each GB, and the disk: see how long it took for a plain copy. Of a small backup, most is starting the program twice.',
  'idle memory': 'most of it are the schemas of the node types, made when the library is loaded.',
  'cold start': 'loading the modules of the node types is most of it; they are loaded whether a workflow uses them or not.',
  'cost of masking secrets':
    'with a secret in the workflow each step reads it anew, evaluates its parameters twice (once as they are, once as they are shown), and everything it leaves is searched.',
  'cost of masking personal data':
    'a text that was found at a redacted path is looked for in ten spellings wherever it turns up later (making those costs 5 µs for each execution, looking through 1 KB another 4); once something is hidden, each event is recorded with what followed from it, which doubles the log of small steps. Telling only what cannot be worked out again would halve that.',
  'lateness of 10,000 due in one second':
    'each that wakes is looked up, its log read and folded, its waking put on disk before the step after it begins, and its end with the next: 0.15 ms of CPU, and one thread does it all, in batches of 200 that share a commit with the one before. On a machine with other work that time is stretched.',
  'first progress after kill -9':
    'loading the program is nine tenths of it: some 890 modules, 0.5 s of CPU from the compile cache. The first batch of 200 is claimed, read, folded and begun in less than 0.1 s, and the others follow while it runs.',
}

export const peers = `Measure a peer on the same machine, with the same load, one after the other, and look at what it promises first. \`npm run bench:load -- URL\` sends
the 1 KB body of our webhook benches over 64 connections for ten seconds to any address and prints throughput and times; run it against
Millrace the same way. Then kill the peer with \`kill -9\` under that load and count what it had answered and does not know any more.

**n8n.** \`npx n8n@latest start\`, then in the editor a workflow of a Webhook node (POST, path \`ack\`, respond immediately) and an Edit Fields node; save, activate,
\`npm run bench:load -- http://localhost:5678/webhook/ack\`. Leave the saving of executions on, which is the default: Millrace records every step. Its answer comes
before the execution is on disk, so it is D0 or D1. For the synchronous one: Webhook (respond with a Respond to Webhook node) → Edit Fields → If → Edit Fields → Respond.

**Restate.** \`npx @restatedev/restate-server@latest\`, a service in TypeScript whose handler does each step in \`ctx.run\`, \`npx @restatedev/restate deployments register
http://localhost:9080\`, then \`npm run bench:load -- http://localhost:8080/<service>/<handler>/send\` for the acknowledgement and without \`/send\` for the result. Every journal entry is
synced. Set the number of partitions to that of the cores.

**Temporal.** \`temporal server start-dev --db-filename temporal.db\` with a worker of the TypeScript samples; it has no webhooks, so a small server in front that calls
\`client.workflow.start\` and answers 202 is what \`npm run bench:load\` speaks to. Count the server in front as part of it.

What is fair: the same durability class (or say that it differs), production settings of both, a warm-up, several rounds in turns, errors counted as errors, and
the CPU of all processes of a peer added up, its database included.`
