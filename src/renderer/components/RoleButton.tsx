import { Button, type ButtonProps, Tooltip } from 'antd'
import type { Role } from '../../shared/contract/procedure.ts'
import { useBarredFrom } from '../state/permission.ts'

/** A button for those who have at least this role; for the others it is grey and says whose it is. */
export function RoleButton({ needs, ...button }: ButtonProps & { needs: Role }) {
  const barred = useBarredFrom(needs)
  if (barred === undefined) return <Button {...button} />
  return (
    <Tooltip title={barred}>
      {/* A disabled button tells nothing of the pointer: what surrounds it does. */}
      <span style={{ display: 'inline-block', cursor: 'not-allowed' }}>
        <Button {...button} disabled style={{ ...button.style, pointerEvents: 'none' }} />
      </span>
    </Tooltip>
  )
}
