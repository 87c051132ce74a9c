/** Where somebody was in the list: coming back from an execution leads there again. */
interface Place {
  readonly row: number
  /** Of the execution there: more may stand above it by now. */
  readonly id?: string
  readonly scrollTop: number
}

const places = new Map<string, Place>()

/** `search` is the filter as the address has it. */
export function keepPlace(search: string, place: Place): void {
  places.set(search, place)
}

export function keptPlace(search: string): Place {
  return places.get(search) ?? { row: 0, scrollTop: 0 }
}
