import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button.client";
import { Door } from "@/components/ui/door";
import { RowLink, Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import { typeset } from "@/components/ui/typeset";
import type { Entry } from "@/lib/conferences/lists/rules";
import { formatConferenceId } from "@/lib/ids";
import { RoomPresence } from "./room-presence";
import { pageHref, roomHref, type Viewer } from "./viewer";
import type { WayIn } from "./way-in";

/** All rooms: door, name, ID, owner, who is in, and the ways in (E02). */
export function RoomTable({
  rooms,
  viewer,
  hrefOf,
  wayOf,
  selectedId,
}: {
  rooms: readonly Entry[];
  viewer: Viewer;
  hrefOf: (id: string) => string;
  wayOf: (entry: Entry) => WayIn;
  selectedId?: string;
}) {
  const t = useTranslations("rooms");
  return (
    <Table caption={t("list")} stack>
      <THead>
        <TR>
          <TH>{t("name")}</TH>
          <TH>{t("id")}</TH>
          <TH>{t("owner")}</TH>
          <TH>{t("inside")}</TH>
          <TH>
            <span className="sr-only">{t("actions")}</span>
          </TH>
        </TR>
      </THead>
      <TBody>
        {rooms.map((room) => (
          <TR
            key={room.id}
            selected={room.id === selectedId}
            className="phone:min-h-16 phone:content-center phone:group-data-stack/table:pe-34"
          >
            <TD primary>
              <span className="flex items-center gap-3">
                <Door size="sm" lit={room.inside > 0} />
                <RowLink href={hrefOf(room.id)}>{typeset(room.name)}</RowLink>
              </span>
            </TD>
            <TD className="phone:group-data-stack/table:w-full phone:group-data-stack/table:ps-8">
              <span className="id-num">{formatConferenceId(room.publicId)}</span>
            </TD>
            <TD className="phone:group-data-stack/table:hidden">
              {room.isOwner ? t("you") : room.owner.name}
            </TD>
            <TD className="text-sm phone:group-data-stack/table:ps-8">
              <RoomPresence room={room} viewer={viewer} />
            </TD>
            <TD className="text-end phone:group-data-stack/table:absolute phone:group-data-stack/table:inset-y-0 phone:group-data-stack/table:end-2 phone:group-data-stack/table:flex phone:group-data-stack/table:items-center">
              <Actions room={room} viewer={viewer} way={wayOf(room)} />
            </TD>
          </TR>
        ))}
      </TBody>
    </Table>
  );
}

function Actions({ room, viewer, way }: { room: Entry; viewer: Viewer; way: WayIn }) {
  const t = useTranslations("rooms");
  const errors = useTranslations("errors");
  const verb = way.verb === "enter" ? "enter" : "open";
  return (
    <span className="relative z-1 inline-flex items-center gap-1.5">
      <Button
        size={28}
        href={roomHref(room.publicId)}
        prefetch={false}
        aria-label={t(`${verb}Named`, { name: room.name })}
        reason={way.refusal ? errors(way.refusal.code, way.refusal.params) : undefined}
      >
        {t(verb)}
      </Button>
      <CopyButton
        iconOnly
        sign="link"
        text={`${viewer.baseUrl}${pageHref(room.publicId)}`}
        label={t("copy", { name: room.name })}
      />
    </span>
  );
}
