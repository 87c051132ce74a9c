import type { Command } from '@millrace/engine'

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
  perform(command: Command): void
  isHere(): boolean
  /** Nothing is left to perform. */
  onDone(): void
}

/** After so many commands in one go the event loop gets a turn. */
const commandsPerTurn = 500

export function createAgenda({ perform, isHere, onDone }: AgendaOptions): Agenda {
  let agenda: Command[] = []
  let isWorking = false

  function work(): void {
    if (isWorking) return
    isWorking = true
    let done = 0
    while (done < agenda.length && isHere()) {
      if (done === commandsPerTurn) {
        agenda = agenda.slice(done)
        return void setImmediate(goOn)
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
