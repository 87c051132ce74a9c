import { stripTypeScriptTypes } from 'node:module'
import { type AnyNode, type Program, parse } from 'acorn'
import { transformSync } from 'esbuild'

/** One source file of a package, read for its imports and for the names it uses. */
export interface SourceFile {
  /** Without `@millrace/`, e.g. `engine`. */
  readonly packageName: string
  /** Within the package, e.g. `src/graph/plan.ts`. */
  readonly path: string
  readonly imports: readonly Import[]
  readonly tree: Program
}

export interface Import {
  readonly from: string
  readonly line: number
}

export interface Violation {
  readonly place: string
  readonly message: string
}

export function parseSourceFile(packageName: string, path: string, source: string): SourceFile {
  const plain = path.endsWith('.tsx') ? withoutMarkup(withTypeImports(source)) : stripTypeScriptTypes(withTypeImports(source))
  const tree = parse(plain, { ecmaVersion: 'latest', sourceType: 'module', locations: true })
  const imports: Import[] = []
  visit(tree, (node) => {
    const from = importedFrom(node)
    if (from !== undefined) imports.push({ from, line: lineOf(node) })
  })
  return { packageName, path, imports, tree }
}

export function isTestFile(path: string): boolean {
  return path.endsWith('.test.ts')
}

/** Support for tests that other packages may import too: conformance suites, samples. */
export function isTestSupport(path: string): boolean {
  return /(^|\/)testing\//.test(path)
}

export function violation({ packageName, path }: SourceFile, line: number, message: string): Violation {
  return { place: `packages/${packageName}/${path}:${line}`, message }
}

/** Visits every node, parents first. */
export function visit(node: AnyNode, visitor: (node: AnyNode) => void): void {
  visitor(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, visitor)
  }
}

export function lineOf(node: AnyNode): number {
  return node.loc?.start.line ?? 0
}

/** Node strips types but knows no markup; the lines of what comes out are only near those of the file. */
function withoutMarkup(source: string): string {
  return transformSync(source, {
    loader: 'tsx',
    jsx: 'automatic',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, jsx: 'react-jsx' } },
  }).code
}

/** An arrow is an arrow, also when only types travel along it; stripping types would drop those imports. */
function withTypeImports(source: string): string {
  return source.replace(/^(\s*)(import|export) type (?=[{*]|\w+ from\b|\w+,)/gm, '$1$2 ')
}

function importedFrom(node: AnyNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression': {
      const { source } = node
      return source?.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined
    }
    case 'CallExpression': {
      const [given] = node.arguments
      const isRequire = node.callee.type === 'Identifier' && node.callee.name === 'require'
      return isRequire && given?.type === 'Literal' && typeof given.value === 'string' ? given.value : undefined
    }
    default:
      return undefined
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
