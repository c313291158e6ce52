import { basename, dirname, relative, resolve } from 'node:path'
import { type OutputChunk, rolldown } from 'rolldown'
import type { Plugin } from 'vitest/config'

const ROOT = resolve(import.meta.dirname, '../..')
/** What holds the code of all modules. There is no such file. */
const APP = resolve(ROOT, 'laurel-app.js')
/** What belongs to the app, its packages included. */
const OURS = /\/(src|functions)\/[^?]*\.tsx?$/
/** Takes its files from Node where it finds that, for which the platform has a stand-in. */
const SQL_JS = /^sql\.js/
/** What the runtime loads itself. */
const ELSEWHERE = /^(cloudflare|node):|\.(wasm|woff2)(\?|$)/
/**
 * The app as one module, which a runtime loads in one call to the process that started it instead of some six hundred.
 * Each file of the app stays a module, too, of what it exports of that one: tests get the very classes that the Worker
 * runs. Errors name lines of the bundle.
 * @param packages stay modules of their own
 */
export function bundledApp(main: string, packages: readonly string[]): Plugin {
  let bundled: Promise<Map<string, string>> | undefined
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
      bundled ??= bundle(main, packages)
      return (await bundled).get(id) ?? null
    },
  }
}

/** Returns the code of each file of the app, and of the bundle. */
async function bundle(main: string, packages: readonly string[]): Promise<Map<string, string>> {
  const build = await rolldown({
    input: main,
    cwd: ROOT,
    external: [...packages, SQL_JS],
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
    chunkFileNames: basename(APP),
    codeSplitting: { groups: [{ name: 'app', test: () => true }] },
  })
  await build.close()
  const chunks = output.filter((one): one is OutputChunk => one.type === 'chunk')
  return new Map(chunks.map(({ fileName, code }) => [resolve(ROOT, fileName), code]))
}
