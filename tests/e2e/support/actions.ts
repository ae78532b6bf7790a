import { jarOf } from "../../access/asking";
import { type BuiltAction, builtActions, placeOf } from "../../access/built";
import type { FurnishedWorld } from "../../access/furnished";
import { type Answer, sameOrigin, send } from "../../access/http";

/** The server action of the build that is exported under a name. */
export const named = (name: string): BuiltAction => {
  const action = builtActions().find(({ exportedName }) => exportedName === name);
  if (!action) throw new Error(`no action ${name}`);
  return action;
};

/** Sends bytes to a server action as the organiser, whatever they are. */
export async function postAction(
  w: FurnishedWorld,
  action: BuiltAction,
  body: string,
  headers: Record<string, string>,
): Promise<Answer> {
  const cookies = await jarOf(w, "organiser");
  return send(placeOf(action, w), {
    cookies,
    headers: { ...sameOrigin, "next-action": action.id, ...headers },
    body,
  });
}
