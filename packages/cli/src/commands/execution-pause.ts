import { defineCommand } from '../command/command.ts'
import { controlArguments, controlExecution, controlOptions } from '../executions/control-execution.ts'
import { exitCode } from '../exit-code.ts'

export const executionPause = defineCommand({
  name: 'execution pause',
  summary: 'Lets what runs finish, and begins nothing more.',
  arguments: controlArguments,
  options: controlOptions,
  examples: [
    { line: 'execution pause 01m7y3q9dkcep90j4e042y62mw -m Stocktaking', about: 'Until it is resumed; time limits keep counting.' },
  ],
  async run(invocation) {
    const id = await controlExecution('pause', invocation)
    invocation.host.err.write(`Execution ${id} is paused; "millrace execution resume ${id}" lets it go on.\n`)
    return exitCode.ok
  },
})
