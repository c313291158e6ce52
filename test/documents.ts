import { readdirSync } from 'node:fs'

/** The decision records, in order. */
export const DECISIONS = readdirSync('.github/decisions')
  .toSorted()
  .map((name) => `.github/decisions/${name}`)

/** Every Markdown text for people, by its path from the root. */
export const DOCUMENTS = [
  'README.md',
  '.github/ARCHITECTURE.md',
  '.github/CONTRIBUTING.md',
  '.github/OPERATING.md',
  '.github/SECURITY.md',
  'src/client/README.md',
  'test/bench/README.md',
  ...DECISIONS,
]
