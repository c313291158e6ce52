import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { type OutputChunk, rolldown } from 'rolldown'
import type { Plugin } from 'vitest/config'

const ROOT = resolve(import.meta.dirname, '..')
/** What holds the code of all modules. There is no such file. */
const APP = resolve(ROOT, 'laurel-app.js')
/** Where the app is, and which of its files are code. */
const FOLDERS = ['src', 'functions']
const OURS = new RegExp(`^${ROOT}/(?:${FOLDERS.join('|')})/[^?]*\\.tsx?$`)
/** What whoever runs the app loads itself. */
const ELSEWHERE = /^(cloudflare|node):|\.(wasm|ttf)(\?|$)/

/** A file that is imported, and not for its types alone. */
const IMPORTED = /^(?:import|export) (?!type )[^']*?from '(\.[^']+)'/gm

interface BundleOptions {
  /** Files of the app: they and what they import are bundled. */
  input: readonly string[]
  /** Packages that stay modules of their own. */
  external: readonly (string | RegExp)[]
}

/**
 * The app as one module, which a process of tests loads by one call to the process that started it instead of some six
 * hundred. Each file of the app stays a module, too, of what it exports of that one, and runs when it is first imported:
 * tests get the very classes that the app itself uses.
 */
export function bundledApp(options: () => BundleOptions): Plugin {
  let bundled: Promise<Map<string, OutputChunk>> | undefined
  return {
    name: 'bundled-app',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source.endsWith(basename(APP))) return APP
      // The app loads some of its files when they are first wanted.
      return importer === APP && source.startsWith('./') ? resolve(ROOT, source) : null
    },
    async load(id) {
      if (id !== APP && !OURS.test(id)) return null
      bundled ??= bundle(options())
      const { code, map } = (await bundled).get(id) ?? {}
      return code === undefined ? null : { code, map: map ?? null }
    },
  }
}

/** Files of the app that files of `test` import, but for those in these folders. */
export function importedByTests(otherFolders: readonly string[]): string[] {
  const folder = join(ROOT, 'test')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !otherFolders.includes(name.split(sep)[0] ?? ''))
    .map((name) => join(folder, name))
  const imported = files.flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(IMPORTED), ([, name = '']) =>
      resolve(dirname(file), name),
    ),
  )
  return [...new Set(imported)].filter((file) =>
    FOLDERS.some((name) => file.startsWith(join(ROOT, name, sep))),
  )
}

/** Returns the chunks of each file of the app, and of the bundle. */
async function bundle({ input, external }: BundleOptions): Promise<Map<string, OutputChunk>> {
  const build = await rolldown({
    input: [...input],
    cwd: ROOT,
    external: [...external],
    preserveEntrySignatures: 'strict',
    plugins: [
      {
        name: 'a-module-for-each-file',
        resolveId(source, importer) {
          if (!ELSEWHERE.test(source)) return null
          const isFile = importer !== undefined && source.startsWith('.')
          return { id: isFile ? resolve(dirname(importer), source) : source, external: 'absolute' }
        },
        moduleParsed({ id }) {
          if (OURS.test(id)) this.emitFile({ type: 'chunk', id, fileName: relative(ROOT, id) })
        },
      },
    ],
  })
  const { output } = await build.generate({
    strictExecutionOrder: true,
    sourcemap: 'hidden',
    entryFileNames: (chunk) => relative(ROOT, chunk.facadeModuleId ?? ''),
    chunkFileNames: basename(APP),
    codeSplitting: { groups: [{ name: 'app', test: () => true }] },
  })
  await build.close()
  const chunks = output.filter((one): one is OutputChunk => one.type === 'chunk')
  return new Map(chunks.map((chunk) => [resolve(ROOT, chunk.fileName), chunk]))
}
