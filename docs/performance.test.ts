import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { performancePage } from '../bench/performance-page.ts'
import { performancePicture } from '../bench/performance-picture.ts'
import type { Report } from '../bench/report.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const report = JSON.parse(read('../bench/published.json')) as Report

test('the page and its picture are made of the published run: node --conditions=source bench/performance-page.ts', () => {
  expect(read('performance.md')).toBe(performancePage(report))
  expect(read('pictures/performance.svg')).toBe(performancePicture(report))
})
