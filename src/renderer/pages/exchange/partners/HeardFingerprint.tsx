import { Input } from 'antd'
import { useState } from 'react'

const GROUPS = 8
const DIGITS = 5

/**
 * The fingerprint of a card with two groups left out: they are filled in as the partner reads them out, so that nobody
 * confirms what he did not hear. `onChange` gets all forty digits, or nothing while something is missing.
 */
export function HeardFingerprint({
  fingerprint,
  onChange,
}: {
  fingerprint: string
  onChange: (heard: string) => void
}) {
  const [asked] = useState(twoGroups)
  const [heard, setHeard] = useState<Readonly<Record<number, string>>>({})
  const groups = fingerprint.split(' ')
  const hear = (at: number, text: string) => {
    const digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, DIGITS)
    const now = { ...heard, [at]: digits }
    setHeard(now)
    const whole = asked.every((each) => now[each]?.length === DIGITS)
    onChange(whole ? groups.map((group, each) => now[each] ?? group).join(' ') : '')
  }
  return (
    <fieldset className="fingerprint fingerprint-large digits" aria-label="指纹">
      {groups.map((group, at) =>
        asked.includes(at) ? (
          <Input
            // biome-ignore lint/suspicious/noArrayIndexKey: groups stand in a fixed order and may repeat
            key={at}
            className="digits"
            aria-label={`第 ${at + 1} 组`}
            placeholder={`第 ${at + 1} 组`}
            inputMode="numeric"
            autoComplete="off"
            value={heard[at] ?? ''}
            onChange={(event) => hear(at, event.target.value)}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups stand in a fixed order and may repeat
          <span key={at}>{group}</span>
        ),
      )}
    </fieldset>
  )
}

/** One of each line, anew for each card. */
function twoGroups(): readonly [number, number] {
  const [upper = 0, lower = 0] = crypto.getRandomValues(new Uint8Array(2))
  return [upper % (GROUPS / 2), GROUPS / 2 + (lower % (GROUPS / 2))]
}
