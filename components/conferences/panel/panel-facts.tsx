import { useTranslations } from "next-intl";
import { Avatar, AvatarStack } from "@/components/ui/avatar";
import { CopyButton } from "@/components/ui/copy-button.client";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { RevealSecret } from "@/components/ui/reveal-secret.client";
import type { CardView } from "@/lib/conferences/lists/rules";
import { formatConferenceId } from "@/lib/ids";
import { pageHref, type Viewer } from "../list/viewer";

/** The facts of the card. A fact that is not set takes no line (rule 21). */
export function PanelFacts({ card, viewer }: { card: CardView; viewer: Viewer }) {
  const t = useTranslations("panel");
  const words = useTranslations("conferences");
  const id = formatConferenceId(card.publicId);
  const url = `${viewer.baseUrl}${pageHref(card.publicId)}`;
  return (
    <KeyValueList className="border-t border-border px-4 py-1.75">
      <KeyValue label={t("invited")} className="num">
        {t("invitedCount", { count: card.invited })}
      </KeyValue>
      {card.inside > 0 ? (
        <KeyValue label={t("inside")} className="font-semibold text-ember-text num">
          {t("invitedCount", { count: card.inside })}
        </KeyValue>
      ) : null}
      <KeyValue label={t("id")}>
        <span className="id-num min-w-0 flex-1">{id}</span>
        <CopyButton iconOnly text={id} label={t("copyId")} className="-my-1" />
      </KeyValue>
      {card.pin ? (
        <KeyValue label={t("pin")} className="*:-my-1">
          <RevealSecret value={card.pin} name={t("pin")} />
        </KeyValue>
      ) : null}
      <KeyValue label={t("owner")}>
        <Avatar name={card.owner.name} id={card.owner.id} size={22} />
        <span className="min-w-0 flex-1">{card.isOwner ? t("you") : card.owner.name}</span>
      </KeyValue>
      {card.moderators.length > 0 ? (
        <KeyValue label={t("moderators")} className="flex-nowrap">
          <AvatarStack people={card.moderators} max={3} />
          <span className="min-w-0 truncate" title={card.moderators.map((p) => p.name).join(", ")}>
            {card.moderators.map((person) => person.name).join(", ")}
          </span>
        </KeyValue>
      ) : null}
      <KeyValue label={t("access")}>{words(`visibilityLong.${card.visibility}`)}</KeyValue>
      <KeyValue label={t("mode")}>{words(`mode.${card.mode}`)}</KeyValue>
      {card.location ? <KeyValue label={t("location")}>{card.location}</KeyValue> : null}
      <KeyValue label={t("pageLink")}>
        <a href={pageHref(card.publicId)} className="link-inline min-w-0 truncate">
          {url.replace(/^https?:\/\//, "")}
        </a>
      </KeyValue>
    </KeyValueList>
  );
}
