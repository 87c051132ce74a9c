import { defineCommand } from '../command/command.ts'
import { decideStep, decisionArguments, decisionOptions } from '../executions/decide-step.ts'

export const executionApprove = defineCommand({
  name: 'execution approve',
  summary: 'Approves what a step waits for.',
  arguments: decisionArguments,
  options: decisionOptions,
  examples: [{ line: 'execution approve 01m7y3q9dkcep90j4e042y62mw --comment Fine', about: 'It goes on by the port approved.' }],
  run: (invocation) => decideStep('approved', invocation),
})
