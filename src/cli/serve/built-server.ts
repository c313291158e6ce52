import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { LaurelError } from '../../errors.ts'

/** What `functions/front/build-server.ts` wrote, beside the command line tool. */
export interface BuiltServer {
  /** Path of the runtime’s program. */
  workerd: string
  /** Its version. */
  version: string
  /** Path of the configuration, by whether requests may go to private addresses. */
  config: { public: string; private: string }
  /** Folder of the files that browsers load. */
  assets: string
  /** How often the cron trigger fires. Unit: seconds. */
  tickSeconds: number
  /** Variables that the Worker reads. */
  settings: string[]
  /** The folder of R2's bucket. */
  bucket: string
}

/** The runtime that `serve` uses. @throws LaurelError `runtime_failed` if the server was not built */
export function builtVersion(): string {
  return manifest(place('server/server.json')).workerd
}

/** @throws LaurelError `runtime_failed` if the server was not built, or its runtime is not installed */
export function builtServer(): BuiltServer {
  const { workerd: version, ...rest } = manifest(place('server/server.json'))
  return {
    workerd: program(version),
    version,
    config: { public: place('server/public.bin'), private: place('server/private.bin') },
    assets: place('assets'),
    ...rest,
  }
}

/** The path of what lies beside the command line tool. */
const place = (name: string) => fileURLToPath(new URL(name, import.meta.url))

interface Manifest extends Pick<BuiltServer, 'tickSeconds' | 'settings' | 'bucket'> {
  workerd: string
}

function manifest(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new LaurelError('runtime_failed', 'The server has not been built.', {
      hint: 'Run npm ci, or npm run build.',
      cause,
    })
  }
}

function program(version: string): string {
  try {
    const { default: path, version: installed } = createRequire(import.meta.url)('workerd')
    if (installed === version) return path
  } catch {
    // It is not installed.
  }
  throw new LaurelError('runtime_failed', `“serve” needs the package workerd ${version} beside Laurel.`, {
    hint: `Run npm install workerd@${version}, with -g if Laurel was installed with it.`,
  })
}
