/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const versionNotes = `
-- What whoever published a version has said about it.
ALTER TABLE workflow_version ADD COLUMN note TEXT;
`
