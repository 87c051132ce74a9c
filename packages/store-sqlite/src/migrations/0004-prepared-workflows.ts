/** Plain SQL. It stands in a .ts file only so that a compiled release holds it too. */
export const preparedWorkflows = `
-- What the nodes made of their parameters at publication, as JSON by node id; NULL when none makes anything.
ALTER TABLE workflow_version ADD COLUMN prepared TEXT;
`
