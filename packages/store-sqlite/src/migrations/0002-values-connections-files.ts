/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const valuesConnectionsFiles = `
INSERT INTO counter (name, value) VALUES ('revision', 0);

-- The key-value space. Keys sort by their bytes, SQLite's own order.
CREATE TABLE value (
  account TEXT NOT NULL,
  space TEXT NOT NULL,
  key TEXT NOT NULL,
  -- JSON text.
  value TEXT NOT NULL,
  revision INTEGER NOT NULL,
  expires_at REAL,
  PRIMARY KEY (account, space, key)
);

CREATE INDEX value_by_expiry ON value (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE connection (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  -- JSON text of the fields that are no secrets.
  "values" TEXT NOT NULL,
  sealed TEXT NOT NULL,
  revision INTEGER NOT NULL,
  created_at REAL NOT NULL,
  updated_at REAL NOT NULL,
  PRIMARY KEY (account, name)
);

-- What is known of files. Their content lies in the data directory, by id.
CREATE TABLE file (
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size REAL NOT NULL,
  sha256 TEXT NOT NULL,
  created_at REAL NOT NULL,
  execution_id TEXT,
  PRIMARY KEY (account, id)
) WITHOUT ROWID;

CREATE INDEX file_by_creation ON file (account, created_at, id);
CREATE INDEX file_by_execution ON file (account, execution_id, created_at, id) WHERE execution_id IS NOT NULL;
`
