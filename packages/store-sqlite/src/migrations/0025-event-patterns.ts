/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const eventPatterns = `
-- What triggers that wait for several events have seen of them so far, for each key.
CREATE TABLE event_pattern (
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL,
  wake_at REAL NOT NULL,
  PRIMARY KEY (account, workflow_id, trigger_id, key)
) WITHOUT ROWID;

CREATE INDEX event_pattern_by_wake ON event_pattern (wake_at);
`
