import { defineCommand } from '../command/command.ts'
import { chooseArguments } from '../executions/choose-executions.ts'
import { controlExecutions, controlOptions } from '../executions/control-execution.ts'

export const executionCancel = defineCommand({
  name: 'execution cancel',
  summary: 'Stops an execution and lets it clean up.',
  arguments: chooseArguments,
  options: {
    force: { type: 'flag', about: 'End it at once: no catch and no finally runs.', short: 'f' },
    ...controlOptions,
  },
  examples: [
    { line: 'execution cancel 01m7y3q9dkcep90j4e042y62mw', about: 'Its open try scopes clean up, then it ends as canceled.' },
    { line: 'execution cancel 01m7y3q9dkcep90j4e042y62mw --force', about: 'At once, also when it cleans up already.' },
    { line: 'execution cancel -w orders --started-to 2027-03-01', about: 'All that fit: counts them and asks.' },
  ],
  run(invocation) {
    const { force } = invocation.values
    const told = (id: string) =>
      `Execution ${id} ${force ? 'has ended' : `is asked to stop; "millrace execution watch ${id}" shows when it has`}.`
    return controlExecutions({ verb: 'cancel', force, told }, invocation)
  },
})
