import type { Random } from '../support/random.ts'
import { deepJson, evilJson, evilTexts, mutatedBytes, mutatedJson } from './evil.ts'
import type { FuzzRequest } from './fuzz-request.ts'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly example?: unknown
  readonly schema?: { readonly enum?: readonly unknown[]; readonly example?: unknown }
}

interface Operation {
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly example?: unknown }>> }
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Endpoint {
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

/** Values that stand for something in the instance that is fuzzed, by the name of a parameter. */
export type KnownValues = Readonly<Record<string, readonly string[]>>

/** Of each group of the API, requests that are nearly right. */
export function openApiSurfaces({ paths }: OpenApi, known: KnownValues): ReadonlyMap<string, (random: Random) => FuzzRequest> {
  const endpoints = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Endpoint => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = Map.groupBy(endpoints, ({ operation }) => operation.tags?.[0] ?? 'other')
  return new Map([...groups].map(([group, its]) => [group, (random) => requestTo(random, random.pick(its), known)]))
}

function requestTo(
  random: Random,
  { path, method, operation: { parameters = [], requestBody } }: Endpoint,
  known: KnownValues,
): FuzzRequest {
  const value = (parameter: Parameter) => chosenValue(random, parameter, known)
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encoded(value(parameters.find((one) => one.name === name) ?? { name, in: 'path' })),
  )
  const query = parameters.filter((one) => one.in === 'query' && random.next() < 0.4).map((one) => `${one.name}=${encoded(value(one))}`)
  if (random.next() < 0.1) query.push(`${encoded(random.pick(evilTexts))}=${encoded(random.pick(evilTexts))}`)
  const headers = parameters.filter((one) => one.in === 'header' && random.next() < 0.5).map((one) => [one.name, value(one)] as const)
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const target = `${filled}${random.next() < 0.03 ? random.pick(['/', '//', '/..', '%2f', ';a', '.']) : ''}${query.length > 0 ? `?${query.join('&')}` : ''}`
  return {
    method: random.next() < 0.05 ? random.pick(['OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'POST', 'PROPFIND']) : method,
    target,
    headers: [...headers, ...oddHeaders(random), ...(type === undefined ? [] : [['content-type', typeFor(random, type)] as const])],
    ...(type !== undefined && { body: bodyOf(random, content?.example) }),
  }
}

function chosenValue(random: Random, { name, example, schema }: Parameter, known: KnownValues): string {
  const right = [
    ...(known[name] ?? []),
    ...(schema?.enum ?? []).map(String),
    ...[example, schema?.example].filter((one) => one !== undefined).map(String),
  ]
  if (right.length > 0 && random.next() < 0.6) return random.pick(right)
  return random.next() < 0.8 ? random.pick(evilTexts) : `${random.pick(right.length > 0 ? right : ['a'])}${random.pick(evilTexts)}`
}

function encoded(text: string): string {
  return encodeURIComponent(text.slice(0, 2000).toWellFormed())
}

function bodyOf(random: Random, example: unknown): Buffer {
  const text = typeof example === 'string' ? example : JSON.stringify(example ?? {})
  const choice = random.below(10)
  if (choice === 0) return Buffer.from(random.pick(evilTexts))
  if (choice === 1) return Buffer.from(deepJson(random))
  if (choice <= 3 || typeof example === 'string') return mutatedBytes(random, text)
  if (choice === 4) return Buffer.from(JSON.stringify(evilJson(random)))
  return Buffer.from(JSON.stringify(mutatedJson(random, example ?? {})) ?? '')
}

function typeFor(random: Random, type: string): string {
  if (random.next() < 0.8) return type
  return random.pick([
    'application/json',
    'text/plain; charset=none',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
    'a/b;c="',
    type.toUpperCase(),
  ])
}

function oddHeaders(random: Random): readonly (readonly [string, string])[] {
  if (random.next() < 0.8) return []
  return [
    random.pick([
      ['content-encoding', 'gzip'],
      ['origin', 'https://evil.test'],
      ['sec-fetch-site', 'cross-site'],
      ['x-http-method-override', 'DELETE'],
      ['range', 'bytes=0-'],
      ['accept', '*/*;q=1e99'],
      ['if-match', '"x"'],
      ['cookie', '__proto__=1'],
      ['expect', '100-continue'],
      ['transfer-encoding', 'chunked'],
    ] as const),
  ]
}
