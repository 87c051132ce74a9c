import type { RandomWorkflow } from './random-workflow.ts'
import type { World } from './run-seed.ts'
import { type DiskTrouble, noTrouble } from './simulated-disk.ts'

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
  return [
    start,
    start,
    start,
    start,
    servers.kill,
    servers.kill,
    servers.freeze,
    servers.restart,
    clients.cancelOne,
    clients.cancelOne,
    clients.pauseOne,
    () => {
      wallClock.offset += chance.oneOf([-86_400_000, -3_600_000, -600_000, -1_000, 3_600_000, 86_400_000])
    },
    () => passing({ isFull: true }),
    () => passing({ isBusy: true }),
    () => passing({ flakyRate: 0.3 }),
    () => passing({ failureRate: 0.05 }),
    () => passing({ slowestMs: 8_000 }),
  ]
}
