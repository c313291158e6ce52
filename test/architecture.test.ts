import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { MAY_IMPORT, MAY_IMPORT_TYPES } from './import-table.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** Pure data, which may exceed the line limit. */
const DATA = [
  'src/engine/catalog.ts',
  'src/settings.ts',
  'src/storage/profile-steps.ts',
  'test/fixtures/text/outputs.ts',
  'test/fixtures/text/topics.ts',
]
const MOST_LINES = 350

const PLATFORM_TYPES =
  /\b(R2Bucket|R2Object\w*|D1Database|DurableObjectStorage|DurableObjectState|SqlStorage)\b/

interface Import {
  from: string
  target: string
  typeOnly: boolean
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

function importsOf(file: string): Import[] {
  const text = read(file)
  const statements = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm
  const calls = /\bimport\(\s*'([^']+)'\s*\)/g
  return [
    ...[...text.matchAll(statements)].map((match) => ({
      target: match[2] ?? '',
      typeOnly: match[1] !== undefined,
    })),
    ...[...text.matchAll(calls)].map((match) => ({ target: match[1] ?? '', typeOnly: false })),
  ].map(({ target, typeOnly }) => ({
    from: file,
    target: target.startsWith('.') ? join(dirname(file), target) : target,
    typeOnly,
  }))
}

/** `src/engine/types.ts` → `engine`; `src/config.ts` → `config`; null outside src. */
function partOf(file: string): string | null {
  return /^src\/([\w-]+)/.exec(file)?.[1] ?? null
}

/** Returns the circles of a graph: of each strongly connected component with a circle, its nodes (Tarjan 1972). */
function circlesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const [index, low] = [new Map<string, number>(), new Map<string, number>()]
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (node: string) => {
    const at = index.size
    index.set(node, at)
    low.set(node, at)
    stack.push(node)
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0))
    }
    if (low.get(node) !== at) return
    const component = stack.splice(stack.indexOf(node))
    if (component.length > 1 || edges.get(node)?.has(node)) circles.push(component.sort())
  }
  for (const node of edges.keys()) if (!index.has(node)) visit(node)
  return circles
}

const src = filesUnder('src')
const functions = filesUnder('functions')
const tests = filesUnder('test')
const imports = [...src, ...functions].flatMap(importsOf)

describe('imports', () => {
  it('are found', () => {
    expect(src.length).toBeGreaterThan(50)
    expect(imports.length).toBeGreaterThan(200)
    expect(imports.some(({ typeOnly }) => typeOnly)).toBe(true)
  })

  it('of src go where the table lets them', () => {
    const astray = imports.filter(({ from, target, typeOnly }) => {
      const [part, wanted] = [partOf(from), partOf(target)]
      if (part === null || wanted === null || part === wanted) return false
      const allowed = [...(MAY_IMPORT[part] ?? []), ...(typeOnly ? (MAY_IMPORT_TYPES[part] ?? []) : [])]
      return !allowed.includes(wanted)
    })
    expect(astray).toEqual([])
  })

  it('of src never leave src', () => {
    const astray = imports.filter(
      ({ from, target }) => from.startsWith('src/') && /^(functions|test|\.\.)/.test(target),
    )
    expect(astray).toEqual([])
  })

  it('of functions go to src, and nothing imports them', () => {
    const astray = imports.filter(
      ({ from, target }) => from.startsWith('functions/') && /^(test|\.\.)/.test(target),
    )
    expect(astray).toEqual([])
  })

  it('of sql.js are the snapshot reader’s alone; functions bring it the compiled module', () => {
    const users = imports.filter(({ target }) => target.startsWith('sql.js'))
    const others = users.filter(
      ({ from, target }) =>
        !from.startsWith('src/snapshot/') &&
        !(from.startsWith('functions/') && target === 'sql.js/dist/sql-wasm.wasm'),
    )
    expect(users.length).toBeGreaterThan(0)
    expect(others).toEqual([])
  })

  it('of the engine name no package', () => {
    expect(
      imports.filter(({ from, target }) => partOf(from) === 'engine' && !target.startsWith('src/')),
    ).toEqual([])
  })

  it('of files run in no circle', () => {
    const files = new Set([...src, ...functions])
    const edges = new Map([...files].map((file) => [file, new Set<string>()]))
    for (const { from, target } of imports) if (files.has(target)) edges.get(from)?.add(target)
    expect(circlesOf(edges)).toEqual([])
  })

  it('run down alone: the table has no circle, types included', () => {
    const edges = new Map(
      Object.entries(MAY_IMPORT).map(([part, below]) => [
        part,
        new Set([...below, ...(MAY_IMPORT_TYPES[part] ?? [])]),
      ]),
    )
    expect(circlesOf(edges)).toEqual([])
  })

  it('would be found to run in a circle', () => {
    const edges = { a: ['b'], b: ['c'], c: ['a', 'd'], d: [], e: ['e', 'a'] }
    expect(circlesOf(new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)])))).toEqual([
      ['a', 'b', 'c'],
      ['e'],
    ])
  })

  it('are known to the table, whatever part they are of', () => {
    const parts = new Set(src.map(partOf))
    expect([...parts].filter((part) => part === null || !(part in MAY_IMPORT))).toEqual([])
  })
})

describe('files', () => {
  const all = [...src, ...functions, ...tests].filter((file) => !DATA.includes(file))

  it(`have ${MOST_LINES} lines at most, pure data aside`, () => {
    const long = all
      .map((file) => [file, read(file).split('\n').length - 1] as const)
      .filter(([, lines]) => lines > MOST_LINES)
    expect(long).toEqual([])
    for (const file of DATA) expect(read(file).split('\n').length).toBeGreaterThan(MOST_LINES)
  })

  it('of src and functions have under 120 lines, half of them', () => {
    const lengths = [...src, ...functions].map((file) => read(file).split('\n').length).sort((a, b) => a - b)
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(120)
  })

  it('are named for what they hold', () => {
    expect(all.filter((file) => /\b(utils?|helpers?|misc|common)\b/.test(file))).toEqual([])
  })

  it('name the platform’s storage in src/storage and functions alone', () => {
    const named = src.filter((file) => !file.startsWith('src/storage/') && PLATFORM_TYPES.test(read(file)))
    expect(named).toEqual([])
    expect(src.filter((file) => PLATFORM_TYPES.test(read(file))).length).toBeGreaterThan(0)
  })

  it('write to a profile’s storage where each write is noticed alone', () => {
    const direct = functions.filter((file) => /\bctx\.storage\b/.test(read(file)))
    expect(direct.filter((file) => file.startsWith('functions/profile/'))).toEqual([
      'functions/profile/context.ts',
    ])
    expect(direct).toContain('functions/circle/object.ts')
  })

  it('answer with data, not with stubs that a caller must dispose of', () => {
    // A stub left to the garbage collector keeps its target alive in the object, and crashes workerd under an
    // inspector.
    const stubs = [...src, ...functions].filter((file) => /\bRpcTarget\b|\bRpcStub\b/.test(read(file)))
    expect(stubs).toEqual([])
  })

  it('go round no check', () => {
    const evasions = [/\bas any\b/, /\bas unknown as\b/, /@ts-(ignore|expect-error|nocheck)/, /biome-ignore/]
    const found = all
      .filter((file) => file !== 'test/architecture.test.ts')
      .filter((file) => evasions.some((evasion) => evasion.test(withoutStrings(read(file)))))
    expect(found).toEqual([])
  })

  it('write no URL by hand: src/urls.ts builds them all', () => {
    const byHand = /\/@[\w{$]|\/api\/(v\d|['`"])|:handle\{@/
    const found = [...src, ...functions]
      .filter((file) => file !== 'src/urls.ts')
      .flatMap((file) =>
        read(file)
          .split('\n')
          .filter((line) => byHand.test(line) && !/^\s*(\*|\/[/*])/.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      )
    expect(found).toEqual([])
  })

  it('leave no test out', () => {
    const files = tests.filter((file) => /\.test\.tsx?$/.test(file) && file !== 'test/architecture.test.ts')
    expect(files.filter((file) => /\.(skip|only|todo)\(/.test(read(file)))).toEqual([])
  })
})

/** Returns the source without single-line strings, which may contain anything. */
function withoutStrings(source: string): string {
  return source.replace(/'(?:[^'\\\n]|\\.)*'|`[^`]*`/g, "''")
}
