import { useTranslations } from "next-intl";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { createConferenceForm, updateConferenceForm } from "@/lib/conferences/actions";
import { AdditionalPanel } from "./additional-panel";
import { DraftTitle } from "./draft-title.client";
import { EditorForm } from "./editor-form.client";
import { EditorTabs } from "./editor-tabs.client";
import { GeneralPanel } from "./general-panel";
import type { EditorModel } from "./model";
import { ParticipantsPanel } from "./participants-panel";
import { RegistrationPanel } from "./registration-panel";
import { SaveBar, SaveButton } from "./save-buttons.client";
import { Summary } from "./summary.client";
import { one } from "./values";

/** The editor of a conference or room, new or stored: one form in four tabs. */
export function Editor({ model, backHref }: { model: EditorModel; backHref: string }) {
  const { facts, values } = model;
  const t = useTranslations("editor");
  const labels = {
    name: t("name"),
    localStart: t("date"),
    durationMin: t("length"),
    timeZone: t("zone"),
    description: t("description"),
    participants: t("tabs.participants"),
    publicId: t("ownId"),
    pin: t("pin.label"),
    location: t("location"),
    seatLimit: t("registration.seats"),
  };
  return (
    <Messages of={["editor", "conferences"]}>
      <EditorForm
        action={facts.isNew ? createConferenceForm : updateConferenceForm}
        facts={facts}
        values={values}
        when={model.when}
        version={model.version}
        savedBy={model.savedBy}
        labels={labels}
        people={[...model.colleagues, ...model.people]}
      >
        <Head model={model} backHref={backHref} />
        <EditorTabs
          panels={{
            general: <GeneralPanel model={model} />,
            participants: <ParticipantsPanel model={model} />,
            additional: <AdditionalPanel model={model} />,
            registration: <RegistrationPanel model={model} />,
          }}
          aside={<Summary />}
        />
        <SaveBar />
      </EditorForm>
    </Messages>
  );
}

function Head({ model, backHref }: { model: EditorModel; backHref: string }) {
  const t = useTranslations("editor");
  const words = useTranslations("conferences");
  const common = useTranslations("common");
  const { facts, values } = model;
  const isRoom = one(values, "kind") === "room";
  const visibility = one(values, "visibility") === "public" ? "public" : "private";
  const what = facts.isNew
    ? isRoom
      ? t("newRoom")
      : t("newConference")
    : isRoom
      ? t("editRoom")
      : t("editConference");
  return (
    <PageHeader
      // On a phone the button is in the bar at the foot.
      className="phone:[&_.chrome]:hidden"
      title={<DraftTitle />}
      back={{ href: backHref, label: facts.isNew ? t("backToType") : t("back") }}
      badge={
        <>
          {what} <StatusBadge kind={visibility}>{words(`visibilityLong.${visibility}`)}</StatusBadge>
        </>
      }
      actions={
        <div className="flex gap-2">
          <Button size={36} href={facts.isNew ? (isRoom ? "/rooms" : "/meetings") : backHref}>
            {common("cancel")}
          </Button>
          <SaveButton />
        </div>
      }
    />
  );
}
