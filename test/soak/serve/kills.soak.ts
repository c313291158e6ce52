import { it } from 'vitest'
import { killRounds } from '../../serve/kill-rounds.ts'
import { useServers } from '../../serve/serving.ts'
import { count } from '../budget.ts'

const ROUNDS = 20

const { folder, serve } = useServers()

it('a server that is killed again and again while it is written to has all that it has acknowledged', async (context) => {
  const kept = await killRounds({ rounds: ROUNDS, data: await folder(), serve })
  count(context, 'kills survived', ROUNDS)
  count(context, 'acknowledged writes kept', kept)
})
