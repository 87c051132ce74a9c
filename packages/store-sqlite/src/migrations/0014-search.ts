/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const search = `
-- What was deleted and may still be in the search index, whoever deleted it. The index takes it out, and then it goes from here.
CREATE TABLE removed_execution (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  execution_id TEXT NOT NULL
);

CREATE TRIGGER execution_leaves_search AFTER DELETE ON execution
BEGIN
  INSERT INTO removed_execution (account, execution_id) VALUES (old.account, old.id);
END;
`
