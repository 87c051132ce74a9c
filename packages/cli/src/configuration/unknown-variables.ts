import { nearestWord } from '@millrace/engine'

const settings = [
  'MILLRACE_CAPTURE',
  'MILLRACE_DATA_DIR',
  'MILLRACE_DEBUG',
  'MILLRACE_DISK',
  'MILLRACE_CODE_PACKAGES',
  'MILLRACE_EGRESS_ALLOW',
  'MILLRACE_EGRESS_PROXY',
  'MILLRACE_ENCRYPTION_KEY',
  'MILLRACE_ENV_ALLOW',
  'MILLRACE_ERROR_WORKFLOW',
  'MILLRACE_FAIL_POINT',
  'MILLRACE_LOG',
  'MILLRACE_MAX_EVENT_DEPTH',
  'MILLRACE_MAX_FILE_SIZE',
  'MILLRACE_MAX_RUNNING',
  'MILLRACE_NAME',
  'MILLRACE_PORT',
  'MILLRACE_PUBLIC_URL',
  'MILLRACE_REDACT',
  'MILLRACE_REPLICA',
  'MILLRACE_REPLICA_KEEP',
  'MILLRACE_RETENTION',
  'MILLRACE_SEARCH',
  'MILLRACE_SERVER',
]
const families = ['MILLRACE_CONNECTION_', 'MILLRACE_SECRET_', 'MILLRACE_VAR_']

/** Says of each variable that looks like a setting and is none what it may have meant: a misspelt one would be left out in silence. */
export function unknownVariables(environment: NodeJS.Dict<string>): readonly string[] {
  const allowed = (environment.MILLRACE_ENV_ALLOW ?? '').split(',').map((name) => name.trim())
  return Object.keys(environment)
    .filter((name) => name.startsWith('MILLRACE_') && !allowed.includes(name))
    .filter((name) => !settings.includes(name.replace(/_FILE$/, '')) && !families.some((family) => name.startsWith(family)))
    .map((name) => {
      const near = nearestWord(name, [...settings, ...families.map((family) => `${family}<NAME>`)])
      return `${name} is not a setting${near === undefined ? '; see docs/cli.md.' : `; did you mean ${near}?`}`
    })
}
