import { at, numberAt, textAt } from '../read-value.ts'
import { type Converter, whole } from './converter.ts'
import { placeholder } from './placeholder.ts'

const units: Readonly<Record<string, string>> = { milliseconds: 'ms', seconds: 's', minutes: 'm', hours: 'h', days: 'd', weeks: 'w' }

export const wait: Converter = (context) => {
  const { parameters, version } = context.node
  switch (textAt(parameters, 'resume') ?? 'timeInterval') {
    case 'timeInterval': {
      // What version 1 waits when nothing is said is an hour.
      const unit = units[textAt(parameters, 'unit') ?? (version < 1.1 ? 'hours' : 'seconds')] ?? 's'
      const amount = at(parameters, 'amount') ?? at(parameters, 'value') ?? (version < 1.1 ? 1 : 5)
      const text = typeof amount === 'number' ? String(numberAt({ amount }, 'amount') ?? 0) : String(context.value(amount, 'amount'))
      return { type: 'wait.delay', with: { for: `${text}${unit}` }, output: 'same' }
    }
    case 'specificTime':
      return { type: 'wait.delay', with: { until: context.value(at(parameters, 'dateTime') ?? null, 'time') }, output: 'same' }
    case 'webhook':
      return waitForCall(context)
    default:
      return placeholder(context, 'waits for a form to be filled in')
  }
}

const waitForCall: Converter = (context) => {
  if (context.catalog.node('wait.webhook') === undefined) return placeholder(context, 'waits for a call to an address of its own')
  context.note(
    'by-hand',
    'n8n gave the address to call as $execution.resumeUrl.',
    'Send the address that the node "wait.webhook" gives, as its page says.',
  )
  return { type: 'wait.webhook', with: {}, ports: [undefined], output: 'one' }
}

/** For those who stop everything with a message. */
export const stopAndError: Converter = (context) => {
  const { parameters } = context.node
  const message = at(parameters, 'errorMessage') ?? at(parameters, 'message') ?? at(parameters, 'errorObject') ?? 'Stopped'
  const text = context.value(message, 'message')
  return {
    type: 'stop',
    with: { status: 'failed', message: typeof text === 'string' ? text : whole(JSON.stringify(JSON.stringify(text))) },
    output: 'one',
  }
}
