import type { Argument } from '../command/command.ts'

export const schedulePlace = [
  { name: 'WORKFLOW', about: 'The id of the workflow.' },
  { name: 'TRIGGER', about: 'The id of the trigger.' },
] as const satisfies readonly Argument[]

export function schedulePath([workflow = '', trigger = '']: readonly string[]): string {
  return `/schedules/${encodeURIComponent(workflow)}/${encodeURIComponent(trigger)}`
}
