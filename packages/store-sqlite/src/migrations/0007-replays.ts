/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const replays = `
-- 1 of a version that is kept for the executions that replay with it: no trigger uses it.
ALTER TABLE workflow_version ADD COLUMN is_draft INTEGER;

-- Executions that run no other one again, which is nearly all, are not in it.
CREATE INDEX execution_by_replay ON execution (account, replay_of, started_at, id) WHERE replay_of IS NOT NULL;
`
