/** A condition that cannot be decided, e.g. because a text was compared with a number. Whoever asked says of what. */
export class ConditionFault extends Error {
  override readonly name = 'ConditionFault'
}
