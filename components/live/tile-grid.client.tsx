"use client";

import { useTranslations } from "next-intl";
import { cn } from "../ui/cn";
import { useMediaQuery } from "../ui/use-media-query.client";
import { gridOf } from "./engine/grid";
import type { Speakers } from "./engine/speakers";
import { Tile, type TileData } from "./tile";

export type RoomView = "grid" | "speaker";

/** Everybody on the stage. The grid fills it whatever the number; the speaker view has one large picture. */
export function TileGrid({
  tiles,
  view,
  speakers,
  isSheetOpen,
}: {
  tiles: readonly TileData[];
  view: RoomView;
  speakers: Speakers;
  /** On phones a sheet leaves only the top of the stage. */
  isSheetOpen: boolean;
}) {
  const t = useTranslations("room");
  const isUpright = useMediaQuery("(max-width: 47.99rem) and (orientation: portrait)", false);
  const isSpeaking = (tile: TileData) => speakers.speaking.includes(tile.entry.participantId);
  if (view === "speaker" && tiles.length > 1) {
    const large = largeOf(tiles, speakers.last);
    const others = tiles.filter((tile) => tile !== large);
    return (
      <div className="grid min-h-0 grid-rows-[minmax(0,1fr)_auto] gap-2">
        <ul aria-label={t("onScreen")} className="grid min-h-0">
          <Tile key={large.entry.participantId} tile={large} isSpeaking={isSpeaking(large)} />
        </ul>
        <ul aria-label={t("people")} className="scroll-quiet flex gap-2 overflow-x-auto">
          {others.map((tile) => (
            <Tile
              key={tile.entry.participantId}
              tile={tile}
              isSpeaking={isSpeaking(tile)}
              className="h-28 w-48 shrink-0 phone:h-20 phone:w-28"
            />
          ))}
        </ul>
      </div>
    );
  }
  const { columns, rows, spans } = gridOf(tiles.length, isUpright && !isSheetOpen);
  return (
    <ul
      aria-label={t("onScreen")}
      className={cn("grid min-h-0 gap-2", isSheetOpen && "max-md:h-[calc(35dvh-56px)] max-md:self-start")}
      style={{
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
      }}
    >
      {tiles.map((tile, index) => (
        <Tile key={tile.entry.participantId} tile={tile} isSpeaking={isSpeaking(tile)} span={spans[index]} />
      ))}
    </ul>
  );
}

/** Whoever spoke last, else the first of the others, else oneself. */
function largeOf(tiles: readonly TileData[], last: string | null): TileData {
  const found =
    tiles.find((tile) => tile.entry.participantId === last) ?? tiles.find((tile) => !tile.isMe) ?? tiles[0];
  if (!found) throw new Error("the stage is empty");
  return found;
}
