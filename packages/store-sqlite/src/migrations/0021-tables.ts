/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const tables = `
-- Users' tables: what each is called and has. Its rows lie in a table of their own, "records_" and this id; see tables/table-structure.ts.
CREATE TABLE user_table (
  -- Never given out twice.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Columns and all else, as JSON.
  spec TEXT NOT NULL
);
CREATE UNIQUE INDEX user_table_by_name ON user_table (account, name);

-- What a write gave, for whoever makes it a second time.
CREATE TABLE table_write (
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  results TEXT NOT NULL,
  at REAL NOT NULL,
  PRIMARY KEY (account, key)
) WITHOUT ROWID;
CREATE INDEX table_write_by_time ON table_write (at, account, key);
`
