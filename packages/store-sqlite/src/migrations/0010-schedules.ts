/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const schedules = `
-- The triggers that fire by the clock: a row for each, of the newest version of its workflow.
CREATE TABLE schedule (
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  spec TEXT NOT NULL,
  next_at REAL,
  wake_at REAL,
  is_paused INTEGER NOT NULL,
  last_at REAL,
  last_outcome TEXT,
  last_message TEXT,
  last_execution_id TEXT,
  PRIMARY KEY (account, workflow_id, trigger_id)
) WITHOUT ROWID;

CREATE INDEX schedule_by_wake ON schedule (wake_at, account, workflow_id, trigger_id) WHERE wake_at IS NOT NULL;
`
