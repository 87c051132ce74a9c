import type { Json, JsonObject } from '@millrace/engine'
import { slug } from '../ids.ts'
import type { NodeContext } from '../node-context.ts'
import { at, fieldsOf, isFields, mapsAt, numberAt, textAt } from '../read-value.ts'
import { type Converter, whole } from './converter.ts'
import { jsonTemplate } from './json-template.ts'

const methods: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
/** The client sets these itself. */
const clientsOwn: readonly string[] = ['connection', 'content-length', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade']

/** Versions 1 and 2 (`requestMethod`, `…Ui`, `…Json`), and 3 and 4 (`sendBody`, `specifyBody` …). */
export const httpRequest: Converter = (context) => {
  const { parameters, version } = context.node
  const isOld = version < 3
  const method = methodOf(context, at(parameters, isOld ? 'requestMethod' : 'method') ?? 'GET')
  const url = context.value(at(parameters, 'url') ?? '', 'url')
  const body = method === 'GET' || method === 'HEAD' ? {} : isOld ? oldBody(context) : newBody(context)
  const headers = withoutOwn(pairs(context, isOld ? oldPairs.header : newPairs.headers))
  const options = fieldsOf(at(parameters, 'options'))
  const response = at(options, 'response', 'response') ?? {}
  const timeoutMs = numberAt(options, 'timeout')
  const isFull = at(response, 'fullResponse') === true || at(options, 'fullResponse') === true
  remark(context, options)
  return {
    type: 'http.request',
    with: {
      ...(method !== 'GET' && { method }),
      url: typeof url === 'string' && url !== '' ? withScheme(url) : whole('vars.by_hand.url'),
      ...some('query', pairs(context, isOld ? oldPairs.query : newPairs.query)),
      ...some('headers', headers),
      ...body,
      ...connectionOf(context),
      ...responseOptions(context, response, options),
    },
    output: 'maybe',
    path: isFull ? '' : '.body',
    ...(timeoutMs !== undefined && timeoutMs >= 1 && { envelope: { timeout: duration(timeoutMs) } }),
  }
}

export function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${Math.round(ms)}ms`
}

function methodOf(context: NodeContext, written: unknown): string {
  const value = context.value(written, 'method')
  return typeof value === 'string' && (methods.includes(value.toUpperCase()) || value.includes('{{'))
    ? value.includes('{{')
      ? value
      : value.toUpperCase()
    : 'GET'
}

/** n8n puts http:// before an address that has none. */
function withScheme(url: string): string {
  return /^(https?:\/\/|\{\{)/i.test(url) ? url : `http://${url}`
}

interface PairPlace {
  readonly label: string
  /** The flag that switches it on, and where the pairs and the JSON stand. */
  readonly flag?: string
  readonly list: readonly [string, string]
  readonly json: string
  readonly how?: string
}

const oldPairs = {
  query: { label: 'query', list: ['queryParametersUi', 'parameter'], json: 'queryParametersJson' },
  header: { label: 'header', list: ['headerParametersUi', 'parameter'], json: 'headerParametersJson' },
  body: { label: 'body', list: ['bodyParametersUi', 'parameter'], json: 'bodyParametersJson' },
} as const satisfies Record<string, PairPlace>

const newPairs = {
  query: { label: 'query', flag: 'sendQuery', list: ['queryParameters', 'parameters'], json: 'jsonQuery', how: 'specifyQuery' },
  headers: { label: 'header', flag: 'sendHeaders', list: ['headerParameters', 'parameters'], json: 'jsonHeaders', how: 'specifyHeaders' },
  body: { label: 'body', flag: 'sendBody', list: ['bodyParameters', 'parameters'], json: 'jsonBody', how: 'specifyBody' },
} as const satisfies Record<string, PairPlace>

/** Names and values, given one by one or as JSON. */
function pairs(context: NodeContext, place: PairPlace): JsonObject {
  const { parameters } = context.node
  if (place.flag !== undefined && at(parameters, place.flag) !== true) return {}
  const isJson = place.how === undefined ? at(parameters, 'jsonParameters') === true : textAt(parameters, place.how) === 'json'
  if (isJson) {
    const value = at(parameters, place.json)
    if (value === undefined || value === '') return {}
    const converted = jsonTemplate(context, value, place.label)
    if (isFields(converted)) return converted as JsonObject
    context.note(
      'by-hand',
      `The ${place.label} of the request is given by one expression.`,
      `Write it as a map: ${typeof value === 'string' ? value.slice(0, 200) : 'it is not a text'}`,
    )
    return {}
  }
  const found = mapsAt(parameters, ...place.list).filter((one) => textAt(one, 'name'))
  return Object.fromEntries(
    found.map((one) => [
      textAt(one, 'name')?.replace(/^=/, '') ?? '',
      context.value(at(one, 'value') ?? '', `${place.label} ${textAt(one, 'name')}`),
    ]),
  )
}

function withoutOwn(headers: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !clientsOwn.includes(name.toLowerCase()) && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)),
  )
}

function newBody(context: NodeContext): JsonObject {
  const { parameters } = context.node
  if (at(parameters, 'sendBody') !== true) return {}
  const contentType = textAt(parameters, 'contentType') ?? textAt(parameters, 'bodyContentType') ?? 'json'
  switch (contentType) {
    case 'form-urlencoded':
      return textAt(parameters, 'specifyBody') === 'string'
        ? { body: context.value(at(parameters, 'body') ?? '', 'body') }
        : { body: pairs(context, newPairs.body), bodyType: 'form' }
    case 'raw':
      return { body: context.value(at(parameters, 'body') ?? '', 'body'), bodyType: 'text' }
    case 'json':
      return newJsonBody(context)
    default:
      context.note('by-hand', `The body of the request is of the kind ${contentType}, which holds files.`, 'Write the body of the request.')
      return { body: whole('vars.by_hand.body') }
  }
}

function newJsonBody(context: NodeContext): JsonObject {
  const { parameters } = context.node
  if (textAt(parameters, 'specifyBody') === 'json')
    return { body: jsonTemplate(context, at(parameters, 'jsonBody') ?? null, 'body'), bodyType: 'json' }
  if (textAt(parameters, 'specifyBody') === 'string') return { body: context.value(at(parameters, 'body') ?? '', 'body'), bodyType: 'text' }
  const jsonBody = at(parameters, 'jsonBody')
  if (mapsAt(parameters, ...newPairs.body.list).length === 0 && jsonBody !== undefined)
    return { body: jsonTemplate(context, jsonBody, 'body'), bodyType: 'json' }
  return { body: pairs(context, newPairs.body) }
}

function oldBody(context: NodeContext): JsonObject {
  const { parameters } = context.node
  const isForm = textAt(parameters, 'options', 'bodyContentType') === 'form-urlencoded'
  if (at(parameters, 'sendBinaryData') === true || textAt(parameters, 'options', 'bodyContentType') === 'multipart-form-data') {
    context.note('by-hand', 'The body of the request holds a file.', 'Write the body of the request.')
    return { body: whole('vars.by_hand.body') }
  }
  if (at(parameters, 'jsonParameters') === true) {
    const written = at(parameters, 'bodyParametersJson')
    return written === undefined || written === ''
      ? {}
      : { body: jsonTemplate(context, written, 'body'), bodyType: isForm ? 'form' : 'json' }
  }
  const body = pairs(context, oldPairs.body)
  return Object.keys(body).length === 0 ? {} : { body, ...(isForm && { bodyType: 'form' }) }
}

function responseOptions(context: NodeContext, response: unknown, options: unknown): JsonObject {
  const format = textAt(response, 'responseFormat') ?? textAt(context.node.parameters, 'responseFormat') ?? 'autodetect'
  if (format === 'file')
    context.note('by-hand', 'The answer is a file.', 'See how the answer arrives: text and JSON are read, anything else is base64.')
  if (format === 'text' || format === 'string')
    context.note('changed', 'n8n put the text of the answer into a field; here it is the body itself.', 'Look at the nodes that read it.')
  return {
    ...((format === 'text' || format === 'string') && { response: 'text' }),
    ...(at(response, 'neverError') === true && { failOnStatus: false }),
    ...(at(options, 'redirect', 'redirect', 'followRedirects') === false && { followRedirects: false }),
  }
}

/** Which connection stands for n8n's kinds of credentials; a token is what most others come down to. */
const connectionTypes: readonly (readonly [RegExp, string])[] = [
  [/basicAuth/i, 'http.basic'],
  [/digestAuth/i, 'http.digest'],
  [/headerAuth|queryAuth/i, 'http.api-key'],
  [/oauth2/i, 'http.oauth2-client-credentials'],
]

/** Credentials are not part of an export: a connection is named in their place, to be made by hand. */
function connectionOf(context: NodeContext): JsonObject {
  const { parameters, credentials } = context.node
  const way = textAt(parameters, 'authentication') ?? 'none'
  const [credential] = credentials
  if (way === 'none') return {}
  const kind = credential?.type ?? textAt(parameters, 'genericAuthType') ?? textAt(parameters, 'nodeCredentialType') ?? way
  const name = credential?.name ?? kind
  const connection = slug(name, '_') || 'credentials'
  const type = connectionTypes.find(([pattern]) => pattern.test(kind))?.[1] ?? 'http.bearer'
  const more = /headerAuth|queryAuth/i.test(kind)
    ? ' Give it the name of the header or parameter.'
    : /oauth2/i.test(kind)
      ? ' n8n may have signed in as a person; this type signs in as a client.'
      : ''
  context.note(
    'by-hand',
    `The credentials "${name}" (${kind}) are not part of the export.`,
    `Make a connection "${connection}" of the type ${type}, with the hosts that may see it.${more}`,
  )
  return { connection }
}

function remark(context: NodeContext, options: unknown): void {
  if (at(options, 'pagination') !== undefined)
    context.note('by-hand', 'The request goes on from page to page.', 'Put it into a loop that ends with the last page.')
  if (at(options, 'batching') !== undefined)
    context.note(
      'changed',
      'n8n sent the requests in batches with a pause.',
      'Set the concurrency of the for-each around it, or add a wait.delay.',
    )
  if (at(options, 'proxy') !== undefined) context.note('lost', 'The request went through a proxy.', 'See whether it must.')
  if (at(options, 'allowUnauthorizedCerts') === true)
    context.note('lost', 'The request took any certificate.', 'Give the service a certificate that is known.')
}

function some(key: string, map: Readonly<Record<string, Json>>): JsonObject {
  return Object.keys(map).length === 0 ? {} : { [key]: map }
}
