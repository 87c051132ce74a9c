import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const source = {
  resolve: { conditions: ['source', 'node', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node', 'default'] } },
}

/** What only a real server can show; see scripts/services.ts. */
const withServers = [
  'packages/nodes/src/{postgres,mysql,redis}/**/*.test.ts',
  'packages/nodes/src/{s3,dynamodb}/moto-server.test.ts',
  'e2e/services/*.test.ts',
]

/**
 * However slow the machine and whatever runs beside: these only end what hangs. Ten times what the longest takes here, but for those that
 * have a limit of their own.
 */
const patience = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } }

/** Two on two cores as well, where one would be the default: while one of them waits for a server or a disk, the other one works. */
const workers = Math.max(2, availableParallelism() - 1)

export default defineConfig({
  test: {
    // A process that has held all the modules takes its time to end beside others.
    teardownTimeout: 60_000,
    // As in packages/cli/bin/millrace.js.
    execArgv: ['--no-wasm-code-gc'],
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          maxWorkers: workers,
          // Loading the same modules anew for each file took a quarter of the time. No test leaves anything behind in its process.
          isolate: false,
          include: ['packages/**/*.test.ts', 'architecture/**/*.test.ts', 'docs/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', ...withServers],
          ...patience,
        },
      },
      {
        ...source,
        test: {
          name: 'services',
          include: withServers,
          globalSetup: 'scripts/services-setup.ts',
          ...patience,
        },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          include: ['e2e/*.test.ts', 'examples/**/*.test.ts'],
          ...patience,
          // One test runs up to a dozen commands, each in a process of its own.
          testTimeout: 300_000,
          maxWorkers: workers,
          isolate: false,
        },
      },
      {
        ...source,
        test: {
          name: 'browser',
          include: ['e2e/browser/**/*.test.ts'],
          globalSetup: 'e2e/browser/support/build-editor.ts',
          ...patience,
          fileParallelism: false,
        },
      },
      {
        ...source,
        test: { name: 'faults', include: ['e2e/faults/**/*.test.ts'], testTimeout: 900_000, hookTimeout: 60_000, maxWorkers: workers },
      },
    ],
  },
})
