import { type LineFilter, logLevels, type StoredLine } from '../log-line-store.ts'

/** Whether somebody who asks for this gets the line; every adapter answers the same. */
export function holdsLine({ level, workflowId, executionId, node, from, to, text }: LineFilter, line: StoredLine): boolean {
  return (
    (level === undefined || logLevels.indexOf(line.level) >= logLevels.indexOf(level)) &&
    (workflowId === undefined || line.workflowId === workflowId) &&
    (executionId === undefined || line.executionId === executionId) &&
    (node === undefined || line.node === node) &&
    (from === undefined || line.at >= from) &&
    (to === undefined || line.at < to) &&
    (text === undefined || folded(line.message).includes(folded(text)))
  )
}

/** As SQLite's LIKE sees texts: A to Z alone have two shapes. */
function folded(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
