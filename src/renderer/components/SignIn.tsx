import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, type InputRef, Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { DeskOfficer } from '../../shared/contract/officers.ts'
import { ROLE_TEXT } from '../../shared/text/officers.ts'
import { api, client, queryClient } from '../api.ts'
import { Problem } from './Problem.tsx'

/** Who is at the desk: one click for those without a PIN, name and PIN for the others. */
export function SignIn({ now, onDone }: { now?: string | null; onDone?: () => void }) {
  const known = useQuery({
    ...api.session.officers.queryOptions(),
    staleTime: 0,
    gcTime: 0,
  })
  const [chosen, setChosen] = useState<DeskOfficer>()
  const [pin, setPin] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const field = useRef<InputRef>(null)
  useEffect(() => {
    if (chosen?.hasPin && !busy) field.current?.focus()
  }, [chosen, busy])
  const enter = async (officer: DeskOfficer, given: string) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await client.session.signIn({ officerId: officer.id, ...(given === '' ? {} : { pin: given }) })
      await queryClient.invalidateQueries({ queryKey: api.ledger.key() })
      onDone?.()
    } catch (error) {
      setProblem(error)
      setPin('')
    } finally {
      setBusy(false)
    }
  }
  const choose = (officer: DeskOfficer) => {
    setProblem(undefined)
    setPin('')
    setChosen(officer)
    if (!officer.hasPin) void enter(officer, '')
  }
  if (known.isPending) return <Skeleton active />
  return (
    <div className="stack">
      <Problem error={known.error} retry={() => void known.refetch()} />
      <ul className="recent" aria-label="人员">
        {known.data?.map((officer) => (
          <li key={officer.id}>
            <button
              type="button"
              disabled={busy}
              aria-pressed={chosen?.id === officer.id}
              onClick={() => choose(officer)}
            >
              <b className="nowrap">{officer.name}</b>
              <span className="quiet">
                {ROLE_TEXT[officer.role]}
                {officer.id === now && ' · 现在'}
                {officer.hasPin ? ' · 需要 PIN' : ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chosen?.hasPin && (
        <Form layout="vertical" disabled={busy} onFinish={() => void enter(chosen, pin)}>
          <Form.Item label={`${chosen.name}的 PIN`} htmlFor="sign-in-pin">
            <Input.Password
              id="sign-in-pin"
              ref={field}
              value={pin}
              maxLength={64}
              autoComplete="off"
              onChange={(event) => setPin(event.target.value)}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy} disabled={pin === ''}>
            由{chosen.name}办理
          </Button>
        </Form>
      )}
      <Problem error={problem} />
    </div>
  )
}
