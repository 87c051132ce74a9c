import type { Argument } from '../command/command.ts'

/** How a command names a trigger. */
export const triggerPlace = [
  { name: 'WORKFLOW', about: 'The id of the workflow.' },
  { name: 'TRIGGER', about: 'The id of the trigger.' },
] as const satisfies readonly Argument[]

/** Where the API has it: as any trigger, or as one that has its turn by itself. */
export function triggerPath(kind: 'triggers' | 'polls' | 'schedules', [workflow = '', trigger = '']: readonly string[]): string {
  return `/${kind}/${encodeURIComponent(workflow)}/${encodeURIComponent(trigger)}`
}
