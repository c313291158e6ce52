import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the command line tool built for this run. */
    laurel: string
  }
}

/** Builds the command line tool once, for all tests that run it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Inside the package, so that what it reads is found.
  const folder = await mkdtemp(join('dist', 'laurel-cli-'))
  await promisify(execFile)('npm', ['run', '--silent', 'bundle:cli', '--', `--outdir=${folder}`])
  project.provide('laurel', resolve(folder, 'laurel.js'))
  return () => rm(folder, { recursive: true })
}
