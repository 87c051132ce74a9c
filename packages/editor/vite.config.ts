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
  },
  server: {
    host: '127.0.0.1',
    port: 5177,
    proxy: { '/api': { target: 'http://127.0.0.1:8577', ws: true } },
  },
})
