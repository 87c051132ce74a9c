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
  rest(): void
  /** When the last event came, in milliseconds since 1970: a clock that need not be looked at after each command. */
  lastAt(): number
}

/** After so many commands in one go the event loop gets a turn, also where the clock stands still. */
const commandsPerTurn = 500

export function createAgenda(options: AgendaOptions): Agenda {
  return new CommandAgenda(options)
}

/** A class for speed alone: each execution has one. */
class CommandAgenda implements Agenda {
  private readonly of: AgendaOptions
  private agenda: Command[] = []
  private isAtIt = false

  constructor(options: AgendaOptions) {
    this.of = options
  }

  add(commands: readonly Command[]): void {
    for (const command of commands) this.agenda.push(command)
  }

  work(): void {
    if (this.isAtIt) return
    this.isAtIt = true
    const { of } = this
    const began = of.lastAt()
    let done = 0
    while (done < this.agenda.length && of.isHere()) {
      if (done === commandsPerTurn || (done > 0 && of.lastAt() - began >= turnMs)) {
        this.agenda = this.agenda.slice(done)
        return of.turns.later(() => this.goOn())
      }
      of.perform(this.agenda[done++] as Command) // `done` was below the length.
    }
    this.agenda = []
    this.isAtIt = false
    of.rest()
  }

  isWorking(): boolean {
    return this.isAtIt
  }

  hold(tellEvents: () => void): void {
    this.isAtIt = true
    tellEvents()
    this.isAtIt = false
  }

  private goOn(): void {
    this.isAtIt = false
    this.work()
  }
}
