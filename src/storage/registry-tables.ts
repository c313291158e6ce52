import { REGISTRY_STEPS, type RegistryStep } from './registry-steps.ts'

const APPLIED = `CREATE TABLE IF NOT EXISTS d1_migrations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/**
 * Brings the registry's tables up to date. Each step is one transaction. May run at the same time elsewhere: of two that
 * apply a step, one fails and finds it applied.
 */
export async function updateRegistry(database: D1Database): Promise<void> {
  await database.prepare(APPLIED).run()
  let missing = await missingSteps(database)
  while (missing[0]) {
    const [step] = missing
    const failure = await apply(database, step)
    missing = await missingSteps(database)
    if (failure !== null && missing[0] === step) throw failure
  }
}

async function missingSteps(database: D1Database): Promise<RegistryStep[]> {
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const applied = new Set(results.map(({ name }) => name))
  return REGISTRY_STEPS.filter(({ name }) => !applied.has(name))
}

/** Returns why a step could not be applied; null if it was. */
async function apply(database: D1Database, { name, statements }: RegistryStep): Promise<unknown> {
  // First, so that a step is applied once.
  const note = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)
  const changes = statements.map((sql) => database.prepare(sql))
  return database.batch([note, ...changes]).then(
    () => null,
    (error: unknown) => error,
  )
}
