import { ProblemError } from './problem.ts'

export interface ContentType {
  /** `type/subtype`, lower case. */
  readonly essence: string
  readonly charset?: string
  readonly boundary?: string
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const essencePattern = new RegExp(`^${token}/${token}$`)
const parameterPattern = new RegExp(`\\s*;\\s*(?:(${token})=(?:"((?:[^"\\\\]|\\\\.)*)"|(${token})))?`, 'y')

/** Senders repeat themselves: what was read once is kept, so that the webhook path pays a map look-up. */
const known = new Map<string, ContentType>()
const mostKnown = 64
const longestKnown = 100

/**
 * Reads a Content-Type header strictly: one type, its parameters once each. Two types in one header are how a sender makes two
 * readers see two different bodies, so they are refused.
 */
export function readContentType(header: string): ContentType {
  const before = known.get(header)
  if (before !== undefined) return before
  const read = parse(header)
  if (known.size < mostKnown && header.length <= longestKnown) known.set(header, read)
  return read
}

function parse(header: string): ContentType {
  const end = header.indexOf(';')
  const essence = (end === -1 ? header : header.slice(0, end)).trim().toLowerCase()
  if (!essencePattern.test(essence)) throw invalid(header)
  const parameters = end === -1 ? new Map<string, string>() : parseParameters(header, end)
  const charset = parameters.get('charset')?.toLowerCase()
  const boundary = parameters.get('boundary')
  return { essence, ...(charset !== undefined && { charset }), ...(boundary !== undefined && { boundary }) }
}

function parseParameters(header: string, from: number): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  const text = header.trimEnd()
  parameterPattern.lastIndex = from
  while (parameterPattern.lastIndex < text.length) {
    const match = parameterPattern.exec(text)
    if (match === null) throw invalid(header)
    const [, name, quoted, plain] = match
    if (name === undefined) continue
    if (parameters.has(name.toLowerCase())) throw invalid(header)
    parameters.set(name.toLowerCase(), plain ?? quoted?.replace(/\\(.)/g, '$1') ?? '')
  }
  return parameters
}

function invalid(header: string): ProblemError {
  return new ProblemError(
    'CONTENT_TYPE_INVALID',
    `The Content-Type ${JSON.stringify(header.slice(0, 100))} is not one media type with its parameters: send e.g. "application/json".`,
  )
}
