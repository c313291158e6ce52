/**
 * How many strings are searched for in one pass over the bytes of a text.
 *
 * Lay all keywords over each other from their first bytes on: a trie, each node of which stands for what has been read
 * of some keywords so far. Reading a text means walking down it. If the next byte leads nowhere, what was read may
 * still end with the beginning of another keyword (in `dashboar|docs` nothing is lost when `dashboard` fails: `do`
 * begins `docs`), so the walk continues from the longest such beginning. This is the automaton of Aho and Corasick
 * (“Efficient string matching”, CACM 18:6, 1975).
 *
 * These failure links are resolved in advance: the table holds the next node for every node and byte, so the walk is
 * one look-up per byte, whatever the text. To keep the table small enough for the processor's caches, bytes that no
 * keyword distinguishes (upper and lower case; everything that occurs in no keyword) share a class, and a node is the
 * index of its row's first entry: next = table[node + classes[byte]]. Nodes at which some keyword ends come last, so
 * that one comparison identifies them: node ≥ firstEnd. The entry after a row's classes refers to the list of keywords
 * that end there. walker.ts describes the walk.
 */
export interface Automaton {
  readonly table: Uint16Array
  /** The class of each byte. */
  readonly classes: Uint8Array
  readonly classCount: number
  /** The first node at which a keyword ends. The walk starts at node 0. */
  readonly firstEnd: number
  /** Length of the longest keyword in bytes: the state depends only on that many trailing bytes. */
  readonly reach: number
  /** Lists of keyword numbers, each followed by `LIST_END`. The list of a node begins at table[node + classCount]. */
  readonly lists: Int32Array
}

export const LIST_END = -1

/** Maximum number of table entries: nodes are numbered by entry. */
const NODES_MAX = 0x10000

interface Node {
  /** By class. At first only the trie, then all transitions. */
  next: (Node | undefined)[]
  /** Numbers of the keywords that end here. */
  ends: number[]
  row: number
}

/**
 * Builds the automaton for keywords given as bytes, none of them empty, with ASCII letters in lower case. Of keywords
 * that end at the same place, the longer is listed first, then the earlier.
 */
export function automatonFor(keywords: readonly Uint8Array[]): Automaton {
  const { classes, classCount } = classesOf(keywords)
  const root = newNode()
  for (const [number, keyword] of keywords.entries()) {
    let node = root
    for (const byte of keyword) node = node.next[classes[byte] ?? 0] ??= newNode()
    node.ends.push(number)
  }
  const nodes = withDetours(root, classCount)
  const reach = Math.max(...keywords.map(({ length }) => length))
  return { classes, classCount, reach, ...tableOf(nodes, classCount) }
}

const newNode = (): Node => ({ next: [], ends: [], row: 0 })

/** Class 0 holds the bytes that occur in no keyword. */
function classesOf(keywords: readonly Uint8Array[]) {
  const classes = new Uint8Array(256)
  let classCount = 1
  for (const byte of keywords.flatMap((keyword) => [...keyword])) {
    if (classes[byte] === 0) classes[byte] = classCount++
  }
  for (let small = 0x61; small <= 0x7a; small++) classes[small - 0x20] = classes[small] ?? 0
  return { classes, classCount }
}

/**
 * Returns all nodes by depth, each with a transition for every class, and with the keywords that end by its failure
 * link.
 */
function withDetours(root: Node, classCount: number): Node[] {
  const nodes = [root]
  const detours = new Map([[root, root]])
  // Grows while iterated: the target of a failure link is shallower, so it is complete by then.
  for (const node of nodes) {
    const detour = detours.get(node) ?? root
    if (node !== root) node.ends.push(...detour.ends)
    for (let each = 0; each < classCount; each++) {
      const child = node.next[each]
      const aside = node === root ? root : (detour.next[each] ?? root)
      if (child === undefined) node.next[each] = aside
      else {
        detours.set(child, aside)
        nodes.push(child)
      }
    }
  }
  return nodes
}

function tableOf(nodes: readonly Node[], classCount: number) {
  const inner = nodes.filter(({ ends }) => ends.length === 0)
  const rows = [...inner, ...nodes.filter(({ ends }) => ends.length > 0)]
  const width = classCount + 1
  for (const [index, node] of rows.entries()) node.row = index * width
  const size = rows.length * width
  if (size > NODES_MAX) throw new Error(`the automaton takes ${size} entries: more than 16 bits can number`)
  const table = new Uint16Array(size)
  const lists: number[] = []
  for (const { next, ends, row } of rows) {
    for (let each = 0; each < classCount; each++) table[row + each] = next[each]?.row ?? 0
    table[row + classCount] = lists.length
    if (ends.length > 0) lists.push(...ends, LIST_END)
  }
  return { table, lists: Int32Array.from(lists), firstEnd: inner.length * width }
}
