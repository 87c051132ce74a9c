import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqliteStore } from '@millrace/store-sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkout } from '../../support/checkout.ts'
import { eventually } from '../../support/eventually.ts'
import { runMillrace } from '../../support/run-millrace.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { freePort } from '../process/free-port.ts'
import { startProduct } from '../process/start-product.ts'
import { faultsCache } from '../support/faults-cache.ts'
import { fill, hasSmallVolumes, onSmallVolume, volumeOf } from './small-volume.ts'

const patienceMs = 120_000

describe.runIf(hasSmallVolumes())('a replica whose disk is full', () => {
  test('keeps nobody from work, says so, and has all of it when there is room again', async () => {
    const directory = await mkdtemp(join(faultsCache(), 'full-replica-'))
    const volume = join(directory, 'volume')
    await mkdir(volume)
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const product = startProduct({
      workflows: join(checkout, 'examples/hello'),
      dataDirectory: join(directory, 'data'),
      port,
      environment: { MILLRACE_REPLICA: join(volume, 'replica') },
      errorFile: join(directory, 'errors.log'),
      through: onSmallVolume(volume, '64m'),
    })
    onTestFinished(async () => {
      await product.end('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    })
    const becomes = (wanted: string) =>
      eventually(`the replica is ${wanted}`, async () => (await stateOf(url)) === wanted || undefined, patienceMs)
    await product.up
    let count = 0
    const insert = async (): Promise<void> => {
      const answer = await fetch(`${url}/api/v1/tables/t/records`, { ...posting, body: JSON.stringify({ n: count }) })
      expect(answer.status, await answer.text()).toBe(201)
      count += 1
    }
    await insert()
    await becomes('following')
    const free = fill(volumeOf(product.pid, volume))
    while ((await stateOf(url)) !== 'failing') await insert()
    for (let more = 0; more < 20; more++) await insert()
    free()
    await becomes('following')
    const copy = join(temporaryDirectory(), 'replica')
    await eventually('all is shipped', async () => (await lagOf(url)) === 0 || undefined, patienceMs)
    await cp(join(volumeOf(product.pid, volume), 'replica'), copy, { recursive: true })
    await product.end('SIGKILL')
    const restored = join(temporaryDirectory(), 'restored')
    const { code, err } = await runMillrace(['restore', '--replica', copy, '--data-dir', restored])
    expect(code, err).toBe(0)
    const store = openSqliteStore({ directory: restored })
    expect(await store.tables.count('default', 't')).toBe(count)
    await store.close()
  })
})

const posting = { method: 'POST', headers: { 'content-type': 'application/json' } }

async function replicaOf(url: string): Promise<{ readonly state: string; readonly lagMs: number }> {
  const answer = await fetch(`${url}/api/v1/status`)
  return ((await answer.json()) as { replica: { state: string; lagMs: number } }).replica
}

const stateOf = async (url: string): Promise<string> => (await replicaOf(url)).state
const lagOf = async (url: string): Promise<number> => (await replicaOf(url)).lagMs
