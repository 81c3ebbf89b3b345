import { useState } from 'react'
import { DESK_ACT_TEXT, DESK_ACTS, type DeskAct } from '../../../../shared/text/claims.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { count } from '../../../components/values.tsx'
import { ActDialog } from './ActDialog.tsx'
import { BatchDialog } from './BatchDialog.tsx'
import type { Chosen } from './chosen.ts'
import { MaterialDialog } from './MaterialDialog.tsx'
import { ReleaseDialog } from './ReleaseDialog.tsx'
import { WithdrawDialog } from './WithdrawDialog.tsx'

/** A button for each thing that can be done with the chosen claims; each shows first what it would do. */
export function DeskActs({
  chosen,
  acts = DESK_ACTS,
  step,
  clause,
  counted = true,
  onDone,
}: {
  /** asked for when a button is pressed, since what is ticked may first have to be fetched */
  chosen: () => Promise<Chosen>
  acts?: readonly DeskAct[]
  step?: string | undefined
  clause?: string | undefined
  /** how many claims the first button is for, beside its words */
  counted?: number | boolean
  onDone?: () => void
}) {
  const [open, setOpen] = useState<{ act: DeskAct; chosen: Chosen }>()
  const [busy, setBusy] = useState<DeskAct>()
  const begin = async (act: DeskAct) => {
    setBusy(act)
    try {
      setOpen({ act, chosen: await chosen() })
    } finally {
      setBusy(undefined)
    }
  }
  const close = (done: boolean) => {
    setOpen(undefined)
    if (done) onDone?.()
  }
  return (
    <>
      {acts.map((act, at) => (
        <RoleButton
          key={act}
          needs={act === 'release' ? 'reviewer' : 'clerk'}
          size="small"
          type={at === 0 ? 'primary' : 'default'}
          danger={act === 'refuse' || act === 'withdraw'}
          loading={busy === act}
          onClick={() => void begin(act)}
        >
          {DESK_ACT_TEXT[act].name}
          {at === 0 && typeof counted === 'number' && `（${count(counted)} 份）`}
        </RoleButton>
      ))}
      {open && <Dialog {...open} step={step} clause={clause} onClose={close} />}
    </>
  )
}

function Dialog({
  act,
  chosen,
  step,
  clause,
  onClose,
}: {
  act: DeskAct
  chosen: Chosen
  step: string | undefined
  clause: string | undefined
  onClose: (done: boolean) => void
}) {
  if (act === 'release') return <ReleaseDialog chosen={chosen} onClose={onClose} />
  if (act === 'material') return <MaterialDialog chosen={chosen} onClose={onClose} />
  if (act === 'batch') return <BatchDialog chosen={chosen} onClose={onClose} />
  if (act === 'withdraw') return <WithdrawDialog chosen={chosen} onClose={onClose} />
  return (
    <ActDialog
      act={act}
      chosen={chosen}
      step={act === 'complete' ? step : undefined}
      clause={clause}
      onClose={onClose}
    />
  )
}
