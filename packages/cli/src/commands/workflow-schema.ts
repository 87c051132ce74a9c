import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const workflowSchema = defineCommand({
  name: 'workflow schema',
  summary: 'Prints the JSON Schema of the workflow file, with all node and trigger types.',
  details: 'For completion and checks while you type: docs/workflow-file.md says how to point an editor at it.',
  arguments: [],
  options: {},
  examples: [{ line: 'workflow schema > workflow.schema.json', about: 'Keeps it beside the workflows.' }],
  async run({ host }) {
    const { standardSchema } = await import('../workflows/standard-schema.ts')
    host.out.write(`${JSON.stringify(standardSchema(), null, 2)}\n`)
    return exitCode.ok
  },
})
