import { jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { problem } from './workflow-schema.ts'

const time = z.iso.datetime()
/** A canvas is large, but has an end. */
const coordinate = z.number().min(-1e6).max(1e6)
const size = z.number().min(1).max(1e5)
const color = z.string().max(40).meta({ example: 'amber' })
const key = z.string().min(1).max(500)
const mostEntries = 5_000

const place = z.strictObject({ x: coordinate, y: coordinate })
const note = z.strictObject({
  x: coordinate,
  y: coordinate,
  width: size,
  height: size,
  text: z.string().max(20_000).meta({ description: 'Markdown.' }),
  color: color.exactOptional(),
})
const group = z.strictObject({ title: z.string().max(200), nodes: z.array(key).max(2_000), color: color.exactOptional() })

function entries<Value extends z.ZodType>(value: Value) {
  return z.record(key, value).refine((all) => Object.keys(all).length <= mostEntries, { error: `at most ${mostEntries} at once` })
}

export const layout = z
  .object({
    nodes: z.record(key, place).meta({ description: 'By the path of the node, e.g. `each_line.ship`.' }),
    collapsed: z
      .record(key, z.literal(true))
      .meta({ description: 'The scopes that are shown closed, and the groups, each as `group:` and its id.' }),
    notes: z.record(key, note),
    groups: z.record(key, group),
  })
  .meta({ id: 'WorkflowLayout' })

const removed = 'Null takes an entry away.'

export const client = z.string().max(100).meta({ description: 'Who makes the change: comes back in live messages.' })

export const layoutChange = z.strictObject({
  nodes: entries(place.nullable()).exactOptional().meta({ description: removed }),
  collapsed: entries(z.literal(true).nullable()).exactOptional().meta({ description: removed }),
  notes: entries(note.nullable()).exactOptional().meta({ description: removed }),
  groups: entries(group.nullable()).exactOptional().meta({ description: removed }),
})

export const pins = z.record(z.string(), jsonValue()).meta({ id: 'WorkflowPins', description: 'Outputs by node id.' })

const version = z.object({ version: z.int() }).nullable()

export const draftState = z
  .object({
    workflowId: z.string(),
    source: z.string().meta({ description: 'The text, with or without mistakes. Where nothing is edited, that of the newest version.' }),
    revision: z.int().meta({ description: 'Another one after each write; 0 where nothing is edited.' }),
    base: version.meta({ description: 'The version that is edited.' }),
    newest: version.meta({ description: 'The newest version.' }),
    isBehind: z.boolean().meta({ description: 'Another version was published since the draft was begun.' }),
    updatedAt: time,
    problems: z.array(problem).readonly(),
  })
  .meta({ id: 'WorkflowDraftState' })

export const draftDetail = draftState.extend({ layout, pins }).meta({ id: 'WorkflowDraft' })

export const draftWritten = draftState.omit({ source: true }).meta({ id: 'WorkflowDraftWritten' })
