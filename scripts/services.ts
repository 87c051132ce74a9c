// Real servers for the tests that need them: PostgreSQL, MariaDB, Redis, and one that speaks S3 and DynamoDB; each on a free port of
// 127.0.0.1, with its data in a temporary folder. `node scripts/services.ts start` prints what it started as JSON; `stop FOLDER` ends exactly
// those processes and deletes the folder.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, openSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { type AwsKey, makeAwsKey } from './aws-key.ts'

export interface Service {
  readonly port: number
  readonly pid: number
}

export interface Services {
  readonly folder: string
  /** Of the authority that signed the servers' certificate for the name `db.example.com`; PEM. */
  readonly ca: string
  readonly postgres?: Service
  readonly mysql?: Service
  readonly redis?: Service
  readonly aws?: Service & AwsKey
}

type ServiceName = 'postgres' | 'mysql' | 'redis' | 'aws'

interface Place {
  readonly folder: string
  readonly port: number
}

/** User, database and password are the same everywhere. */
export const login = { user: 'millrace', database: 'shop', password: "correct 'horse'" }

/** Each server: its program, what makes its data folder, how it is called, and what it says when it is ready. */
const kinds: Readonly<
  Record<ServiceName, { readonly find: () => string | undefined; readonly start: (program: string, place: Place) => Promise<Service> }>
> = {
  postgres: { find: () => newest('/usr/lib/postgresql/*/bin/postgres') ?? onPath('postgres'), start: startPostgres },
  mysql: { find: () => onPath('mariadbd'), start: startMariadb },
  redis: { find: () => onPath('redis-server'), start: startRedis },
  // See install-moto.sh.
  aws: { find: () => newest(join(homedir(), '.cache/millrace/moto-*/bin/moto_server')) ?? onPath('moto_server'), start: startMoto },
}

/** Which of them this machine does not have. */
export function missingServices(): readonly ServiceName[] {
  return (Object.keys(kinds) as ServiceName[]).filter((name) => kinds[name].find() === undefined)
}

export async function startServices(): Promise<Services> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-services-'))
  await chmod(folder, 0o755)
  const ca = await makeCertificate(folder)
  const started = await Promise.all(
    Object.entries(kinds).map(async ([name, { find, start }]) => {
      const program = find()
      if (program === undefined) return []
      const place = { folder: join(folder, name), port: await freePort() }
      await mkdir(place.folder)
      return [[name, await start(program, place)]]
    }),
  )
  const services: Services = { folder, ca, ...Object.fromEntries(started.flat()) }
  await writeFile(join(folder, 'services.json'), JSON.stringify(services))
  return services
}

export async function stopServices({ folder, postgres, mysql, redis, aws }: Services): Promise<void> {
  await Promise.all([postgres, mysql, redis, aws].map((service) => service && stop(service.pid)))
  await rm(folder, { recursive: true, force: true })
}

async function startPostgres(program: string, { folder, port }: Place): Promise<Service> {
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, login.password)
  const owner = postgresOwner()
  await Promise.all(['', 'password'].map((name) => (owner ? chown(join(folder, name), owner.uid, owner.gid) : undefined)))
  const initdb = join(program, '..', 'initdb')
  const how = ['-D', data, '-U', login.user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--no-sync']
  execFileSync(initdb, how, { stdio: 'pipe', ...owner })
  const key = await certificateFor(folder, owner)
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', ssl: 'on', ...key, timezone: 'Asia/Kolkata' }
  const args = ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const pid = await run(program, args, { folder, ready: 'ready to accept connections', ...owner })
  const where = ['-h', '127.0.0.1', '-p', String(port), '-U', login.user]
  execFileSync(join(program, '..', 'createdb'), [...where, login.database], { env: { PGPASSWORD: login.password }, stdio: 'pipe' })
  return { port, pid }
}

/** PostgreSQL does not run as root: then as the user that its package made. */
function postgresOwner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function startMariadb(program: string, { folder, port }: Place): Promise<Service> {
  const data = join(folder, 'data')
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  const install = onPath('mariadb-install-db') ?? 'mariadb-install-db'
  execFileSync(install, ['--no-defaults', `--datadir=${data}`, '--skip-test-db', '--auth-root-authentication-method=normal', ...user], {
    stdio: 'pipe',
  })
  const init = join(folder, 'init.sql')
  const password = login.password.replaceAll("'", "''")
  await writeFile(
    init,
    `CREATE DATABASE ${login.database};\nCREATE USER '${login.user}'@'%' IDENTIFIED BY '${password}';\nGRANT ALL ON *.* TO '${login.user}'@'%';\n`,
  )
  const { ssl_cert_file: cert, ssl_key_file: key } = await certificateFor(folder)
  const args = [
    ...['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(folder, 'socket')}`],
    ...[
      `--pid-file=${join(folder, 'pid')}`,
      `--init-file=${init}`,
      `--ssl-cert=${cert}`,
      `--ssl-key=${key}`,
      '--skip-name-resolve',
      ...user,
    ],
  ]
  return { port, pid: await run(program, args, { folder, ready: 'ready for connections' }) }
}

async function startRedis(program: string, { folder, port }: Place): Promise<Service> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', login.password, '--save', '', '--dir', folder]
  return { port, pid: await run(program, args, { folder, ready: 'Ready to accept connections' }) }
}

/** It keeps everything in memory. */
async function startMoto(program: string, { folder, port }: Place): Promise<Service & AwsKey> {
  const pid = await run(program, ['-H', '127.0.0.1', '-p', String(port)], { folder, ready: 'Running on' })
  return { port, pid, ...(await makeAwsKey(`http://127.0.0.1:${port}`)) }
}

interface RunOptions {
  readonly folder: string
  /** What the log says once the server answers. */
  readonly ready: string
  readonly uid?: number
  readonly gid?: number
}

/** The server goes on when this process ends, so that its log is a file. */
async function run(program: string, args: readonly string[], { folder, ready, ...owner }: RunOptions): Promise<number> {
  const log = join(folder, 'log')
  const out = openSync(log, 'a')
  const server = spawn(program, args, { stdio: ['ignore', out, out], detached: true, cwd: folder, ...owner })
  server.unref()
  for (;;) {
    const said = await readFile(log, 'utf8')
    if (said.includes(ready)) return server.pid ?? 0
    if (server.exitCode !== null) throw new Error(`${program} ended with code ${server.exitCode}:\n${said}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function stop(pid: number): Promise<void> {
  // SIGINT ends PostgreSQL without waiting for its clients; the others take it as they take SIGTERM.
  for (let signal: NodeJS.Signals | 0 = isPostgres(pid) ? 'SIGINT' : 'SIGTERM'; send(pid, signal); signal = 0) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function isPostgres(pid: number): boolean {
  return existsSync(`/proc/${pid}/cmdline`) && execFileSync('cat', [`/proc/${pid}/cmdline`], { encoding: 'utf8' }).includes('postgres')
}

/** Whether there was such a process. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

async function makeCertificate(folder: string): Promise<string> {
  const subject = ['-subj', '/CN=db.example.com', '-addext', 'subjectAltName=DNS:db.example.com']
  const files = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')]
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', ...subject, ...files],
    { stdio: 'pipe' },
  )
  return readFile(join(folder, 'server.crt'), 'utf8')
}

/** A copy that belongs to who runs the server: PostgreSQL insists. */
async function certificateFor(folder: string, owner?: { readonly uid: number; readonly gid: number }) {
  const copies = { ssl_cert_file: join(folder, 'server.crt'), ssl_key_file: join(folder, 'server.key') }
  for (const copy of Object.values(copies)) {
    await writeFile(copy, await readFile(copy.replace(`${folder}/`, `${join(folder, '..')}/`)), { mode: 0o600 })
    if (owner) await chown(copy, owner.uid, owner.gid)
  }
  return copies
}

function newest(pattern: string): string | undefined {
  return globSync(pattern)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1)
}

function onPath(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port')
  return address.port
}

if (import.meta.main) {
  const [, , command, folder = ''] = process.argv
  if (command === 'start') console.log(JSON.stringify(await startServices()))
  else if (command === 'stop') await stopServices(JSON.parse(await readFile(join(folder, 'services.json'), 'utf8')))
  else throw new Error('Say "start", or "stop" and the folder that start has printed')
}
