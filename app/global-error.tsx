"use client";

import "./globals.css";

export { LastResort as default } from "@/components/auth/last-resort.client";
