import { unknownVariables } from '../configuration/unknown-variables.ts'
import { type Finding, findingsIn } from './finding.ts'

const { ok, warning } = findingsIn('settings')

/** Settings that are wrong never come this far; these are the ones that would be left out in silence. */
export function checkSettings(environment: NodeJS.Dict<string>): readonly Finding[] {
  const unknown = unknownVariables(environment)
  if (unknown.length === 0) return [ok('every MILLRACE_ variable is a setting')]
  return unknown.map((message) => warning(message, 'Correct its name, or unset it.'))
}
