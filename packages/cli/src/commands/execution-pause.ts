import { defineCommand } from '../command/command.ts'
import { chooseArguments } from '../executions/choose-executions.ts'
import { controlExecutions, controlOptions } from '../executions/control-execution.ts'

export const executionPause = defineCommand({
  name: 'execution pause',
  summary: 'Lets what runs finish, and begins nothing more.',
  arguments: chooseArguments,
  options: controlOptions,
  examples: [
    { line: 'execution pause 01m7y3q9dkcep90j4e042y62mw -m Stocktaking', about: 'Until it is resumed; time limits keep counting.' },
    { line: 'execution pause -w orders', about: 'All of a workflow that go on: counts them and asks.' },
  ],
  run: (invocation) =>
    controlExecutions(
      { verb: 'pause', told: (id) => `Execution ${id} is paused; "millrace execution resume ${id}" lets it go on.` },
      invocation,
    ),
})
