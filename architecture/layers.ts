/** What a package may import. Arrows point down only: a package names those below it, never one above or beside it. */
export interface Layer {
  /** Packages of this workspace, without `@millrace/`. */
  readonly packages: readonly string[]
  /** From npm. Each must be in the package's own `package.json` too. */
  readonly npm: readonly string[]
  /** Which modules of Node may be used: what may not use them gets its I/O handed in. */
  readonly node: 'all' | readonly string[]
}

/** From the bottom to the top. A new arrow, or a new dependency, is a change of this table, so that somebody looks at it. */
export const layers: Readonly<Record<string, Layer>> = {
  engine: { packages: [], npm: ['acorn', 're2js', 'yaml'], node: [] },
  kit: { packages: ['engine'], npm: ['zod'], node: [] },
  nodes: {
    packages: ['engine', 'kit'],
    npm: [
      'acorn',
      'amaro',
      'aws4fetch',
      '@redis/client',
      'css-select',
      'domutils',
      'fflate',
      'htmlparser2',
      'imapflow',
      'jmespath',
      'json-p3',
      'croner',
      'cronstrue',
      'luxon',
      'mysql2',
      'nodemailer',
      'pg',
      'pg-cursor',
      'postal-mime',
      'saxes',
      'zod',
    ],
    // Bytes and digests, no I/O. The others are for `sqlite.query` alone: SQLite cannot be stopped within a statement, so that a database
    // is held by a process of its own, which is killed and which sees no file but those of its account's folder.
    // `node:module` is for libraries that are loaded when first used, where a promise would come too late: `require` counts as an import.
    node: ['node:buffer', 'node:child_process', 'node:crypto', 'node:module', 'node:sqlite', 'node:url', 'node:worker_threads'],
  },
  importers: { packages: ['engine', 'nodes'], npm: ['acorn', 'yaml'], node: [] },
  sandbox: { packages: ['engine'], npm: ['isolated-vm'], node: 'all' },
  store: { packages: ['engine'], npm: [], node: 'all' },
  'store-sqlite': { packages: ['engine', 'store'], npm: [], node: 'all' },
  runtime: { packages: ['engine', 'kit', 'store'], npm: ['ipaddr.js', 'undici'], node: 'all' },
  server: {
    packages: ['engine', 'kit', 'store', 'runtime'],
    npm: ['@fastify/busboy', '@hono/node-server', '@hono/zod-openapi', 'hono', 'jose', 'ws', 'zod'],
    node: 'all',
  },
  // What the browser gets. It talks to the server through the public API alone, and shares only the pure core with it.
  editor: {
    packages: ['engine'],
    npm: [
      '@base-ui/react',
      '@codemirror/autocomplete',
      '@codemirror/commands',
      '@codemirror/lang-javascript',
      '@codemirror/lang-python',
      '@codemirror/lang-yaml',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/search',
      '@codemirror/state',
      '@codemirror/view',
      '@dagrejs/dagre',
      '@lezer/highlight',
      '@tanstack/react-query',
      '@tanstack/react-virtual',
      '@xyflow/react',
      'lucide-react',
      'react',
      'react-dom',
      'react-router',
      'zustand',
    ],
    node: [],
  },
  cli: {
    packages: ['engine', 'kit', 'nodes', 'importers', 'store', 'store-sqlite', 'runtime', 'sandbox', 'server'],
    npm: ['esbuild', 'yaml', 'zod'],
    node: 'all',
  },
}
