import { readdirSync } from 'node:fs'

/** The records of decisions, in their order. */
export const DECISIONS = readdirSync('.github/decisions')
  .toSorted()
  .map((name) => `.github/decisions/${name}`)

/** Every text in Markdown that people read, by its path from the root. */
export const DOCUMENTS = [
  'README.md',
  '.github/ARCHITECTURE.md',
  '.github/CONTRIBUTING.md',
  '.github/SECURITY.md',
  'src/client/README.md',
  'test/bench/README.md',
  ...DECISIONS,
]
