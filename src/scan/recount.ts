import type { RecountChanges } from '../contract/recount.ts'
import { type Recounted, recounted } from '../view/recount.ts'
import { measured } from './measure.ts'
import type { ScanPorts } from './ports.ts'

/**
 * Returns what a recount would remove or date differently.
 * @throws UnreadableCheckpoint
 */
export function recountChanges(ports: ScanPorts): RecountChanges {
  const { removed, redated } = recountedNow(ports)
  return { removed, redated }
}

/**
 * Removes unlocks that today's figures do not reach. The next publication shows it.
 * @throws UnreadableCheckpoint
 */
export function recount(ports: ScanPorts): RecountChanges {
  const { records, removed, redated } = recountedNow(ports)
  ports.store.replaceUnlocks(records)
  return { removed, redated }
}

function recountedNow(ports: ScanPorts): Recounted {
  const { items, scan, places } = measured(ports)
  return recounted(items, ports.store.unlocks(), { ...scan, places: places(), imported: true })
}
