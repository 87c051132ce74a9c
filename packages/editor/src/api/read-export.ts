import type { ImportedWorkflow } from './api-schema.ts'
import { call } from './call.ts'

/** An export of n8n as a workflow file, with what is left to do; undefined for any other text. Nothing is kept. */
export async function readExport(text: string, signal?: AbortSignal): Promise<ImportedWorkflow | undefined> {
  const exported = exportOf(text)
  if (exported === undefined) return undefined
  return call('POST /api/v1/import/n8n', { body: exported, ...(signal && { signal }) })
}

/** JSON with nodes and connections is what n8n exports; a workflow file may be JSON too, and has a map of nodes. */
function exportOf(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'nodes' in value && Array.isArray(value.nodes) ? { ...value } : undefined
  } catch {
    // Not JSON: YAML may begin with a brace, too, and says itself what is wrong.
    return undefined
  }
}
