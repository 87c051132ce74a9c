/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const keptDrafts = `
-- The drafts among the versions, to be gone through: one that no execution runs is deleted.
CREATE INDEX workflow_version_draft ON workflow_version (account, id, version) WHERE is_draft = 1;
-- What runs on another version than the newest. An execution that a trigger starts is in no such index, and pays nothing for it.
CREATE INDEX execution_by_version ON execution (account, workflow_id, workflow_version)
  WHERE is_test IS NOT NULL OR replay_of IS NOT NULL;
`
