import { type Finding, findingsIn } from './finding.ts'

const oldestMajor = 24

const { ok, problem } = findingsIn('node')

export function checkNode(version: string = process.versions.node): readonly Finding[] {
  const major = Number(version.split('.')[0])
  if (major >= oldestMajor) return [ok(`Node ${version}`)]
  return [problem(`Node ${version} is too old`, `Run Millrace on Node ${oldestMajor} or newer: npm start and npx millrace bring it along.`)]
}
