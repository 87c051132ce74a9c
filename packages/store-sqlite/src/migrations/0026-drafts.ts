/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const drafts = `
-- The text of a workflow that somebody edits. base_version is what was edited; null where nothing had been published.
CREATE TABLE workflow_draft (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  revision INTEGER NOT NULL,
  base_version INTEGER,
  updated_at REAL NOT NULL,
  PRIMARY KEY (account, id)
);

-- What belongs to the canvas of a workflow and not to its file: places of nodes, notes, pinned outputs. value is JSON.
CREATE TABLE canvas_entry (
  account TEXT NOT NULL,
  workflow_id TEXT NOT NULL,
  part TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account, workflow_id, part, key)
);
`
