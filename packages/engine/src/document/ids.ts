/** What an id may look like. Nodes and triggers need names that are plain paths in expressions; workflow ids stand in addresses only. */
const longestId = 64
const nodeId = /^[a-z][a-z0-9_]*$/
const workflowId = /^[a-z][a-z0-9_-]*$/
const name = /^[A-Za-z_][A-Za-z0-9_]*$/

export const nodeIdPattern = `^[a-z][a-z0-9_]{0,${longestId - 1}}$`
export const workflowIdPattern = `^[a-z][a-z0-9_-]{0,${longestId - 1}}$`
export const namePattern = `^[A-Za-z_][A-Za-z0-9_]{0,${longestId - 1}}$`

/**
 * `catch` and `finally` are parts of step paths already.
 * `constructor` is a property that every plain object inherits: as an id it would be found where nothing was written.
 */
const reservedIds: ReadonlySet<string> = new Set(['catch', 'finally', 'constructor'])

export type IdKind = 'workflow' | 'node' | 'trigger' | 'input' | 'variable'

/** Says what is wrong with an id, or nothing when it is good. */
export function idMistake(id: string, kind: IdKind): string | undefined {
  if (id.length === 0) return 'is empty'
  if (id.length > longestId) return `is longer than ${longestId} characters`
  if (reservedIds.has(id)) return 'is reserved'
  return patterns[kind].pattern.test(id) ? undefined : patterns[kind].rule
}

const lowerCase = { pattern: nodeId, rule: 'must be lower-case letters, digits and "_", a letter first' }
const plainName = { pattern: name, rule: 'must be letters, digits and "_", a letter first' }
const patterns: Readonly<Record<IdKind, { readonly pattern: RegExp; readonly rule: string }>> = {
  workflow: { pattern: workflowId, rule: 'must be lower-case letters, digits, "_" and "-", a letter first' },
  node: lowerCase,
  trigger: lowerCase,
  input: plainName,
  variable: plainName,
}
