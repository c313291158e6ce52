import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the command line tool built for this run. */
    laurel: string
  }
}

/** Builds the command line tool once, for all tests that run it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Inside the package, so that its parts and dependencies are found.
  const folder = await mkdtemp(join(ROOT, 'dist', 'laurel-cli-'))
  const outfile = join(folder, 'laurel.mjs')
  await build({
    entryPoints: [join(ROOT, 'src/cli/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  })
  project.provide('laurel', outfile)
  return () => rm(folder, { recursive: true })
}
