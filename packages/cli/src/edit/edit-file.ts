import { resolve } from 'node:path'
import { edit, type PlaceChange, type Problem, parseWorkflow } from '@millrace/engine'
import { createStandardCatalog } from '@millrace/nodes'
import { CliError } from '../cli-error.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { decodeWorkflow } from '../files/decode-workflow.ts'
import { replaceFile } from '../files/replace-file.ts'
import { shownPath } from '../files/workflow-file.ts'
import type { Host } from '../host.ts'
import { errorText } from '../output/error-text.ts'
import { createPaint } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { problemCount, problemExcerpt, problemLine } from '../output/problem-text.ts'
import { readGivenFile } from '../run/read-data.ts'
import { lineChanges } from './line-changes.ts'

export interface EditOptions {
  readonly file: string
  readonly changes: readonly PlaceChange[]
  /** `print` writes nothing. */
  readonly mode: 'write' | 'print'
}

/** Makes the changes in the file, all or none. */
export async function editFile({ file, changes, mode }: EditOptions, host: Host): Promise<ExitCode> {
  const path = resolve(host.directory, file)
  const shown = shownPath(path, host.directory)
  const bytes = await readGivenFile(path, 'FILE')
  const { source, problems } = decodeWorkflow(bytes)
  if (problems.length > 0) return refuse(problems, { file: shown, source }, host)
  const edited = edit(source, { type: 'all', changes })
  if (!edited.ok) return refuse([edited.problem], { file: shown, source }, host)
  if (mode === 'print') host.out.write(edited.source)
  else await write(path, { before: source, after: edited.source, mark: byteOrderMark(bytes) }, host)
  const parsed = parseWorkflow(edited.source, createStandardCatalog())
  const left = parsed.ok ? parsed.warnings : parsed.problems
  tellProblems(left, { file: shown, source: edited.source }, host)
  if (left.length > 0) host.err.write(`${shown} has ${problemCount(left)}.\n`)
  return parsed.ok ? exitCode.ok : exitCode.failed
}

interface Write {
  readonly before: string
  readonly after: string
  readonly mark: string
}

async function write(path: string, { before, after, mark }: Write, { out }: Host): Promise<void> {
  if (after === before) {
    out.write('Nothing changes.\n')
    return
  }
  await replaceFile(path, mark + after).catch((error: unknown) => {
    throw new CliError(`${path} cannot be written: ${errorText(error)}. It is as it was.`, exitCode.failed, error)
  })
  const paint = createPaint(out)
  for (const { oldLine, newLine, removed, added } of lineChanges(before, after)) {
    const lines = [
      paint('cyan', `@@ -${range(oldLine, removed)} +${range(newLine, added)} @@`),
      ...removed.map((line) => paint('red', `-${printable(line)}`)),
      ...added.map((line) => paint('green', `+${printable(line)}`)),
    ]
    out.write(`${lines.join('\n')}\n`)
  }
}

/** As unified diffs have it: of no lines, the place is the line before. */
function range(line: number, lines: readonly string[]): string {
  return `${lines.length === 0 ? line - 1 : line},${lines.length}`
}

/** Decoding takes it away; the file keeps it. */
function byteOrderMark(bytes: Uint8Array): string {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? '\ufeff' : ''
}

interface Place {
  readonly file: string
  readonly source: string
}

function refuse(problems: readonly Problem[], place: Place, host: Host): ExitCode {
  tellProblems(problems, place, host)
  host.err.write(`Nothing was changed in ${place.file}.\n`)
  return exitCode.failed
}

function tellProblems(problems: readonly Problem[], place: Place, { err }: Host): void {
  const paint = createPaint(err)
  for (const problem of problems) {
    const excerpt = err.isTerminal ? problemExcerpt(problem, { ...place, paint }) : []
    err.write(`${[problemLine(problem, { ...place, paint }), ...excerpt].join('\n')}\n`)
  }
}
