import type { Layout } from '@millrace/runtime'
import { z } from 'zod'
import { layout } from './draft-schema.ts'

const { nodes, collapsed, notes, groups } = layout.shape
/** A part that is empty may be left out. */
const file = z.strictObject({
  nodes: nodes.optional(),
  collapsed: collapsed.optional(),
  notes: notes.optional(),
  groups: groups.optional(),
})

/** The layout in a text, such as that of a file; or what is wrong with it. */
export function readLayout(text: string): { readonly layout: Layout } | { readonly mistake: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return { mistake: `it is not JSON (${error.message})` }
    throw error
  }
  const parsed = file.safeParse(value)
  const [issue] = parsed.error?.issues ?? []
  if (!parsed.success) return { mistake: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'does not fit'}` }
  const given = parsed.data as Partial<Layout> // Numbers, texts and lists of those: all of it is JSON.
  return { layout: { nodes: given.nodes ?? {}, collapsed: given.collapsed ?? {}, notes: given.notes ?? {}, groups: given.groups ?? {} } }
}
