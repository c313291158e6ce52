import { type Browser, type BrowserContextOptions, firefox, type Page } from 'playwright-core'
import { firefoxPath } from './engines.ts'

/**
 * Firefox as its maker ships it, driven by WebDriver BiDi, which Playwright speaks with channels named `moz-`. What
 * Playwright doesn't do there is done here, by what Firefox's own window may do: BiDi with `--remote-allow-system-access`.
 */

/** A session of BiDi, as Playwright has it. */
interface Session {
  sessionId: string
  send(method: string, parameters: object): Promise<unknown>
}
/** What Playwright's server half of a page and of a browser hold. Its version is pinned. */
interface Inner {
  _browserSession: Session
  delegate: {
    _session: Session
    rawKeyboard: { sendText(progress: object, text: string): Promise<unknown> }
  }
}
interface Outer {
  _connection: { toImpl(outer: object): Inner }
}

function innerOf(outer: Browser | Page): Inner {
  return (outer as (Browser | Page) & Outer)._connection.toImpl(outer)
}

/** Launches the Firefox of this machine. */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = firefoxPath()
  if (executablePath === undefined) throw new Error('Firefox is not installed')
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath,
    args: ['--remote-allow-system-access'],
  })
  // Playwright begins each page with a command that Firefox 153 does not know; `emulate` does what it is for.
  const session = Object.getPrototypeOf(innerOf(browser)._browserSession) as Session
  const { send } = session
  session.send = function (method, parameters) {
    return method === 'emulation.setMediaFeaturesOverride'
      ? Promise.resolve({})
      : send.call(this, method, parameters)
  }
  return browser
}

interface Emulated {
  colorScheme?: BrowserContextOptions['colorScheme']
  reducedMotion?: BrowserContextOptions['reducedMotion']
  javaScriptEnabled?: boolean | undefined
}

/**
 * Makes a page of Firefox obey these options, and later calls of `emulateMedia`; and has it typed into as by people.
 * Media features are those of the whole browser: tests that share one run one after another.
 */
export async function emulate(page: Page, browser: Browser, options: Emulated): Promise<void> {
  const { _session: own, rawKeyboard } = innerOf(page).delegate
  const tree = await ask('browsingContext.getTree', { 'moz:scope': 'chrome' })
  const target = { context: (tree as { contexts: { context: string }[] }).contexts[0]?.context }
  await inWindow(`
    const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs')
    NavigableManager.getBrowsingContextById('${own.sessionId}').allowJavascript = ${options.javaScriptEnabled ?? true}`)
  await showAs(options)
  page.emulateMedia = (changed) => showAs(changed ?? {})
  // What only a script inserts, as Playwright would, is no change of a field when that is left: a key is the last of it.
  const insert = rawKeyboard.sendText.bind(rawKeyboard)
  rawKeyboard.sendText = async (progress, text) => {
    const value = [...text].at(-1) ?? ''
    await insert(progress, text.slice(0, text.length - value.length))
    const actions = [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]
    await own.send('input.performActions', {
      context: own.sessionId,
      actions: [{ type: 'key', id: 'last', actions }],
    })
  }

  function ask(method: string, parameters: object): Promise<unknown> {
    return innerOf(browser)._browserSession.send(method, parameters)
  }

  async function inWindow(script: string): Promise<void> {
    const answer = await ask('script.evaluate', {
      expression: `{${script}; null}`,
      target,
      awaitPromise: false,
    })
    if ((answer as { type: string }).type !== 'success') throw new Error(JSON.stringify(answer))
  }

  function showAs({
    colorScheme,
    reducedMotion,
  }: { [name in keyof Emulated]?: Emulated[name] | null }): Promise<void> {
    return inWindow(`
      Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', ${colorScheme === 'dark' ? 0 : 1})
      Services.prefs.setIntPref('ui.prefersReducedMotion', ${reducedMotion === 'no-preference' ? 0 : 1})`)
  }
}
