import { isJsonObject, parseYaml, type Workflow } from '@millrace/engine'

/** What a text says of itself, as far as that can be read: one with mistakes has a name, too. */
export function workflowHead(source: string): Pick<Workflow, 'name' | 'description' | 'tags'> {
  const { value = null } = parseYaml(source)
  const { name, description, tags } = isJsonObject(value) ? value : {}
  const words = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof description === 'string' && { description }),
    ...(words.length > 0 && { tags: words }),
  }
}
