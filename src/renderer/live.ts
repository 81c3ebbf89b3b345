import { client, queryClient, refetchTopics } from './api.ts'
import { jobSeen, jobsKnown } from './state/jobs.ts'
import { createStore } from './state/store.ts'

export type Connection = 'joining' | 'live' | 'lost'
export const connection = createStore<Connection>('joining')

const PAUSES_MS = [500, 1000, 2000, 4000] as const

/**
 * Follows the ledger's events until `signal` aborts, coming back by itself after a loss. What was missed in
 * between is unknown, so everything is fetched anew on return.
 */
export async function followEvents(signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      const events = await client.events.stream(undefined, { signal })
      jobsKnown(await client.jobs.list(undefined, { signal }))
      if (connection.get() === 'lost') void queryClient.invalidateQueries()
      connection.set('live')
      attempt = 0
      for await (const event of events) {
        if (event.type === 'job') jobSeen(event.job)
        else refetchTopics(event.topics)
      }
    } catch (error) {
      if (signal.aborted) return
      console.debug('event stream ended', error)
    }
    if (signal.aborted) return
    connection.set('lost')
    await new Promise((done) => setTimeout(done, PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)]))
  }
}
