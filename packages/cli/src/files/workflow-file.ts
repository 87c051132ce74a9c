import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** What is hidden, and folders that hold other people's files: the data directory and installed packages change all the time. */
const passedOver = /^(\.|node_modules$|dist$)/

export function isPassedOver(relativePath: string): boolean {
  return relativePath.split(/[/\\]/).some((name) => passedOver.test(name))
}

/** What tests of workflows are named, beside `orders.yaml` that is `orders.test.yaml`. */
export const testFileEnding = /\.test\.(ya?ml)$/i

/** Every YAML file under the directory that may be a workflow, sorted, without what is hidden or installed. */
export async function yamlFilesIn(directory: string): Promise<readonly string[]> {
  return (await allYamlIn(directory)).filter((file) => !testFileEnding.test(file))
}

/** The tests of workflows, in the same way. */
export async function testFilesIn(directory: string): Promise<readonly string[]> {
  return (await allYamlIn(directory)).filter((file) => testFileEnding.test(file))
}

async function allYamlIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const found = await Promise.all(
    entries.map((entry) => {
      const path = join(directory, entry.name)
      if (isPassedOver(entry.name)) return []
      if (entry.isDirectory()) return allYamlIn(path)
      return isYamlName(entry.name) ? [path] : []
    }),
  )
  return found.flat().sort()
}

function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name)
}

/** Whether the text is meant as a workflow: it has a key `nodes`. Goes by the look, so that a broken file is told and not passed over. */
export function looksLikeWorkflow(source: string): boolean {
  return /^[ \t]{0,2}(["']?)nodes\1[ \t]*:/m.test(source) || /[{,][ \t]*(["']?)nodes\1[ \t]*:/.test(source)
}

/** The path as the user would type it: relative below the directory, absolute elsewhere. */
export function shownPath(path: string, directory: string): string {
  const shown = relative(directory, path)
  return shown.startsWith('..') ? path : shown || '.'
}
