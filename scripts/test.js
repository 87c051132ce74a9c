// `npm test`: installs if needed, then runs everything that needs only npm and what the machine has. Plain JavaScript for whatever Node the machine has.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { ensureInstalled } from './ensure-installed.js'

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const reports = join(root, 'node_modules', '.cache', 'millrace-test')

/** Each step is an npm script. One that runs tests leaves a report; `skip` says why a step has nothing to do. */
const steps = [
  { script: 'types' },
  { script: 'lint' },
  { script: 'unit', hasReport: true },
  { script: 'services', hasReport: true, skip: () => noServers() },
  { script: 'dead-code' },
  {
    script: 'e2e',
    hasReport: true,
    skip: () => (hasTests('e2e') || hasTests('examples') ? undefined : 'there are no tests in e2e/ and examples/'),
  },
  { script: 'browser', hasReport: true, skip: () => noBrowser() },
  { script: 'faults', hasReport: true },
]

ensureInstalled(root)
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const soak = beginSoak()
const results = [...steps.map(run), await soak]
const totals = { passed: sum('passed'), failed: sum('failed') }
writeFileSync(join(reports, 'totals.json'), JSON.stringify(totals))
// Once more where a log that is cut short still has them: what failed in the first minutes stands far above.
for (const failure of results.flatMap(({ failures = [] }) => failures)) console.log(`\n✗ ${failure.slice(0, 3000)}`)
console.log(`\n${results.map(({ line }) => line).join('\n')}`)
console.log(`npm test ran ${ran()}: ${totals.passed} tests passed, ${totals.failed} failed.`)
process.exit(results.every(({ ok }) => ok) ? 0 : 1)

function run({ script, hasReport = false, skip = () => undefined }) {
  const reason = skip()
  if (reason !== undefined) return { script, ok: true, skipped: true, passed: 0, failed: 0, line: `- ${script}: skipped, ${reason}` }
  console.log(`\n── npm run ${script}`)
  const startedAt = Date.now()
  const report = join(reports, `${script}.json`)
  const args = hasReport ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
  const { status } = spawnSync('npm', ['run', '--silent', script, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const ok = status === 0
  const counted = hasReport && existsSync(report) ? countTests(report) : { passed: 0, failed: 0, failures: [] }
  // A step that failed without a failed test, such as a type error, counts as one failure: the total never hides it.
  const failed = ok ? counted.failed : Math.max(counted.failed, 1)
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  return {
    script,
    ok,
    skipped: false,
    passed: counted.passed,
    failed,
    failures: counted.failures,
    line: `${ok ? '✓' : '✗'} ${script}: ${ok ? 'ok' : 'FAILED'} (${seconds} s)`,
  }
}

/** Beside the other steps, at a load that hardly slows them: ten minutes on the build machine, half a minute elsewhere. */
function beginSoak() {
  const script = 'soak'
  const minutes = Math.max(0.5, 10 * Number(process.env.MILLRACE_TEST_SCALE ?? 0.05))
  if (process.platform !== 'linux') {
    return { script, ok: true, skipped: true, passed: 0, failed: 0, line: `- ${script}: skipped, it reads what Linux tells of a process` }
  }
  const log = join(reports, `${script}.log`)
  const output = openSync(log, 'w')
  const child = spawn('npm', ['run', '--silent', script, '--', '--minutes', String(minutes)], {
    cwd: root,
    stdio: ['ignore', output, output],
  })
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const ok = code === 0
      console.log(`\n── npm run ${script}\n${readFileSync(log, 'utf8')}`)
      const line = `${ok ? '✓' : '✗'} ${script}: ${ok ? 'ok' : 'FAILED'} (${minutes} minutes, beside the others)`
      resolve({ script, ok, skipped: false, passed: ok ? 1 : 0, failed: ok ? 0 : 1, line })
    })
  })
}

function countTests(report) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that could not be loaded has no tests to count.
  const unloaded = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
  const failures = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${relative(root, name)} > ${fullName}\n${failureMessages.join('\n')}`),
  )
  for (const { name, message } of unloaded) failures.push(`${relative(root, name)}\n${message}`)
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length, failures }
}

function sum(key) {
  return results.reduce((total, result) => total + result[key], 0)
}

function ran() {
  const names = (wanted) => results.filter(({ skipped }) => skipped === wanted).map(({ script }) => script)
  const skipped = names(true)
  return `${names(false).join(', ')}${skipped.length > 0 ? ` (skipped: ${skipped.join(', ')})` : ''}`
}

/** With some of the servers the project says itself what it leaves out; a build machine needs them all. */
function noServers() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  const programs = ['postgres', 'mariadbd', 'redis-server', 'moto_server']
  const hasAny =
    existsSync('/usr/lib/postgresql') ||
    existsSync(join(homedir(), '.cache/millrace')) ||
    programs.some((name) => folders.some((folder) => existsSync(join(folder, name))))
  return hasAny || process.env.CI ? undefined : 'this machine has no PostgreSQL, MariaDB, Redis or moto to test against'
}

function noBrowser() {
  const has = [process.env.CHROME_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].some(
    (path) => path && existsSync(path),
  )
  return has || process.env.CI ? undefined : 'this machine has no Chromium (CHROME_PATH can name one)'
}

function hasTests(directory) {
  const path = join(root, directory)
  return existsSync(path) && readdirSync(path, { recursive: true }).some((name) => String(name).endsWith('.test.ts'))
}
