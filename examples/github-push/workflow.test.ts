import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { type HttpService, startHttpService } from '../../e2e/support/http-service.ts'
import { startMillrace } from '../../e2e/support/start-millrace.ts'
import { temporaryDirectory } from '../../e2e/support/temporary-directory.ts'

interface Delivery {
  readonly ref: string
  readonly commits: readonly { readonly id: string; readonly message: string }[]
}

interface ExampleEvents {
  readonly name: string
  readonly examples: readonly Delivery[]
}

const require = createRequire(import.meta.url)
// Real deliveries, gathered by the community: https://github.com/octokit/webhooks. The package ships JSON alone.
const events: readonly ExampleEvents[] = require('@octokit/webhooks-examples')
const deliveries = events.find(({ name }) => name === 'push')?.examples ?? []
const withCommits = deliveries.filter(({ commits }) => commits.length > 0)

/** Answers each commit's first call as a service does that is just being restarted. */
function startChecks(): Promise<HttpService> {
  return startHttpService(({ path }, earlier) =>
    earlier.some((call) => call.path === path) ? { status: 200, body: { state: 'passed' } } : { status: 503, body: { retry: true } },
  )
}

async function startWithChecks() {
  const checks = await startChecks()
  const millrace = await startMillrace({
    workflows: 'examples/github-push',
    dataDirectory: temporaryDirectory(),
    environment: { MILLRACE_VAR_CHECKS_URL: checks.url, MILLRACE_EGRESS_ALLOW: '127.0.0.0/8' },
  })
  return { checks, millrace }
}

interface Step {
  readonly step: string
  readonly status: string
  readonly attempts: readonly { readonly error?: { readonly code: string } }[]
}

describe('a delivery from GitHub', () => {
  test('is what lies beside the example', () => {
    const payload = JSON.parse(readFileSync(new URL('payload.json', import.meta.url), 'utf8'))
    expect(withCommits).toContainEqual(payload)
  })

  test.each(withCommits.map((delivery) => [delivery.ref, delivery] as const))(
    'with commits on %s has each of them checked, again when the service is not ready',
    async (_, delivery) => {
      const { checks, millrace } = await startWithChecks()
      const response = await millrace.send('/webhook/github/push', delivery)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({
        branch: 'main',
        strict: true,
        commits: delivery.commits.map(({ id }) => ({ commit: id.slice(0, 7), state: 'passed' })),
        passed: delivery.commits.length,
      })
      const id = delivery.commits[0]?.id
      expect(checks.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST /commits/${id}`, `POST /commits/${id}`])
      expect(new Set(checks.calls.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1)
    },
  )

  test('with many commits is handled three at a time, and each retry is in the history', async () => {
    // GitHub's examples have one commit each: this one is pushed nine times over, with ids of its own.
    const [delivery] = withCommits
    const commits = Array.from({ length: 9 }, (_, index) => ({ ...delivery?.commits[0], id: `${index}`.repeat(40) }))
    const { checks, millrace } = await startWithChecks()
    const response = await millrace.send('/webhook/github/push', { ...delivery, ref: 'refs/heads/feature/retries', commits })
    expect(await response.json()).toMatchObject({ branch: 'feature/retries', strict: false, passed: 9 })
    expect(checks.calls).toHaveLength(18)
    // Three are under way, so the fourth call can only be a second one of theirs.
    const paths = checks.calls.map(({ path }) => path)
    expect(new Set(paths.slice(0, 3)).size).toBe(3)
    expect(paths.slice(0, 3)).toContain(paths[3])
    const { items } = await millrace.get<{ items: readonly { id: string; status: string }[] }>('/executions')
    expect(items).toMatchObject([{ status: 'success' }])
    const { steps } = await millrace.get<{ steps: readonly Step[] }>(`/executions/${items[0]?.id}`)
    const checked = steps.filter(({ step }) => step.endsWith('.check'))
    expect(checked).toHaveLength(9)
    for (const { status, attempts } of checked) {
      expect(status).toBe('success')
      expect(attempts.map(({ error }) => error?.code)).toEqual(['HTTP_STATUS', undefined])
    }
    expect(steps.find(({ step }) => step === 'not_a_branch')?.status).toBe('skipped')
  })

  test.each(deliveries.filter(({ ref }) => ref.startsWith('refs/tags/')).map((delivery, index) => [index, delivery] as const))(
    'for a tag (%i) is answered without any check',
    async (_, delivery) => {
      const { checks, millrace } = await startWithChecks()
      const response = await millrace.send('/webhook/github/push', delivery)
      expect(await response.json()).toMatchObject({ ref: delivery.ref, checked: 0 })
      expect(checks.calls).toEqual([])
    },
  )
})
