import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { momentText } from '../../../components/values.tsx'

const STOPS: ReadonlySet<string> = new Set([
  'held',
  'refused',
  'withdrawn',
  'sent-back',
  'objected',
  'returned',
  'rejected',
  'unbatched',
  'approval-revoked',
  'clawback-demanded',
])
const SIDE: ReadonlySet<string> = new Set(['printed', 'attached'])

/** All that happened to it, in order: what, why, who and when. */
export function ClaimStory({ events }: { events: ClaimDetail['events'] }) {
  return (
    <ol className="story" aria-label="经过">
      {events.map((event) => (
        <li
          key={event.id}
          className={STOPS.has(event.kind) ? 'story-stop' : SIDE.has(event.kind) ? '' : 'story-on'}
        >
          <div className="row spread" style={{ alignItems: 'baseline' }}>
            <b>{event.label}</b>
            <span className="faint digits nowrap">
              {event.by} {momentText(event.at)}
            </span>
          </div>
          {event.note !== '' && <div className="quiet why">{event.note}</div>}
        </li>
      ))}
    </ol>
  )
}
