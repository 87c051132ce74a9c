import type { RandomWorkflow } from './random-workflow.ts'
import type { World } from './run-seed.ts'
import { type DiskTrouble, noTrouble } from './simulated-disk.ts'

const year = 86_400_000 * 365

/** Puts off to random moments, before `until`, what the seed has in store: in bursts, so that troubles meet. */
export function disturb(world: World, until: number): void {
  const { chance, loop } = world
  const actions = actionsOn(world)
  loop.after(chance.integer(0, 50), undefined, actions[0])
  for (let bursts = chance.integer(1, 4); bursts > 0; bursts--) {
    const begin = chance.next() * until
    const spread = chance.oneOf([20, 500, 5_000, 30_000])
    for (let count = chance.integer(2, 8); count > 0; count--)
      loop.after(Math.min(until, begin + chance.next() * spread), undefined, chance.oneOf(actions))
  }
}

function actionsOn({ chance, loop, clients, servers, trouble, workflows, wallClock }: World): readonly [() => void, ...(() => void)[]] {
  const roots = workflows.filter(({ id }) => id.startsWith('root')) as [RandomWorkflow, ...RandomWorkflow[]] // There is at least one.
  const start = () => clients.start(chance.oneOf(roots).id, chance.happens(0.8))
  /** For a while; then it is as it was. */
  const passing = (one: Partial<DiskTrouble>) => {
    Object.assign(trouble, one)
    loop.after(chance.oneOf([50, 500, 10_000]), undefined, () => Object.assign(trouble, noTrouble))
  }
  // Of polls the lock on the data directory promises that no old process puts a row in place of its successor's.
  const isPolled = workflows.some(({ trigger }) => trigger?.type === 'glance')
  const dying = [
    servers.kill,
    servers.kill,
    isPolled ? servers.kill : servers.freeze,
    servers.restart,
    () => passing({ failureRate: 0.05 }),
  ]
  /** Somebody mistypes the year, and sees it. Who is started in between knows nothing of that, and what waits then waits for that year. */
  const farAhead = () => {
    wallClock.move(year)
    loop.after(chance.oneOf([1_000, 40_000]), undefined, () => wallClock.move(-year))
  }
  // Nor does a start that a gate puts off, for it goes by the clock on the wall.
  const hasGate = workflows.some(({ limits }) => limits?.rateLimit !== undefined || limits?.debounce !== undefined)
  return [
    start,
    start,
    start,
    start,
    ...(!hasGate && chance.happens(0.1) ? [farAhead, farAhead] : dying),
    clients.cancelOne,
    clients.cancelOne,
    clients.pauseOne,
    clients.replayOne,
    clients.replayOne,
    clients.deleteSome,
    clients.tellOne,
    clients.tellOne,
    () => wallClock.move(chance.oneOf([-86_400_000, -3_600_000, -600_000, -1_000, 3_600_000, 86_400_000])),
    () => passing({ isFull: true }),
    () => passing({ isBusy: true }),
    () => passing({ flakyRate: 0.3 }),
    () => passing({ slowestMs: 8_000 }),
  ]
}
