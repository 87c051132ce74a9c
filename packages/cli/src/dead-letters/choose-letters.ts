import type { JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import type { Options, Values } from '../command/command.ts'

/** How commands on several dead letters name them. */
export const choiceOptions = {
  all: { type: 'flag', about: 'All open letters.' },
  workflow: { type: 'text', value: 'ID', about: 'Those of this workflow.', short: 'w' },
  code: { type: 'text', value: 'CODE', about: 'Those with this error code.' },
  yes: { type: 'flag', about: 'Does not ask: needed where the letters are not named one by one.', short: 'y' },
} as const satisfies Options

/** Those that are named, or a filter. */
export type Choice = { readonly ids: readonly string[] } | { readonly filter: JsonObject }

/** Throws a usage error when none are named, or both ways, or many without `--yes`. */
export function chooseLetters(ids: readonly string[], { all, workflow, code, yes }: Values<typeof choiceOptions>): Choice {
  const isFiltered = all || workflow !== undefined || code !== undefined
  if (ids.length > 0 && isFiltered) throw usageError('Name the letters, or choose them with --all, --workflow or --code, but not both.')
  if (ids.length > 0) return { ids: [...new Set(ids)] }
  if (!isFiltered) throw usageError('Which letters? Name them, or choose them with --all, --workflow or --code.')
  if (!yes) throw usageError('This concerns every letter that fits; see them with "millrace dead-letter list". Add --yes to go on.')
  return { filter: { ...(workflow !== undefined && { workflow }), ...(code !== undefined && { code }) } }
}
