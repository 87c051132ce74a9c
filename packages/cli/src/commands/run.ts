import { defineCommand, type Options, type Values } from '../command/command.ts'
import type { ExitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

const options = {
  trigger: { type: 'text', value: 'ID', about: 'The trigger to fire.', fallback: 'the only one there is', short: 't' },
  data: {
    type: 'text',
    value: 'JSON',
    about: 'What the trigger receives, for a webhook the body: JSON, @file, or - for standard input.',
    short: 'd',
  },
  input: { type: 'texts', value: 'NAME=VALUE', about: 'An input of the workflow, as JSON or text.', short: 'i' },
  json: { type: 'flag', about: 'Prints one JSON document with status, result and all steps.' },
  'dry-run': { type: 'flag', about: 'Runs only what reads, lists what the others would do, and changes nothing.' },
  'in-memory': { type: 'flag', about: 'Keeps nothing on disk. Secrets and connections are those of the data directory.' },
  'data-dir': { type: 'text', value: 'DIR', about: 'Where the history is kept.', fallback: 'MILLRACE_DATA_DIR, or ./.millrace' },
} as const satisfies Options

export const run = defineCommand({
  name: 'run',
  summary: 'Runs a workflow file once, without a server.',
  details: `Steps are shown as they happen, on standard error; the result goes to standard output. The execution is kept in the data directory
and shows up in the history, unless a server or another run uses it: then it is kept in memory. Ctrl-C cancels the execution, which may
clean up; a second one ends it at once, a third quits.
Exit code 0 when it succeeds, 1 when it does not. With --dry-run pure and reading nodes run, and the others are listed with their evaluated
parameters, secrets masked; what is behind them is not reached (docs/effects.md).`,
  arguments: [{ name: 'FILE', about: 'The workflow file.' }],
  options,
  examples: [
    { line: 'run hello.yaml', about: 'Fires the only trigger, without data.' },
    { line: 'run orders.yaml --trigger placed --data @order.json', about: 'Fires the webhook "placed" with the file as its body.' },
    { line: 'run report.yaml --input month=5 --json | jq .result', about: 'Gives an input; a program reads the result.' },
    { line: 'run orders.yaml --data @order.json --dry-run', about: 'Tells what would be sent, and sends nothing.' },
  ],
  async run({ args: [file = ''], values, host }) {
    if (values['dry-run']) return dryRun(file, values, host)
    const [{ runFile }, { tellRun }] = await Promise.all([import('../run/run-file.ts'), import('../run/tell-run.ts')])
    const outcome = await runFile(
      {
        file,
        trigger: values.trigger,
        data: values.data,
        inputs: values.input,
        dataDirectory: values['data-dir'],
        keepIn: values['in-memory'] ? 'memory' : 'data-directory',
        isQuiet: values.json,
      },
      host,
    )
    return tellRun(outcome, host, values.json ? 'json' : 'text')
  },
})

async function dryRun(file: string, values: Values<typeof options>, host: Host): Promise<ExitCode> {
  const [{ dryRunFile }, { tellDryRun }] = await Promise.all([import('../dry-run/dry-run-file.ts'), import('../dry-run/tell-dry-run.ts')])
  const { trigger, data, input: inputs, 'data-dir': dataDirectory } = values
  return tellDryRun(await dryRunFile({ file, trigger, data, inputs, dataDirectory }, host), host, values.json ? 'json' : 'text')
}
