import { serverOption } from '../api/server-option.ts'
import type { ApiTrigger } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const triggerShow = defineCommand({
  name: 'trigger show',
  summary:
    'Shows a trigger: its address, the inputs it gives, a call to copy, the last execution, what came of its last turn, and the last refusal.',
  arguments: triggerPlace,
  options: { json: { type: 'flag', about: 'Prints one JSON document.' }, ...serverOption },
  examples: [{ line: 'trigger show process_order placed', about: 'With a curl line; secrets are variables to set in the shell.' }],
  async run({ args, values, host }) {
    const [{ createApiClient }, { timeText }, { addressText, callerText, eventText, outcomeText, stateText }, { printable }] =
      await Promise.all([
        import('../api/api-client.ts'),
        import('../executions/execution-shape.ts'),
        import('../triggers/trigger-shape.ts'),
        import('../output/printable.ts'),
      ])
    const path = triggerPath('triggers', args)
    const trigger = await createApiClient(host, values.server).get<ApiTrigger>(path)
    if (values.json) {
      host.out.write(`${JSON.stringify(trigger, null, 2)}\n`)
      return exitCode.ok
    }
    const { inputs, last, lastEvent, lastTurn, lastRefusal, sample, type } = trigger
    const said = lastTurn?.message === undefined ? '' : `: ${printable(lastTurn.message)}`
    const address = addressText(trigger)
    const refused = lastRefusal && `${timeText(lastRefusal.at)} ${lastRefusal.code}: ${printable(lastRefusal.message)}`
    const lines = [
      `${type}, ${stateText(trigger)}`,
      ...(address === undefined ? [] : [`  address  ${address}`, `  caller   ${callerText(trigger)}`]),
      ...(inputs === undefined ? [] : [`  inputs   ${printable(JSON.stringify(inputs))}`]),
      `  last     ${last === undefined ? 'not yet' : `${timeText(last.at)} execution ${last.executionId}, ${last.status}`}`,
      ...(lastEvent === undefined ? [] : [`  heard    ${eventText(lastEvent)}`]),
      ...(lastTurn === undefined ? [] : [`  turn     ${timeText(lastTurn.at)} ${outcomeText(lastTurn)}${said}`]),
      ...(refused === undefined ? [] : [`  refused  ${refused} (${lastRefusal?.count} since the start)`]),
      ...(sample === undefined ? [] : ['', 'Try:', `  ${sample}`]),
    ]
    host.out.write(`${lines.join('\n')}\n`)
    return exitCode.ok
  },
})
