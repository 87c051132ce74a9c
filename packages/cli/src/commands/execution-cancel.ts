import { defineCommand } from '../command/command.ts'
import { controlArguments, controlExecution, controlOptions } from '../executions/control-execution.ts'
import { exitCode } from '../exit-code.ts'

export const executionCancel = defineCommand({
  name: 'execution cancel',
  summary: 'Stops an execution and lets it clean up.',
  arguments: controlArguments,
  options: {
    force: { type: 'flag', about: 'End it at once: no catch and no finally runs.', short: 'f' },
    ...controlOptions,
  },
  examples: [
    { line: 'execution cancel 01m7y3q9dkcep90j4e042y62mw', about: 'Its open try scopes clean up, then it ends as canceled.' },
    { line: 'execution cancel 01m7y3q9dkcep90j4e042y62mw --force', about: 'At once, also when it cleans up already.' },
  ],
  async run(invocation) {
    const { force } = invocation.values
    const id = await controlExecution('cancel', invocation, force ? { force } : {})
    const told = force ? 'has ended' : `is asked to stop; "millrace execution watch ${id}" shows when it has`
    invocation.host.err.write(`Execution ${id} ${told}.\n`)
    return exitCode.ok
  },
})
