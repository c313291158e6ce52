/** What cron ticks cost where there are many profiles. */
export interface CronCost {
  profiles: number
  /** Rows of the registry that a tick reads more than where there are no profiles. */
  idleRows: number
  /** Samples that one tick erases of as many that have expired. */
  erasedPerTick: number
  /** How long it takes until all are gone. Unit: hours. */
  hours: number
  /** Rows read and written when one of so many public pages has earned a tier. */
  tiers: { pages: number; read: number; written: number }[]
}

const TICKS_PER_HOUR = 12

/** Counts what ticks do in workerd, with a real registry and objects that do nothing. */
export async function measureCron(profiles: number): Promise<CronCost> {
  const [{ build }, { Miniflare, supportedCompatibilityDate }] = await Promise.all([
    import('esbuild'),
    import('miniflare'),
  ])
  const { outputFiles } = await build({
    ...{ entryPoints: ['test/bench/cron-worker.ts'], bundle: true, write: false },
    ...{ format: 'esm', target: 'es2022', logLevel: 'warning', external: ['cloudflare:workers'] },
  })
  const worker = new Miniflare({
    compatibilityDate: supportedCompatibilityDate,
    modules: true,
    script: outputFiles[0]?.text ?? '',
    d1Databases: ['REGISTRY'],
  })
  const ticked = async (query: string): Promise<{ rowsRead: number; left: number }> => {
    const response = await worker.dispatchFetch(`http://localhost/?${query}`)
    return JSON.parse(await response.text())
  }
  const tierOf = async (pages: number) => {
    const response = await worker.dispatchFetch(`http://localhost/?pages=${pages}`)
    const rows: { read: number; written: number } = JSON.parse(await response.text())
    return { pages, ...rows }
  }
  try {
    // The first tick makes the tables, and notes the version of the views.
    await ticked('')
    const alone = await ticked('')
    const idle = await ticked(`idle=${profiles}`)
    const { left } = await ticked(`expired=${profiles}`)
    const erasedPerTick = profiles - left
    const tiers = [await tierOf(profiles / 100), await tierOf(profiles)]
    const hours = Math.ceil(profiles / erasedPerTick) / TICKS_PER_HOUR
    return { profiles, idleRows: idle.rowsRead - alone.rowsRead, erasedPerTick, hours, tiers }
  } finally {
    await worker.dispose()
  }
}
