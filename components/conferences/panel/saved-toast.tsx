import { useTranslations } from "next-intl";
import { ToastOnMount } from "@/components/ui/toast-on-mount.client";

/** After the editor: what was saved, and whether the clock moved its start. */
export function SavedToast({
  saved,
  moved,
  name,
}: {
  saved?: "created" | "changed";
  moved?: string;
  name?: string;
}) {
  const t = useTranslations("meetings");
  if (!saved || !name) return null;
  return (
    <>
      <ToastOnMount
        id={`saved-${saved}-${name}`}
        title={t(saved === "created" ? "savedCreated" : "savedChanged", { name })}
      />
      {moved ? (
        <ToastOnMount id={`moved-${name}`} tone="info" title={t("moved", { time: moved.slice(-5) })} />
      ) : null}
    </>
  );
}
