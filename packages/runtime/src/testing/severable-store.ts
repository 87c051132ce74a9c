import type { Store } from '@millrace/store'

/** A store whose connection can be cut, as when the process dies: what was not committed by then never is. */
export interface SeverableStore extends Store {
  sever(): void
  /** Cuts it after so many more commits: the one in hand reaches the disk, but nobody hears of it. */
  severAfter(commits: number): void
  isSevered(): boolean
  /** From now on commits take until they are released. */
  holdCommits(): void
  releaseCommits(): void
  /** The next commits fail with this, until it is undefined again. */
  failCommits(error: unknown): void
  /** The next claims do. */
  failClaims(error: unknown): void
}

/** Wraps a store that outlives the "process"; open another wrapper on it to start again. */
export function severable(store: Store): SeverableStore {
  let isSevered = false
  let failure: unknown
  let claimFailure: unknown
  let gate: PromiseWithResolvers<void> | undefined
  let commitsLeft = Number.POSITIVE_INFINITY

  function guard<T extends object>(part: T): T {
    return new Proxy(part, {
      get(target, key, receiver) {
        const method: unknown = Reflect.get(target, key, receiver)
        if (typeof method !== 'function') return method
        return (...args: unknown[]): unknown => {
          if (isSevered) return new Promise(() => undefined) // A dead process gets no answer.
          if (key === 'claim' && claimFailure !== undefined) return Promise.reject(claimFailure)
          if (key === 'commit' && failure !== undefined) return Promise.reject(failure)
          if (key === 'commit' && --commitsLeft <= 0) isSevered = true
          if (isSevered) {
            void Reflect.apply(method, target, args)
            return new Promise(() => undefined)
          }
          if (key === 'commit' && gate !== undefined) return gate.promise.then(() => Reflect.apply(method, target, args))
          return Reflect.apply(method, target, args)
        }
      },
    })
  }

  return {
    kind: store.kind,
    executions: guard(store.executions),
    lanes: guard(store.lanes),
    workflows: guard(store.workflows),
    drafts: guard(store.drafts),
    canvases: guard(store.canvases),
    values: guard(store.values),
    connections: guard(store.connections),
    files: guard(store.files),
    retention: guard(store.retention),
    statistics: guard(store.statistics),
    search: guard(store.search),
    settings: guard(store.settings),
    schedules: guard(store.schedules),
    events: guard(store.events),
    polls: guard(store.polls),
    tables: guard(store.tables),
    triggerStarts: guard(store.triggerStarts),
    logLines: guard(store.logLines),
    tableTokens: guard(store.tableTokens),
    check: () => store.check(),
    close: () => Promise.resolve(),
    sever() {
      isSevered = true
    },
    isSevered: () => isSevered,
    holdCommits() {
      gate = Promise.withResolvers()
    },
    releaseCommits() {
      gate?.resolve()
      gate = undefined
    },
    severAfter(commits) {
      commitsLeft = commits
    },
    failCommits(error) {
      failure = error
    },
    failClaims(error) {
      claimFailure = error
    },
  }
}
