import "server-only";
import { notFound } from "@/lib/errors";
import { parseConferenceId } from "@/lib/ids";
import { type Actor, visitorOf } from "./actor";
import type { Command } from "./command";
import { findConferenceByPublicId } from "./scope";
import { toRoute } from "./transport";

/** A route below a conference's public ID. */
export type ConferenceContext = { params: Promise<{ id: string }> };

type Place = { publicId: string; actor: Actor };

/** The ID in its canonical form, and whoever speaks there: a user of the account or that conference's guest. */
async function findPlace({ params }: ConferenceContext): Promise<Place> {
  const publicId = parseConferenceId((await params).id);
  const reach = publicId && (await findConferenceByPublicId(publicId));
  if (!publicId || !reach) throw notFound();
  return { publicId, actor: await visitorOf(reach.tenantId, reach.conferenceId) };
}

const places = new WeakMap<ConferenceContext, Promise<Place>>();

/** Looked up once a request, whoever asks first. */
function placeOf(context: ConferenceContext): Promise<Place> {
  const place = places.get(context) ?? findPlace(context);
  places.set(context, place);
  return place;
}

/** POST: JSON in, the conference from the address. */
export const conferenceRoute = <I, O>(command: Command<I, O>, onSuccess?: (data: O) => void) =>
  toRoute<I, O, ConferenceContext>(command, {
    actor: async (context) => (await placeOf(context)).actor,
    extra: async (context) => ({ publicId: (await placeOf(context)).publicId }),
    onSuccess,
  });

/** GET: whole numbers from the query string instead of a body. */
export function conferenceReadRoute<I, O>(command: Command<I, O>, onSuccess?: (data: O) => void) {
  const handle = conferenceRoute(command, onSuccess);
  return (request: Request, context: ConferenceContext): Promise<Response> => {
    const numbers = [...new URL(request.url).searchParams].map(([name, value]) => [name, Number(value)]);
    const body = JSON.stringify(Object.fromEntries(numbers));
    return handle(new Request(request.url, { method: "POST", body }), context);
  };
}
