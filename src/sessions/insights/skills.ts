import type { Insights, InsightsSkill } from '../../contract/insights.ts'
import type { SkillUse } from '../../engine/session-record.ts'
import { BoundedNames, listed } from './bounded-names.ts'

/** Views and changes by skill. */
export class SkillTally {
  readonly #uses = new BoundedNames(
    (skill): SkillUse => ({
      skill,
      view_count: 0,
      manage_count: 0,
      last_used_at: null,
    }),
  )

  add(skills: readonly SkillUse[]): void {
    for (const { skill, view_count, manage_count, last_used_at } of skills) {
      const use = this.#uses.of(skill)
      if (use === null) continue
      use.view_count += view_count
      use.manage_count += manage_count
      if (last_used_at !== null) use.last_used_at = Math.max(use.last_used_at ?? last_used_at, last_used_at)
    }
  }

  report(): Insights['skills'] {
    const uses = this.#uses.all().map(([, use]) => use)
    const loads = uses.reduce((sum, { view_count }) => sum + view_count, 0)
    const edits = uses.reduce((sum, { manage_count }) => sum + manage_count, 0)
    const actions = loads + edits
    const skills = uses.map(({ skill, view_count, manage_count, last_used_at }): InsightsSkill => {
      const total_count = view_count + manage_count
      const percentage = actions === 0 ? 0 : (total_count / actions) * 100
      return { skill, view_count, manage_count, total_count, percentage, last_used_at }
    })
    return {
      summary: {
        total_skill_loads: loads,
        total_skill_edits: edits,
        total_skill_actions: actions,
        distinct_skills_used: uses.length,
      },
      top_skills: listed(skills.sort(mostUsedFirst)),
    }
  }
}

function mostUsedFirst(a: InsightsSkill, b: InsightsSkill): number {
  return (
    b.total_count - a.total_count ||
    b.view_count - a.view_count ||
    b.manage_count - a.manage_count ||
    (b.last_used_at ?? 0) - (a.last_used_at ?? 0) ||
    (a.skill < b.skill ? 1 : -1)
  )
}
