import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressAssets } from './build/compress-assets.ts'

const root = import.meta.dirname

/** `npm start` and the tests build with this; `npm run editor` serves it anew at each change, beside a server on the usual port. */
export default defineConfig({
  root,
  base: '/',
  plugins: [react(), compressAssets()],
  resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
  build: {
    outDir: join(root, 'dist', 'app'),
    emptyOutDir: true,
    // A strict policy of the page allows no `data:` scripts, and one file per picture is cached for ever.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2024',
    // Which files a page needs: the server names them to the browser beforehand.
    manifest: true,
    rolldownOptions: {
      output: {
        // What several pages share goes into few files: a browser fetches six at a time, and the canvas would take fifty. Only what each of
        // those pages needs soon: any other kilobyte would be loaded before the canvas stands.
        codeSplitting: {
          groups: [
            { name: 'frame', tags: ['$initial'], priority: 1 },
            { name: 'icons', test: /lucide-react/, minShareCount: 2 },
            { name: 'text', test: /node_modules\/yaml\/|engine\/src\/yaml\// },
            { name: 'dialog', test: /base-ui\/react\/dialog\/|design\/dialog\./ },
            {
              name: 'popup',
              test: /base-ui\/react\/(?:tooltip|menu|context-menu)\/|design\/(?:tooltip|popup|icon-button|keys|menu-entries)/,
            },
            { name: 'status', test: /design\/(?:status-mark|copy-button|code-block|split-pane|type-icon)|model\/duration-text/ },
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
