import { type JsonObject, nearestWord } from '@millrace/engine'
import { parseOutside, wantedBy } from '@millrace/kit'
import { z } from 'zod'
import { ProblemError } from './problem.ts'

type Part = 'path' | 'query' | 'header' | 'body'

const nothing = z.strictObject({})

/** A part of a request as its schema understands it; throws `REQUEST_INVALID` with every mistake when it does not fit. */
export function parsePart(part: Part, schema: z.ZodType | undefined, value: unknown): unknown {
  const wanted = schema ?? (part === 'query' ? nothing : undefined)
  if (wanted === undefined) return undefined
  const parsed = parseOutside(wanted, value)
  if (parsed.success) return parsed.data
  const errors = parsed.issues.flatMap((issue) => mistakes(part, wanted, issue))
  const shown = errors.slice(0, mostShown)
  throw new ProblemError('REQUEST_INVALID', shown.map(({ message }) => message).join(' '), { extra: { errors: shown } })
}

const mostShown = 20

interface Mistake extends JsonObject {
  readonly in: Part
  readonly path: string
  readonly message: string
}

function mistakes(part: Part, schema: z.ZodType, issue: z.core.$ZodIssue): readonly Mistake[] {
  // A body is a document; everywhere else the sender knows names only, and what a list was made of is our affair.
  const place = part === 'body' ? issue.path : issue.path.slice(0, 1)
  const path = place.map(String).join('.').slice(0, longestShown)
  if (issue.code !== 'unrecognized_keys') {
    const thing = path === '' ? `The ${part}` : `${JSON.stringify(path)} in the ${part}`
    return [{ in: part, path, message: `${thing} ${wantedBy(issue) ?? `does not fit: ${issue.message}`}.` }]
  }
  const known = namesAt(schema, place)
  return issue.keys.slice(0, mostShown).map((key) => {
    const suggestion = nearestWord(key, known)
    const hint =
      suggestion === undefined
        ? known.length > 0
          ? ` Known are ${known.join(', ')}.`
          : path === ''
            ? ' None is known.'
            : ''
        : ` Did you mean ${suggestion}?`
    const name = path === '' ? key : `${path}.${key}`
    const message = `${JSON.stringify(name.slice(0, longestShown))} is not a known name in the ${part}.${hint}`
    return { in: part, path: name.slice(0, longestShown), message, ...(suggestion !== undefined && { suggestion }) }
  })
}

/** The names that a map inside the part takes; none where nobody can say. */
function namesAt(schema: unknown, place: readonly PropertyKey[]): readonly string[] {
  const [name, ...rest] = place
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return namesAt(schema.unwrap(), place)
  if (!(schema instanceof z.ZodObject)) return []
  return name === undefined ? Object.keys(schema.shape) : namesAt(schema.shape[String(name)], rest)
}

const longestShown = 100
