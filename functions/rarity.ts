import type { Config } from '../src/config.ts'
import { NO_RARITY, type Rarity, RaritySchema } from '../src/contract/rarity.ts'
import { RarityTable } from '../src/storage/rarity-table.ts'

/** What this isolate has read last, and when (Unix milliseconds). */
let kept: { rarity: Rarity; readAt: number } | null = null

/**
 * Returns how rare badges are, as a cron tick published it last: read once in a while, since every page says it. Never
 * rejects: while the registry does not answer, pages say what they said before.
 */
export async function rarityNow(env: Env, { RARITY_KEPT_SECONDS }: Config): Promise<Rarity> {
  const now = Date.now()
  if (kept && now - kept.readAt < RARITY_KEPT_SECONDS * 1000) return kept.rarity
  const rarity = await readRarity(env).catch(() => kept?.rarity ?? NO_RARITY)
  kept = { rarity, readAt: now }
  return rarity
}

async function readRarity(env: Env): Promise<Rarity> {
  const text = await new RarityTable(env.REGISTRY).published()
  const read = RaritySchema.safeParse(text === null ? null : JSON.parse(text))
  // Another version may have published something else.
  return read.success ? read.data : NO_RARITY
}
