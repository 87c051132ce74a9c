import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { checkout, millrace } from './support/checkout.ts'
import { cleanEnvironment } from './support/run-millrace.ts'
import { temporaryDirectory } from './support/temporary-directory.ts'

test('nothing takes code of WebAssembly away, which V8 may do while a thread still counts on it', () => {
  const found = spawnSync(
    millrace.node,
    ['--trace-wasm-code-gc', '--stress-wasm-code-gc', ...millrace.args, 'validate', `${checkout}examples/hello/workflow.yaml`],
    // Without types that were stripped before, WebAssembly strips them.
    { encoding: 'utf8', env: cleanEnvironment({ NODE_COMPILE_CACHE: temporaryDirectory() }) },
  )
  expect(found).toMatchObject({ status: 0 })
  expect(`${found.stdout}${found.stderr}`).not.toContain('[wasm-gc]')
})
