import { defineCommand } from '../command/command.ts'
import { chooseArguments } from '../executions/choose-executions.ts'
import { controlExecutions, controlOptions } from '../executions/control-execution.ts'

export const executionResume = defineCommand({
  name: 'execution resume',
  summary: 'Lets a paused execution go on.',
  arguments: chooseArguments,
  options: controlOptions,
  examples: [
    { line: 'execution resume 01m7y3q9dkcep90j4e042y62mw', about: 'What the pause held back begins.' },
    { line: 'execution resume --all --yes', about: 'Everything that is paused.' },
  ],
  run: (invocation) => controlExecutions({ verb: 'resume', told: (id) => `Execution ${id} goes on.` }, invocation),
})
