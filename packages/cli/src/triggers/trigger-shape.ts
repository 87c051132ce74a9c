import type { ExecutionStatus } from '@millrace/engine'
import type { ApiTrigger } from '../api/trigger-types.ts'
import { timeText } from '../executions/execution-shape.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { statusMark } from '../output/status-mark.ts'
import { cell } from '../output/table.ts'
import type { ListShape } from '../output/write-list.ts'

export function triggerShape({ out }: Host): ListShape<ApiTrigger> {
  const paint = createPaint(out)
  return {
    headings: ['workflow', 'trigger', 'type', 'state', 'caller', 'last', 'address'],
    cells: (trigger) => [
      trigger.workflowId,
      trigger.triggerId,
      trigger.type,
      stateText(trigger),
      callerText(trigger),
      lastText(trigger, (status) => statusMark(paint, status)),
      cell(addressText(trigger)),
    ],
    fields: {
      workflowId: ({ workflowId }) => workflowId,
      triggerId: ({ triggerId }) => triggerId,
      type: ({ type }) => type,
      isEnabled: ({ isEnabled }) => String(isEnabled),
      isOpen: ({ isOpen }) => String(isOpen),
      auth: ({ auth = '' }) => auth,
      url: ({ url = '' }) => url,
      methods: ({ methods = [] }) => methods.join(' '),
      lastAt: ({ last }) => last?.at ?? '',
      lastStatus: ({ last }) => last?.status ?? '',
      lastExecutionId: ({ last }) => last?.executionId ?? '',
      lastEvent: ({ lastEvent }) => lastEvent?.name ?? '',
      lastRefusal: ({ lastRefusal }) => lastRefusal?.code ?? '',
      lastTurnAt: ({ lastTurn }) => lastTurn?.at ?? '',
      lastOutcome: ({ lastTurn }) => lastTurn?.outcome ?? '',
      lastMessage: ({ lastTurn }) => lastTurn?.message ?? '',
      nextAt: ({ nextAt = '' }) => nextAt,
    },
    empty: 'There are no such triggers: publish a workflow that has one with "millrace workflow publish FILE".',
  }
}

export function stateText({ isEnabled, isPaused, nextAt }: ApiTrigger): string {
  if (!isEnabled) return 'disabled'
  if (isPaused) return 'paused'
  return nextAt === undefined ? 'enabled' : `next ${timeText(nextAt)}`
}

/** The last event that it heard. */
export function eventText({ id, name, at, outcome, message }: NonNullable<ApiTrigger['lastEvent']>): string {
  const why = message === undefined ? '' : `: ${printable(message)}`
  return `${timeText(at)} ${printable(name)} ${printable(id)}, ${outcome}${why}`
}

/** A turn that came to nothing hides no execution, but a failure says why there is none. */
function lastText({ last, lastTurn }: ApiTrigger, mark: (status: ExecutionStatus) => string): string {
  if (lastTurn?.outcome === 'failed' && (last === undefined || last.at <= lastTurn.at)) return `${mark('failed')} ${timeText(lastTurn.at)}`
  if (last !== undefined) return `${mark(last.status)} ${timeText(last.at)}`
  return lastTurn === undefined ? 'not yet' : `${outcomeText(lastTurn)} ${timeText(lastTurn.at)}`
}

/** What came of a turn, as words for people. */
export function outcomeText({ outcome }: Pick<NonNullable<ApiTrigger['lastTurn']>, 'outcome'>): string {
  return outcome === 'nothing-new' ? 'nothing new' : outcome
}

/** Who may fire it, as a word for people. */
export function callerText({ auth, isOpen }: ApiTrigger): string {
  return isOpen ? 'anybody' : cell(auth)
}

export function addressText({ url, methods = [], type }: ApiTrigger): string | undefined {
  return url === undefined || type !== 'webhook' ? url : `${methods.join(', ')} ${url}`
}
