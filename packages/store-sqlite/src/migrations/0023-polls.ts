/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const polls = `
-- The triggers that look for what is new: a row for each, of the newest version of its workflow. JSON as text: last_cursor, seen, pending.
CREATE TABLE poll (
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  source TEXT NOT NULL,
  wake_at REAL,
  is_paused INTEGER NOT NULL,
  is_caught_up INTEGER NOT NULL,
  last_cursor TEXT,
  seen TEXT NOT NULL,
  pending TEXT,
  last_at REAL,
  last_outcome TEXT,
  last_message TEXT,
  failures INTEGER NOT NULL,
  last_execution_id TEXT,
  PRIMARY KEY (account, workflow_id, trigger_id)
) WITHOUT ROWID;

CREATE INDEX poll_by_wake ON poll (wake_at, account, workflow_id, trigger_id) WHERE wake_at IS NOT NULL;
`
