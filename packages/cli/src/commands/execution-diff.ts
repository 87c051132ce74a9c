import { type ComparableExecution, compareExecutions, compareValues, startOf } from '@millrace/engine'
import type { ApiExecution, ApiStep } from '../api/execution-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const executionDiff = defineCommand({
  name: 'execution diff',
  summary: 'Tells how the second of two executions differs from the first, step by step.',
  details: `Steps with the same path are compared by status, port, output and time; one is slower that took half as long again, and a tenth of a second
more. Of an execution that goes on, only what has ended is compared; of values that are not kept whole, what is there.`,
  arguments: [
    { name: 'A', about: 'The execution to compare with.' },
    { name: 'B', about: 'The execution that is compared.' },
  ],
  options: {
    'exit-code': { type: 'flag', about: 'Exits with 1 where they do not do the same; one that is merely slower does.' },
    json: { type: 'flag', about: 'Prints one JSON document: the steps that differ, or may (`isPartial`), and where.' },
    ...serverOption,
  },
  examples: [
    { line: 'execution diff 01m7y3q9dkcep90j4e042y62mw 01m7y4v0e2m9x8c6q1t5r7w3za', about: 'What is different today.' },
    { line: 'execution diff A B --exit-code', about: 'For a script that tries a change.' },
  ],
  async run({ args: [idA = '', idB = ''], values, host }) {
    const [{ createApiClient }, { showDifference }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/show-difference.ts'),
    ])
    const client = createApiClient(host, values.server)
    const read = (id: string) => client.get<ApiExecution>(`/executions/${encodeURIComponent(id)}`, { full: 'true' })
    const [a, b] = await Promise.all([read(idA), read(idB)])
    const compared = compareExecutions(comparable(a), comparable(b))
    const start = compareValues(startOf(a), startOf(b))
    if (values.json) {
      const steps = compared.steps.filter(({ verdict, isPartial }) => verdict !== 'same' || isPartial)
      host.out.write(`${JSON.stringify({ a: a.id, b: b.id, start, steps, first: compared.first?.step ?? null }, null, 2)}\n`)
    } else host.out.write(showDifference({ a, b, start, compared }, host))
    const isSame = compared.first === undefined && start.length === 0
    return values['exit-code'] && !isSame ? exitCode.failed : exitCode.ok
  },
})

function comparable({ status, steps }: ApiExecution): ComparableExecution<ApiStep> {
  return {
    status,
    steps: steps.map((step) => ({
      step,
      startMs: Date.parse(step.startedAt),
      endMs: step.finishedAt === undefined ? undefined : Date.parse(step.finishedAt),
    })),
  }
}
