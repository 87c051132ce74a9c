import { Fault } from '../fault.ts'
import type { Scope } from '../scope.ts'
import type { Value } from './value.ts'

/** What one evaluation of a template may cost. */
export interface Budget {
  /** Operations inside callbacks, a quarter for each element and a 64th for each character that a method goes through. */
  readonly steps: number
  /** How large one value may get, in characters; an element of an array or object counts as eight. */
  readonly size: number
  /** How deep arrays and objects may nest. */
  readonly depth: number
}

const defaultBudget: Budget = { steps: 1_000_000, size: 10_000_000, depth: 200 }

/** The state of one evaluation. */
export interface Frame {
  readonly scope: Scope
  readonly size: number
  readonly depth: number
  readonly steps: number
  stepsLeft: number
  /** Where in the expression the operation stands that may fail next. */
  position: number
  /** Parameters of callbacks. Each has its own slot: a callback never runs inside itself. */
  readonly locals: Value[]
}

export type Compute = (frame: Frame) => Value

export function createFrame(scope: Scope, budget: Partial<Budget> = {}): Frame {
  const { steps, size, depth } = { ...defaultBudget, ...budget }
  return { scope, size, depth, steps, stepsLeft: steps, position: 0, locals: [] }
}

export function spend(frame: Frame, steps: number): void {
  frame.stepsLeft -= steps
  if (frame.stepsLeft >= 0) return
  throw new Fault(
    'EXPRESSION_OUT_OF_STEPS',
    `The expression needs more than ${frame.steps} steps: let it look at fewer elements, or use a code node`,
  )
}

/** Pays for going through a text once. */
export function spendText(frame: Frame, length: number): void {
  if (length >= 64) spend(frame, length / 64)
}

/** Pays for an array or object of that many elements, before it is made. */
export function spendElements(frame: Frame, count: number): void {
  spendMore(frame, 0, count)
}

/** Pays for adding to an array that has `length` elements already. */
export function spendMore(frame: Frame, length: number, added: number): void {
  if ((length + added) * 8 > frame.size) throw tooLarge(frame)
  spend(frame, added / 4)
}

/** Pays for a text of that length, before it is made. */
export function spendNewText(frame: Frame, length: number): void {
  if (length > frame.size) throw tooLarge(frame)
  spendText(frame, length)
}

export function checkDepth(frame: Frame, depth: number): void {
  if (depth > frame.depth) throw new Fault('EXPRESSION_TOO_DEEP', `The value is nested more than ${frame.depth} levels deep`)
}

export function tooLarge(frame: Frame): Fault {
  return new Fault(
    'EXPRESSION_TOO_LARGE',
    `The value would be larger than ${frame.size} characters or ${Math.floor(frame.size / 8)} elements: make it smaller, or use a code node`,
  )
}
