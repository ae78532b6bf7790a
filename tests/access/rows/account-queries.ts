import { streamUsers } from "@/lib/accounts/exports/queries";
import { countGroups, getGroup, listGroups } from "@/lib/accounts/groups/queries";
import {
  findUser,
  getAccount,
  getOwnTimeZone,
  getUser,
  listAdministrators,
  listDirectory,
  searchUsers,
} from "@/lib/accounts/queries";
import {
  getRights,
  getUserDetails,
  listGroupsOf,
  listSessionsOf,
  listUsers,
} from "@/lib/accounts/users/queries";
import { getSeal, listEvents, streamEvents } from "@/lib/audit/queries";
import { findHeir, listMemberships, listOwned } from "@/lib/conferences/owners/queries";
import { collected } from "../read";
import { type QueryRow, type User, users } from "./types";

const administrators: User[] = ["administrator"];
const inner = { users };

/** The people of an account, their groups, rights and sessions. */
export const accountQueryRows: Record<string, QueryRow> = {
  "accounts.searchUsers": { read: (s) => searchUsers(s, "", 50), users, isOwnAffair: true },
  "accounts.listDirectory": {
    read: async (s) => (await listDirectory(s, { limit: 50 })).people,
    users,
    isOwnAffair: true,
    usersOnly: true,
  },
  "accounts.listAdministrators": { read: (s) => listAdministrators(s, 50), users, isOwnAffair: true },
  "accounts.getOwnTimeZone": {
    read: (s) => getOwnTimeZone(s),
    users,
    isOwnAffair: true,
    usersOnly: true,
    neverLeaks: "the actor's own row",
  },
  "accounts.findUser": { read: (s, w) => findUser(s, w.people.member.userId), ...inner },
  "accounts.getUser": { read: (s, w) => getUser(s, w.people.member.userId), ...inner },
  "accounts.getAccount": { read: (s) => getAccount(s), users, isOwnAffair: true },

  // [A06] Groups and rights are the administrators' affair.
  "accounts/groups.listGroups": { read: (s) => listGroups(s), users: administrators, isOwnAffair: true },
  "accounts/groups.getGroup": { read: (s, w) => getGroup(s, w.groupId), users: administrators },
  "accounts/groups.countGroups": {
    read: (s) => countGroups(s),
    users,
    isOwnAffair: true,
    neverLeaks: "a number",
  },
  "accounts/users.listUsers": {
    read: async (s) => (await listUsers(s, { limit: 50 })).users,
    users: administrators,
    isOwnAffair: true,
  },
  "accounts/exports.streamUsers": {
    read: (s) => collected(streamUsers(s)),
    users: administrators,
    isOwnAffair: true,
  },
  // Who did what, with the names of people.
  "audit.listEvents": {
    read: async (s) => (await listEvents(s)).events,
    users: administrators,
    isOwnAffair: true,
  },
  "audit.streamEvents": {
    read: (s) => collected(streamEvents(s)),
    users: administrators,
    isOwnAffair: true,
  },
  "audit.getSeal": {
    read: (s) => getSeal(s),
    users: administrators,
    isOwnAffair: true,
    neverLeaks: "numbers and a hash",
  },
  // What deleting a person asks.
  "conferences/owners.listOwned": {
    read: (s, w) => listOwned(s, w.people.organiser.userId),
    users: administrators,
  },
  "conferences/owners.listMemberships": {
    read: (s, w) => listMemberships(s, w.people.moderator.userId),
    users: administrators,
  },
  "conferences/owners.findHeir": {
    read: (s, w) => findHeir(s, w.people.member.loginName),
    users: administrators,
  },
  "accounts/users.listSessionsOf": {
    read: (s, w) => listSessionsOf(s, w.people.member.userId),
    users: administrators,
  },
  "accounts/users.getUserDetails": {
    read: (s, w) => getUserDetails(s, w.people.member.userId),
    users: administrators,
  },
  "accounts/users.getRights": {
    read: (s, w) => getRights(s, w.people.member.userId),
    users: administrators,
  },
  "accounts/users.listGroupsOf": {
    read: (s, w) => listGroupsOf(s, w.people.member.userId),
    users: administrators,
  },
};
