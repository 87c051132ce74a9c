import { defineCommand } from '../command/command.ts'
import { decideStep, decisionArguments, decisionOptions } from '../executions/decide-step.ts'

export const executionReject = defineCommand({
  name: 'execution reject',
  summary: 'Rejects what a step waits for.',
  arguments: decisionArguments,
  options: decisionOptions,
  examples: [{ line: 'execution reject 01m7y3q9dkcep90j4e042y62mw ask -m Expensive', about: 'It goes on by the port rejected.' }],
  run: (invocation) => decideStep('rejected', invocation),
})
