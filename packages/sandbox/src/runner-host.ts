// Everything a sandbox needs before it can take a call: the cell, the jail that works here, and how to start a runner in it.

import { randomInt } from 'node:crypto'
import { type AlterFile, type Cell, prepareCell } from './jail/cell.ts'
import { type Fallback, findJail } from './jail/find-jail.ts'
import { type JailCommand, type JailedProgram, jailCommand } from './jail/jail-command.ts'
import type { JailPlan } from './jail/jail-plan.ts'
import { processLimits } from './jail/limits.ts'
import { lookAtMachine, type Machine } from './jail/machine.ts'
import { type RunnerProcess, type RunnerRules, startRunnerProcess } from './pool/runner-process.ts'
import { SandboxError } from './sandbox-error.ts'

export interface RunnerHost {
  readonly machine: Machine
  readonly plan: JailPlan
  readonly fallbacks: readonly Fallback[]
  readonly cell: Cell
  readonly firstRunner: RunnerProcess
  startRunner(): RunnerProcess
  /** The command for another program inside the same walls. */
  command(program: JailedProgram): JailCommand
  remove(): void
}

export interface RunnerHostOptions {
  readonly maxMemoryMb: number
  readonly rules: RunnerRules
  readonly machine?: Machine
  /** For tests that plant a hole. */
  readonly alterCommand: (command: JailCommand) => JailCommand
  readonly alterFile: AlterFile
}

export async function openRunnerHost(options: RunnerHostOptions): Promise<RunnerHost> {
  const { rules, machine = lookAtMachine() } = options
  const cell = prepareCell(options.alterFile)
  // Another server on this machine begins elsewhere: users that two runners share would share their limit of processes.
  let runnerNumber = randomInt(2 ** 20)
  const commandIn = (plan: JailPlan, program: JailedProgram) => {
    runnerNumber += 1
    const limits = processLimits(options.maxMemoryMb, plan)
    return options.alterCommand(jailCommand({ plan, cell, machine, limits, runnerNumber, program }))
  }
  const start = (plan: JailPlan) => startRunnerProcess(commandIn(plan, runnerProgram(plan, cell, rules)), rules)
  try {
    const { plan, fallbacks, trial } = await findJail(machine, async (tried) => whenReady(start(tried)))
    return {
      machine,
      plan,
      fallbacks,
      cell,
      firstRunner: trial,
      startRunner: () => start(plan),
      command: (program) => commandIn(plan, program),
      remove: cell.remove,
    }
  } catch (error) {
    cell.remove()
    const message = `No runner starts on this machine: ${error instanceof Error ? error.message : error}. See "millrace doctor"`
    throw new SandboxError('SANDBOX_UNAVAILABLE', message, { cause: error })
  }
}

async function whenReady(runner: RunnerProcess): Promise<RunnerProcess> {
  await runner.ready()
  return runner
}

function runnerProgram({ launcher }: JailPlan, cell: Cell, { maxFrameBytes }: RunnerRules): JailedProgram {
  const isInside = launcher === 'bubblewrap'
  const args = [isInside ? '/addon.node' : cell.addon, `${isInside ? '/runner' : cell.directory}/guest.js`, `${maxFrameBytes}`]
  return { type: 'node', file: 'runner.mjs', args, hasPermissions: true }
}
