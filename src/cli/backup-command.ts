import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { version } from '../../package.json'
import { LaurelError } from '../errors.ts'
import { FORM, type Head } from './backup/archive.ts'
import { ByteProgress } from './backup/byte-progress.ts'
import { copyOfInstant, type Instant } from './backup/instant.ts'
import { pack } from './backup/pack.ts'
import { type BackupOptions, STREAM } from './backup-options.ts'
import { dataFolder } from './config-folder.ts'
import { bytesLine } from './figures.ts'
import { syncToDisk } from './serve/blob-care.ts'
import { noteOf } from './serve/data-folder.ts'
import { cleaningUp } from './signals.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Descriptor of stdout. */
const STDOUT = 1
/** Readable by its owner only: it holds keys and histories. */
const MODE = 0o600

/**
 * `laurel backup`: writes a copy of a server’s folder as it is at one instant.
 * @throws UsageError; LaurelError `data_folder`; errors of the system
 */
export async function runBackup({ file, data, force }: BackupOptions, terminal: Terminal): Promise<void> {
  const folder = resolve(data ?? dataFolder(terminal.machine))
  const note = noteOf(folder)
  if (note === null)
    throw new LaurelError('data_folder', 'No server has kept anything in this folder.', {
      hint: 'Say with --data which one it is.',
    })
  const isStream = file === STREAM
  if (isStream && terminal.stdout.isTTY) throw new UsageError('A backup is nothing to print: give it a file.')
  if (!isStream) checkIsFree(file, force)
  await cleaningUp(async (signal) => {
    const instant = await copyOfInstant(folder)
    const progress = new ByteProgress('Packing', terminal)
    try {
      signal.throwIfAborted()
      const head = headOf(instant, note.workerd)
      progress.total = head.bytes
      const write = (out: NodeJS.WritableStream) =>
        pack(instant, head, out, { signal, onBytes: progress.add })
      if (isStream) await write(createWriteStream('', { fd: STDOUT, autoClose: false }))
      else await toNewFile(file, force, write)
      progress.erase()
      const said = isStream ? terminal.stderr : terminal.stdout
      said.write(`${report(head, instant, isStream ? '' : ` in ${file}`)}\n`)
    } finally {
      progress.erase()
      instant.remove()
    }
  })
}

function headOf({ files, takenAt }: Instant, workerd: string): Head {
  const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes, 0)
  const taken = new Date(takenAt).toISOString()
  return { backup: FORM, laurel: version, workerd, taken_at: taken, files: files.size, bytes }
}

function report({ bytes, taken_at }: Head, { stoodStill }: Instant, where: string): string {
  const saved = `Saved ${bytesLine(bytes)} of ${taken_at}${where}.`
  return stoodStill === null ? saved : `${saved} The server stood still for ${Math.ceil(stoodStill)} ms.`
}

/** Writes a file under another name, and gives it its own once it is whole and on the disk. */
async function toNewFile(
  path: string,
  force: boolean,
  write: (out: NodeJS.WritableStream) => Promise<void>,
): Promise<void> {
  const part = `${path}.part`
  await rm(part, { force: true })
  try {
    await write(createWriteStream(part, { flags: 'wx', mode: MODE, flush: true }))
    checkIsFree(path, force)
    await rename(part, path)
    await syncToDisk(dirname(path))
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

function checkIsFree(path: string, force: boolean): void {
  if (!force && existsSync(path))
    throw new LaurelError('data_folder', 'There is a file of this name already.', {
      hint: 'Choose another one, or replace it with --force.',
    })
}
