import type { Command } from '@millrace/engine'
import { type Turns, turnMs } from './turns.ts'

/**
 * Owns: the order in which the commands of one execution are performed, in turns, so that a long chain leaves time for the others.
 * No recursion, however long the chain: nodes that answer at once add to the list.
 */
export interface Agenda {
  add(commands: readonly Command[]): void
  /** Performs all there is, and what that adds; nothing while it is at it already, or held. */
  work(): void
  isWorking(): boolean
  /** Lets events come in without performing what they ask for, which waits for `work`. */
  hold(tellEvents: () => void): void
}

export interface AgendaOptions {
  readonly turns: Turns
  perform(command: Command): void
  isHere(): boolean
  /** Nothing is left to perform. */
  onDone(): void
  /** When the last event came, in milliseconds since 1970: a clock that need not be looked at after each command. */
  lastAt(): number
}

/** After so many commands in one go the event loop gets a turn, also where the clock stands still. */
const commandsPerTurn = 500

export function createAgenda({ turns, perform, isHere, onDone, lastAt }: AgendaOptions): Agenda {
  let agenda: Command[] = []
  let isWorking = false

  function work(): void {
    if (isWorking) return
    isWorking = true
    const began = lastAt()
    let done = 0
    while (done < agenda.length && isHere()) {
      if (done === commandsPerTurn || (done > 0 && lastAt() - began >= turnMs)) {
        agenda = agenda.slice(done)
        return turns.later(goOn)
      }
      perform(agenda[done++] as Command) // `done` was below the length.
    }
    agenda = []
    isWorking = false
    onDone()
  }

  function goOn(): void {
    isWorking = false
    work()
  }

  return {
    add(commands) {
      for (const command of commands) agenda.push(command)
    },
    work,
    isWorking: () => isWorking,
    hold(tellEvents) {
      isWorking = true
      tellEvents()
      isWorking = false
    },
  }
}
