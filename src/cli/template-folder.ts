import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type SessionTemplate, TemplateNameSchema } from '../contract/session-templates.ts'
import { LaurelError } from '../errors.ts'
import { newestTemplatesFirst, templateExists, templateNotFound } from '../templates/template.ts'
import { templateIn, withUsageCount } from '../templates/template-file.ts'
import { underLock } from './file-lock.ts'
import { createFile, replaceFile } from './private-file.ts'
import { hasCode, systemReason } from './system-reason.ts'

const ENDING = '.json'

/** Templates as JSON files in a folder, each `NAME.json`: the file name is the template's name. */
export class TemplateFolder {
  readonly path: string
  readonly #warn: (text: string) => void

  /** `warn` is called for each file that is skipped. */
  constructor(path: string, warn: (text: string) => void) {
    this.path = path
    this.#warn = warn
  }

  /** Returns all readable templates, newest first. @throws LaurelError `invalid_request` if the system refuses */
  list(): SessionTemplate[] {
    const names = this.#names()
    return names.flatMap((name) => this.#readable(name)).sort(newestTemplatesFirst)
  }

  /** @throws LaurelError `template_not_found`, `invalid_request` if it is unreadable */
  get(name: string): SessionTemplate {
    const text = this.#text(name)
    if (text === null) throw templateNotFound()
    const template = templateIn(text, name)
    if (template !== null) return template
    throw new LaurelError('invalid_request', `${name}${ENDING} is not a template.`, {
      hint: 'Repair the file, or delete it.',
    })
  }

  /** Returns its path. @throws LaurelError `template_exists`, `invalid_request` */
  add(template: SessionTemplate): string {
    const path = this.pathOf(template.name)
    const created = this.#attempt(() => {
      mkdirSync(this.path, { recursive: true, mode: 0o700 })
      return createFile(path, written(template))
    })
    if (!created) throw templateExists()
    return path
  }

  /**
   * Counts a use of a template, whoever else does so at the same time. The rest of its file stays as it is.
   * @throws LaurelError `template_not_found`, `invalid_request`
   */
  countUse(name: string): void {
    const path = this.pathOf(name)
    this.#attempt(() =>
      underLock(`${path}.lock`, () => {
        const text = this.#text(name) ?? ''
        const { usage_count } = this.get(name)
        replaceFile(path, withUsageCount(text, usage_count + 1))
      }),
    )
  }

  /** @throws LaurelError `template_not_found`, `invalid_request` */
  delete(name: string): void {
    if (this.#text(name) === null) throw templateNotFound()
    this.#attempt(() => rmSync(this.pathOf(name)))
  }

  pathOf(name: string): string {
    return join(this.path, name + ENDING)
  }

  #names(): string[] {
    try {
      const files = readdirSync(this.path).filter((file) => file.endsWith(ENDING))
      return files.map((file) => file.slice(0, -ENDING.length))
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return []
      throw refused(error)
    }
  }

  #readable(name: string): SessionTemplate[] {
    try {
      const text = TemplateNameSchema.safeParse(name).success ? this.#text(name) : null
      const template = text === null ? null : templateIn(text, name)
      if (template !== null) return [template]
      this.#warn(`${name}${ENDING} is not a template; it is skipped.`)
    } catch (error) {
      if (!(error instanceof LaurelError)) throw error
      this.#warn(`${name}${ENDING} is skipped. ${error.message}`)
    }
    return []
  }

  /** Returns null if there is no such file. */
  #text(name: string): string | null {
    try {
      return readFileSync(this.pathOf(name), 'utf8')
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return null
      throw refused(error)
    }
  }

  #attempt<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw error instanceof LaurelError ? error : refused(error)
    }
  }
}

function written(template: SessionTemplate): string {
  return `${JSON.stringify(template, null, 2)}\n`
}

function refused(error: unknown): LaurelError {
  const reason = systemReason(error) ?? 'unknown reason'
  return new LaurelError('invalid_request', `The templates cannot be read or written: ${reason}.`, {
    cause: error,
  })
}
