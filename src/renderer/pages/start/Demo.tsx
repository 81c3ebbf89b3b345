import { useState } from 'react'
import { queryClient } from '../../api.ts'
import { client } from '../../client.ts'
import { JobProgress } from '../../components/JobProgress.tsx'
import { Problem } from '../../components/Problem.tsx'
import { firstScreenHeld } from '../../state/held.ts'
import { useJob } from '../../state/jobs.ts'
import { demoResult } from './demo-result.ts'

/** One click to an invented county of 2,000 people. */
export function Demo() {
  const demo = useJob(demoResult)
  const [problem, setProblem] = useState<unknown>()
  const begin = async () => {
    setProblem(undefined)
    firstScreenHeld.set(true)
    try {
      const made = await demo.start(() => client.ledger.createDemo({}))
      if (!made) return
      const { ledger: open } = await client.ledger.state()
      if (open?.path !== made.path) await client.ledger.open({ path: made.path, passphrase: made.passphrase })
      await queryClient.invalidateQueries()
    } catch (error) {
      setProblem(error)
    } finally {
      firstScreenHeld.set(false)
    }
  }
  if (demo.running)
    return (
      <div className="start-door" style={{ cursor: 'default' }}>
        <b>正在建立演示县</b>
        <JobProgress job={demo.job} onCancel={demo.cancel} />
      </div>
    )
  return (
    <div className="stack">
      <button type="button" className="start-door" style={{ flex: 1 }} onClick={() => void begin()}>
        <b>试用演示县</b>
        <span>一键建好一个虚构的县：2,000 人、企业、参保和差错，随便点，弄坏也不要紧。</span>
      </button>
      <Problem error={problem ?? demo.error} />
    </div>
  )
}
