import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { ByteProgress } from './backup/byte-progress.ts'
import { restoreInto } from './backup/restore.ts'
import { type RestoreOptions, STREAM } from './backup-options.ts'
import { dataFolder } from './config-folder.ts'
import { bytesLine } from './figures.ts'
import { builtVersion } from './serve/built-server.ts'
import { cleaningUp } from './signals.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel restore`: makes the folder of a server from a backup.
 * @throws LaurelError `data_folder`, `runtime_failed`; errors of the system
 */
export async function runRestore({ file, data }: RestoreOptions, terminal: Terminal): Promise<void> {
  const folder = resolve(data ?? dataFolder(terminal.machine))
  const workerd = builtVersion()
  await cleaningUp(async (signal) => {
    const progress = new ByteProgress('Restoring', terminal)
    const open = () => (file === STREAM ? terminal.stdin : createReadStream(file))
    try {
      const { bytes, taken_at } = await restoreInto(folder, workerd, open, {
        signal,
        onHead: (head) => {
          progress.total = head.bytes
        },
        onBytes: progress.add,
      })
      progress.erase()
      terminal.stdout.write(
        `Restored ${bytesLine(bytes)} of ${taken_at}. “laurel serve --data ${folder}” goes on with it.\n`,
      )
    } finally {
      progress.erase()
    }
  })
}
