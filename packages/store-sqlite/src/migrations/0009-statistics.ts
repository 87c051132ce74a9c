/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const statistics = `
-- What ended in a slot of time, by how long it took. A slot is a minute, an hour or a day wide.
CREATE TABLE tally (
  account TEXT NOT NULL,
  width_ms INTEGER NOT NULL,
  at INTEGER NOT NULL,
  workflow_id TEXT NOT NULL,
  status TEXT NOT NULL,
  bucket INTEGER NOT NULL,
  count INTEGER NOT NULL,
  total_ms REAL NOT NULL,
  min_ms REAL NOT NULL,
  max_ms REAL NOT NULL,
  PRIMARY KEY (account, width_ms, at, workflow_id, status, bucket)
) WITHOUT ROWID;

-- Up to when the minutes are counted in the hours and days, too.
CREATE TABLE tally_roll (
  account TEXT PRIMARY KEY,
  rolled_to INTEGER NOT NULL
) WITHOUT ROWID;
`
