import { isJsonObject, type JsonObject } from '../json.ts'
import type { DocumentNodes } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'

/** With `record: never` nothing is on disk, so nothing can be found again: what relies on that is refused, or warned of. */
export function checkRecord(report: ProblemReport, { settings }: JsonObject, nodes: DocumentNodes): void {
  if (!isJsonObject(settings) || settings.record !== 'never') return
  if (settings.onFailure !== undefined) {
    const message = 'With "record: never" a failure is kept nowhere, so "onFailure" would never be started: take one of them out.'
    report.add({ code: 'NEEDS_RECORD', message, path: ['settings', 'onFailure'] })
  }
  for (const limit of ['concurrency', 'rateLimit', 'debounce']) {
    if (settings[limit] === undefined) continue
    const message = `With "record: never" there is no queue and nothing to count, so "${limit}" would never hold: take one of them out.`
    report.add({ code: 'NEEDS_RECORD', message, path: ['settings', limit], part: 'key' })
  }
  for (const node of nodes.all) {
    const waits = node.facts?.waits
    const path = [...node.path, 'type']
    if (waits === 'time') {
      const message = `Node ${quoted(node.id)} waits, and with "record: never" whatever waits is lost when the process ends: record it, or let it be short.`
      report.add({ code: 'LOST_IN_A_CRASH', message, path })
    } else if (waits !== undefined) {
      const message = `Node ${quoted(node.id)} waits to be answered, and with "record: never" no one could find it: take "record: never" out.`
      report.add({ code: 'NEEDS_RECORD', message, path })
    }
  }
}
