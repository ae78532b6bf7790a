import { useTranslations } from "next-intl";
import { channels } from "@/lib/realtime/channels";
import { realtimeConfig } from "@/lib/realtime/config";
import { Banner } from "../../ui/banner";
import { LiveLists } from "./live-lists.client";

/** While no events arrive. */
const POLL_SECONDS = 10;

/** Keeps the page's lists true, and says so above them while it can only ask. */
export function LiveLine({ userId }: { userId: string }) {
  const t = useTranslations("common");
  return (
    <LiveLists
      config={realtimeConfig({ userId })}
      channel={channels.user(userId)}
      pollMs={POLL_SECONDS * 1000}
    >
      <Banner tone="neutral" className="mb-4 rounded-md border border-border px-4" title={t("interrupted")}>
        {t("askedEvery", { seconds: POLL_SECONDS })}
      </Banner>
    </LiveLists>
  );
}
