import type { Argument } from '../command/command.ts'

export const pollPlace = [
  { name: 'WORKFLOW', about: 'The id of the workflow.' },
  { name: 'TRIGGER', about: 'The id of the trigger.' },
] as const satisfies readonly Argument[]

export function pollPath([workflow = '', trigger = '']: readonly string[]): string {
  return `/polls/${encodeURIComponent(workflow)}/${encodeURIComponent(trigger)}`
}
