import { App } from 'antd'
import { useCallback } from 'react'
import { useNavigate } from 'react-router'
import { client } from '../client.ts'
import { problemOf } from '../components/problem.ts'

/** Opens the page of a claim by its number; says so where there is none. */
export function useOpenClaim(): (number: string) => Promise<boolean> {
  const navigate = useNavigate()
  const { message } = App.useApp()
  return useCallback(
    async (number) => {
      try {
        const hits = await client.search.everything({ text: number, limit: 5 })
        const claim = hits.find((hit) => hit.kind === 'claim' && hit.title === number)
        if (claim === undefined) {
          message.warning(`台账里没有编号为 ${number} 的申领，可能已撤回，或是别的单位的。`, 6)
          return false
        }
        navigate(`/claims/one/${encodeURIComponent(claim.id)}`)
        return true
      } catch (error) {
        message.error(problemOf(error).text, 6)
        return false
      }
    },
    [message, navigate],
  )
}
