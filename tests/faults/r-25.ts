import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { ask, hiddenFields, logged, sessionCookie, shown, submit } from "./support/client";
import type { Fault } from "./support/fault";
import { OperationLog } from "./support/outcomes";
import { verifyInvariants } from "./support/verify";

const PAIRS = 100;

const fault: Fault = {
  id: "R-25",
  title: "two people edit the same conference, a hundred times",
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const w = await world();
    const room = await aRoom(w);
    const editors = [await sessionCookie(w.people.organiser), await sessionCookie(w.people.administrator)];
    const path = `/meetings/${room.id}/edit`;
    const log = new OperationLog();
    const seen = { saved: 0, told: 0, kept: 0, lost: 0, other: 0 };
    for (let pair = 0; pair < PAIRS; pair++) {
      // Both have the same version before them; what one saves must not vanish under the other's.
      const forms = await Promise.all(
        editors.map((cookie, n) => hiddenFields(`${stack.apps[n]?.url}${path}`, cookie)),
      );
      const answers = await Promise.all(
        forms.map((hidden, n) => {
          const fields: [string, string][] = [
            ...hidden,
            ["name", nameOf(pair, n)],
            ["sendInvitations", "on"],
          ];
          return logged(log, "save", nameOf(pair, n), () =>
            submit(`${stack.apps[n]?.url}${path}`, fields, { cookie: editors[n] }),
          );
        }),
      );
      const winners = answers.flatMap((answer, n) => (answer?.status === 303 ? [n] : []));
      seen.saved += winners.length;
      for (const [n, answer] of answers.entries()) {
        if (!answer || answer.status === 303) continue;
        if (shown(answer.body).includes("saved a change while you were editing")) seen.told++;
        else seen.other++;
        if (shown(answer.body).includes(nameOf(pair, n))) seen.kept++;
      }
      const [row] = await owner()<{ name: string }[]>`SELECT name FROM conferences WHERE id = ${room.id}`;
      if (winners.length !== 1 || row?.name !== nameOf(pair, winners[0] ?? 0)) seen.lost++;
    }
    note(JSON.stringify(seen));
    figure("saved", seen.saved, { exactly: PAIRS });
    figure("told of the other's change", seen.told, { exactly: PAIRS });
    figure("with what they had typed", seen.kept, { exactly: PAIRS });
    figure("other answers", seen.other, { exactly: 0 });
    figure("lost updates", seen.lost, { exactly: 0 });
    const [row] = await owner()<{ version: number }[]>`SELECT version FROM conferences WHERE id = ${room.id}`;
    figure("versions that the saves made", (row?.version ?? 0) - 1, { exactly: PAIRS });
    const rights = await ask(`${stack.url}${path}`, { cookie: editors[1] });
    figure("the second editor may still edit", rights.status, { exactly: 200 });
    await verifyInvariants(context);
  },
};
export default fault;

const nameOf = (pair: number, n: number) => `Pair ${pair} editor ${n}`;
