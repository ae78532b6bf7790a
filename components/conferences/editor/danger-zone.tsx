import { useTranslations } from "next-intl";
import { Messages } from "@/components/shell/messages";
import { Button } from "@/components/ui/button";
import type { ErrorCode, ErrorParams } from "@/lib/errors";
import { DangerAction } from "./danger-actions.client";

type Decision = true | { reason: ErrorCode; params?: ErrorParams };
type Props = {
  id: string;
  name: string;
  kind: "scheduled" | "room";
  cancel: Decision;
  remove: Decision;
  mailed: number;
};

/** At the foot of the editor: what ends the conference. A date is cancelled, a room or what is over is deleted. */
export function DangerZone({ id, name, kind, cancel, remove, mailed }: Props) {
  const t = useTranslations("editor.danger");
  const reasons = useTranslations("errors") as unknown as (code: ErrorCode, params?: ErrorParams) => string;
  const act = kind === "room" || remove === true ? "delete" : "cancel";
  const decision = act === "delete" ? remove : cancel;
  const label = act === "cancel" ? t("cancel") : kind === "room" ? t("deleteRoom") : t("delete");
  return (
    <Messages of={["editor"]}>
      <div className="mt-2 max-w-180 border-t border-border pt-5 md:ms-9 phone:mt-8">
        {decision === true ? (
          <DangerAction id={id} name={name} kind={kind} act={act} mailed={mailed} />
        ) : (
          <Button variant="danger-quiet" size={36} reason={reasons(decision.reason, decision.params)}>
            {label}
          </Button>
        )}
      </div>
    </Messages>
  );
}
