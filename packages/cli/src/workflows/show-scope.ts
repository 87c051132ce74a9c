import { resolve } from 'node:path'
import { nearestWord, type ScopeView, scopeAt } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { decodeWorkflow } from '../files/decode-workflow.ts'
import type { Host } from '../host.ts'
import { readGivenFile } from '../run/read-data.ts'
import { scopeText } from './scope-text.ts'

export interface ShowScope {
  readonly file: string
  readonly node: string
  readonly format: 'text' | 'json'
}

/** What is in scope at a node of a file, for people or as one JSON document. */
export async function showScope({ file, node, format }: ShowScope, { directory }: Pick<Host, 'directory'>): Promise<string> {
  const { source } = decodeWorkflow(await readGivenFile(resolve(directory, file), 'FILE'))
  const answer = scopeAt(source, createStandardCatalog(), node)
  if (answer.status === 'unknown') throw unknownNode(file, node, answer.nodes)
  return format === 'json' ? `${JSON.stringify(answer.scope, null, 2)}\n` : textOf(answer.scope)
}

function unknownNode(file: string, node: string, known: readonly string[]): CliError {
  const near = nearestWord(node, known)
  const hint = near === undefined ? `Its nodes are ${known.join(', ') || 'none that can be read'}.` : `Did you mean ${near}?`
  return new CliError(`${file} has no node ${node}. ${hint}`, exitCode.notFound)
}

function textOf({ names }: ScopeView): string {
  return names.map(({ name, about, schema }) => `${scopeText(name, schema, about)}\n`).join('')
}
