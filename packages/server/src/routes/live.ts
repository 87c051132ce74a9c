import { livePath } from '../live/upgrade-live.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'

/** What is said to whoever asks for the live link without a WebSocket. */
export function liveRoute(): Route {
  return defineRoute({
    method: 'get',
    path: livePath,
    access: 'local',
    group: 'Executions',
    summary: 'Follow executions and tables live, over a WebSocket',
    description:
      'Send `{ "type": "subscribe", "executionId"?, "workflowId"?, "after"? }`, `unsubscribe` or `ping`. ' +
      'Each change comes with a `position`: after a break, subscribe with it as `after` and nothing is missed. ' +
      'With `table` in place of the ids (`*` for all) it is the records of tables that are followed.',
    answers: { 101: { description: 'The link is open.' }, 426: { description: 'The request was not for a WebSocket.' } },
    handle() {
      throw new ProblemError('UPGRADE_REQUIRED', `${livePath} is a WebSocket: open it with a WebSocket client.`, {
        headers: { upgrade: 'websocket', connection: 'upgrade' },
      })
    },
  })
}
