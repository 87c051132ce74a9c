import { open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

/** Saves the body, and says under which name. Without a name given, the answer's own is taken, and nothing is overwritten. */
export async function saveDownload(response: Response, given: string | undefined, { directory }: Pick<Host, 'directory'>): Promise<string> {
  const name = given ?? ownName(response)
  const file = await open(resolve(directory, name), given === undefined ? 'wx' : 'w').catch((error: unknown) => {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const message = isThere
      ? `There is a file ${name} here already: name another with --to.`
      : `${name} cannot be written (${String(error)}).`
    throw new CliError(message, exitCode.failed, error)
  })
  try {
    for await (const part of response.body ?? []) await file.writeFile(part)
  } finally {
    await file.close()
  }
  return name
}

/** A server may say anything: only a plain name in this folder counts. */
function ownName(response: Response): string {
  const [, encoded = ''] = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '') ?? []
  const name = basename(decodeURIComponent(encoded).replaceAll('\\', '/'))
  return name === '' || name.startsWith('.') ? 'download' : name
}
