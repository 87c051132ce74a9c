/** Columns of the same name are told apart by a number, so that none is lost in a map: `id`, `id_2`. */
export function columnNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let free = name
    for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`
    taken.add(free)
    return free
  })
}
