import { defineCommand } from '../command/command.ts'
import { controlArguments, controlExecution, controlOptions } from '../executions/control-execution.ts'
import { exitCode } from '../exit-code.ts'

export const executionResume = defineCommand({
  name: 'execution resume',
  summary: 'Lets a paused execution go on.',
  arguments: controlArguments,
  options: controlOptions,
  examples: [{ line: 'execution resume 01m7y3q9dkcep90j4e042y62mw', about: 'What the pause held back begins.' }],
  async run(invocation) {
    const id = await controlExecution('resume', invocation)
    invocation.host.err.write(`Execution ${id} goes on.\n`)
    return exitCode.ok
  },
})
