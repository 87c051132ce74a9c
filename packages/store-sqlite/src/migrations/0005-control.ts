/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const control = `
-- 1 once nobody waits for it any more: whoever takes it up cancels it.
ALTER TABLE execution ADD COLUMN called_off INTEGER;
-- 1 once it is being canceled and cleans up.
ALTER TABLE execution ADD COLUMN canceling INTEGER;
`
