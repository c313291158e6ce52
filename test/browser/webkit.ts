import { deepStrictEqual as equal } from 'node:assert'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import expected from '../golden/history.expected.json'
import { EVERY_PICTURE } from '../render/every-picture.ts'
import { elementsOf } from '../render/xml-parser.ts'
import { FIGURES, figuresIn } from './figures.ts'
import { type Rendered, renderedAs } from './rendered.ts'
import { startServer } from './server.ts'
import { NotInstalled, WebKit } from './webdriver.ts'

/**
 * `npm run webkit`: the journeys that matter, in WebKitGTK, which draws and runs pages as Safari does. Exits with 1 if
 * one fails; says which program is not installed.
 */

const HANDLE = 'webkit'
const UNLOCKED = "document.querySelectorAll('.badge.is-unlocked').length"

const folder = await mkdtemp(join(tmpdir(), 'laurel-'))
try {
  const webkit = await WebKit.start()
  const server = await startServer({ data: join(folder, 'state') })
  try {
    console.log(webkit.version)
    for (const [claim, holds] of Object.entries(journeys(webkit, server))) await tell(claim, holds)
    await webkit.run(
      'console.error("probe"); fetch("http://localhost:1/x").catch(() => {}); setTimeout(() => { throw new Error("later") })',
    )
    await webkit.until('return 1')
  } finally {
    await webkit.stop()
    await server.kill()
  }
} catch (error) {
  if (!(error instanceof NotInstalled)) throw error
  console.log(error.message)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function tell(claim: string, holds: () => Promise<void>): Promise<void> {
  try {
    await holds()
    console.log(`holds: ${claim}`)
  } catch (error) {
    process.exitCode = 1
    console.log(`FAILS: ${claim}: ${error instanceof Error ? error.message : error}`)
  }
}

type Journeys = Record<string, () => Promise<void>>

/** In this order: one goes on where the other has led. */
function journeys(webkit: WebKit, server: { url: string; kill(): Promise<void> }): Journeys {
  const home = () => webkit.open(`${server.url}/`)
  /** Has a history read in the page, from the front page. */
  const readHere = async () => {
    const history = join(folder, 'state.db')
    await writeFile(history, gunzipSync(await readFile('test/golden/history.db.gz')))
    await webkit.until("return document.querySelector('[data-scan][data-ready]') !== null")
    await webkit.type('#scan-history', history)
    await webkit.until("return document.body.innerText.includes('Only you can see this.')")
    equal(await webkit.run(`return ${FIGURES}`), Object.fromEntries(expected.achievements.map(figuresIn)))
  }
  return {
    'a press on the front page shows the page of the sample history': async () => {
      await home()
      await webkit.click('button', 'Try the sample history')
      await webkit.until(`return location.pathname.startsWith('/@sample-') && ${UNLOCKED} === 30`)
    },
    'a history that is read in the page has its golden figures': async () => {
      await home()
      await readHere()
    },
    'it is published, and the page has them too': async () => {
      await webkit.click('button', 'Publish')
      await webkit.type('#handle', HANDLE)
      await webkit.click('label', 'Public')
      await webkit.click('[type=submit]', 'Publish now')
      await webkit.until('return /Published\\. Sent: \\d+ sessions/.test(document.body.innerText)')
      await webkit.click('button', 'I’ve saved it')
      await webkit.until(
        `return location.pathname === '/@${HANDLE}' && ${UNLOCKED} === ${expected.unlocked_count}`,
      )
    },
    'its owner finds its sessions and insights': async () => {
      for (const name of ['Sessions', 'Insights']) {
        await webkit.open(`${server.url}/@${HANDLE}`)
        await webkit.click('a', name)
        await webkit.until(`return document.querySelector('h1')?.textContent.includes('${name}')`)
      }
    },
    'a visitor sees the page, not what is its owner’s': async () => {
      await webkit.forgetCookies()
      await webkit.open(`${server.url}/@${HANDLE}`)
      await webkit.until(`return ${UNLOCKED} === ${expected.unlocked_count}`)
      equal(await webkit.run("return document.body.innerText.includes('Insights')"), false)
    },
    'the card of the page is drawn in an <img>': async () => {
      const card = await fetch(`${server.url}/@${HANDLE}/card.svg`)
      equal(card.status, 200)
      await drawn('card.svg', await card.text())
    },
    'every picture is drawn in an <img>, at its own size': async () => {
      for (const [name, svg] of Object.entries(EVERY_PICTURE)) await drawn(name, svg)
    },
    'the front page opens and reads a history without a network': async () => {
      await home()
      await webkit.until(
        "return navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated')",
      )
      await server.kill()
      await home()
      await readHere()
    },
  }

  async function drawn(name: string, svg: string): Promise<void> {
    const { width, height } = elementsOf(svg)[0]?.attributes ?? {}
    const image = await webkit.run<Rendered>(`return ${renderedAs(svg)}`)
    equal([name, image.width, image.height], [name, Math.round(Number(width)), Math.round(Number(height))])
    // Far more than an empty picture has.
    equal([name, image.colours > 20], [name, true])
  }
}
