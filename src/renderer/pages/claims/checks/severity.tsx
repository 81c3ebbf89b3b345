import type { CheckSeverity } from '../../../../shared/domain/claim-states.ts'
import { CHECK_SEVERITY_TEXT } from '../../../../shared/text/claims.ts'

const MARK: Readonly<Record<CheckSeverity, { sign: string; className: string }>> = {
  block: { sign: '✗', className: 'bad' },
  hold: { sign: '？', className: 'check-hold' },
  warn: { sign: '·', className: 'quiet' },
}

/** How grave: a sign and a word, so that nobody needs the colour. */
export function Severity({ of }: { of: CheckSeverity }) {
  const { sign, className } = MARK[of]
  return (
    <span className={`${className} nowrap`}>
      {sign} {CHECK_SEVERITY_TEXT[of]}
    </span>
  )
}
