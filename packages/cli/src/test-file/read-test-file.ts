import { type Json, nearestWord, type ParamMistake, type Problem, parseYaml } from '@millrace/engine'
import { paramMistakes, parseOutside } from '@millrace/kit'
import { type TestCase, testFile } from './test-schema.ts'

export type ReadTestFile =
  /** `workflow` is as the file names it, undefined where it goes by its own name. */
  | { readonly ok: true; readonly workflow: string | undefined; readonly tests: readonly TestCase[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

export function readTestFile(source: string): ReadTestFile {
  const { value, problems, locate } = parseYaml(source)
  if (value === undefined || problems.some(({ severity }) => severity === 'error')) return { ok: false, problems }
  const parsed = parseOutside(testFile, value)
  if (parsed.success) return { ok: true, workflow: parsed.data.workflow, tests: parsed.data.tests }
  const mistakes = paramMistakes(testFile, value as Json, parsed.issues)
  return { ok: false, problems: mistakes.map((mistake) => ({ ...problemOf(mistake), position: locate(mistake.path, 'key') })) }
}

function problemOf({ path, message, knownKeys }: ParamMistake): Omit<Problem, 'position'> {
  const problem = { code: 'TEST_FILE_INVALID', severity: 'error', path } as const
  if (knownKeys === undefined) return { ...problem, message: `${placeText(path)} ${message}` }
  const suggestion = nearestWord(String(path.at(-1)), knownKeys)
  const told = `${placeText(path)} is no key of a test file. Here it takes ${knownKeys.join(', ')}: see docs/testing.md.`
  return { ...problem, message: told, ...(suggestion !== undefined && { suggestion }) }
}

function placeText(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'The file'
  return `"${path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('')}"`
}
