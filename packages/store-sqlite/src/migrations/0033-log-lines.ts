/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const logLines = `
-- What steps have logged, beside the piece of the log that tells it: position is that of the piece, place counts the lines in it. An
-- execution without lines has no row here and pays nothing. Lines from before this table stand in their executions alone.
CREATE TABLE log_line (
  position INTEGER NOT NULL,
  place INTEGER NOT NULL,
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  step TEXT NOT NULL,
  node TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at REAL NOT NULL,
  level INTEGER NOT NULL,
  message TEXT NOT NULL,
  data TEXT,
  is_cut INTEGER,
  PRIMARY KEY (position, place)
) WITHOUT ROWID;

-- With the level, so that the few errors among many lines are found in the index alone.
CREATE INDEX log_line_by_time ON log_line (account, at, position, place, level);
CREATE INDEX log_line_by_workflow ON log_line (account, workflow_id, at, position, place, level);
`
