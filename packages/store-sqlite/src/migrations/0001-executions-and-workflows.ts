/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const executionsAndWorkflows = `
-- Numbers that must never come again.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO counter (name, value) VALUES ('fence', 0), ('position', 0), ('check', 0);

-- Times are REAL: any number comes back exactly, also a due time beyond 2^53, which node:sqlite refuses to read as an integer.
-- On disk SQLite stores whole ones as integers.
CREATE TABLE execution (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  workflow_version INTEGER NOT NULL,
  trigger_id TEXT NOT NULL,
  trigger_type TEXT NOT NULL,
  status TEXT NOT NULL,
  started_at REAL NOT NULL,
  finished_at REAL,
  due_at REAL,
  error TEXT,
  parent_id TEXT,
  parent_step TEXT,
  fence INTEGER NOT NULL,
  event_count INTEGER NOT NULL,
  PRIMARY KEY (account, id)
) WITHOUT ROWID;

CREATE INDEX execution_by_start ON execution (account, started_at, id);
CREATE INDEX execution_by_workflow ON execution (account, workflow_id, started_at, id);
-- Most executions succeed: an index that leaves those out costs them nothing and finds all the others.
CREATE INDEX execution_by_status ON execution (account, status, started_at, id) WHERE status <> 'success';
CREATE INDEX execution_by_workflow_and_status ON execution (account, workflow_id, status, started_at, id) WHERE status <> 'success';
CREATE INDEX execution_by_parent ON execution (account, parent_id, started_at, id) WHERE parent_id IS NOT NULL;

-- What the runtime's sweeps read; finished executions are in neither.
CREATE INDEX execution_due ON execution (due_at)
  WHERE due_at IS NOT NULL AND status IN ('queued', 'running', 'waiting', 'paused');
CREATE INDEX execution_left ON execution (fence, started_at)
  WHERE due_at IS NULL AND status IN ('queued', 'running', 'waiting', 'paused');

-- One row for each write that has events. The unique index makes a second write at the same place impossible.
CREATE TABLE log (
  position INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  first_event INTEGER NOT NULL,
  events TEXT NOT NULL,
  -- Where large values belong, as JSON: [{ event, field, hash }].
  large TEXT
);

CREATE UNIQUE INDEX log_by_execution ON log (account, execution_id, first_event);

-- When the newest rows are deleted their positions must not come again, or a live reader would miss what is written there.
CREATE TRIGGER log_positions_stay_used BEFORE DELETE ON log
BEGIN
  UPDATE counter SET value = max(value, old.position) WHERE name = 'position';
END;

-- Values over 64 KiB, each once for an account, by the SHA-256 of their JSON text.
CREATE TABLE large_value (
  account TEXT NOT NULL,
  hash TEXT NOT NULL,
  packing TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (account, hash)
);

CREATE TABLE workflow (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  newest_version INTEGER NOT NULL,
  PRIMARY KEY (account, id)
) WITHOUT ROWID;

CREATE TABLE workflow_version (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  source TEXT NOT NULL,
  hash TEXT NOT NULL,
  published_at REAL NOT NULL,
  PRIMARY KEY (account, id, version)
);
`
