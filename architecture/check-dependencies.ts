import { layers } from './layers.ts'
import type { Violation } from './source-file.ts'

export interface Manifest {
  /** Where it lies, e.g. `packages/engine`. */
  readonly directory: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** A key of the lock file's `packages`, e.g. `node_modules/zod` or `packages/cli/node_modules/zod`. */
export type InstalledPath = string

/** One exact version of each dependency in the workspace, none that its layer does not allow, none without a line in the table. */
export function checkDependencies(
  manifests: readonly Manifest[],
  installed: readonly InstalledPath[],
  table: string,
): readonly Violation[] {
  return [
    ...manifests.flatMap(checkExactness),
    ...manifests.flatMap((manifest) => checkDeclared(manifest, table)),
    ...checkOneVersion(manifests),
    ...checkInstalledOnce(manifests, installed),
  ]
}

function checkExactness({ directory, ...manifest }: Manifest): readonly Violation[] {
  return allOf(manifest)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => ({ place: directory, message: `"${name}" is at ${version}: name one exact version` }))
}

function checkDeclared({ directory, dependencies = {} }: Manifest, table: string): readonly Violation[] {
  const layer = layers[directory.replace(/^packages\//, '')]
  return Object.keys(dependencies).flatMap((name) => {
    if (name.startsWith('@millrace/')) {
      return layer?.packages.includes(name.slice('@millrace/'.length)) ? [] : [{ place: directory, message: `must not depend on ${name}` }]
    }
    const found: Violation[] = []
    if (!layer?.npm.includes(name)) found.push({ place: directory, message: `"${name}" is not allowed by architecture/layers.ts` })
    if (!table.includes(`\`${name}\``)) found.push({ place: directory, message: `"${name}" has no line in docs/decisions/dependencies.md` })
    return found
  })
}

function checkOneVersion(manifests: readonly Manifest[]): readonly Violation[] {
  const first = new Map<string, { readonly version: string; readonly directory: string }>()
  return manifests.flatMap((manifest) =>
    allOf(manifest).flatMap(([name, version]) => {
      const known = first.get(name)
      if (known === undefined) first.set(name, { version, directory: manifest.directory })
      if (known === undefined || known.version === version) return []
      return [{ place: manifest.directory, message: `"${name}" is at ${version} here and at ${known.version} in ${known.directory}` }]
    }),
  )
}

/** The canvas brings a zustand of its own, one version older: 1 KB, and no value of one ever meets the other. */
const ownCopies: ReadonlySet<InstalledPath> = new Set(['node_modules/@xyflow/react/node_modules/zustand'])

/** What we name ourselves lies once in the tree: two copies of zod are two sets of classes. */
function checkInstalledOnce(manifests: readonly Manifest[], installed: readonly InstalledPath[]): readonly Violation[] {
  const named = new Set(manifests.flatMap((manifest) => Object.keys(manifest.dependencies ?? {})))
  return [...named]
    .map((name) => ({ name, paths: installed.filter((path) => !ownCopies.has(path) && path.endsWith(`node_modules/${name}`)) }))
    .filter(({ paths }) => paths.length > 1)
    .map(({ name, paths }) => ({
      place: 'package-lock.json',
      message: `"${name}" is installed ${paths.length} times: ${paths.join(', ')}`,
    }))
}

function allOf({ dependencies = {}, devDependencies = {} }: Omit<Manifest, 'directory'>): readonly [string, string][] {
  return [...Object.entries(dependencies), ...Object.entries(devDependencies)]
}
