/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const removedLogs = `
-- Executions that are deleted and whose log is not yet, for a long one goes in several transactions. Nobody sees it any more.
CREATE TABLE removed_log (
  account TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  PRIMARY KEY (account, execution_id)
) WITHOUT ROWID;
`
