/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const tableTokens = `
-- Who may come in to the records of tables. A token is kept as its SHA-256 alone.
CREATE TABLE table_token (
  hash TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  id TEXT NOT NULL,
  -- Null: who is not signed in.
  principal TEXT,
  -- A JSON list.
  roles TEXT NOT NULL,
  created_at REAL NOT NULL,
  expires_at REAL
) WITHOUT ROWID;
CREATE UNIQUE INDEX table_token_by_id ON table_token (account, id);
CREATE INDEX table_token_by_end ON table_token (expires_at) WHERE expires_at IS NOT NULL;
`
