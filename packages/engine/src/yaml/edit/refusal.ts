import type { YamlProblemCode } from '../yaml-problems.ts'
import type { Path } from './change.ts'
import type { Patch } from './patch.ts'

/** Why a change is not made. `offset` is where in the text; left out, the place of `path`. */
export interface Refusal {
  readonly code: EditProblemCode | YamlProblemCode
  readonly message: string
  readonly path: Path
  readonly offset?: number
}

/** Every reason for which an edit is refused, besides those of reading YAML. Codes are public. */
export const editProblems = {
  STALE_TEXT: { severity: 'error', title: 'The text has changed meanwhile', action: 'Read the file again and repeat the change.' },
  PATH_NOT_FOUND: {
    severity: 'error',
    title: 'Nothing stands at this path',
    action: 'Read the file again: it may have been renamed or deleted.',
  },
  NOT_A_COLLECTION: {
    severity: 'error',
    title: 'The value holds no entries of that kind',
    action: 'Use keys for maps and numbers for lists, or set the whole value.',
  },
  KEY_EXISTS: { severity: 'error', title: 'The key is taken', action: 'Choose another name.' },
  INDEX_OUT_OF_RANGE: { severity: 'error', title: 'The list has no such place', action: 'Use an index from 0 to its length.' },
  ALIASED_VALUE: {
    severity: 'error',
    title: 'The value is written elsewhere and used here through an alias',
    action: 'Edit it at its anchor, or replace the alias by a value.',
  },
  ANCHOR_IN_USE: { severity: 'error', title: 'An alias needs the anchor that would go', action: 'Replace the alias by a value first.' },
  NOT_JSON: {
    severity: 'error',
    title: 'The new value is not plain JSON',
    action: 'Use texts, finite numbers, booleans, null, lists and maps, up to 64 levels deep.',
  },
  EDIT_NOT_SAFE: {
    severity: 'error',
    title: 'The change cannot be made without disturbing the text around it',
    action: 'Make it in the text.',
  },
} as const satisfies Readonly<Record<string, { readonly severity: 'error'; readonly title: string; readonly action: string }>>

export type EditProblemCode = keyof typeof editProblems

/** How one change is made, or why not. */
export type Plan = readonly Patch[] | Refusal

export function isRefusal(result: object): result is Refusal {
  return 'code' in result
}

export function refuse(code: EditProblemCode, path: Path, what: string, offset?: number): Refusal {
  return { code, message: `${what} ${editProblems[code].action}`, path, ...(offset !== undefined && { offset }) }
}

/** A path as people write it: `nodes.charge.with`. */
export function nameOf(path: Path): string {
  if (path.length === 0) return 'The document'
  return `"${path.map((segment, index) => (typeof segment === 'number' ? `[${segment}]` : index === 0 ? segment : `.${segment}`)).join('')}"`
}
