import { type ExecutionState, nextDue } from '@millrace/engine'
import type { RuntimePorts } from '../ports.ts'
import type { Agenda } from './agenda.ts'
import { type Calls, expectMoreMs } from './calls.ts'
import { isOver } from './is-over.ts'
import type { Ledger } from './ledger.ts'
import { maySleep } from './may-sleep.ts'
import type { OwnPlace } from './place.ts'
import { tellDueTimers } from './tell-due-timers.ts'

/**
 * Owns: what an execution in memory does when nothing is left to perform: it stays for its next timer, or falls asleep and leaves.
 * Does not own: what it stands as meanwhile (live-standing), who wakes it when it has left (the sweeper, by its row).
 * Invariants: R1 it leaves only when its row says all that it stands as. R2 while it is awake and has a timer, it has an alarm for it.
 */
export interface LiveRest {
  /** Nothing is left to perform: sets the alarm, or goes to sleep when nothing is near. */
  begin(): void
  /** Something has happened: it is awake. */
  end(): void
  isAsleep(): boolean
  /** When it must be looked at, asleep. */
  dueTime(): number | undefined
  /** Looks at the timers. */
  look(): void
  /** Its row may be up to date now. */
  leaveIfAsleep(): void
  /** No alarm rings any more. */
  stop(): void
}

export interface RestOptions {
  readonly ports: Pick<RuntimePorts, 'clock' | 'random'>
  readonly state: ExecutionState
  readonly place: OwnPlace | undefined
  readonly isRecorded: boolean
  readonly ledger: Pick<Ledger, 'touch' | 'isUpToDate'>
  readonly agenda: Pick<Agenda, 'isWorking'>
  readonly ownCalls: Pick<Calls, 'areBeingMade' | 'areMoreExpected'> | undefined
  isHere(): boolean
  tell: Parameters<typeof tellDueTimers>[0]['tell']
  leave(why: { readonly dueAt: number | undefined }): void
}

export function createLiveRest(options: RestOptions): LiveRest {
  return new Rest(options)
}

/** A class for speed alone: each execution has one. */
class Rest implements LiveRest {
  private readonly of: RestOptions
  private sleeps = false
  private stopAlarm: (() => void) | undefined

  constructor(options: RestOptions) {
    this.of = options
  }

  begin(): void {
    const { of } = this
    this.stop()
    if (!of.isHere() || of.agenda.isWorking() || isOver(of.state)) return
    this.sleeps = false
    const isNothingNear = of.isRecorded && maySleep(of.state, of.ports.clock.now()) && !this.areCallsBeingMade()
    if (!isNothingNear) return this.setAlarm()
    // Told, it comes back here.
    if (of.place?.isToGiveUp()) return void of.tell({ type: 'place-released', at: of.ports.clock.now() })
    if (of.ownCalls?.areMoreExpected()) return this.stayFor(expectMoreMs)
    this.fallAsleep()
  }

  end(): void {
    this.sleeps = false
  }

  isAsleep(): boolean {
    return this.sleeps
  }

  dueTime(): number | undefined {
    return this.of.place?.startsAt() ?? nextDue(this.of.state)
  }

  look(): void {
    tellDueTimers(this.of)
    this.begin()
  }

  leaveIfAsleep(): void {
    const { of } = this
    if (of.isHere() && this.sleeps && !this.areCallsBeingMade() && of.ledger.isUpToDate()) of.leave({ dueAt: this.dueTime() })
  }

  stop(): void {
    this.stopAlarm?.()
    this.stopAlarm = undefined
  }

  private areCallsBeingMade(): boolean {
    return this.of.ownCalls?.areBeingMade() ?? false
  }

  private fallAsleep(): void {
    this.sleeps = true
    this.of.ledger.touch()
    // Where the row says so already, there is nothing to write and nobody would come back to it.
    setImmediate(() => this.leaveIfAsleep())
  }

  private stayFor(ms: number): void {
    this.stopAlarm = this.of.ports.clock.wakeAfter(ms, () => this.begin())
  }

  private setAlarm(): void {
    const due = nextDue(this.of.state)
    if (due !== undefined) this.stopAlarm = this.of.ports.clock.wakeAt(due, () => this.look())
  }
}
