import type { z } from 'zod'

const typePattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)*$/
const portPattern = /^[a-z0-9][a-z0-9_-]*$/
const everyNodesPorts: readonly string[] = ['error', 'timeout']

/** Types name files and stand in workflows, so their form is narrow: `http.request`, `for-each`. */
export function assertType(kind: string, type: string): void {
  if (!typePattern.test(type)) throw new Error(`${kind} "${type}": write it in lower case, words joined by "-", groups by "."`)
}

/** A strict map of parameters: anything else could not tell a mistyped key. */
export function assertParams(type: string, params: z.ZodType): void {
  const { def } = params._zod as z.core.$ZodObjectInternals
  if (def.type !== 'object' || def.catchall?._zod.def.type !== 'never') {
    throw new Error(`Node or trigger type "${type}": make params a z.strictObject, so that unknown keys are found`)
  }
}

export function assertPorts(type: string, ports: readonly string[]): void {
  if (ports.length === 0) throw new Error(`Node type "${type}": name at least one port`)
  for (const port of ports) {
    if (!portPattern.test(port)) throw new Error(`Node type "${type}": port "${port}" must be a lower-case word`)
    if (everyNodesPorts.includes(port)) throw new Error(`Node type "${type}": leave out port "${port}", every node has it`)
  }
  if (new Set(ports).size < ports.length) throw new Error(`Node type "${type}": a port is listed twice`)
}
