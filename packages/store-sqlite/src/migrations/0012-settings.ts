/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const settings = `
-- What is set while the server runs; for every workflow where workflow_id is empty.
CREATE TABLE setting (
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, workflow_id, name)
) WITHOUT ROWID;
`
