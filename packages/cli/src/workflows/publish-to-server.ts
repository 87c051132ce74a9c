import type { ApiClient } from '../api/api-client.ts'
import type { ApiWorkflowSummary } from '../api/api-types.ts'
import { usageError } from '../cli-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { problemLine } from '../output/problem-text.ts'
import { tellValidation } from '../validate/tell-validation.ts'
import { validateFiles } from '../validate/validate-files.ts'

interface PublishedFile {
  readonly file: string
  readonly note: string | undefined
}

export async function publishToServer(client: ApiClient, { file, note }: PublishedFile, host: Host): Promise<ExitCode> {
  const checked = await validateFiles([file], host)
  const [only, ...others] = checked
  const isBroken = checked.some(({ problems }) => problems.some(({ severity }) => severity === 'error'))
  if (isBroken) return tellValidation(checked, host, 'text')
  if (only === undefined || others.length > 0) {
    throw usageError(`"${file}" is ${checked.length} workflow files, and one at a time is published: name it.`)
  }
  const noted = note === undefined ? '' : `?note=${encodeURIComponent(note)}`
  const published = await client.sendYaml<ApiWorkflowSummary>('PUT', `/workflows/${only.id}${noted}`, only.source)
  const place = { file, source: only.source, paint: createPaint(host.err) }
  for (const warning of only.problems) host.err.write(`${problemLine(warning, place)}\n`)
  host.err.write(`${published.id} version ${published.version} is published on ${client.server}.\n`)
  return exitCode.ok
}
