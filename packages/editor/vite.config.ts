import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressAssets } from './build/compress-assets.ts'
import { namePageFiles } from './build/name-page-files.ts'

const root = import.meta.dirname

/** What is loaded where, as `src/app.tsx` says; addresses as the server serves them. */
const pages = {
  '/workflows': 'src/workflows/workflows-page.tsx',
  '/workflows/*': 'src/canvas/editor-page.tsx',
  '/workflows/*?execution': 'src/overlay/pinned-page.tsx',
  '/executions': 'src/history/history-page.tsx',
  '/executions/*': 'src/history/execution-page.tsx',
  '/triggers': 'src/triggers/triggers-page.tsx',
  '/statistics': 'src/statistics/statistics-page.tsx',
  '/logs': 'src/logs/logs-page.tsx',
  '/logs/*': 'src/logs/events-page.tsx',
  '/tables': 'src/tables/tables-page.tsx',
  '/tables/*': 'src/tables/table-page.tsx',
}

/** `npm start` and the tests build with this; `npm run editor` serves it anew at each change, beside a server on the usual port. */
export default defineConfig({
  root,
  base: '/',
  plugins: [react(), compressAssets(), namePageFiles(pages)],
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  build: {
    outDir: join(root, 'dist', 'app'),
    emptyOutDir: true,
    // A strict policy of the page allows no `data:` scripts, and one file per picture is cached for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2024',
    rolldownOptions: {
      output: {
        // What several pages share goes into few files: a browser fetches six at a time, and the canvas would take fifty. Only what each of
        // those pages needs soon: any other kilobyte would be loaded before the canvas stands.
        codeSplitting: {
          groups: [
            { name: 'frame', tags: ['$initial'], priority: 1 },
            { name: 'icons', test: /lucide-react/, minShareCount: 2 },
            { name: 'text', test: /node_modules\/yaml\/|engine\/src\/yaml\// },
            { name: 'markdown', test: /design\/markdown/ },
            { name: 'dialog', test: /base-ui\/react\/dialog\/|design\/dialog\./ },
            {
              name: 'popup',
              test: /base-ui\/react\/(?:tooltip|menu|context-menu)\/|design\/(?:tooltip|popup|icon-button|keys|menu-entries)/,
            },
            { name: 'status', test: /design\/(?:status-mark|copy-button|code-block|split-pane|type-icon)/ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5177,
    proxy: { '/api': { target: 'http://127.0.0.1:8577', ws: true } },
  },
})
