import { createInterface } from 'node:readline'
import { usageError } from '../cli-error.ts'
import type { Host } from '../host.ts'

/** Asks for a yes. Without a terminal nobody could give it: throws the usage error that names `--yes`. */
export async function confirm(question: string, { input, err }: Pick<Host, 'input' | 'err'>): Promise<boolean> {
  if (!input.isTTY || !err.isTerminal) throw usageError(`${question} Nobody can be asked here: add --yes to go on.`)
  err.write(`${question} [y/N] `)
  const lines = createInterface({ input })
  try {
    for await (const line of lines) return /^y(es)?$/i.test(line.trim())
    return false
  } finally {
    lines.close()
  }
}
