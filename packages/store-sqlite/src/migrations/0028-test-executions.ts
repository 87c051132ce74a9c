/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const testExecutions = `
-- 1 of an execution by which somebody tries a workflow out: no statistics count it.
ALTER TABLE execution ADD COLUMN is_test INTEGER;
`
