"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ActionForm } from "@/components/forms/action-form.client";
import { RadioCardsField } from "@/components/forms/choice-fields.client";
import { PasswordField, TextField } from "@/components/forms/fields.client";
import { FormActions } from "@/components/forms/form-layout";
import { SubmitButton } from "@/components/forms/submit-button.client";
import { Button } from "@/components/ui/button";
import { deleteUserForm } from "@/lib/conferences/owners/actions";

/** What becomes of the conferences, and the password: there is no way back. */
export function DeleteForm({ userId, name, owned }: { userId: string; name: string; owned: number }) {
  const t = useTranslations("control.users.deleting");
  const common = useTranslations("common");
  const [choice, setChoice] = useState(owned > 0 ? "transfer" : "cancel");
  return (
    <ActionForm action={deleteUserForm} labels={{ to: t("to"), password: t("password") }}>
      <input type="hidden" name="userId" value={userId} />
      <div className="flex flex-col gap-4">
        {owned > 0 ? (
          <>
            <RadioCardsField
              name="conferences"
              legend={t("conferences", { count: owned })}
              columns={2}
              defaultValue="transfer"
              onValueChange={setChoice}
              options={[
                { value: "transfer", title: t("transfer"), description: t("transferBody") },
                { value: "cancel", title: t("cancel"), description: t("cancelBody") },
              ]}
            />
            <TextField
              name="to"
              label={t("to")}
              help={t("toHelp")}
              required={choice === "transfer"}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={200}
              className={choice === "transfer" ? "max-w-80" : "hidden"}
            />
          </>
        ) : (
          <input type="hidden" name="conferences" value="cancel" />
        )}
        <PasswordField
          name="password"
          label={t("password")}
          help={t("passwordHelp")}
          required
          autoComplete="current-password"
          className="max-w-80"
        />
      </div>
      <FormActions>
        <SubmitButton variant="danger" pendingLabel={t("pending")}>
          {t("submit", { name })}
        </SubmitButton>
        <Button href={`/control/users/${userId}`} size={36}>
          {common("cancel")}
        </Button>
      </FormActions>
    </ActionForm>
  );
}
