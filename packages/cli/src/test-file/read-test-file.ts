import { type Json, type Problem, parseYaml } from '@millrace/engine'
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
  return {
    ok: false,
    problems: mistakes.map(({ path, message }) => ({
      code: 'TEST_FILE_INVALID',
      severity: 'error',
      message: `${placeText(path)} ${message.replace('is not a known parameter', 'is no key of a test file: see docs/testing.md')}`,
      path,
      position: locate(path, 'key'),
    })),
  }
}

function placeText(path: readonly (string | number)[]): string {
  if (path.length === 0) return 'The file'
  return `"${path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${part}`)).join('')}"`
}
