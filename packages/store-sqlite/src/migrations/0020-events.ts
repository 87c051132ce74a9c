/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const events = `
-- What was told to the bus. AUTOINCREMENT, for the cursor of delivery stands at a position that retention may have deleted.
CREATE TABLE event (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  data TEXT NOT NULL,
  at REAL NOT NULL,
  workflow_id TEXT,
  execution_id TEXT,
  step TEXT,
  sent_by TEXT,
  depth INTEGER NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account, id)
);

CREATE INDEX event_by_name ON event (account, name, position);

-- What became of an event at the triggers that it fits, in order.
CREATE TABLE event_firing (
  position INTEGER NOT NULL,
  place INTEGER NOT NULL,
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  outcome TEXT NOT NULL,
  execution_id TEXT,
  message TEXT,
  PRIMARY KEY (position, place)
) WITHOUT ROWID;

CREATE INDEX event_firing_by_workflow ON event_firing (account, workflow_id, position);

-- All events up to this position are delivered.
INSERT INTO counter (name, value) VALUES ('events-delivered', 0);
`
