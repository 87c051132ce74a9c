/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const triggerStarts = `
-- The last execution of each trigger that is called, a few seconds behind: an index of all executions by trigger would cost each start.
CREATE TABLE trigger_start (
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  at REAL NOT NULL,
  PRIMARY KEY (account, workflow_id, trigger_id)
) WITHOUT ROWID;
`
