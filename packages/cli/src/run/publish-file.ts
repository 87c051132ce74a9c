import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Nodes, type Problem, parseWorkflow, type Workflow } from '@millrace/engine'
import type { Registry } from '@millrace/kit'
import type { PublishedWorkflow, Workflows } from '@millrace/runtime'
import { account } from '../account.ts'
import { decodeWorkflow } from '../files/decode-workflow.ts'
import { yamlFilesIn } from '../files/workflow-file.ts'

export type FilePublished =
  | { readonly ok: true; readonly published: PublishedWorkflow; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

interface Ports {
  readonly workflows: Workflows
  readonly registry: Registry
}

/** Publishes a workflow, and with it those beside its file that it calls, so that one file can be run without a server. */
export async function publishFile(ports: Ports, path: string, source: string): Promise<FilePublished> {
  const outcome = await ports.workflows.publish(account, source)
  if (outcome.status === 'rejected') return { ok: false, problems: outcome.problems }
  await publishCalled(ports, dirname(path), outcome.published.workflow)
  return { ok: true, published: outcome.published, warnings: outcome.warnings }
}

/** Those beside the file that the workflow calls, and those that they call. */
export async function publishCalled({ workflows, registry }: Ports, directory: string, caller: Workflow): Promise<void> {
  const wanted = calledIds(caller.nodes)
  if (wanted.length === 0) return
  const known = new Map<string, { readonly source: string; readonly workflow: Workflow }>()
  for (const file of await yamlFilesIn(directory)) {
    const { source, problems } = decodeWorkflow(await readFile(file))
    if (problems.length > 0) continue
    const parsed = parseWorkflow(source, registry)
    if (parsed.ok) known.set(parsed.workflow.id, { source, workflow: parsed.workflow })
  }
  const seen = new Set([caller.id])
  for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
    const called = known.get(id)
    if (called === undefined || seen.has(id)) continue
    seen.add(id)
    await workflows.publish(account, called.source)
    wanted.push(...calledIds(called.workflow.nodes))
  }
}

/** Ids that `workflow.call` nodes name; one that an expression computes is not known before it runs. */
function calledIds(nodes: Nodes | undefined): string[] {
  return Object.values(nodes ?? {}).flatMap((node) => [
    ...(node.type === 'workflow.call' && typeof node.with?.workflow === 'string' ? [node.with.workflow] : []),
    ...calledIds(node.nodes),
    ...calledIds(node.catch),
    ...calledIds(node.finally),
  ])
}
