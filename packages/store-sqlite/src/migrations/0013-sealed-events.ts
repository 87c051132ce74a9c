/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const sealedEvents = `
-- What the log of an execution that has not ended may not show, encrypted. A table of its own: most executions have nothing in it.
CREATE TABLE sealed_events (
  account TEXT NOT NULL,
  execution_id TEXT NOT NULL,
  first_event INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (account, execution_id, first_event)
);
`
