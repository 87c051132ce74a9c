import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'

/** Some 10 MB, and half a second to a few seconds in the slowest of the parsers. */
export const maxTextLength = 10_000_000

/** The text to work on: the parameter, or else what came in. Fatal `BAD_INPUT` when it is none, `TOO_LARGE` past the limit. */
export function textInput(given: string | undefined, input: Json, name: string, limit = maxTextLength): string {
  const text = given ?? input
  if (typeof text !== 'string') {
    throw new FatalError(`There is no text to work on: what came in is not one. Name it with ${name}, e.g. {{ input.body }}.`, {
      code: 'BAD_INPUT',
    })
  }
  if (text.length <= limit) return text
  throw new FatalError(`The text has ${text.length} characters, and ${limit} are the limit: split it first.`, { code: 'TOO_LARGE' })
}

/** The same words in each node that takes a text. */
export const textErrors = [
  { code: 'BAD_INPUT', when: 'There is no text. A retry does not help.' },
  { code: 'TOO_LARGE', when: 'It has more than ten million characters, or than the node takes. A retry does not help.' },
] as const
