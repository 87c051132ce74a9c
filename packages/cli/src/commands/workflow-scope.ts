import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const workflowScope = defineCommand({
  name: 'workflow scope',
  summary: 'Lists what expressions can read at a node of a workflow file, with types.',
  details: `Types are those that are known before anything runs: "any" may be anything, "…" stands for fields besides those listed.
A node that is not on every path to this one is marked, for it may not have run. The file may have mistakes.`,
  arguments: [
    { name: 'FILE', about: 'The workflow file.' },
    { name: 'NODE', about: 'The id of the node.' },
  ],
  options: { json: { type: 'flag', about: 'Prints one JSON document, with JSON Schema for each name.' } },
  examples: [{ line: 'workflow scope orders.yaml charge', about: 'What the parameters of charge can use.' }],
  async run({ args: [file = '', node = ''], values, host }) {
    const { showScope } = await import('../workflows/show-scope.ts')
    host.out.write(await showScope({ file, node, format: values.json ? 'json' : 'text' }, host))
    return exitCode.ok
  },
})
