/** The eight groups in two lines, set to be read out by phone. */
export function Fingerprint({ value, large = false }: { value: string; large?: boolean }) {
  const groups = value.split(' ')
  return (
    <span className={large ? 'fingerprint fingerprint-large digits' : 'fingerprint digits'}>
      {groups.map((group, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups stand in a fixed order and may repeat
        <span key={at}>{group}</span>
      ))}
    </span>
  )
}
