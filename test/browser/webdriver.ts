import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** The program that drives WebKitGTK’s browser, which comes with it, and what shows it where there is no screen. */
const DRIVER = { name: 'WebKitWebDriver', from: 'webkit2gtk-driver' }
const SCREEN = { name: 'Xvfb', from: 'xvfb' }
/** How long is waited for anything, and between two looks. Unit: ms. */
const WAITS_MS = 60_000
const LOOKS_EACH_MS = 100
/** By which WebDriver names an element in JSON. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/** A program that this machine lacks. */
export class NotInstalled extends Error {}

/** A window of WebKitGTK, driven by the calls of W3C WebDriver that the journeys need. Scripts are bodies of functions. */
export class WebKit {
  readonly version: string
  readonly #session: string
  readonly #end: () => void

  private constructor(session: string, version: string, end: () => void) {
    this.#session = session
    this.version = version
    this.#end = end
  }

  /** @throws {NotInstalled} */
  static async start(): Promise<WebKit> {
    const started: ChildProcess[] = []
    const end = () => {
      for (const child of started.toReversed()) child.kill()
    }
    const run = (program: typeof DRIVER, args: string[], env = process.env) => {
      const child = spawn(program.name, args, { env, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
      started.push(child)
      const failed = new Promise<never>((_, fail) =>
        child.once('error', () =>
          fail(new NotInstalled(`${program.name} is not installed (package ${program.from})`)),
        ),
      )
      return { child, failed }
    }
    try {
      const screen = run(SCREEN, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'])
      const told = once(screen.child.stdio[3] ?? screen.child, 'data')
      const [display] = await Promise.race([told, screen.failed])
      const port = await freePort()
      const env = {
        ...process.env,
        DISPLAY: `:${String(display).trim()}`,
        GDK_BACKEND: 'x11',
      }
      const driver = run(DRIVER, ['-p', String(port)], env)
      const root = `http://127.0.0.1:${port}/session`
      const { sessionId, capabilities: has } = await Promise.race([
        until(() => call<Created>('POST', root, { capabilities: {} })),
        driver.failed,
      ])
      return new WebKit(`${root}/${sessionId}`, `${has.browserName} ${has.browserVersion}`, end)
    } catch (error) {
      end()
      throw error
    }
  }

  async stop(): Promise<void> {
    await call('DELETE', this.#session).catch(() => undefined)
    this.#end()
  }

  async open(url: string): Promise<void> {
    await call('POST', `${this.#session}/url`, { url })
  }

  async forgetCookies(): Promise<void> {
    await call('DELETE', `${this.#session}/cookie`)
  }

  /** Returns what the script returns, or what that is a promise of. */
  run<T>(script: string): Promise<T> {
    return call('POST', `${this.#session}/execute/sync`, { script, args: [] })
  }

  /** Waits until the script returns what is truthy, and returns that. */
  async until<T>(script: string): Promise<T> {
    try {
      return await until(() => this.run<T>(script))
    } catch {
      throw new Error(`in vain waited for ${script}; the page is ${await this.run('return location.href')}`)
    }
  }

  /** Clicks what the selector finds first, once that is visible and, given a text, says it. */
  async click(selector: string, text = ''): Promise<void> {
    const element = await this.until<Record<string, string>>(`
      const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find((element) =>
        element.checkVisibility() && !element.disabled && element.textContent.includes(${JSON.stringify(text)}))
      // The driver clicks where an element is before it has come there smoothly.
      found?.scrollIntoView({ block: 'center', behavior: 'instant' })
      return found`)
    await call('POST', `${this.#session}/element/${element[ELEMENT]}/click`, {})
  }

  /** Types into a field, or chooses a file by its path. */
  async type(selector: string, text: string): Promise<void> {
    const using = { using: 'css selector', value: selector }
    const element = await call<Record<string, string>>('POST', `${this.#session}/element`, using)
    await call('POST', `${this.#session}/element/${element[ELEMENT]}/value`, { text })
  }
}

interface Created {
  sessionId: string
  capabilities: { browserName: string; browserVersion: string }
}

async function call<T>(method: string, url: string, body?: object): Promise<T> {
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } }
  if (!answer.ok) throw new Error(`${method} ${url}: ${value.error} ${value.message}`)
  return value
}

async function until<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + WAITS_MS; ; await pause(LOOKS_EACH_MS)) {
    const outcome = await ask().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    if ('value' in outcome && outcome.value) return outcome.value
    if (Date.now() > end) throw 'error' in outcome ? outcome.error : new Error('waited in vain')
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
