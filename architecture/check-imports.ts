import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { type Layer, layers } from './layers.ts'
import { type Import, isTestSupport, type SourceFile, type Violation, violation } from './source-file.ts'

export interface Declared {
  readonly dependencies: readonly string[]
  /** The package's own and the workspace's: for test support. */
  readonly devDependencies: readonly string[]
}

/**
 * Arrows that point up or sideways, undeclared packages, `node:` where there is no I/O, and paths that leave the package.
 * Test support may use development dependencies and Node; its arrows point down like all others.
 */
export function checkImports(file: SourceFile, declared: Declared): readonly Violation[] {
  const layer = layers[file.packageName]
  if (layer === undefined) return [violation(file, 1, `package "${file.packageName}" has no layer: give it one in architecture/layers.ts`)]
  return file.imports.flatMap((one) => {
    const message = mistakeIn(one, file, layer, declared)
    return message === undefined ? [] : [violation(file, one.line, message)]
  })
}

function mistakeIn({ from }: Import, file: SourceFile, layer: Layer, declared: Declared): string | undefined {
  if (from.startsWith('.'))
    return leavesPackage(file.path, from) ? `"${from}" leaves the package: import the package by its name` : undefined
  if (isBuiltin(from)) {
    if (layer.node === 'all' || layer.node.includes(from) || isTestSupport(file.path)) return undefined
    return `"${from}" is not for ${file.packageName}: what it needs of the outside is handed in`
  }
  const name = packageNameOf(from)
  if (name.startsWith('@millrace/')) return mistakeInArrow(name, from, file, layer, declared)
  if (isTestSupport(file.path) && declared.devDependencies.includes(name)) return undefined
  if (!layer.npm.includes(name)) return `"${name}" is not a dependency that ${file.packageName} may have: see architecture/layers.ts`
  return mistakeInDeclaration(name, file, declared)
}

function mistakeInArrow(name: string, from: string, file: SourceFile, layer: Layer, declared: Declared): string | undefined {
  const target = name.slice('@millrace/'.length)
  if (target === file.packageName) return `"${from}" is this package itself: import the file`
  if (!layer.packages.includes(target))
    return `${file.packageName} must not import ${target}: arrows point down only, see architecture/layers.ts`
  if (from.endsWith('/testing') && !isTestSupport(file.path)) return `"${from}" is for tests only`
  return mistakeInDeclaration(name, file, declared)
}

function mistakeInDeclaration(name: string, file: SourceFile, declared: Declared): string | undefined {
  return declared.dependencies.includes(name)
    ? undefined
    : `"${name}" is not among the dependencies of packages/${file.packageName}/package.json`
}

function leavesPackage(path: string, from: string): boolean {
  return !posix.join(posix.dirname(path), from).startsWith('src/')
}

/** `@scope/name/deep` is `@scope/name`. */
function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
