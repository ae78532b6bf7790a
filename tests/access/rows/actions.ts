import type { AccessWorld } from "../personas";

type Input = Record<string, unknown>;
type Fields = Record<string, string | string[]>;

export type ActionRow = {
  /** The commands that it runs. Who may, the matrix says in the row of the first. */
  runs: [string, ...string[]];
  /** What the browser sends for an input of the first command: the fields of a form, unless it sends data. */
  sends?: "data" | ((input: Input, w: AccessWorld) => Fields);
  /** A form's action is given the form's last state before the form, unless it has none. */
  isStateless?: true;
};

/** What a form's fields say of an input: an unticked box says nothing. */
export const fieldsOf = (input: Input): Fields =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) =>
      value === false || value === null || value === undefined
        ? []
        : [[name, value === true ? "on" : Array.isArray(value) ? value.map(String) : String(value)]],
    ),
  );

/** The fields of the conference editor for a plan. */
const editor = ({ localStart, ...plan }: Input): Fields => {
  const [date = "", time = ""] = String(localStart).split("T");
  return fieldsOf({ ...plan, kind: "scheduled", visibility: "private", date, time });
};

/** The fields of the page of a person's rights. */
const chosenRights = ({ rights, ...input }: Input): Fields => ({
  ...fieldsOf(input),
  ...Object.fromEntries(
    Object.entries(rights as Input).map(([code, choice]) => [`right.${code}`, String(choice)]),
  ),
});

/** Every server action, by its file and name: what the build answers and what the sources say must both be this. */
export const actionRows: Record<string, ActionRow> = {
  "lib/accounts/actions.ts#setUpServerForm": { runs: ["accounts.setUpServer", "auth.signIn"] },
  "lib/accounts/actions.ts#setParallelEventsForm": { runs: ["accounts.setParallelEvents"] },
  "lib/accounts/actions.ts#saveProfileForm": { runs: ["accounts.saveProfile"] },
  "lib/accounts/actions.ts#setRightsForm": { runs: ["accounts.setRights"], sends: chosenRights },
  "lib/accounts/groups/actions.ts#createGroupForm": { runs: ["accounts.createGroup"] },
  "lib/accounts/groups/actions.ts#saveGroupForm": { runs: ["accounts.saveGroup"] },
  "lib/accounts/groups/actions.ts#addMemberForm": { runs: ["accounts.addMember"] },
  "lib/accounts/groups/actions.ts#addMemberNow": { runs: ["accounts.addMember"], sends: "data" },
  "lib/accounts/groups/actions.ts#removeMemberNow": { runs: ["accounts.removeMember"], sends: "data" },
  "lib/accounts/groups/actions.ts#deleteGroupNow": { runs: ["accounts.deleteGroup"], sends: "data" },
  "lib/accounts/actions.ts#setLicenceForm": {
    runs: ["accounts.setLicence"],
    sends: ({ userId, licence }) => ({
      userId: String(userId),
      "licence.term": String((licence as Input).term),
    }),
  },
  "lib/accounts/avatars/actions.ts#removeAvatarForm": { runs: ["accounts.removeAvatar"] },
  "lib/accounts/emails/actions.ts#changeEmailForm": { runs: ["accounts.changeEmail"] },
  "lib/accounts/emails/actions.ts#cancelEmailForm": { runs: ["accounts.cancelEmail"] },
  "lib/accounts/emails/actions.ts#confirmEmailForm": { runs: ["accounts.confirmEmail"] },
  "lib/accounts/passwords/actions.ts#changePasswordForm": { runs: ["accounts.changePassword"] },
  "lib/accounts/passwords/actions.ts#requestResetForm": { runs: ["accounts.requestReset"] },
  "lib/accounts/passwords/actions.ts#resetPasswordForm": { runs: ["accounts.resetPassword"] },
  "lib/accounts/personal/actions.ts#saveNameForm": { runs: ["accounts.saveName"] },
  "lib/auth/factors/actions.ts#startFactorForm": { runs: ["auth.startFactor"] },
  "lib/auth/factors/actions.ts#dropFactorForm": { runs: ["auth.dropFactor"] },
  "lib/auth/factors/actions.ts#removeFactorForm": { runs: ["auth.removeFactor"] },
  "lib/auth/factors/actions.ts#confirmFactorForm": { runs: ["auth.confirmFactor"] },
  "lib/auth/factors/actions.ts#renewCodesForm": { runs: ["auth.renewRecoveryCodes"] },
  "lib/auth/factors/actions.ts#enterCodeForm": { runs: ["auth.enterCode", "auth.signOut"] },
  "lib/auth/sessions/actions.ts#endSessionForm": { runs: ["auth.endSession"] },
  "lib/auth/sessions/actions.ts#endOthersForm": { runs: ["auth.endOtherSessions"] },
  "lib/licences/actions.ts#extendLicenceForm": { runs: ["licences.extend"] },
  "lib/licences/actions.ts#saveLicenceTermsForm": { runs: ["licences.saveTerms"] },
  "lib/licences/actions.ts#saveLicencePoolsForm": { runs: ["licences.savePools"] },
  "lib/accounts/imports/actions.ts#checkImportNow": { runs: ["accounts.checkImport"], sends: "data" },
  "lib/accounts/imports/actions.ts#importUsersNow": { runs: ["accounts.importUsers"], sends: "data" },
  "lib/accounts/users/actions.ts#inviteUserForm": { runs: ["accounts.inviteUser"] },
  "lib/accounts/users/actions.ts#sendPasswordLinkNow": { runs: ["accounts.sendPasswordLink"], sends: "data" },
  "lib/accounts/users/actions.ts#endUserSessionForm": { runs: ["accounts.endUserSession"] },
  "lib/accounts/users/actions.ts#endUserSessionsNow": { runs: ["accounts.endUserSessions"], sends: "data" },
  "lib/accounts/users/actions.ts#saveUserForm": { runs: ["accounts.saveUser"] },
  "lib/accounts/users/actions.ts#disableUserNow": { runs: ["accounts.disableUser"], sends: "data" },
  "lib/accounts/users/actions.ts#enableUserNow": { runs: ["accounts.enableUser"], sends: "data" },
  "lib/accounts/users/actions.ts#setAdministratorNow": {
    runs: ["accounts.setAdministrator"],
    sends: "data",
  },
  "lib/auth/confirm/actions.ts#confirmPasswordForm": { runs: ["auth.confirmPassword"] },
  "lib/auth/actions.ts#signInForm": { runs: ["auth.signIn", "auth.signOut"] },
  "lib/auth/actions.ts#signOutNow": { runs: ["auth.signOut"], sends: "data" },
  "lib/auth/actions.ts#signOutEverywhereNow": { runs: ["auth.signOutEverywhere"], sends: "data" },
  "lib/auth/actions.ts#chooseTheme": { runs: ["auth.setTheme"], isStateless: true },
  "lib/auth/actions.ts#chooseLocale": { runs: ["auth.setLocale"], isStateless: true },
  "lib/auth/actions.ts#unlockForm": { runs: ["auth.unlock"] },
  "lib/conferences/actions.ts#createConferenceForm": { runs: ["conferences.create"], sends: editor },
  "lib/conferences/actions.ts#updateConferenceForm": { runs: ["conferences.update"], sends: editor },
  "lib/conferences/actions.ts#cancelConferenceNow": { runs: ["conferences.cancel"], sends: "data" },
  "lib/conferences/actions.ts#deleteConferenceNow": { runs: ["conferences.delete"], sends: "data" },
  "lib/conferences/mails/actions.ts#resendMailForm": { runs: ["conferences.resendMail"] },
  "lib/conferences/owners/actions.ts#deleteUserForm": { runs: ["conferences.deleteUser"] },
  "lib/contacts/actions.ts#addContactForm": { runs: ["contacts.add"] },
  "lib/contacts/actions.ts#saveContactForm": { runs: ["contacts.save"] },
  "lib/contacts/actions.ts#deleteContactNow": { runs: ["contacts.delete"], sends: "data" },
  "lib/contacts/actions.ts#restoreContactNow": { runs: ["contacts.restore"], sends: "data" },
  "lib/live/guests/actions.ts#enterByName": { runs: ["live.enterAsGuest"] },
  "lib/registrations/actions.ts#register": { runs: ["registrations.register"] },
  "lib/registrations/actions.ts#resend": { runs: ["registrations.resend"] },
  "lib/settings/actions.ts#saveOrganisationForm": { runs: ["settings.saveOrganisation"] },
  "lib/settings/actions.ts#saveSignInPolicyForm": { runs: ["settings.saveSignInPolicy"] },
  "lib/settings/actions.ts#saveSelfServiceForm": { runs: ["settings.saveSelfService"] },
  "lib/settings/actions.ts#saveMediaLimitsForm": { runs: ["settings.saveMediaLimits"] },
  "lib/settings/actions.ts#saveMailSwitchForm": { runs: ["settings.saveMailSwitch"] },
  "lib/settings/actions.ts#saveGuestPageForm": { runs: ["settings.saveGuestPage"] },
  "lib/settings/actions.ts#enterGuestPageForm": { runs: ["settings.enterGuestPage"] },
};
