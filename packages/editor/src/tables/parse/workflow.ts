/** Every import from Parse is an execution of it. */
export const parseWorkflow = 'import_parse'
