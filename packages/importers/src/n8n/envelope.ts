import type { Catalog, Json } from '@millrace/engine'
import type { N8nNode } from './n8n-workflow.ts'
import type { Converted } from './nodes/converter.ts'
import { duration } from './nodes/http-request.ts'

/** What n8n sets for every kind of node. */
export function envelopeOf(node: N8nNode, converted: Converted): Readonly<Record<string, Json>> {
  const canFail = converted.type !== 'stop'
  return {
    ...(node.retry !== undefined && canFail && { retry: { attempts: node.retry.attempts, delay: duration(node.retry.waitMs) } }),
    ...(node.onError === 'continue' && canFail && { onError: 'continue' }),
    ...(node.disabled && { disabled: true }),
    ...(node.notes !== undefined && node.notes.trim() !== '' && { notes: node.notes }),
  }
}

/** The port of an output of n8n's. The one behind the last is for errors, when the node has one. */
export function portOf(
  node: N8nNode,
  { type, ports = [undefined], with: params }: Converted,
  output: number,
  catalog: Catalog,
): string | undefined {
  if (node.onError === 'output' && output === ports.length && type !== 'stop') return 'error'
  const port = ports[Math.min(output, ports.length - 1)]
  if (port !== undefined || node.onError !== 'output') return port
  return catalog.node(type)?.ports(params)[0] ?? 'success'
}
