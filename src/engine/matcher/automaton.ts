/**
 * How many strings are looked for in one pass over the bytes of a text.
 *
 * Take all needles and lay them over each other from their first bytes on: a tree (a trie), each node of which is
 * what has been read of some needles so far. Reading a text means walking down it. When the next byte leads
 * nowhere, what was read so far may still end in the beginning of another needle (in `dashboar|docs` nothing is
 * lost when `dashboard` fails: `do` is the beginning of `docs`), so the walk goes on from the longest such
 * beginning. This is the automaton of Aho and Corasick (“Efficient string matching”, CACM 18:6, 1975).
 *
 * Here each such detour is taken ahead of time: for every node and every byte the table holds the next node, so
 * that the walk is one look-up a byte, whatever the text. To keep the table small enough for the processor's
 * caches, bytes that no needle tells apart (capitals and small letters; everything that no needle holds) share a
 * class, and a node is the number of its row's first entry: next = table[node + classes[byte]]. Nodes where some
 * needle ends come last, so that a single comparison tells them: node ≥ firstEnd. The entry behind a row's
 * classes leads to the list of the needles that end there. walker.ts says how the walk is made.
 */
export interface Automaton {
  readonly table: Uint16Array
  /** The class of each byte. */
  readonly classes: Uint8Array
  readonly classCount: number
  /** The first node at which a needle ends. The walk begins at node 0. */
  readonly firstEnd: number
  /** Bytes of the longest needle: what was read before the last so many has no part in where it is. */
  readonly reach: number
  /** Lists of needles by number, `LIST_END` behind each. The list of a node begins at table[node + classCount]. */
  readonly lists: Int32Array
}

export const LIST_END = -1

/** Entries of the table at most, by which nodes are numbered. */
const NODES_MAX = 0x10000

interface Node {
  /** By class. First the tree alone, then all transitions. */
  next: (Node | undefined)[]
  /** Numbers of the needles that end here. */
  ends: number[]
  row: number
}

/**
 * Makes the automaton for needles given as bytes, none of them empty, in small letters as far as they are
 * letters of ASCII. Of those that end at the same place, the longer is listed first, then the earlier.
 */
export function automatonFor(needles: readonly Uint8Array[]): Automaton {
  const { classes, classCount } = classesOf(needles)
  const root = newNode()
  for (const [number, needle] of needles.entries()) {
    let node = root
    for (const byte of needle) node = node.next[classes[byte] ?? 0] ??= newNode()
    node.ends.push(number)
  }
  const nodes = withDetours(root, classCount)
  const reach = Math.max(...needles.map(({ length }) => length))
  return { classes, classCount, reach, ...tableOf(nodes, classCount) }
}

const newNode = (): Node => ({ next: [], ends: [], row: 0 })

/** Class 0 is that of the bytes in no needle. */
function classesOf(needles: readonly Uint8Array[]) {
  const classes = new Uint8Array(256)
  let classCount = 1
  for (const byte of needles.flatMap((needle) => [...needle])) {
    if (classes[byte] === 0) classes[byte] = classCount++
  }
  for (let small = 0x61; small <= 0x7a; small++) classes[small - 0x20] = classes[small] ?? 0
  return { classes, classCount }
}

/** All nodes by depth, each with a next one for every class, and with the needles that its detour ends. */
function withDetours(root: Node, classCount: number): Node[] {
  const nodes = [root]
  const detours = new Map([[root, root]])
  // Grows while it is gone through: a node's detour is shallower, so that it is complete by then.
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
