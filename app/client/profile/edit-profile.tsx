import { type ChangeEvent, useEffect, useState } from 'react'
import { avatarTypes, lengthOf, limits, type Me, type Profile, routes } from '../../contract.ts'
import { displayName as checkName } from '../account/checks.ts'
import { Submit } from '../account/submit.tsx'
import { useForm } from '../account/use-form.ts'
import { useClient } from '../data/client.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Counter } from '../parts/counter.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field, TextField } from '../parts/field.tsx'
import { Icon } from '../parts/icon.tsx'
import { uploadAvatar } from './upload-avatar.ts'

interface EditProfileProps {
  readonly profile: Profile
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Changes one's own name, bio and face. */
export default function EditProfile({ profile, onClose, onSaved }: EditProfileProps) {
  const client = useClient()
  const [file, setFile] = useState<File>()
  const [fileWrong, setFileWrong] = useState('')
  const [bio, setBio] = useState(profile.bio)
  const preview = useObjectUrl(file)

  const form = useForm(
    (values) => checkProfile(values, fileWrong),
    async (values) => {
      const uploaded = file && (await uploadAvatar(client, file))
      const body = { displayName: (values.displayName ?? '').trim(), bio: (values.bio ?? '').trim() }
      const saved = await client.ask<Profile | undefined>(routes.profile, { method: 'PATCH', body })
      client.session.change((me) => ({ ...me, ...body, ...(uploaded ?? {}), ...(saved ?? {}) }) as Me)
      client.toasts.say('Your profile is saved.')
      onSaved()
      onClose()
    },
  )
  const choose = (event: ChangeEvent<HTMLInputElement>): void => {
    const chosen = event.target.files?.[0]
    const wrong = chosen ? wrongWith(chosen) : ''
    setFileWrong(wrong)
    setFile(wrong ? undefined : chosen)
  }
  return (
    <Dialog title="Edit profile" onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate className="form edit-profile">
        <div className="face-picker">
          <Avatar user={preview ? { ...profile, avatarUrl: preview } : profile} size="large" />
          <div className="field">
            <label className="button" htmlFor="avatar-file">
              <Icon name="camera" /> Choose a picture
            </label>
            <input
              id="avatar-file"
              className="unseen"
              type="file"
              accept={avatarTypes.join(',')}
              onChange={choose}
              aria-describedby="avatar-notes"
            />
            <p className={fileWrong ? 'wrong' : 'hint'} id="avatar-notes" role={fileWrong ? 'alert' : undefined}>
              {fileWrong || file?.name || 'JPEG, PNG or WebP, up to 5 MB.'}
            </p>
          </div>
        </div>
        <Field
          label="Name"
          name="displayName"
          autoComplete="name"
          defaultValue={profile.displayName}
          wrong={form.fields.displayName}
        />
        <div>
          <TextField
            label="About you"
            name="bio"
            rows={4}
            value={bio}
            onChange={(event) => setBio(event.target.value)}
            wrong={form.fields.bio}
          />
          <Counter id="bio-counter" used={lengthOf(bio.trim())} limit={limits.bio} />
        </div>
        <Submit form={form} label="Save" busy="Saving…" />
      </form>
    </Dialog>
  )
}

function checkProfile({ displayName = '', bio = '' }: Readonly<Record<string, string>>, fileWrong: string) {
  const name = checkName(displayName)
  const tooLong = lengthOf(bio.trim()) > limits.bio
  return {
    ...(name && { displayName: name }),
    ...(tooLong && { bio: `Use at most ${limits.bio} characters.` }),
    ...(fileWrong && { file: fileWrong }),
  }
}

/** What is wrong with a file for an avatar; empty when nothing is. */
function wrongWith({ type, size }: File): string {
  if (!(avatarTypes as readonly string[]).includes(type)) return 'Choose a JPEG, PNG or WebP picture.'
  return size > limits.avatar ? `Choose a picture of at most ${limits.avatar / 1024 / 1024} MB.` : ''
}

/** An address for a file, as long as it is shown. */
function useObjectUrl(file: File | undefined): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!file) return setUrl(undefined)
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}
