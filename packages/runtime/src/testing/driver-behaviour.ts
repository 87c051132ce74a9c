import { behavesAtGates } from './behaves-at-gates.ts'
import { behavesInAdmission } from './behaves-in-admission.ts'
import { behavesInAnswering } from './behaves-in-answering.ts'
import { behavesInControl } from './behaves-in-control.ts'
import { behavesInFailing } from './behaves-in-failing.ts'
import { behavesInHolding } from './behaves-in-holding.ts'
import { behavesInReplaying } from './behaves-in-replaying.ts'
import { behavesInRunning } from './behaves-in-running.ts'
import { behavesInTrouble } from './behaves-in-trouble.ts'
import { behavesInTryingOut } from './behaves-in-trying-out.ts'
import { behavesInWaiting } from './behaves-in-waiting.ts'
import { behavesInWatching } from './behaves-in-watching.ts'
import { behavesUnrecorded } from './behaves-unrecorded.ts'
import type { CreateDriver } from './world.ts'

/**
 * What every driver must do, whatever it is built on. A driver is correct when this passes.
 * Time is simulated; a crash cuts the store off, so that only what was committed is found again.
 */
export function driverBehaviour(name: string, create: CreateDriver): void {
  behavesInRunning(name, create)
  behavesInWaiting(name, create)
  behavesInAnswering(name, create)
  behavesInControl(name, create)
  behavesInAdmission(name, create)
  behavesInHolding(name, create)
  behavesAtGates(name, create)
  behavesInFailing(name, create)
  behavesInReplaying(name, create)
  behavesInTryingOut(name, create)
  behavesInTrouble(name, create)
  behavesInWatching(name, create)
  behavesUnrecorded(name, create)
}
