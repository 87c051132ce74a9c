import type { JsonObject, ParamMistake } from '@millrace/engine'
import { control, defineTrigger, type EventPattern, holdsExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../../duration-text.ts'
import { filterField, filterMistakes } from '../../event-filter.ts'

const eventName = z.string().min(1).max(500)
const names = z.union([eventName, z.array(eventName).min(1).max(100)])
const kinds = ['times', 'followedBy', 'unless'] as const

export const eventPattern = defineTrigger({
  type: 'event.pattern',
  title: 'Several events',
  icon: 'waypoints',
  summary: 'Starts when events come so many times, one after the other, or not at all.',
  docs: `What counts is one of three:

| | starts when |
|---|---|
| \`times: 3\` | so many events of \`name\` have come within the time |
| \`followedBy: [order.paid, order.shipped]\` | after one of \`name\` these have come, in this order and within the time from the first; others may come between. A first one that comes again before the second begins anew |
| \`unless: order.paid\` | after one of \`name\` none of these has come in time. With the same name in both it misses a heartbeat |

When it has started an execution it begins anew: with \`times: 3\`, the fourth event is the first of the next three.

\`key\` says which events belong together, \`{{ trigger.data.user }}\`: each user has a count of its own. It is an expression over \`trigger\` as the trigger \`event\` has it, as \`filter\` is, which decides for each event whether it counts. Names may be patterns, such as \`order.*\`; changes of tables and ends of workflows count, too.

What has been seen is on disk: a restart forgets nothing, and what should have come while nothing ran is missed at the next start. A new version of the workflow goes on with it unless the pattern or the key is another one.

In expressions, \`trigger\` has \`key\` (as text; null without one), \`events\` (those that it was made of, oldest first: \`eventId\`, \`name\`, \`at\` and \`data\`, which is null once the event is no longer kept, and beyond 1 MiB for all of them) and \`eventDepth\`.`,
  params: z.strictObject({
    name: names.meta({ title: 'Name', description: 'Of the event that begins it, or a list; `order.*` and `order.**` are patterns' }),
    within: durationText()
      .refine((text) => durationMs(text) >= 1000 && durationMs(text) <= 365 * 86_400_000, { error: 'must be 1s to 365d' })
      .meta({ title: 'Within', description: 'The time, e.g. `5m`, from the first event on' }),
    times: z.int().min(2).max(100).optional().meta({ title: 'Times', description: 'So many events' }),
    followedBy: z.array(names).min(1).max(20).optional().meta({ title: 'Followed by', description: 'What must come after it, in order' }),
    unless: names.optional().meta({ title: 'Unless', description: 'What must not come after it' }),
    key: jsonValue()
      .optional()
      .meta({
        title: 'Key',
        description: 'Which events belong together, e.g. `{{ trigger.data.user }}`; all when left out',
        ...control('expression'),
      }),
    filter: filterField("trigger.data.country == 'DE'"),
  }),
  data: z.object({
    key: z.string().nullable(),
    events: z.array(z.object({ eventId: z.string(), name: z.string(), at: z.string(), data: z.json() })),
    eventDepth: z.int().meta({ description: 'How many events in a row have led here, at most.' }),
  }),
  firingParams: ['filter', 'key'],
  check: (written) => [...filterMistakes(written), ...keyMistakes(written), ...kindMistakes(written)],
  hears: ({ name, within, times, followedBy = [], unless, key, filter }) => {
    const first = [name].flat()
    const withinMs = durationMs(within)
    const later = followedBy.map((one) => [one].flat())
    const missed = unless === undefined ? undefined : [unless].flat()
    return {
      names: [...new Set([...first, ...later.flat(), ...(missed ?? [])])],
      ...(filter !== undefined && { filter }),
      ...(key !== undefined && { key }),
      pattern: patternOf({ first, later, missed, times, withinMs }),
      data: ({ id, name: of, data, at, source }) => ({
        name: of,
        data,
        eventId: id,
        at: new Date(at).toISOString(),
        source: { ...source },
      }),
    }
  },
  examples: [
    { name: 'somebody guesses passwords', with: { name: 'login.failed', times: 3, within: '5m', key: '{{ trigger.data.user }}' } },
    {
      name: 'an order went its whole way',
      with: { name: 'order.placed', followedBy: ['order.paid', 'order.shipped'], within: '7d', key: '{{ trigger.data.id }}' },
    },
    { name: 'an order is not paid', with: { name: 'order.placed', unless: 'order.paid', within: '30m', key: '{{ trigger.data.id }}' } },
    { name: 'a sensor is silent', with: { name: 'sensor.alive', unless: 'sensor.alive', within: '2m', key: '{{ trigger.data.sensor }}' } },
  ],
})

interface Parts {
  readonly first: readonly string[]
  readonly later: readonly (readonly string[])[]
  readonly missed: readonly string[] | undefined
  readonly times: number | undefined
  readonly withinMs: number
}

function patternOf({ first, later, missed, times, withinMs }: Parts): EventPattern {
  if (missed !== undefined) return { type: 'absence', first, unless: missed, withinMs }
  return times === undefined ? { type: 'sequence', names: [first, ...later], withinMs } : { type: 'times', times, withinMs }
}

function kindMistakes(written: JsonObject): readonly ParamMistake[] {
  const [first, second] = kinds.filter((kind) => written[kind] !== undefined)
  if (first === undefined) return [{ path: ['times'], message: 'is required, or "followedBy" or "unless" in its place.' }]
  return second === undefined ? [] : [{ path: [second], message: `cannot stand beside "${first}": give one of them.` }]
}

/** The same for all events, it would tell none apart. */
function keyMistakes({ key }: JsonObject): readonly ParamMistake[] {
  return key === undefined || holdsExpression(key)
    ? []
    : [{ path: ['key'], message: 'is the same for all events: write an expression, {{ … }}.' }]
}
