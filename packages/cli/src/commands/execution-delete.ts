import type { JsonObject } from '@millrace/engine'
import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

interface Deleted {
  readonly deleted: number
  readonly kept: readonly string[]
  readonly nextCursor?: string
}

const endedStatuses = ['success', 'failed', 'canceled', 'timed_out', 'crashed'] as const

export const executionDelete = defineCommand({
  name: 'execution delete',
  summary: 'Deletes executions that have ended, with their logs and files, for good.',
  arguments: [{ name: 'ID', about: 'The executions.', isOptional: true, isRepeated: true }],
  options: {
    all: { type: 'flag', about: 'All that have ended.' },
    workflow: { type: 'text', value: 'ID', about: 'Those of this workflow.', short: 'w' },
    status: { type: 'texts', value: 'STATUS', choices: endedStatuses, about: 'Those in this status.' },
    before: { type: 'text', value: 'TIME', about: 'Those that started before, such as 2027-03-01T00:00:00Z.' },
    yes: { type: 'flag', about: 'Does not ask: needed where they are not named one by one.', short: 'y' },
    ...serverOption,
  },
  examples: [
    { line: 'execution delete 01m7y3q9dkcep90j4e042y62mw', about: 'That one.' },
    { line: 'execution delete -w orders --status success --yes', about: 'What went well.' },
  ],
  async run({ args, values, host }) {
    const [{ createApiClient }, { countOf }] = await Promise.all([import('../api/api-client.ts'), import('../output/problem-text.ts')])
    const choice = choiceOf(args, values)
    const client = createApiClient(host, values.server)
    const kept: string[] = []
    let total = 0
    let cursor: string | undefined
    do {
      const done = await client.post<Deleted>('/executions/delete', { ...choice, ...(cursor !== undefined && { cursor }) })
      total += done.deleted
      kept.push(...done.kept)
      cursor = done.nextCursor
    } while (cursor !== undefined)
    host.err.write(`${countOf(total, 'execution')} deleted.\n`)
    if (kept.length === 0) return exitCode.ok
    host.err.write(`${kept.length} stay, unknown, not ended or needed by one that runs: ${kept.slice(0, 10).join(', ')}\n`)
    return args.length > 0 ? exitCode.notFound : exitCode.ok
  },
})

interface Given {
  readonly all: boolean
  readonly workflow: string | undefined
  readonly status: readonly string[]
  readonly before: string | undefined
  readonly yes: boolean
}

function choiceOf(ids: readonly string[], { all, workflow, status, before, yes }: Given): JsonObject {
  const isFiltered = all || workflow !== undefined || status.length > 0 || before !== undefined
  if (ids.length > 0 && isFiltered) throw usageError('Name the executions, or choose them with options, but not both.')
  if (ids.length > 0) return { ids }
  if (!isFiltered) throw usageError('Which executions? Name them, or choose them with --all, --workflow, --status or --before.')
  if (!yes) throw usageError('This deletes every execution that fits; see them with "millrace execution list". Add --yes to go on.')
  const filter = {
    ...(workflow !== undefined && { workflow }),
    ...(status.length > 0 && { status }),
    ...(before !== undefined && { startedTo: before }),
  }
  return { filter, limit: 500 }
}
