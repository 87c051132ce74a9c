import type { Json } from '@millrace/engine'

/** Why a step of a pipeline cannot work, before it is known which one it is. */
export class StepFault extends Error {
  override readonly name = 'StepFault'
  readonly details: { readonly [key: string]: Json }
  constructor(message: string, details: { readonly [key: string]: Json } = {}) {
    super(message)
    this.details = details
  }
}

/** Names the item that a step cannot work on, e.g. `item 2 (counted from 0) is not a map`. */
export function badItem(index: number, why: string, details: { readonly [key: string]: Json } = {}): StepFault {
  return new StepFault(`item ${index} (counted from 0) ${why}`, { item: index, ...details })
}
