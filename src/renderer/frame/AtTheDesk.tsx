import { SwapOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Modal, Tooltip } from 'antd'
import { useState } from 'react'
import { ROLE_TEXT } from '../../shared/text/officers.ts'
import { SignIn } from '../components/SignIn.tsx'
import { useLedger } from '../state/session.ts'
import { takeLastAction } from '../state/undo.ts'

/** The person signed in, and the way to hand the desk over without closing the ledger. */
export function AtTheDesk() {
  const { officer, officerId, role } = useLedger()
  const [open, setOpen] = useState(false)
  if (officerId === null)
    return (
      <span className="row nowrap" title="经办人">
        <UserOutlined aria-hidden />
        {officer || '未填经办人'}
      </span>
    )
  return (
    <>
      <Tooltip title="换人（台账不用关）">
        <Button
          type="text"
          icon={<UserOutlined />}
          aria-label={`换人，现在是${officer}`}
          onClick={() => setOpen(true)}
        >
          {officer}
          {role !== null && <span className="quiet">{ROLE_TEXT[role]}</span>}
          <SwapOutlined aria-hidden />
        </Button>
      </Tooltip>
      {open && (
        <Modal open title="换人办理" width={420} footer={null} onCancel={() => setOpen(false)}>
          <SignIn
            now={officerId}
            onDone={() => {
              // What the one before did last is not for the next one's Ctrl+Z.
              takeLastAction()
              setOpen(false)
            }}
          />
        </Modal>
      )}
    </>
  )
}
