import { expect, test } from 'vitest'
import { eventually } from './support/eventually.ts'
import { type StartedMillrace, startMillrace } from './support/start-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

/** Where the server dies: a write of a table is on disk and its step is not recorded, and right after a transaction. */
const deaths = ['step-answered', 'transaction-done', 'transaction-open'].flatMap((name) =>
  Array.from({ length: Math.max(1, Math.round(3 * scale)) }, (_, index) => `${name}:${12 + index * 5}`),
)

interface Page<Item> {
  readonly items: readonly Item[]
}

interface Execution {
  readonly status: string
}

interface Guest {
  readonly visits: number
}

test.each(deaths)('a server that dies at %s has written each step to its tables once', async (death) => {
  const dataDirectory = temporaryDirectory()
  const start = (environment = {}) => startMillrace({ workflows: 'examples/guest-book', dataDirectory, environment })
  const entry = (text: string) => ({ email: 'ada@example.com', name: 'Ada', text })

  // Where the database is made, transactions are many.
  await (await start()).end('SIGTERM')
  const first = await start({ MILLRACE_FAIL_POINT: death })
  const sent = await Promise.allSettled(Array.from({ length: 5 }, (_, index) => first.send('/webhook/guest-book', entry(`text ${index}`))))
  await first.end('SIGKILL')

  const second = await start()
  const executions = await eventually('everything that was taken has ended', async () => {
    const { items } = await second.get<Page<Execution>>('/executions?limit=200')
    return items.every(({ status }) => status === 'success') ? items.length : undefined
  })
  expect(executions).toBeGreaterThanOrEqual(sent.filter(({ status }) => status === 'fulfilled').length)
  await second.send('/webhook/guest-book', entry('last'))
  const guests = await second.get<Page<Guest>>('/tables/guest/records')
  expect(guests.items).toMatchObject([{ visits: executions + 1 }])
  const { count } = await second.get<{ readonly count: number }>('/tables/entry')
  expect(count).toBe(executions + 1)
})

interface Reader {
  readonly email: string
}

test.each(['step-answered:17', 'transaction-done:22', 'transaction-open:22'])(
  'a server that dies at %s has told once of each change of a relation',
  async (death) => {
    const dataDirectory = temporaryDirectory()
    const start = (environment = {}) => startMillrace({ workflows: 'examples/reading-circle', dataDirectory, environment })
    const made = await start()
    await made.send('/api/v1/tables', { name: 'reader', columns: [{ name: 'email', type: 'string', required: true, unique: true }] })
    const columns = [
      { name: 'name', type: 'string', unique: true },
      { name: 'readers', type: 'relation', table: 'reader' },
    ]
    await made.send('/api/v1/tables', { name: 'circle', columns })
    await made.end('SIGTERM')

    const join = ({ send }: StartedMillrace, name: string) => send('/webhook/circles/poems/readers', { email: `${name}@example.com` })
    const first = await start({ MILLRACE_FAIL_POINT: death })
    await Promise.allSettled(['ada', 'bob', 'cleo', 'dan', 'eve'].map((name) => join(first, name)))
    await first.end('SIGKILL')

    const second = await start()
    await join(second, 'zoe')
    const welcomed = async () => (await second.get<Page<Reader>>('/tables/welcome/records?sort=email')).items.map(({ email }) => email)
    await eventually('who joined last is welcomed, and nothing goes on', async () => {
      if (!(await welcomed()).includes('zoe@example.com')) return undefined
      const { items } = await second.get<Page<Execution>>('/executions?status=queued,running,waiting')
      return items.length === 0 || undefined
    })
    const [circle] = (await second.get<Page<{ readonly readers: readonly Reader[] }>>('/tables/circle/records?include=readers')).items
    expect(await welcomed()).toEqual(circle?.readers.map(({ email }) => email).sort())
  },
)
