/** The keys of a record whose keys are all named by its type, in their order. */
export function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(record) as Key[]
}

/** A record with a value for each key. */
export function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  valueFor: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, valueFor(key)] as const)) as Record<Key, Value>
}

/**
 * A record of zeros, to be copied and filled: that is far cheaper than to make one key by key, or to add keys to a
 * copy (in V8 some 0.5 against 10 microseconds for 30 keys).
 */
export function zeros<Key extends string>(keys: readonly Key[]): Record<Key, number> {
  return recordOf(keys, () => 0)
}
