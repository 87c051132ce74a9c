import type { Options } from '../command/command.ts'

export const spaceOption = {
  workflow: { type: 'text', value: 'ID', about: 'The values of this workflow.', fallback: 'those of the account', short: 'w' },
} as const satisfies Options

/** The path of the values that the option names, and of one of them. */
export function valuesPath(workflow: string | undefined, key?: string): string {
  const space = workflow === undefined ? 'account' : `workflow:${workflow}`
  return `/values/${encodeURIComponent(space)}${key === undefined ? '' : `/${encodeURIComponent(key)}`}`
}
