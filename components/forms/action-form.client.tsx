"use client";

import { unstable_rethrow } from "next/navigation";
import {
  type FormEvent,
  type ReactNode,
  useActionState,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  useTransition,
} from "react";
import { type FormState, MAX_BODY_BYTES, readBusyMessage, type WireError } from "@/lib/errors";
import { cn } from "../ui/cn";
import { ErrorSummary, findControl, reveal } from "./error-summary.client";
import { FormContext, fieldId } from "./form-context.client";
import { UnsavedGuard } from "./unsaved-guard.client";

export type FormAction = (previous: FormState, data: FormData) => Promise<FormState>;

export type ActionFormProps = {
  action: FormAction;
  /** State to start from, for example values of an earlier attempt. */
  initial?: FormState;
  id?: string;
  className?: string;
  /** Ask before leaving with unsaved changes. */
  guard?: boolean;
  /** Begins with changes that are not saved yet. */
  isChanged?: boolean;
  /** Leaving was confirmed: the changes may go. */
  onLeave?: () => void;
  /** Empty the fields after success: for forms that add one thing after another. */
  resetOnSuccess?: boolean;
  /** Names of fields for the error summary of pages that have to work without scripts. */
  labels?: Record<string, string>;
  /** Called after each answer. */
  onResult?: (state: FormState) => void;
  children: ReactNode;
};

const untouched: FormState = { at: 0 };

/**
 * A form that sends itself to a server action. It keeps everything typed when the server refuses (never passwords),
 * says what is wrong at the top and at the field, and works as a plain form before and without scripts.
 */
export function ActionForm(props: ActionFormProps) {
  const {
    action,
    initial = untouched,
    id,
    className,
    guard,
    isChanged = false,
    onLeave,
    resetOnSuccess,
    onResult,
    labels,
    children,
  } = props;
  // React's own way to send serves browsers without scripts; with them `submit` does.
  const [rendered, send] = useActionState(action, initial);
  const [answer, setAnswer] = useState<FormState>();
  const [pending, start] = useTransition();
  const state = answer ?? rendered;
  const [dirty, setDirty] = useState(isChanged);
  const form = useRef<HTMLFormElement>(null);
  const summary = useRef<HTMLDivElement>(null);
  const handledAt = useRef(initial.at);
  const ownId = useId();
  const formId = id ?? `f${ownId.replace(/\W/g, "")}`;
  const refused = state.result && !state.result.ok ? state.result.error : undefined;
  const [changed, setChanged] = useState<{ at: number; names: readonly string[] }>({ at: 0, names: [] });
  const error = useMemo(
    () => (refused && changed.at === state.at ? stillWrong(refused, changed.names) : refused),
    [refused, changed, state.at],
  );

  useEffect(() => {
    if (handledAt.current === state.at) return;
    handledAt.current = state.at;
    if (!refused) {
      setDirty(false);
      if (resetOnSuccess) form.current?.reset();
    } else {
      forgetPasswords(form.current);
      const names = Object.keys(refused.fields ?? {});
      const only = names.length === 1 ? names[0] : undefined;
      const target = only ? findControl(fieldId(formId, only), only, form.current) : null;
      if (target) reveal(target);
      else summary.current?.focus();
    }
    onResult?.(state);
  }, [state, refused, formId, resetOnSuccess, onResult]);

  /** What is typed anew is no longer known to be wrong; the server looks again. */
  function touch({ target }: FormEvent<HTMLFormElement>) {
    setDirty(true);
    const name = (target as Partial<HTMLInputElement>).name?.replace(/\[\]$/, "");
    if (!name || !refused?.fields?.[name]) return;
    setChanged(({ at, names }) => ({ at: state.at, names: [...(at === state.at ? names : []), name] }));
  }

  const leave = () => [setDirty(false), onLeave?.()];

  /**
   * Sending by hand: the browser-side reset that follows `action={…}` would empty what was typed, and an answer that
   * never comes would take the whole page away.
   */
  function submit(event: FormEvent<HTMLFormElement>) {
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    if (submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (pending) return;
    const data = new FormData(event.currentTarget, submitter);
    const longest = longestOf(data);
    if (longest !== null) return setAnswer(tooLarge(longest, state));
    start(async () => {
      const next = await action(state, data).catch((error: unknown) => lost(error, state));
      start(() => setAnswer(next));
    });
  }

  const context = useMemo(
    () => ({
      formId,
      errors: error?.fields ?? {},
      values: state.values,
      pending,
      saved: state.result?.ok === true,
      at: state.at,
    }),
    [formId, error, state, pending],
  );

  return (
    <FormContext value={context}>
      <form
        ref={form}
        id={formId}
        action={send}
        onSubmit={submit}
        onChange={touch}
        noValidate
        aria-busy={pending || undefined}
        className={cn("min-w-0", className)}
      >
        {error ? <ErrorSummary ref={summary} error={error} labels={labels} /> : null}
        {children}
      </form>
      {guard ? <UnsavedGuard active={dirty && !pending} onLeave={leave} /> : null}
    </FormContext>
  );
}

/** A refusal without the fields that were changed since; nothing when no other field was wrong. */
function stillWrong(error: WireError, changed: readonly string[]): WireError | undefined {
  const fields = Object.entries(error.fields ?? {}).filter(([name]) => !changed.includes(name));
  return fields.length > 0 ? { ...error, fields: Object.fromEntries(fields) } : undefined;
}

/** What a browser puts around each field. */
const ENVELOPE_BYTES = 200;

/** The name of the longest text in a form that is larger than the server takes: it would be turned away unread. */
function longestOf(data: FormData): string | null {
  const bytes = (text: string) => new TextEncoder().encode(text).length;
  const sizes = [...data].map(([name, value]) => ({ name, size: bytes(`${name}${value}`) + ENVELOPE_BYTES }));
  if (sizes.reduce((sum, { size }) => sum + size, 0) < MAX_BODY_BYTES) return null;
  return sizes.reduce((a, b) => (b.size > a.size ? b : a)).name;
}

function tooLarge(longest: string, before: FormState): FormState {
  const fields = { [longest]: { code: "too_long" } } as const;
  return {
    result: { ok: false, error: { code: "too_large", fields } },
    values: before.values,
    at: Date.now(),
  };
}

/** The server did not answer, or not as a form understands. Redirects pass. */
function lost(error: unknown, before: FormState): FormState {
  unstable_rethrow(error);
  const busy = error instanceof Error ? readBusyMessage(error.message) : undefined;
  const result = { ok: false as const, error: busy ?? ({ code: "unavailable" } satisfies WireError) };
  return { result, values: before.values, at: Date.now() };
}

function forgetPasswords(form: HTMLFormElement | null) {
  for (const input of form?.querySelectorAll<HTMLInputElement>("input[data-secret]") ?? []) input.value = "";
}
