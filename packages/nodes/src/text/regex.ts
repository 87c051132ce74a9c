import { compileLinearPattern, type Json, type JsonObject, type LinearPattern, type Match, type ParamMistake } from '@millrace/engine'
import { control, defineNode, done, FatalError, holdsExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { textErrors, textInput } from './text-input.ts'

const maxMatches = 100_000

export const textRegex = defineNode({
  type: 'text.regex',
  title: 'Regular expression',
  icon: 'regex',
  group: 'data',
  summary: 'Finds, replaces or splits text by a regular expression.',
  docs: `| action | output |
|---|---|
| \`test\` | whether it matches |
| \`match\` | the first match, or null |
| \`match-all\` | the list of matches |
| \`replace\` | the text with each match replaced; in \`replacement\`, \`$1\`, \`$<name>\` and \`$&\` stand for groups and the match |
| \`split\` | the list of what stands between the matches |

A match is \`{ text, index, groups, named }\`; a group that took no part is null.

The pattern is written as between the slashes of JavaScript and runs in time linear in the text, so none can hang. For that, back-references and looking ahead and behind are left out. Flags are \`i\`, \`m\` and \`s\`.`,
  params: z.strictObject({
    text: z.string().optional().meta({ title: 'Text', description: 'What came in, when left out' }),
    pattern: z
      .string()
      .min(1)
      .max(5_000)
      .meta({ title: 'Pattern', description: 'The regular expression', ...control('line') }),
    flags: z
      .string()
      .regex(/^(?!.*(.).*\1)[ims]*$/, { error: 'can hold i, m and s, each once' })
      .default('')
      .meta({ title: 'Flags', description: '`i` ignores case, `m` lets ^ and $ stand at lines, `s` lets . match line ends' }),
    action: z
      .enum(['test', 'match', 'match-all', 'replace', 'split'])
      .default('match')
      .meta({ title: 'Action', description: 'What to do with the matches' }),
    replacement: z.string().default('').meta({ title: 'Replacement', description: 'For `replace`' }),
  }),
  output: jsonValue(),
  effects: 'pure',
  errors: [
    ...textErrors,
    { code: 'BAD_PATTERN', when: 'The pattern cannot be used. A retry does not help.' },
    { code: 'TOO_COSTLY', when: 'The search takes too long, or finds more than 100,000 matches. A retry does not help.' },
  ],
  examples: [
    {
      name: 'order numbers in a mail',
      with: { text: '{{ input.body }}', pattern: '#(?<year>\\d{4})-(\\d+)', action: 'match-all' },
      input: { body: 'About #2026-17 and #2026-18' },
      output: [
        { text: '#2026-17', index: 6, groups: ['2026', '17'], named: { year: '2026' } },
        { text: '#2026-18', index: 19, groups: ['2026', '18'], named: { year: '2026' } },
      ],
    },
    { name: 'hide digits', with: { pattern: '\\d', action: 'replace', replacement: '#' }, input: 'Card 4711', output: 'Card ####' },
  ],
  check: patternMistakes,
  run({ params, input }) {
    const text = textInput(params.text, input, 'text')
    const pattern = compiled(params.pattern, params.flags)
    try {
      return done(applied(params.action, pattern, text, params.replacement))
    } catch (error) {
      if (error instanceof FatalError || !(error instanceof Error)) throw error
      throw new FatalError('The search takes too long on this text: make the pattern simpler, or the text shorter.', {
        code: 'TOO_COSTLY',
        cause: error,
      })
    }
  },
})

function compiled(source: string, flags: string): LinearPattern {
  try {
    return compileLinearPattern(source, flags)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new FatalError(`The pattern cannot be used: ${error.message}.`, { code: 'BAD_PATTERN' })
  }
}

function applied(action: string, pattern: LinearPattern, text: string, replacement: string): Json {
  if (action === 'test') return pattern.test(text)
  if (action === 'replace') return pattern.replace(text, replacement, 'all')
  if (action === 'split') return split(text, limited(pattern.matches(text)))
  const matches = action === 'match' ? pattern.matches(text) : limited(pattern.matches(text))
  const found: Json[] = []
  for (const match of matches) {
    found.push(matchValue(match, text))
    if (action === 'match') return found[0] ?? null
  }
  return action === 'match' ? null : found
}

function* limited(matches: Iterable<Match>): Generator<Match> {
  let count = 0
  for (const match of matches) {
    count++
    if (count > maxMatches) throw new FatalError(`There are more than ${maxMatches} matches: split the text first.`, { code: 'TOO_COSTLY' })
    yield match
  }
}

function matchValue({ index, end, groups, names }: Match, text: string): Json {
  const named = Object.fromEntries(Object.entries(names).map(([name, number]) => [name, groups[number - 1] ?? null]))
  return { text: text.slice(index, end), index, groups: groups.map((group) => group ?? null), named }
}

function split(text: string, matches: Iterable<Match>): Json {
  const parts: string[] = []
  let last = 0
  for (const { index, end } of matches) {
    // As in JavaScript: nothing is cut off at the ends, nor where the last match ended.
    if (index >= text.length) break
    if (end === last || (end === index && index === 0)) continue
    parts.push(text.slice(last, index))
    last = end
  }
  return [...parts, text.slice(last)]
}

function patternMistakes({ pattern, flags }: JsonObject): readonly ParamMistake[] {
  if (typeof pattern !== 'string' || holdsExpression(pattern)) return []
  try {
    compileLinearPattern(pattern, typeof flags === 'string' && /^[ims]*$/.test(flags) ? flags : '')
    return []
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return [{ path: ['pattern'], message: `cannot be used: ${error.message}.` }]
  }
}
