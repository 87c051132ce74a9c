import { defineConfig } from 'vitest/config'

const source = {
  resolve: { conditions: ['source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'default'] } },
}

export default defineConfig({
  test: {
    projects: [
      {
        ...source,
        test: {
          name: 'unit',
          include: ['packages/**/*.test.ts', 'architecture/**/*.test.ts', 'docs/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          testTimeout: 20_000,
        },
      },
      {
        ...source,
        test: { name: 'e2e', include: ['e2e/**/*.test.ts', 'examples/**/*.test.ts'], testTimeout: 120_000, fileParallelism: false },
      },
    ],
  },
})
