import type { Json, JsonObject } from '@millrace/engine'
import type { NodeContext } from '../node-context.ts'
import { at, isFields, mapsAt, textAt } from '../read-value.ts'
import { listSource } from '../source.ts'
import { type Converter, whole } from './converter.ts'
import { jsonTemplate } from './json-template.ts'

export const respond: Converter = (context) => {
  const { parameters } = context.node
  const status = at(parameters, 'options', 'responseCode') ?? at(parameters, 'responseCode')
  const headers = mapsAt(parameters, 'options', 'responseHeaders', 'entries')
  const answer = answerOf(context)
  const named: JsonObject = {
    ...Object.fromEntries(
      headers.map((one) => [
        textAt(one, 'name')?.toLowerCase() ?? '',
        context.value(at(one, 'value') ?? '', `header ${textAt(one, 'name')}`),
      ]),
    ),
    ...answer.headers,
  }
  return {
    type: 'respond',
    with: {
      ...statusOf(context, status, answer.status),
      ...(Object.keys(named).length > 0 && { headers: named }),
      ...(answer.body !== undefined && { body: answer.body }),
    },
    output: 'same',
  }
}

function statusOf(context: NodeContext, written: unknown, own: number | undefined): JsonObject {
  const status = typeof written === 'string' && /^\d{3}$/.test(written) ? Number(written) : written
  if (status === undefined) return own === undefined ? {} : { status: own }
  return { status: context.value(status, 'status') }
}

interface Answer {
  readonly body?: Json
  readonly headers?: JsonObject
  readonly status?: number
}

function answerOf(context: NodeContext): Answer {
  const { parameters, version } = context.node
  const { input } = context
  const kind =
    textAt(parameters, 'respondWith') ?? (version < 1.1 && at(parameters, 'responseBody') !== undefined ? 'json' : 'firstIncomingItem')
  switch (kind) {
    case 'json':
      return { body: jsonBody(context) }
    case 'text':
      return {
        body: context.value(at(parameters, 'responseBody') ?? '', 'answer'),
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      }
    case 'noData':
      return { body: '' }
    case 'redirect':
      return { body: '', headers: { location: context.value(at(parameters, 'redirectURL') ?? '', 'address') }, status: 302 }
    case 'allIncomingItems':
      return { body: whole(listSource(input)) }
    case 'firstIncomingItem':
      return input.amount === 'many'
        ? { body: whole(`${listSource(input)}[0]`) }
        : input.path === '' && input.value === 'input'
          ? {}
          : { body: whole(`${input.value}${input.path}`) }
    default:
      context.note('by-hand', `The answer is of the kind ${kind}, which is not converted.`, 'Write the body of the answer.')
      return { body: whole('vars.by_hand.answer') }
  }
}

/** n8n parses the text; a map is sent as JSON here without that. */
function jsonBody(context: NodeContext): Json {
  const body = jsonTemplate(context, at(context.node.parameters, 'responseBody') ?? null, 'answer')
  return isFields(body) || Array.isArray(body) ? (body as Json) : body
}
