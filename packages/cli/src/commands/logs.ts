import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'
import { givenTime } from '../times/parse-time.ts'

export const logs = defineCommand({
  name: 'logs',
  summary: 'Shows what steps of all executions have logged, the newest last.',
  details: `Lines come from nodes of type log and from console.log of code nodes. All that is asked for must hold. What a workflow masks
or does not keep is not in them either, and they go with their execution. With --follow, --json prints one object per line.`,
  arguments: [],
  options: {
    follow: { type: 'flag', about: 'Goes on with each line as it is written. Ctrl-C ends it.', short: 'f' },
    level: { type: 'text', value: 'LEVEL', choices: ['debug', 'info', 'warn', 'error'], about: 'Of this level or a more serious one.' },
    workflow: { type: 'text', value: 'ID', about: 'Only of its executions.', short: 'w' },
    execution: { type: 'text', value: 'ID', about: 'Only of this one.' },
    node: { type: 'text', value: 'ID', about: 'Only of steps of this node.' },
    grep: { type: 'text', value: 'TEXT', about: 'Only lines with this text in their message, whatever its case.' },
    since: { type: 'text', value: 'TIME', about: 'Only those logged then or later: 2027-03-01, or 2027-03-01T09:00.' },
    until: { type: 'text', value: 'TIME', about: 'Only those logged before.' },
    limit: { type: 'text', value: 'N', about: 'How many at most; with --follow, how many to begin with.', fallback: '50', short: 'n' },
    ...listOptions,
    ...serverOption,
  },
  examples: [
    { line: 'logs --follow --level warn', about: 'What goes wrong, while it does.' },
    { line: 'logs -w process_order --grep order-4711', about: 'What was said of an order.' },
  ],
  async run({ values, host }) {
    const [{ createApiClient }, { followLines, readLines }, { lineShape, lineText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../logs/follow-lines.ts'),
      import('../logs/line-text.ts'),
    ])
    const limit = Number(values.limit ?? '50')
    if (!Number.isInteger(limit) || limit < 1) throw usageError(`--limit must be a whole number from 1, not "${values.limit}".`)
    const { level, workflow, execution, node, grep } = values
    const [from, to] = [givenTime('since', values.since), givenTime('until', values.until)]
    const query = { level, workflow, execution, node, text: grep }
    const client = createApiClient(host, values.server)
    const isTable = !values.json && (values.output ?? 'table') === 'table'
    if (values.follow) {
      if (from !== undefined || to !== undefined) throw usageError('--follow begins now: leave out --since and --until.')
      if (!isTable && values.output !== undefined && values.output !== 'json') throw usageError('--follow prints text or --json.')
      const show = (line: object, text: string) => host.out.write(`${isTable ? text : JSON.stringify(line)}\n`)
      return followLines(client, { query, limit, show: (line) => show(line, lineText(line, host.out)) })
    }
    const lines = await readLines(client, { ...query, from, to }, limit)
    if (isTable && lines.length > 0) for (const line of lines) host.out.write(`${lineText(line, host.out)}\n`)
    else writeList(lines, lineShape, host, values)
    return exitCode.ok
  },
})
